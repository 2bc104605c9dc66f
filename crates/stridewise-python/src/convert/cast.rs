//! Casts that a caller asked for: allowed or not, and what they report.

use std::ffi::CStr;

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyType;
use stridewise::Array;
use stridewise_core::dtype::{Casting, can_cast};
use stridewise_core::{DType, Order};

use crate::error::OrRaise;
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
    if array.number().is_complex()
        && !dtype.number().is_complex()
        && dtype.number() != stridewise_core::Number::Bool
    {
        warn_of_lost_imaginary_part(py)?;
    }
    let (result, errors) = array.astype_reporting(dtype, order).or_raise(py)?;
    if !errors.is_empty() {
        ufunc::report_errors(py, errors, "cast")?;
    }
    Ok(result)
}

/// Warns that imaginary parts are dropped.
pub(crate) fn warn_of_lost_imaginary_part(py: Python<'_>) -> PyResult<()> {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    const TEXT: &CStr = c"Casting complex values to real discards the imaginary part";
    let class = CLASS.import(py, "stridewise.exceptions", "ComplexWarning")?;
    PyErr::warn(py, class.as_any(), TEXT, 1)
}
