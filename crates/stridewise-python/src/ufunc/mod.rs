//! The class `ufunc`, and operators as calls of ufuncs.

mod apply;
mod arguments;
mod call;
mod error_state;
mod object;
mod operand;
mod overrides;
mod products;
mod reduce;
mod result;

use pyo3::prelude::*;

pub(crate) use call::{in_place, operator};
pub(crate) use error_state::report as report_errors;
pub(crate) use object::{UFunc, by_name};
pub(crate) use overrides::defers;

pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    object::register(module)?;
    error_state::register(module)
}
