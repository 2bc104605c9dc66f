//! The methods `reduce`, `accumulate` and `reduceat`.

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyTuple};

use smallvec::SmallVec;
use stridewise::run::Array;
use stridewise::run::accumulate::{accumulate, reduce_at};
use stridewise::run::guard::Touched;
use stridewise::run::reduction::{Initial, Nan, Reduction, reduce};
use stridewise_core::layout::{normalize_axes, normalize_axis};
use stridewise_core::op::{Op, Row};
use stridewise_core::{Error, Number};

use super::arguments::{loop_dtype, mask, outputs};
use super::call::mask_array;
use super::object::{UFunc, require_reducible};
use super::operand::output_array;
use super::result::{self, Wrapper};
use super::{error_state, overrides};
use crate::convert::{array_argument, array_of_last_use};
use crate::detach::{detached, guarded, over_arrays};
use crate::error::OrRaise;
use crate::{scalar, wrap};

/// Whether an argument says that it was not given.
pub(crate) fn not_given(object: &Bound<'_, PyAny>) -> bool {
    static NO_VALUE: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let py = object.py();
    NO_VALUE
        .get_or_try_init(py, || {
            Ok::<_, PyErr>(py.import("stridewise._globals")?.getattr("_NoValue")?.unbind())
        })
        .is_ok_and(|mark| object.is(mark))
}

/// Values in the order of the names asked for, and what an override is told of them.
type NamedArguments<'py> = (Vec<Option<Bound<'py, PyAny>>>, Bound<'py, PyDict>);

/// Arguments by name: positional ones first, in the order of `names`, of which the first `required` must be there.
fn by_name<'py>(
    method: &str,
    names: &[&str],
    required: usize,
    args: &Bound<'py, PyTuple>,
    kwargs: Option<&Bound<'py, PyDict>>,
) -> PyResult<NamedArguments<'py>> {
    let py = args.py();
    let mut found: Vec<Option<Bound<'py, PyAny>>> = vec![None; names.len()];
    // What an override is told: everything but the required arguments, under its name.
    let told = PyDict::new(py);
    if args.len() > names.len() {
        return Err(PyTypeError::new_err(format!(
            "{method}() takes from {required} to {} positional arguments but {} were given",
            names.len(),
            args.len()
        )));
    }
    for (place, value) in args.iter().enumerate() {
        if place >= required {
            told.set_item(names[place], &value)?;
        }
        found[place] = Some(value);
    }
    for (name, value) in kwargs.into_iter().flat_map(|kwargs| kwargs.iter()) {
        let name: String = name.extract()?;
        let Some(place) = names.iter().position(|known| *known == name) else {
            return Err(PyTypeError::new_err(format!(
                "{method}() got an unexpected keyword argument '{name}'"
            )));
        };
        if found[place].is_some() {
            return Err(PyTypeError::new_err(format!(
                "argument for {method}() given by name ('{name}') and position ({place})"
            )));
        }
        if place >= required && !not_given(&value) {
            told.set_item(name, &value)?;
        }
        found[place] = Some(value);
    }
    for (place, name) in names.iter().enumerate().take(required) {
        if found[place].is_none() {
            return Err(PyTypeError::new_err(format!(
                "{method}() missing required argument '{name}' (pos {place})"
            )));
        }
    }
    for value in &mut found {
        if value.as_ref().is_some_and(not_given) {
            *value = None;
        }
    }
    Ok((found, told))
}

/// The axes that `axis=` names; all of them for `None`.
pub(crate) fn axes_of(axis: &Bound<'_, PyAny>, ndim: usize) -> PyResult<SmallVec<[usize; 4]>> {
    let py = axis.py();
    if axis.is_none() {
        return Ok((0..ndim).collect());
    }
    if let Ok(tuple) = axis.cast::<PyTuple>() {
        let axes: SmallVec<[i64; 4]> = tuple.iter().map(|axis| one_axis(&axis)).collect::<PyResult<_>>()?;
        return normalize_axes(&axes, ndim).or_raise(py);
    }
    let axis = one_axis(axis)?;
    // A scalar has no axis, but may be reduced along the only one it could have.
    if ndim == 0 && (axis == 0 || axis == -1) {
        return Ok(SmallVec::new());
    }
    Ok(SmallVec::from_iter([normalize_axis(axis, ndim).or_raise(py)?]))
}

