//! Telling Python of floating-point errors in scalar arithmetic.

use pyo3::exceptions::PyRuntimeWarning;
use pyo3::prelude::*;
use stridewise_core::op::FloatErrors;

/// Reports errors that `operation` met, as the error state asks.
///
/// # Errors
/// What the error state or the warning filters raise.
#[inline]
pub(super) fn report(
    py: Python<'_>,
    errors: FloatErrors,
    operation: impl FnOnce() -> String,
) -> PyResult<()> {
    if errors.is_empty() { Ok(()) } else { warn(py, errors, &operation()) }
}

#[cold]
fn warn(py: Python<'_>, errors: FloatErrors, operation: &str) -> PyResult<()> {
    let kinds = [
        (FloatErrors::DIVIDE, "divide by zero"),
        (FloatErrors::OVERFLOW, "overflow"),
        (FloatErrors::INVALID, "invalid value"),
    ];
    for (error, text) in kinds {
        if errors.contains(error) {
            let message = std::ffi::CString::new(format!("{text} encountered in {operation}"))?;
            PyErr::warn(py, &py.get_type::<PyRuntimeWarning>(), &message, 1)?;
        }
    }
    Ok(())
}
