//! The array interface (`__array_interface__`), both ways.
#![expect(unsafe_code, reason = "wraps the address that an object's interface states")]

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::types::{PyDict, PyList, PyTuple};
use pyo3::{intern, prelude::*};
use stridewise::run::Array;
use stridewise_core::Layout;

use super::buffer_in;
use crate::array::PyArray;
use crate::dtype::dtype_argument;
use crate::error::OrRaise;

#[pymethods]
impl PyArray {
    /// Shape, type string and address, for consumers of the array interface (version 3).
    #[getter]
    fn __array_interface__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyDict>> {
        let py = slf.py();
        let array = slf.get().array()?;
        array.view().buffer().mark_exported();
        let dict = PyDict::new(py);
        dict.set_item("data", (array.view().address() as usize, !array.is_writeable()))?;
        let contiguous = array.view().is_c_contiguous();
        let strides = if contiguous { None } else { Some(PyTuple::new(py, array.strides())?) };
        dict.set_item("strides", strides)?;
        let typestr = array.dtype().protocol();
        dict.set_item("descr", PyList::new(py, [("", typestr.as_str())])?)?;
        dict.set_item("typestr", typestr)?;
        dict.set_item("shape", PyTuple::new(py, array.shape())?)?;
        dict.set_item("version", 3)?;
        Ok(dict)
    }
}

/// The array that an object describes by `__array_interface__`; `None` where it has none.
pub(crate) fn array_of(object: &Bound<'_, PyAny>) -> PyResult<Option<Array>> {
    let py = object.py();
    let Some(interface) = object.getattr_opt(intern!(py, "__array_interface__"))? else { return Ok(None) };
    let Ok(interface) = interface.cast_into::<PyDict>() else {
        return Err(PyValueError::new_err("Invalid __array_interface__ value, must be a dict"));
    };
    let entry = |name: &str| -> PyResult<Option<Bound<'_, PyAny>>> {
        Ok(interface.get_item(name)?.filter(|value| !value.is_none()))
    };
    let typestr =
        entry("typestr")?.ok_or_else(|| PyValueError::new_err("Missing __array_interface__ typestr"))?;
    let dtype = dtype_argument(&typestr)?;
    let shape: Vec<usize> = entry("shape")?
        .ok_or_else(|| PyValueError::new_err("Missing __array_interface__ shape"))?
        .extract()?;
    let mut layout = Layout::contiguous(&shape, dtype.size()).or_raise(py)?;
    if let Some(strides) = entry("strides")? {
        let strides: Vec<isize> = strides.extract()?;
        if strides.len() != shape.len() {
            return Err(PyValueError::new_err("mismatch in length of strides and shape"));
        }
        layout.strides = strides.into();
    }
    let offset: usize = entry("offset")?.map_or(Ok(0), |offset| offset.extract())?;
    let Some(data) = entry("data")? else {
        let lent = buffer_in::bytes_of(object)?;
        layout.offset = offset;
        return lent
            .reinterpreted(dtype, layout)
            .map(Some)
            .ok_or_else(|| PyValueError::new_err("__array_interface__ leaves the object's buffer"));
    };
    let Ok(data) = data.cast::<PyTuple>() else {
        let lent = buffer_in::bytes_of(&data)?;
        layout.offset = offset;
        return lent
            .reinterpreted(dtype, layout)
            .map(Some)
            .ok_or_else(|| PyValueError::new_err("__array_interface__ leaves the object's buffer"));
    };
    if data.len() != 2 {
        return Err(PyTypeError::new_err(
            "__array_interface__ data must be a 2-tuple with (data pointer integer, read-only flag)",
        ));
    }
    let (address, read_only): (usize, bool) = data.extract()?;
    // The interface gives the address of the first element; lower ones are reached by negative strides.
    let (mut low, mut high) = (0_i128, 0_i128);
    if !layout.is_empty() {
        for (&length, &stride) in layout.shape.iter().zip(&layout.strides) {
            let reach = (length as i128 - 1) * stride as i128;
            if reach < 0 { low += reach } else { high += reach }
        }
        high += dtype.size() as i128;
    }
    let (Ok(before), Ok(length)) = (usize::try_from(-low), usize::try_from(high - low)) else {
        return Err(PyValueError::new_err("__array_interface__ describes more than the address space"));
    };
    layout.offset = before;
    // SAFETY: the object vouches for its memory as long as it lives; that is what the protocol means.
    let array = unsafe {
        buffer_in::at_address(
            address.wrapping_sub(before),
            length,
            read_only,
            object.clone().unbind(),
            dtype,
            layout,
        )
    };
    array.map(Some).ok_or_else(|| PyValueError::new_err("__array_interface__ gives no address"))
}
