//! `put`, `place`, `putmask`, `copyto`: writing chosen elements.

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use stridewise::index::{self, OutOfBounds};
use stridewise::run::Array;
use stridewise_core::dtype::{Casting, Kind, can_cast, python_value};
use stridewise_core::error::compact_tuple;
use stridewise_core::{DType, Number, Value};

use super::arguments::{assigned_values, axis_argument, mode_argument, positions_argument, target_argument};
use crate::array::PyArray;
use crate::convert::{
    Wish, array_argument, array_argument_as, python_number, report_cast_of_value, reporting_casts,
    require_cast,
};
use crate::detach::over_arrays;
use crate::error::OrRaise;
use crate::overrides;

#[pymethods]
impl PyArray {
    /// Sets the elements of the flattened array at `indices`; values repeat if they are fewer.
    #[pyo3(signature = (indices, values, mode=None), text_signature = "($self, indices, values, /, mode='raise')")]
    fn put(
        slf: &Bound<'_, Self>,
        indices: &Bound<'_, PyAny>,
        values: &Bound<'_, PyAny>,
        mode: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<()> {
        let array = slf.get().array()?;
        let mode = mode_argument(mode, OutOfBounds::Raise)?;
        let positions = positions_argument(indices, "same_kind")?;
        let values = assigned_values(array.dtype(), values)?;
        over_arrays(slf.py(), positions.size(), "put", &[&positions, &values], &[array], || {
            index::put(array, &positions, &values, mode)
        })
        .or_raise(slf.py())
    }
}

/// Sets the elements of the flattened `a` at `ind` from `v`, whose values repeat if they are fewer.
///
/// `mode` says what happens to indices out of bounds: 'raise', 'wrap' or 'clip'.
#[pyfunction]
#[pyo3(signature = (a, ind, v, mode=None), text_signature = "(a, ind, v, mode='raise')")]
fn put(
    a: &Bound<'_, PyAny>,
    ind: &Bound<'_, PyAny>,
    v: &Bound<'_, PyAny>,
    mode: Option<&Bound<'_, PyAny>>,
) -> PyResult<Py<PyAny>> {
    let py = a.py();
    if let Ok(array) = a.cast_exact::<PyArray>() {
        return PyArray::put(array, ind, v, mode).map(|()| py.None());
    }
    let kwargs = pyo3::types::PyDict::new(py);
    kwargs.set_item("mode", mode.map_or("raise".into_pyobject(py)?.into_any(), Clone::clone))?;
    match a.getattr_opt("put")? {
        Some(method) => method.call((ind, v), Some(&kwargs)).map(Bound::unbind),
        None => Err(PyTypeError::new_err(format!("argument 1 must be numpy.ndarray, not {}", a.get_type()))),
    }
}

/// Sets the elements of `arr` where `mask` is true from `vals`, one after the other; they repeat if they are fewer.
#[pyfunction]
fn place(arr: &Bound<'_, PyAny>, mask: &Bound<'_, PyAny>, vals: &Bound<'_, PyAny>) -> PyResult<()> {
    let array = target_argument(arr, |name| format!("place() argument 1 must be numpy.ndarray, not {name}"))?;
    let mask = array_argument_as(mask, &Wish { dtype: Some(DType::BOOL), ..Wish::default() })?;
    let values = assigned_values(array.dtype(), vals)?;
    over_arrays(arr.py(), mask.size(), "place", &[&mask, &values], &[array], || {
        index::place(array, &mask, &values)
    })
    .or_raise(arr.py())
}

/// Sets the elements of `a` where `mask` is true from the same places of `values`, which repeat if they are fewer.
#[pyfunction]
#[pyo3(signature = (a, /, mask, values))]
fn putmask(a: &Bound<'_, PyAny>, mask: &Bound<'_, PyAny>, values: &Bound<'_, PyAny>) -> PyResult<()> {
    let array = target_argument(a, |_| "putmask: first argument must be an array".to_owned())?;
    let mask = array_argument_as(mask, &Wish { dtype: Some(DType::BOOL), ..Wish::default() })?;
    let values = assigned_values(array.dtype(), values)?;
    over_arrays(a.py(), mask.size(), "putmask", &[&mask, &values], &[array], || {
        index::putmask(array, &mask, &values)
    })
    .or_raise(a.py())
}

/// Sets the elements of `arr` at `indices` along `axis`, which are matched along the other axes, from `values`.
#[pyfunction]
#[pyo3(signature = (arr, indices, values, axis))]
fn put_along_axis(
    arr: &Bound<'_, PyAny>,
    indices: &Bound<'_, PyAny>,
    values: &Bound<'_, PyAny>,
    axis: Option<&Bound<'_, PyAny>>,
) -> PyResult<()> {
    let array = target_argument(arr, |name| format!("argument 1 must be an array, not {name}"))?;
    let positions = array_argument(indices)?;
    let values = assigned_values(array.dtype(), values)?;
    match axis_argument(axis)? {
        Some(axis) => index::put_along_axis(array, &positions, &values, axis),
        None => {
            if positions.ndim() != 1 {
                return Err(PyValueError::new_err("when axis=None, `indices` must have a single dimension."));
            }
            index::put_along_flat(array, &positions, &values)
        }
    }
    .or_raise(arr.py())
}

/// Copies the values of `src`, which broadcast, to `dst`, where `where` is true.
///
/// `casting` says which casts are allowed: 'no', 'equiv', 'safe', 'same_kind' or 'unsafe'.
#[pyfunction]
#[pyo3(signature = (dst, src, casting="same_kind", r#where=None), text_signature = "(dst, src, casting='same_kind', where=True)")]
fn copyto(
    dst: &Bound<'_, PyAny>,
    src: &Bound<'_, PyAny>,
    casting: &str,
    r#where: Option<&Bound<'_, PyAny>>,
) -> PyResult<()> {
    let py = dst.py();
    let target =
        target_argument(dst, |name| format!("copyto() argument 1 must be a numpy.ndarray, not {name}"))?;
    let source = source_of_copy(target, src, casting)?;
    target.require_writeable("assignment destination").or_raise(py)?;
    let mask = match r#where {
        None => None,
        Some(mask) if mask.is_exact_instance_of::<pyo3::types::PyBool>() && mask.is_truthy()? => None,
        Some(mask) => Some(array_argument_as(mask, &Wish { dtype: Some(DType::BOOL), ..Wish::default() })?),
    };
    let Some(mask) = mask else {
        return reporting_casts(py, source.dtype(), target.dtype(), || target.assign(&source));
    };
    if target.shape() != mask.shape() && mask.broadcast_to(target.shape()).is_err() {
        return Err(PyValueError::new_err(format!(
            "could not broadcast where mask from shape {} into shape {}",
            compact_tuple(mask.shape()),
            compact_tuple(target.shape())
        )));
    }
    reporting_casts(py, source.dtype(), target.dtype(), || target.assign_where(&source, &mask))
}