pub(crate) fn one_axis(axis: &Bound<'_, PyAny>) -> PyResult<i64> {
    axis.extract::<i64>().map_err(|error| match axis.get_type().name() {
        Ok(name) if error.is_instance_of::<PyTypeError>(axis.py()) => {
            PyTypeError::new_err(format!("'{name}' object cannot be interpreted as an integer"))
        }
        _ => error,
    })
}

/// What is asked of a reduction from Python, read.
pub(crate) struct Request<'py> {
    pub axis: Option<Bound<'py, PyAny>>,
    pub dtype: Option<Bound<'py, PyAny>>,
    pub out: Option<Bound<'py, PyAny>>,
    pub keepdims: bool,
    pub initial: Option<Bound<'py, PyAny>>,
    pub mask: Option<Bound<'py, PyAny>>,
    /// Whether NaN counts as nothing.
    pub skips_nan: bool,
}

/// Reduces and wraps the result as the operand's class asks for.
pub(crate) fn reduced<'py>(
    op: Op,
    object: &Bound<'py, PyAny>,
    request: &Request<'py>,
) -> PyResult<Py<PyAny>> {
    let py = object.py();
    let array = array_of_last_use(object)?;
    let array = array.as_ref();
    let axes = match &request.axis {
        Some(axis) => axes_of(axis, array.ndim())?,
        None => axes_of(&0_i64.into_pyobject(py)?.into_any(), array.ndim())?,
    };
    let keeps_array = request.out.as_ref().is_some_and(|out| out.is(py.Ellipsis()));
    let out = request.out.as_ref().filter(|out| !out.is_none() && !keeps_array);
    let out_array = out.map(output_array).transpose()?.flatten();
    if let Some(out) = &out_array {
        out.require_writeable("output array").or_raise(py)?;
    }
    let mask = request.mask.as_ref().and_then(mask).as_ref().map(mask_array).transpose()?;
    let initial = match &request.initial {
        None => Initial::Identity,
        Some(value) if value.is_none() => Initial::First,
        Some(value) => Initial::Value(one_value(value)?),
    };
    let reduction = Reduction {
        op,
        axes: &axes,
        number: dtype_of(request.dtype.as_ref())?,
        keep_axes: request.keepdims,
        initial,
        mask: mask.as_ref(),
        out: out_array.as_ref(),
        nan: if request.skips_nan { Nan::Skipped } else { Nan::Met },
    };
    let read = || std::iter::once(array).chain(&mask).map(Array::view);
    let touched = || Touched::new(read(), out_array.iter().map(Array::view));
    let outcome = if reduction.runs_with_waiting(array) {
        detached(py, array.size(), || reduce(array, &reduction))
    } else {
        guarded(py, array.size(), op.row().name, touched, || reduce(array, &reduction))
    };
    let (result, errors) = outcome.or_raise(py)?;
    error_state::report(py, errors, "reduce")?;
    if keeps_array {
        let wrapper = result::wrapper_of(object)?.unwrap_or(Wrapper::Plain);
        return result::wrap(py, &wrapper, result, None, false);
    }
    returned(object, out, result)
}

/// The object for a method's result: `out` itself, else of the operand's class.
pub(crate) fn returned<'py>(
    object: &Bound<'py, PyAny>,
    out: Option<&Bound<'py, PyAny>>,
    result: Array,
) -> PyResult<Py<PyAny>> {
    let py = object.py();
    if let Some(out) = out {
        return match result::wrapper_of(out)? {
            Some(Wrapper::Method(method)) => result::call_method(&method, out, None, false),
            _ => Ok(out.clone().unbind()),
        };
    }
    match result::wrapper_of(object)? {
        Some(wrapper) => result::wrap(py, &wrapper, result, None, true),
        None => wrap::array_or_scalar(py, result),
    }
}

fn one_value(object: &Bound<'_, PyAny>) -> PyResult<stridewise_core::Value> {
    if let Some((_, value)) = scalar::value_of(object) {
        return Ok(value);
    }
    if let Some(value) = crate::convert::python_number(object) {
        return Ok(value);
    }
    let array = array_argument(object)?;
    array
        .item()
        .filter(|_| array.ndim() == 0)
        .ok_or_else(|| PyValueError::new_err("Input object to FillWithScalar is not a scalar"))
}

