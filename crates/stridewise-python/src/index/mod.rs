//! `a[...]`: reading, assigning, iterating, and the functions around it.

mod access;
mod arguments;
mod flat;
mod iterate;
mod parse;
mod places;
mod put;
mod select;
mod take;

use pyo3::prelude::*;

pub(crate) use access::quick_item;
pub(crate) use put::source_of_copy;

pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    take::register(module)?;
    put::register(module)?;
    places::register(module)?;
    select::register(module)?;
    flat::register(module)
}
