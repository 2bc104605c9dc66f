//! The class `ufunc`, and operators as calls of ufuncs.

mod apply;
mod arguments;
mod call;
mod composed;
mod error_state;
mod object;
mod operand;
mod overrides;
mod products;
mod reduce;
mod result;

use pyo3::prelude::*;

pub(crate) use arguments::{loop_dtype, mask as mask_argument};
pub(crate) use call::{in_place, mask_array, operator};
pub(crate) use error_state::{error_state_is_usual, report as report_errors, warned_kinds};
pub(crate) use object::{UFunc, by_name, of as object};
pub(crate) use operand::output_array;
pub(crate) use overrides::defers;
pub(crate) use reduce::{Request, axes_of, not_given, one_axis, reduced, returned};
pub(crate) use result::{choose_wrapper, wrap_result};

pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    object::register(module)?;
    composed::register(module)?;
    error_state::register(module)
}
