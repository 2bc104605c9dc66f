//! `nditer` and `nested_iters`.

mod arguments;
mod construct;
mod flags;
mod nested;
mod object;

use pyo3::prelude::*;

pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<object::NdIter>()?;
    module.add_function(wrap_pyfunction!(nested::nested_iters, module)?)
}
