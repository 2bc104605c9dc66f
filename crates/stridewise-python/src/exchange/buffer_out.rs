//! Lending an array's memory by the buffer protocol.
#![expect(unsafe_code, reason = "fills Py_buffer structs with pointers into the array")]

use std::ffi::{CString, c_int, c_void};
use std::ptr;

use pyo3::exceptions::PyBufferError;
use pyo3::{ffi, prelude::*};
use stridewise_core::{DType, Number};

use crate::array::PyArray;

/// Shape, strides and format of one export; they stay as they were when the array's own are replaced.
struct Export {
    shape: Vec<isize>,
    strides: Vec<isize>,
    format: CString,
}

#[pymethods]
impl PyArray {
    /// # Safety
    /// Called by Python with a struct to fill.
    unsafe fn __getbuffer__(slf: Bound<'_, Self>, view: *mut ffi::Py_buffer, flags: c_int) -> PyResult<()> {
        if view.is_null() {
            return Err(PyBufferError::new_err("no buffer to fill"));
        }
        let array = slf.get().array()?;
        let asks = |flag: c_int| flags & flag == flag;
        let refuse = |why: &str| Err(PyBufferError::new_err(why.to_owned()));
        if asks(ffi::PyBUF_WRITABLE) && !array.is_writeable() {
            return refuse("buffer source array is read-only");
        }
        let (c_order, f_order) = (array.view().is_c_contiguous(), array.view().is_f_contiguous());
        if asks(ffi::PyBUF_C_CONTIGUOUS) && !c_order {
            return refuse("ndarray is not C-contiguous");
        }
        if asks(ffi::PyBUF_F_CONTIGUOUS) && !f_order {
            return refuse("ndarray is not Fortran contiguous");
        }
        if asks(ffi::PyBUF_ANY_CONTIGUOUS) && !(c_order || f_order) {
            return refuse("ndarray is not contiguous");
        }
        if !asks(ffi::PyBUF_STRIDES) && !c_order {
            return refuse("ndarray is not C-contiguous");
        }
        let format = CString::new(format_of(array.dtype()))
            .map_err(|_| PyBufferError::new_err("format with a zero byte"))?;
        let mut export = Box::new(Export {
            shape: array.shape().iter().map(|&length| length as isize).collect(),
            strides: array.strides().to_vec(),
            format,
        });
        array.view().buffer().mark_exported();
        // SAFETY: Python hands a struct to fill. The pointers in it are to the array's memory, which the reference
        // in `obj` keeps alive, and into the box, which `internal` keeps until release.
        unsafe {
            (*view).buf = array.view().address().cast::<c_void>();
            (*view).len = (array.size() * array.item_size()) as isize;
            (*view).itemsize = array.item_size() as isize;
            (*view).readonly = c_int::from(!array.is_writeable());
            // Consumers of plain bytes refuse more than one axis; without a shape there is none.
            (*view).ndim = if asks(ffi::PyBUF_ND) { array.ndim() as c_int } else { 0 };
            (*view).format =
                if asks(ffi::PyBUF_FORMAT) { export.format.as_ptr().cast_mut() } else { ptr::null_mut() };
            (*view).shape = if asks(ffi::PyBUF_ND) { export.shape.as_mut_ptr() } else { ptr::null_mut() };
            (*view).strides =
                if asks(ffi::PyBUF_STRIDES) { export.strides.as_mut_ptr() } else { ptr::null_mut() };
            (*view).suboffsets = ptr::null_mut();
            (*view).internal = Box::into_raw(export).cast::<c_void>();
            (*view).obj = slf.into_any().into_ptr();
        }
        Ok(())
    }

    /// # Safety
    /// Called by Python with a struct that `__getbuffer__` filled.
    unsafe fn __releasebuffer__(&self, view: *mut ffi::Py_buffer) {
        // SAFETY: `internal` came from a box in `__getbuffer__` and is taken back once.
        unsafe {
            let internal = std::mem::replace(&mut (*view).internal, ptr::null_mut());
            if !internal.is_null() {
                drop(Box::from_raw(internal.cast::<Export>()));
            }
        }
    }
}

/// The format of Python's `struct` module for elements of this dtype.
pub(crate) fn format_of(dtype: DType) -> String {
    let code = match dtype.number() {
        Number::C64 => "Zf".to_owned(),
        Number::C128 => "Zd".to_owned(),
        Number::I64 if !dtype.is_native() => "q".to_owned(),
        Number::U64 if !dtype.is_native() => "Q".to_owned(),
        number => number.character().to_string(),
    };
    match (dtype.is_native(), dtype.byte_order()) {
        (true, _) => code,
        (false, stridewise_core::ByteOrder::Little) => format!("<{code}"),
        (false, stridewise_core::ByteOrder::Big) => format!(">{code}"),
    }
}
