//! `a[...]`: reading, assigning, iterating.

mod access;
mod iterate;
mod parse;

use pyo3::prelude::*;

pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let _ = module;
    Ok(())
}
