//! Running sums and products, limits, rounding, and the sum of a diagonal.

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyInt, PyTuple};
use smallvec::SmallVec;
use stridewise::Array;
use stridewise::create::diagonal;
use stridewise::reduce::round as round_to;
use stridewise::run::accumulate::accumulate;
use stridewise::shape::slice_along;
use stridewise_core::layout::normalize_axis;
use stridewise_core::op::{FloatErrors, Op};
use stridewise_core::{Number, Order};

use super::functions::own_method;
use super::methods::request;
use crate::array::PyArray;
use crate::convert::{Passed, array_argument, passed_argument, truth_argument};
use crate::detach::over_arrays;
use crate::error::OrRaise;
use crate::overrides::add_function;
use crate::ufunc::{self, not_given, one_axis, output_array, reduced, report_errors, returned};

type Argument<'a, 'py> = Option<&'a Bound<'py, PyAny>>;

fn given<'a, 'py>(argument: Argument<'a, 'py>) -> Argument<'a, 'py> {
    argument.filter(|object| !object.is_none() && !not_given(object))
}

/// How running results are made: of all elements, or of what is not NaN.
pub(super) type Accumulate =
    fn(Op, &Array, usize, Option<Number>, Option<&Array>) -> stridewise::Result<(Array, FloatErrors)>;

pub(super) fn running<'py>(
    (op, accumulate): (Op, Accumulate),
    object: &Bound<'py, PyAny>,
    axis: Argument<'_, 'py>,
    dtype: Argument<'_, 'py>,
    out: Argument<'_, 'py>,
) -> PyResult<Py<PyAny>> {
    let py = object.py();
    let mut array = array_argument(object)?;
    let axis = given(axis);
    if axis.is_none() || array.ndim() == 0 {
        array = array.reshape(&[-1], Order::C).or_raise(py)?;
    }
    let axis = axis.map_or(Ok(0), |axis| normalize_axis(one_axis(axis)?, array.ndim()).or_raise(py))?;
    let number = given(dtype)
        .map(|dtype| crate::dtype::dtype_argument(dtype).map(|dtype| dtype.number()))
        .transpose()?;
    let out = given(out);
    let target = out.map(output_array).transpose()?.flatten();
    if let Some(target) = &target {
        target.require_writeable("output array").or_raise(py)?;
    }
    let written: SmallVec<[&Array; 1]> = target.iter().collect();
    let (result, errors) = over_arrays(py, array.size(), "accumulate", &[&array], &written, || {
        accumulate(op, &array, axis, number, target.as_ref())
    })
    .or_raise(py)?;
    report_errors(py, errors, "accumulate")?;
    returned(object, out, result)
}

fn trace_of<'py>(
    object: &Bound<'py, PyAny>,
    offset: i64,
    axes: (i64, i64),
    dtype: Argument<'_, 'py>,
    out: Argument<'_, 'py>,
) -> PyResult<Py<PyAny>> {
    let py = object.py();
    let line = diagonal(&array_argument(object)?, offset, axes.0, axes.1).or_raise(py)?;
    let line = crate::array::protocols::wrapped_like(object, line)?.into_bound(py);
    let last = (-1_i64).into_pyobject(py)?.into_any();
    reduced(Op::Add, &line, &request(py, Some(&last), dtype, out, None, None, None)?)
}

fn rounded<'py>(
    object: &Bound<'py, PyAny>,
    decimals: Argument<'_, 'py>,
    out: Argument<'_, 'py>,
) -> PyResult<Py<PyAny>> {
    let py = object.py();
    let decimals = given(decimals).map_or(Ok(0), |decimals| decimals.extract::<i32>())?;
    let array = array_argument(object)?;
    let (result, errors) =
        over_arrays(py, array.size(), "round", &[&array], &[], || round_to(&array, decimals)).or_raise(py)?;
    report_errors(py, errors, "round")?;
    let out = given(out);
    if let Some(target) = out.map(output_array).transpose()?.flatten() {
        if target.shape() != result.shape() {
            return Err(PyValueError::new_err("invalid output shape"));
        }
        target.assign(&result).or_raise(py)?;
    }
    returned(object, out, result)
}