/// The values to copy, if they may be cast; Python numbers take the target's dtype if it is of their kind.
pub(crate) fn source_of_copy(target: &Array, src: &Bound<'_, PyAny>, casting: &str) -> PyResult<Array> {
    let py = src.py();
    let rule = Casting::parse(casting).or_raise(py)?;
    if let Some(number) = python_number(src) {
        let kind = target.number().kind();
        let weak = match number {
            Value::Bool(_) => true,
            Value::Int(_) => kind != Kind::Bool,
            Value::Float(_) => matches!(kind, Kind::Float | Kind::Complex),
            Value::Complex(_) => kind == Kind::Complex,
        };
        if weak
            && rule == Casting::Equiv
            && !matches!(number, Value::Bool(_))
            && target.number() != own_number(number)
        {
            let name = src.get_type().name()?;
            return Err(PyTypeError::new_err(format!(
                "cannot cast Python {name} to {} under the casting rule 'equiv'",
                target.dtype()
            )));
        }
        let weak = weak && (rule != Casting::Equiv || target.number() == own_number(number));
        if weak || rule == Casting::Unsafe {
            let value = if weak { python_value(number, target.number()).or_raise(py)? } else { number };
            report_cast_of_value(py, value, target.number())?;
            return Array::full(target.dtype(), &[], value).or_raise(py);
        }
    }
    let source = array_argument(src)?;
    if !can_cast(source.dtype(), target.dtype(), rule) {
        if source.ndim() > 0 {
            require_cast(py, source.dtype(), target.dtype(), casting)?;
        }
        return Err(PyTypeError::new_err(format!(
            "Cannot cast scalar from {} to {} according to the rule '{casting}'",
            crate::dtype::dtype_object(py, source.dtype()).bind(py).repr()?,
            crate::dtype::dtype_object(py, target.dtype()).bind(py).repr()?
        )));
    }
    Ok(source)
}

/// The dtype that a Python number has by itself.
fn own_number(number: Value) -> Number {
    match number {
        Value::Bool(_) => Number::Bool,
        Value::Int(_) => Number::I64,
        Value::Float(_) => Number::F64,
        Value::Complex(_) => Number::C128,
    }
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    overrides::add_function(module, wrap_pyfunction!(put, module)?, &["a", "ind", "v"])?;
    overrides::add_function(module, wrap_pyfunction!(place, module)?, &["arr", "mask", "vals"])?;
    overrides::add_function(module, wrap_pyfunction!(putmask, module)?, &["a", "mask", "values"])?;
    overrides::add_function(
        module,
        wrap_pyfunction!(put_along_axis, module)?,
        &["arr", "indices", "values"],
    )?;
    overrides::add_function(module, wrap_pyfunction!(copyto, module)?, &["dst", "src", "where"])
}