fn dtype_of(dtype: Option<&Bound<'_, PyAny>>) -> PyResult<Option<Number>> {
    dtype.filter(|dtype| !dtype.is_none()).map(loop_dtype).transpose()
}

fn truth(object: Option<&Bound<'_, PyAny>>) -> PyResult<bool> {
    object.map_or(Ok(false), |object| object.is_truthy())
}

/// `out=`: nothing, an array, or a tuple of one.
fn single_output<'py>(out: Option<Bound<'py, PyAny>>) -> PyResult<Option<Bound<'py, PyAny>>> {
    match out {
        None => Ok(None),
        Some(out) if out.is_instance_of::<PyTuple>() => {
            if out.len()? != 1 {
                return Err(PyValueError::new_err("The 'out' tuple must have exactly one entry"));
            }
            Ok(outputs(1, &out)?.into_iter().next())
        }
        Some(out) => Ok(Some(out).filter(|out| !out.is_none())),
    }
}

fn row_of(slf: &Bound<'_, UFunc>) -> &'static Row {
    slf.get().row()
}

#[pymethods]
impl UFunc {
    /// Reduces an array along some axes by applying the ufunc to all elements along them.
    #[pyo3(signature = (*args, **kwargs), text_signature = "($self, array, axis=0, dtype=None, out=None, keepdims=False, initial=..., where=True)")]
    fn reduce<'py>(
        slf: &Bound<'py, Self>,
        args: &Bound<'py, PyTuple>,
        kwargs: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Py<PyAny>> {
        let names = ["array", "axis", "dtype", "out", "keepdims", "initial", "where"];
        require_reducible(row_of(slf), "reduce")?;
        let (mut found, told) = by_name("reduce", &names, 1, args, kwargs)?;
        let Some(array) = found[0].take() else { return Err(PyTypeError::new_err("reduce of nothing")) };
        if args.get_item(3).is_ok_and(|out| out.is(args.py().Ellipsis())) {
            return Err(PyTypeError::new_err("out=... is only allowed as a keyword argument."));
        }
        let out = single_output(found[3].take())?;
        if let Some(answer) = overridden(slf, "reduce", &[&array], out.as_ref(), &told)? {
            return Ok(answer);
        }
        let request = Request {
            axis: found[1].take(),
            dtype: found[2].take(),
            out,
            keepdims: truth(found[4].as_ref())?,
            initial: found[5].take(),
            mask: found[6].take(),
            skips_nan: false,
        };
        reduced(slf.get().op(), &array, &request)
    }

    /// Running results of applying the ufunc along an axis.
    #[pyo3(signature = (*args, **kwargs), text_signature = "($self, array, axis=0, dtype=None, out=None)")]
    fn accumulate<'py>(
        slf: &Bound<'py, Self>,
        args: &Bound<'py, PyTuple>,
        kwargs: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Py<PyAny>> {
        let py = slf.py();
        require_reducible(row_of(slf), "accumulate")?;
        let (mut found, told) = by_name("accumulate", &["array", "axis", "dtype", "out"], 1, args, kwargs)?;
        let Some(object) = found[0].take() else { return Err(PyTypeError::new_err("accumulate of nothing")) };
        let out = single_output(found[3].take())?;
        if let Some(answer) = overridden(slf, "accumulate", &[&object], out.as_ref(), &told)? {
            return Ok(answer);
        }
        let array = array_argument(&object)?;
        if array.ndim() == 0 {
            return Err(PyTypeError::new_err("cannot accumulate on a scalar"));
        }
        let axis = single_axis(found[1].as_ref(), array.ndim(), "accumulate")?;
        let out_array = out.as_ref().map(output_array).transpose()?.flatten();
        let number = dtype_of(found[2].as_ref())?;
        let (op, written) = (slf.get().op(), out_array.iter().collect::<SmallVec<[&Array; 1]>>());
        let (result, errors) = over_arrays(py, array.size(), "accumulate", &[&array], &written, || {
            accumulate(op, &array, axis, number, out_array.as_ref())
        })
        .or_raise(py)?;
        error_state::report(py, errors, "accumulate")?;
        returned(&object, out.as_ref(), result)
    }

    /// Reductions of slices of an axis.
    #[pyo3(signature = (*args, **kwargs), text_signature = "($self, array, indices, axis=0, dtype=None, out=None)")]
    fn reduceat<'py>(
        slf: &Bound<'py, Self>,
        args: &Bound<'py, PyTuple>,
        kwargs: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Py<PyAny>> {
        let py = slf.py();
        require_reducible(row_of(slf), "reduceat")?;
        let names = ["array", "indices", "axis", "dtype", "out"];
        let (mut found, told) = by_name("reduceat", &names, 2, args, kwargs)?;
        let (Some(object), Some(indices)) = (found[0].take(), found[1].take()) else {
            return Err(PyTypeError::new_err("reduceat of nothing"));
        };
        let out = single_output(found[4].take())?;
        if let Some(answer) = overridden(slf, "reduceat", &[&object, &indices], out.as_ref(), &told)? {
            return Ok(answer);
        }
        let array = array_argument(&object)?;
        if array.ndim() == 0 {
            return Err(PyTypeError::new_err("cannot reduceat on a scalar"));
        }
        let axis = single_axis(found[2].as_ref(), array.ndim(), "reduceat")?;
        let indices = index_list(&indices)?;
        let out_array = out.as_ref().map(output_array).transpose()?.flatten();
        let number = dtype_of(found[3].as_ref())?;
        let (op, written) = (slf.get().op(), out_array.iter().collect::<SmallVec<[&Array; 1]>>());
        let (result, errors) = over_arrays(py, array.size(), "reduceat", &[&array], &written, || {
            reduce_at(op, &array, &indices, axis, number, out_array.as_ref())
        })
        .or_raise(py)?;
        error_state::report(py, errors, "reduceat")?;
        returned(&object, out.as_ref(), result)
    }
}

/// The answer of an argument that takes the method over.
pub(super) fn overridden<'py>(
    slf: &Bound<'py, UFunc>,
    method: &str,
    inputs: &[&Bound<'py, PyAny>],
    out: Option<&Bound<'py, PyAny>>,
    told: &Bound<'py, PyDict>,
) -> PyResult<Option<Py<PyAny>>> {
    let args = PyTuple::new(slf.py(), inputs.iter().copied())?;
    let outputs: SmallVec<[Bound<'py, PyAny>; 1]> = out.cloned().into_iter().collect();
    Ok(overrides::ask(slf.as_any(), method, &args, &outputs, Some(told))?.map(Bound::unbind))
}

fn single_axis(axis: Option<&Bound<'_, PyAny>>, ndim: usize, method: &str) -> PyResult<usize> {
    let Some(axis) = axis else { return Ok(0) };
    let axes = axes_of(axis, ndim)?;
    match *axes.as_slice() {
        [axis] => Ok(axis),
        _ => Err(PyValueError::new_err(format!("{method} does not allow multiple axes"))),
    }
}

fn index_list(object: &Bound<'_, PyAny>) -> PyResult<Vec<i64>> {
    let py = object.py();
    let array = array_argument(object)?;
    if array.ndim() > 1 {
        return Err(PyValueError::new_err(
            "setting an array element with a sequence. The requested array would exceed the maximum number of \
             dimension of 1.",
        ));
    }
    if !array.number().is_integer() && array.size() > 0 {
        return Err(crate::error::raise(
            py,
            &Error::type_error(format!(
                "Cannot cast array data from dtype('{}') to dtype('int64') according to the rule 'safe'",
                array.dtype()
            )),
        ));
    }
    array.cast_to_vec::<i64>().or_raise(py)
}

impl UFunc {
    /// The answer of an operand that takes a reduction over.
    pub(crate) fn reduce_overridden<'py>(
        op: Op,
        object: &Bound<'py, PyAny>,
        request: &Request<'py>,
    ) -> PyResult<Option<Py<PyAny>>> {
        let py = object.py();
        if overrides::all_plain(std::iter::once(object).chain(&request.out)) {
            return Ok(None);
        }
        let told = PyDict::new(py);
        let none = || py.None().into_bound(py);
        told.set_item("axis", request.axis.clone().unwrap_or_else(none))?;
        told.set_item("dtype", request.dtype.clone().unwrap_or_else(none))?;
        told.set_item("keepdims", request.keepdims)?;
        if let Some(initial) = &request.initial {
            told.set_item("initial", initial)?;
        }
        if let Some(mask) = &request.mask {
            told.set_item("where", mask)?;
        }
        let ufunc = super::object::of(py, op)?;
        overridden(ufunc.cast::<Self>()?, "reduce", &[object], request.out.as_ref(), &told)
    }
}
