//! Numbers and arrays as text.

mod array;
mod float;
mod formatter;
mod options;
mod radix;
mod scalar;
mod sequence;
mod slots;
mod table;

use pyo3::prelude::*;

pub(crate) use scalar::{scalar_repr, scalar_str};

pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    options::register(module)?;
    array::register(module)?;
    float::register(module)?;
    radix::register(module)?;
    table::register(module)?;
    sequence::register(module)
}
