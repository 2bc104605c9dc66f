//! The class `dtype`, dtypes as arguments, and the functions that answer questions about dtypes.

mod argument;
mod attributes;
mod class;
mod class_of_others;
mod comparison;
mod construct;
mod ctypes;
mod item;
mod limits;
mod metaclass;
mod object;
mod pair;
mod pickle;
mod question;
mod record;
mod text;

use pyo3::prelude::*;

pub(crate) use argument::dtype_argument;
pub(crate) use object::{PyDType, descriptor_object, dtype_object};
pub(crate) use question::{arrays_of_one_result, weak_number};

pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<PyDType>()?;
    question::register(module)?;
    limits::register(module)
}

/// Makes the dtype objects; their classes know the scalar types, which must be there already.
pub(crate) fn finish(module: &Bound<'_, PyModule>) -> PyResult<()> {
    class::register(module)
}