/// Whether a limit is a Python integer at or beyond the end of an integer dtype, where it limits nothing.
fn limits_nothing(limit: &Bound<'_, PyAny>, number: Number, upper: bool) -> PyResult<bool> {
    let Some(limits) = stridewise_core::dtype::IntegerLimits::of(number) else { return Ok(false) };
    if !limit.is_exact_instance_of::<PyInt>() {
        return Ok(false);
    }
    if upper { limit.ge(limits.max) } else { limit.le(limits.min) }
}

fn clipped<'py>(
    object: &Bound<'py, PyAny>,
    low: Argument<'_, 'py>,
    high: Argument<'_, 'py>,
    out: Argument<'_, 'py>,
    kwargs: Option<&Bound<'py, PyDict>>,
) -> PyResult<Py<PyAny>> {
    let py = object.py();
    let (mut low, mut high) = (given(low), given(high));
    let number = object.cast::<PyArray>().map_or_else(
        |_| array_argument(object).map(|array| array.number()),
        |array| Ok(array.get().handle().number()),
    )?;
    if let Some(limit) = low
        && limits_nothing(limit, number, false)?
    {
        low = None;
    }
    if let Some(limit) = high
        && limits_nothing(limit, number, true)?
    {
        high = None;
    }
    let (op, operands) = match (low, high) {
        (None, None) => (if number == Number::Bool { Op::LogicalOr } else { Op::Positive }, vec![object]),
        (None, Some(high)) => (Op::Minimum, vec![object, high]),
        (Some(low), None) => (Op::Maximum, vec![object, low]),
        (Some(low), Some(high)) => (Op::Clip, vec![object, low, high]),
    };
    let out = given(out);
    if out.is_none() && kwargs.is_none_or(|kwargs| kwargs.is_empty()) {
        return ufunc::operator(py, op, &operands);
    }
    let keywords = match kwargs {
        Some(kwargs) => kwargs.copy()?,
        None => PyDict::new(py),
    };
    if let Some(out) = out {
        keywords.set_item("out", out)?;
    }
    ufunc::object(py, op)?.call(PyTuple::new(py, operands)?, Some(&keywords)).map(Bound::unbind)
}

#[pymethods]
impl PyArray {
    /// Running sums along an axis, or over all elements in C order.
    #[pyo3(name = "cumsum", signature = (axis=None, dtype=None, out=None))]
    fn cumsum_method<'py>(
        slf: &Bound<'py, Self>,
        axis: Argument<'_, 'py>,
        dtype: Argument<'_, 'py>,
        out: Argument<'_, 'py>,
    ) -> PyResult<Py<PyAny>> {
        running((Op::Add, accumulate), slf.as_any(), axis, dtype, out)
    }

    /// Running products along an axis, or over all elements in C order.
    #[pyo3(name = "cumprod", signature = (axis=None, dtype=None, out=None))]
    fn cumprod_method<'py>(
        slf: &Bound<'py, Self>,
        axis: Argument<'_, 'py>,
        dtype: Argument<'_, 'py>,
        out: Argument<'_, 'py>,
    ) -> PyResult<Py<PyAny>> {
        running((Op::Multiply, accumulate), slf.as_any(), axis, dtype, out)
    }

    /// The sum along a diagonal.
    #[pyo3(name = "trace", signature = (offset=0, axis1=0, axis2=1, dtype=None, out=None))]
    fn trace_method<'py>(
        slf: &Bound<'py, Self>,
        offset: i64,
        axis1: i64,
        axis2: i64,
        dtype: Argument<'_, 'py>,
        out: Argument<'_, 'py>,
    ) -> PyResult<Py<PyAny>> {
        trace_of(slf.as_any(), offset, (axis1, axis2), dtype, out)
    }

    /// The elements rounded to a number of decimals.
    #[pyo3(name = "round", signature = (decimals=None, out=None), text_signature = "($self, decimals=0, out=None)")]
    fn round_method<'py>(
        slf: &Bound<'py, Self>,
        decimals: Argument<'_, 'py>,
        out: Argument<'_, 'py>,
    ) -> PyResult<Py<PyAny>> {
        rounded(slf.as_any(), decimals, out)
    }

    /// The elements limited to the range from `min` to `max`.
    #[pyo3(name = "clip", signature = (min=None, max=None, out=None, **kwargs))]
    fn clip_method<'py>(
        slf: &Bound<'py, Self>,
        min: Argument<'_, 'py>,
        max: Argument<'_, 'py>,
        out: Argument<'_, 'py>,
        kwargs: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Py<PyAny>> {
        clipped(slf.as_any(), min, max, out, kwargs)
    }

    /// The complex conjugate of the elements.
    #[pyo3(signature = (out=None), text_signature = "($self, /)")]
    fn conjugate<'py>(slf: &Bound<'py, Self>, out: Argument<'_, 'py>) -> PyResult<Py<PyAny>> {
        conjugated(slf, out)
    }

    /// The complex conjugate of the elements.
    #[pyo3(signature = (out=None), text_signature = "($self, /)")]
    fn conj<'py>(slf: &Bound<'py, Self>, out: Argument<'_, 'py>) -> PyResult<Py<PyAny>> {
        conjugated(slf, out)
    }
}

