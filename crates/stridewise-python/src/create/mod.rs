//! Making arrays.

mod array;
mod buffer;
mod filled;
mod grid;
mod matrix;
mod range;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use stridewise_core::DType;

use crate::dtype::dtype_argument;

pub(crate) use array::any_array;

/// The dtype that an optional argument spells.
pub(crate) fn optional_dtype(dtype: Option<&Bound<'_, PyAny>>) -> PyResult<Option<DType>> {
    dtype.filter(|dtype| !dtype.is_none()).map(dtype_argument).transpose()
}

/// The argument `device`, which can only be the CPU.
fn require_cpu(device: Option<&Bound<'_, PyAny>>) -> PyResult<()> {
    match device.filter(|device| !device.is_none()) {
        Some(device) if !device.eq("cpu")? => Err(PyValueError::new_err(format!(
            "Device not understood. Only \"cpu\" is allowed, but received: {device}"
        ))),
        _ => Ok(()),
    }
}

pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    array::register(module)?;
    buffer::register(module)?;
    filled::register(module)?;
    grid::register(module)?;
    matrix::register(module)?;
    range::register(module)
}
