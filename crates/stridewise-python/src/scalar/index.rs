//! Subscripts of scalars: the empty ones alone.

use pyo3::exceptions::PyIndexError;
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use super::delegate;

/// `x[()]`, `x[...]`, `x[None]`: what the array of no dimension gives.
///
/// # Errors
/// Index error for every index that selects along an axis.
pub(super) fn subscript<'py>(
    object: &Bound<'py, PyAny>,
    key: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    let py = object.py();
    if key.cast::<PyTuple>().is_ok_and(|key| key.is_empty()) {
        return Ok(object.clone());
    }
    let array = delegate::array(object)?;
    array.get_item(key).map_err(|error| {
        if error.is_instance_of::<PyIndexError>(py) {
            PyIndexError::new_err("invalid index to scalar variable.")
        } else {
            error
        }
    })
}