/// Real arrays are their own conjugates.
fn conjugated<'py>(slf: &Bound<'py, PyArray>, out: Argument<'_, 'py>) -> PyResult<Py<PyAny>> {
    let py = slf.py();
    let complex = slf.get().handle().number().is_complex();
    match given(out) {
        None if !complex => Ok(slf.clone().into_any().unbind()),
        None => ufunc::operator(py, Op::Conjugate, &[slf.as_any()]),
        Some(out) => Ok(ufunc::object(py, Op::Conjugate)?.call1((slf, out))?.unbind()),
    }
}

/// Running sums along an axis, or over all elements in C order.
#[pyfunction]
#[pyo3(signature = (a, axis=None, dtype=None, out=None))]
fn cumsum<'py>(
    a: &Bound<'py, PyAny>,
    axis: Argument<'_, 'py>,
    dtype: Argument<'_, 'py>,
    out: Argument<'_, 'py>,
) -> PyResult<Py<PyAny>> {
    match own_method(a, "cumsum", &[("axis", axis), ("dtype", dtype), ("out", out)])? {
        Some(answer) => Ok(answer),
        None => running((Op::Add, accumulate), a, axis, dtype, out),
    }
}

/// Running products along an axis, or over all elements in C order.
#[pyfunction]
#[pyo3(signature = (a, axis=None, dtype=None, out=None))]
fn cumprod<'py>(
    a: &Bound<'py, PyAny>,
    axis: Argument<'_, 'py>,
    dtype: Argument<'_, 'py>,
    out: Argument<'_, 'py>,
) -> PyResult<Py<PyAny>> {
    match own_method(a, "cumprod", &[("axis", axis), ("dtype", dtype), ("out", out)])? {
        Some(answer) => Ok(answer),
        None => running((Op::Multiply, accumulate), a, axis, dtype, out),
    }
}

/// Running sums or products of the array standard: along the only axis by default, with the start before them on
/// request.
fn running_from_start<'py>(
    op: Op,
    x: &Bound<'py, PyAny>,
    axis: Argument<'_, 'py>,
    dtype: Argument<'_, 'py>,
    out: Argument<'_, 'py>,
    include_initial: bool,
) -> PyResult<Py<PyAny>> {
    let py = x.py();
    let array = array_argument(x)?;
    if array.ndim() == 0 {
        return Err(PyValueError::new_err(
            "Input arrays must be at least one dimensional, but array has 0 dimensions.",
        ));
    }
    let place = match given(axis) {
        Some(axis) => normalize_axis(one_axis(axis)?, array.ndim()).or_raise(py)?,
        None if array.ndim() == 1 => 0,
        None => {
            return Err(PyValueError::new_err(
                "For arrays which have more than one dimension ``axis`` argument is required.",
            ));
        }
    };
    let place_object = (place as i64).into_pyobject(py)?.into_any();
    if !include_initial {
        return running((op, accumulate), x, Some(&place_object), dtype, out);
    }
    let number = given(dtype)
        .map(|dtype| crate::dtype::dtype_argument(dtype).map(|dtype| dtype.number()))
        .transpose()?;
    let (sums, errors) = over_arrays(py, array.size(), "accumulate", &[&array], &[], || {
        accumulate(op, &array, place, number, None)
    })
    .or_raise(py)?;
    report_errors(py, errors, "accumulate")?;
    let mut shape = sums.shape().to_vec();
    shape[place] += 1;
    let target = match given(out) {
        Some(out) => output_array(out)?,
        None => None,
    };
    let result = match target {
        Some(target) if target.shape() != shape => {
            return Err(PyValueError::new_err("provided out is the wrong size for the accumulation."));
        }
        Some(target) => target,
        None => stridewise::Array::zeros(sums.dtype(), &shape, Order::C).or_raise(py)?,
    };
    let start = stridewise_core::Value::Int(i128::from(op == Op::Multiply));
    slice_along(&result, place, 0, Some(1)).and_then(|first| first.fill(start)).or_raise(py)?;
    slice_along(&result, place, 1, None).and_then(|rest| rest.assign(&sums)).or_raise(py)?;
    returned(x, given(out), result)
}

