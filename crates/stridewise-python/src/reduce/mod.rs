//! Reductions as methods of `ndarray` and as functions.

mod extreme;
mod functions;
mod methods;
mod moments;
mod nan;
mod products;
mod values;

use pyo3::prelude::*;

pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    functions::register(module)?;
    moments::register(module)?;
    products::register(module)?;
    extreme::register(module)?;
    nan::register(module)?;
    values::register(module)
}
