//! Flags as arguments: whatever Python calls true or false.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyString};

use super::Copy;

/// Whether the argument is true; NumPy takes `1`, `np.True_` and anything else with a truth value for a flag.
pub(crate) fn truth_argument(object: &Bound<'_, PyAny>) -> PyResult<bool> {
    object.is_truthy()
}

/// As [`truth_argument`]; `None` stays what it is.
pub(crate) fn optional_truth(object: &Bound<'_, PyAny>) -> PyResult<Option<bool>> {
    if object.is_none() { Ok(None) } else { object.is_truthy().map(Some) }
}

/// What `copy=` asks for: a flag, `None`, or a member of `_CopyMode`.
///
/// # Errors
/// Value error for text, and where the object has no truth value.
pub(crate) fn copy_argument(object: &Bound<'_, PyAny>) -> PyResult<Copy> {
    if object.is_none() {
        return Ok(Copy::IfNeeded);
    }
    if let Ok(flag) = object.cast_exact::<PyBool>() {
        return Ok(if flag.is_true() { Copy::Always } else { Copy::Never });
    }
    if object.is_instance_of::<PyString>() {
        return Err(PyValueError::new_err(
            "strings are not allowed for 'copy' keyword. Use True/False/None instead.",
        ));
    }
    if object.get_type().name()? == "_CopyMode" {
        return Ok(match object.getattr("name")?.extract::<String>()?.as_str() {
            "ALWAYS" => Copy::Always,
            "NEVER" => Copy::Never,
            _ => Copy::IfNeeded,
        });
    }
    Ok(if object.is_truthy()? { Copy::Always } else { Copy::Never })
}
