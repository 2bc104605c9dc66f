//! Sorting, searching, distinct elements.

mod sets;
mod sort;

use pyo3::prelude::*;

pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    sort::register(module)?;
    sets::register(module)
}