/// Running sums along an axis.
///
/// Parameters
/// ----------
/// x : array_like
/// axis : int, optional
///     May be left out for one axis alone.
/// dtype : dtype, optional
/// out : ndarray, optional
/// include_initial : bool
///     Whether zero stands before the sums.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.cumulative_sum([1, 2, 3], include_initial=True).tolist()
/// [0, 1, 3, 6]
#[pyfunction]
#[pyo3(signature = (x, /, *, axis=None, dtype=None, out=None, include_initial=false))]
fn cumulative_sum<'py>(
    x: &Bound<'py, PyAny>,
    axis: Argument<'_, 'py>,
    dtype: Argument<'_, 'py>,
    out: Argument<'_, 'py>,
    #[pyo3(from_py_with = truth_argument)] include_initial: bool,
) -> PyResult<Py<PyAny>> {
    running_from_start(Op::Add, x, axis, dtype, out, include_initial)
}

/// Running products along an axis.
///
/// Parameters
/// ----------
/// x : array_like
/// axis : int, optional
///     May be left out for one axis alone.
/// dtype : dtype, optional
/// out : ndarray, optional
/// include_initial : bool
///     Whether one stands before the products.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.cumulative_prod([2, 3, 4]).tolist()
/// [2, 6, 24]
#[pyfunction]
#[pyo3(signature = (x, /, *, axis=None, dtype=None, out=None, include_initial=false))]
fn cumulative_prod<'py>(
    x: &Bound<'py, PyAny>,
    axis: Argument<'_, 'py>,
    dtype: Argument<'_, 'py>,
    out: Argument<'_, 'py>,
    #[pyo3(from_py_with = truth_argument)] include_initial: bool,
) -> PyResult<Py<PyAny>> {
    running_from_start(Op::Multiply, x, axis, dtype, out, include_initial)
}

/// The sum along a diagonal.
#[pyfunction]
#[pyo3(signature = (a, offset=0, axis1=0, axis2=1, dtype=None, out=None))]
fn trace<'py>(
    a: &Bound<'py, PyAny>,
    offset: i64,
    axis1: i64,
    axis2: i64,
    dtype: Argument<'_, 'py>,
    out: Argument<'_, 'py>,
) -> PyResult<Py<PyAny>> {
    trace_of(a, offset, (axis1, axis2), dtype, out)
}

/// The elements rounded to a number of decimals, ties to even.
#[pyfunction]
#[pyo3(signature = (a, decimals=None, out=None), text_signature = "(a, decimals=0, out=None)")]
fn round<'py>(
    a: &Bound<'py, PyAny>,
    decimals: Argument<'_, 'py>,
    out: Argument<'_, 'py>,
) -> PyResult<Py<PyAny>> {
    match own_method(a, "round", &[("decimals", given(decimals)), ("out", given(out))])? {
        Some(answer) => Ok(answer),
        None => rounded(a, decimals, out),
    }
}

/// The elements rounded to a number of decimals, ties to even.
#[pyfunction]
#[pyo3(signature = (a, decimals=None, out=None), text_signature = "(a, decimals=0, out=None)")]
fn around<'py>(
    a: &Bound<'py, PyAny>,
    decimals: Argument<'_, 'py>,
    out: Argument<'_, 'py>,
) -> PyResult<Py<PyAny>> {
    round(a, decimals, out)
}

