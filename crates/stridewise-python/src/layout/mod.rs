//! Functions about where elements stand: shared memory, strides, windows, broadcasting.

mod axes;
mod broadcast;
mod memory;
mod multi_iterator;
mod strides;

use pyo3::prelude::*;

pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    memory::register(module)?;
    strides::register(module)?;
    broadcast::register(module)?;
    multi_iterator::register(module)
}
