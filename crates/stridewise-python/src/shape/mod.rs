//! Functions that change shapes: moving axes, joining, splitting, repeating, turning.

mod axes;
mod join;
mod pad;
mod repeat;
mod split;
mod trim;
mod turn;

use pyo3::prelude::*;

pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    axes::register(module)?;
    join::register(module)?;
    pad::register(module)?;
    repeat::register(module)?;
    split::register(module)?;
    trim::register(module)?;
    turn::register(module)
}
