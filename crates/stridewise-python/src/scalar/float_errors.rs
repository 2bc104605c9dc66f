//! Telling Python of floating-point errors in scalar arithmetic.

use pyo3::prelude::*;
use stridewise_core::op::FloatErrors;

use crate::ufunc::report_errors;

/// Does about the errors that `operation` met what the error state says.
///
/// # Errors
/// What the error state or the warning filters raise.
#[inline]
pub(super) fn report(
    py: Python<'_>,
    errors: FloatErrors,
    operation: impl FnOnce() -> String,
) -> PyResult<()> {
    if errors.is_empty() {
        return Ok(());
    }
    Python::attach(|_| report_errors(py, errors, &operation()))
}
