//! The `dtype=` and `out=` of draws.

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use stridewise_core::{DType, Number};

use crate::array::PyArray;
use crate::dtype::{dtype_argument, dtype_object};

/// float64 or float32: what real draws can be.
pub(super) fn real_dtype(dtype: Option<&Bound<'_, PyAny>>, method: &str) -> PyResult<Number> {
    let Some(object) = dtype else { return Ok(Number::F64) };
    let dtype = dtype_argument(object)?;
    if dtype == DType::F64 || dtype == Number::F32.native() {
        return Ok(dtype.number());
    }
    let text = dtype_object(object.py(), dtype).bind(object.py()).repr()?;
    Err(PyTypeError::new_err(format!("Unsupported dtype {text} for {method}")))
}

/// The array to fill, if there is one: of the right dtype and shape, and one stretch of memory.
pub(super) fn output_argument<'py>(
    out: Option<&Bound<'py, PyAny>>,
    number: Number,
    size: Option<&[usize]>,
    c_order: bool,
) -> PyResult<Option<Bound<'py, PyArray>>> {
    let Some(out) = out.filter(|out| !out.is_none()) else { return Ok(None) };
    let refuse = || {
        let order = if c_order { "C-contiguous" } else { "contiguous" };
        PyValueError::new_err(format!(
            "Supplied output array must be {order}, writable, aligned, and in machine byte-order."
        ))
    };
    let object = out.cast::<PyArray>().map_err(|_| refuse())?;
    let array = object.get().array()?;
    let contiguous = array.view().is_c_contiguous() || (!c_order && array.view().is_f_contiguous());
    if !contiguous || !array.is_writeable() || !array.view().is_aligned() || !array.dtype().is_native() {
        return Err(refuse());
    }
    if array.number() != number {
        return Err(PyTypeError::new_err(format!(
            "Supplied output array has the wrong type. Expected {}, got {}",
            number.name(),
            array.number().name()
        )));
    }
    if size.is_some_and(|size| size != array.shape()) {
        return Err(PyValueError::new_err("size must match out.shape when used together"));
    }
    Ok(Some(object.clone()))
}