/// The elements limited to the range from `a_min` to `a_max`; either may be `None`.
#[pyfunction]
#[pyo3(signature = (a, a_min=Passed::Absent, a_max=Passed::Absent, out=None, *, min=None, max=None, **kwargs), text_signature = "(a, a_min=<no value>, a_max=<no value>, out=None, *, min=<no value>, max=<no value>, **kwargs)")]
fn clip<'py>(
    a: &Bound<'py, PyAny>,
    #[pyo3(from_py_with = passed_argument)] a_min: Passed,
    #[pyo3(from_py_with = passed_argument)] a_max: Passed,
    out: Argument<'_, 'py>,
    min: Argument<'_, 'py>,
    max: Argument<'_, 'py>,
    kwargs: Option<&Bound<'py, PyDict>>,
) -> PyResult<Py<PyAny>> {
    let py = a.py();
    let [a_min, a_max] = [&a_min, &a_max].map(|limit| limit.get(py).filter(|limit| !not_given(limit)));
    if let Some(missing) = match (a_min, a_max) {
        (Some(_), None) => Some("a_max"),
        (None, Some(_)) => Some("a_min"),
        _ => None,
    } {
        return Err(PyTypeError::new_err(format!(
            "clip() missing 1 required positional argument: '{missing}'"
        )));
    }
    if a_min.is_some() && (given(min).is_some() || given(max).is_some()) {
        return Err(PyValueError::new_err(
            "Passing `min` or `max` keyword argument when `a_min` and `a_max` are provided is forbidden.",
        ));
    }
    let (low, high) = (given(a_min).or(min), given(a_max).or(max));
    if a.is_exact_instance_of::<PyArray>() || kwargs.is_some_and(|kwargs| !kwargs.is_empty()) {
        return clipped(a, low, high, out, kwargs);
    }
    let none = py.None().into_bound(py);
    let named =
        [("min", Some(low.unwrap_or(&none))), ("max", Some(high.unwrap_or(&none))), ("out", given(out))];
    match own_method(a, "clip", &named)? {
        Some(answer) => Ok(answer),
        None => clipped(a, low, high, out, kwargs),
    }
}

/// The range from the smallest to the largest element over some axes.
#[pyfunction]
#[pyo3(signature = (a, axis=None, out=None, keepdims=None), text_signature = "(a, axis=None, out=None, keepdims=<no value>)")]
fn ptp<'py>(
    a: &Bound<'py, PyAny>,
    axis: Argument<'_, 'py>,
    out: Argument<'_, 'py>,
    keepdims: Argument<'_, 'py>,
) -> PyResult<Py<PyAny>> {
    let py = a.py();
    if !a.is_exact_instance_of::<PyArray>()
        && a.is_instance_of::<PyArray>()
        && let Some(answer) = own_method(a, "ptp", &[("axis", axis), ("out", out), ("keepdims", keepdims)])?
    {
        return Ok(answer);
    }
    let high = reduced(Op::Maximum, a, &request(py, axis, None, out, keepdims, None, None)?)?.into_bound(py);
    let low = reduced(Op::Minimum, a, &request(py, axis, None, None, keepdims, None, None)?)?.into_bound(py);
    match given(out) {
        None => ufunc::operator(py, Op::Subtract, &[&high, &low]),
        Some(out) => {
            let keywords = PyDict::new(py);
            keywords.set_item("out", out)?;
            Ok(ufunc::object(py, Op::Subtract)?.call((high, low), Some(&keywords))?.unbind())
        }
    }
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    add_function(module, wrap_pyfunction!(cumsum, module)?, &["a", "out"])?;
    add_function(module, wrap_pyfunction!(cumprod, module)?, &["a", "out"])?;
    add_function(module, wrap_pyfunction!(cumulative_sum, module)?, &["x", "out"])?;
    add_function(module, wrap_pyfunction!(cumulative_prod, module)?, &["x", "out"])?;
    add_function(module, wrap_pyfunction!(trace, module)?, &["a", "out"])?;
    add_function(module, wrap_pyfunction!(round, module)?, &["a", "out"])?;
    add_function(module, wrap_pyfunction!(around, module)?, &["a", "out"])?;
    add_function(module, wrap_pyfunction!(clip, module)?, &["a", "a_min", "a_max", "out", "min", "max"])?;
    add_function(module, wrap_pyfunction!(ptp, module)?, &["a", "out"])
}
