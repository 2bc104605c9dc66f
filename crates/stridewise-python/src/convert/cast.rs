//! Casts that a caller asked for: allowed or not, and what they report.

use std::ffi::CStr;

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyType;
use stridewise::run::elementwise::Operand;
use stridewise::run::{late, watch_float_errors};
use stridewise::{Array, cast};
use stridewise_core::dtype::{Casting, Kind, can_cast, cast_errors, errors_of_casts};
use stridewise_core::{DType, Number, Order, Value};

use crate::error::OrRaise;
use crate::late::{Permission, deliver, permission};
use crate::ufunc;

/// # Errors
/// Type error where the rule named `casting` does not allow the cast.
pub(crate) fn require_cast(py: Python<'_>, from: DType, to: DType, casting: &str) -> PyResult<()> {
    let rule = Casting::parse_for_astype(casting).or_raise(py)?;
    if can_cast(from, to, rule) {
        return Ok(());
    }
    Err(PyTypeError::new_err(format!(
        "Cannot cast array data from {} to {} according to the rule '{casting}'",
        crate::dtype::dtype_object(py, from).bind(py).repr()?,
        crate::dtype::dtype_object(py, to).bind(py).repr()?
    )))
}

/// The array cast to `dtype`; reports what the values met on the way, and imaginary parts that are lost.
pub(crate) fn cast_with_warnings(
    py: Python<'_>,
    array: &Array,
    dtype: DType,
    order: Order,
) -> PyResult<Array> {
    if late::postpones(array.size())
        && let Some(result) = cast_later(py, array, dtype, order)?
    {
        return Ok(result);
    }
    reporting_casts(py, array.dtype(), dtype, || array.astype(dtype, order))
}

/// The array that will hold the cast elements; `None` where the cast is to run at once.
fn cast_later(py: Python<'_>, array: &Array, dtype: DType, order: Order) -> PyResult<Option<Array>> {
    if !late::may_wait(&[Operand::Array(array)]) {
        return Ok(None);
    }
    let (source, target) = (array.number(), dtype.number());
    let Permission::Granted(witness) = permission(py, "cast", errors_of_casts(source, target))? else {
        return Ok(None);
    };
    if source.is_complex() && !target.is_complex() && target != Number::Bool {
        warn_of_lost_imaginary_part(py)?;
    }
    let result = late::cast(array, dtype, order, witness, &|wait| py.detach(wait)).or_raise(py);
    deliver(py);
    result
}

/// As [`cast_with_warnings`], where every element must stay the same number.
pub(crate) fn cast_of_same_value(
    py: Python<'_>,
    array: &Array,
    dtype: DType,
    order: Order,
) -> PyResult<Array> {
    if array.number().is_complex() && !dtype.number().is_complex() && dtype.number() != Number::Bool {
        warn_of_lost_imaginary_part(py)?;
    }
    cast::astype_same_value(array, dtype, order).or_raise(py)
}

/// Runs work that casts elements of `from` to elements of `to`; reports what the values met, and imaginary parts that
/// are lost.
pub(crate) fn reporting_casts<T>(
    py: Python<'_>,
    from: DType,
    to: DType,
    work: impl FnOnce() -> stridewise_core::Result<T>,
) -> PyResult<T> {
    let (source, target) = (from.number(), to.number());
    if source == target || target == Number::Bool || !(source.is_inexact() || target.is_inexact()) {
        return work().or_raise(py);
    }
    if source.is_complex() && !target.is_complex() {
        warn_of_lost_imaginary_part(py)?;
    }
    let (result, errors) = watch_float_errors(work);
    let result = result.or_raise(py)?;
    let errors = errors & errors_of_casts(source, target);
    if !errors.is_empty() {
        ufunc::report_errors(py, errors, "cast")?;
    }
    Ok(result)
}

/// Reports what casting one value to an element of `number` meets.
pub(crate) fn report_cast_of_value(py: Python<'_>, value: Value, number: Number) -> PyResult<()> {
    if matches!(value, Value::Complex(_))
        && matches!(number.kind(), Kind::Signed | Kind::Unsigned | Kind::Float)
    {
        warn_of_lost_imaginary_part(py)?;
    }
    let errors = cast_errors(value, number);
    if errors.is_empty() { Ok(()) } else { ufunc::report_errors(py, errors, "cast") }
}

/// Warns that imaginary parts are dropped.
pub(crate) fn warn_of_lost_imaginary_part(py: Python<'_>) -> PyResult<()> {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    const TEXT: &CStr = c"Casting complex values to real discards the imaginary part";
    let class = CLASS.import(py, "stridewise.exceptions", "ComplexWarning")?;
    PyErr::warn(py, class.as_any(), TEXT, 1)
}
