//! Arrays over memory that a Python object lends by the buffer protocol.
#![expect(unsafe_code, reason = "takes and releases Py_buffer leases and wraps their pointers")]

use std::ffi::CStr;
use std::ptr::NonNull;

use pyo3::exceptions::{PyBufferError, PyTypeError};
use pyo3::{ffi, prelude::*};
use stridewise::run::Array;
use stridewise_core::{Buffer, ByteOrder, DType, Layout, Number, View};

/// A lease on a Python object's memory, given back when dropped.
struct Lease(Box<ffi::Py_buffer>);

// SAFETY: the lease is only read after it was taken, and released attached to the interpreter.
unsafe impl Send for Lease {}
// SAFETY: as for Send.
unsafe impl Sync for Lease {}

impl Drop for Lease {
    fn drop(&mut self) {
        // Without an interpreter left there is nobody to give the lease back to.
        let _ = Python::try_attach(|_| {
            // SAFETY: attached; the lease was taken once and is released once.
            unsafe { ffi::PyBuffer_Release(&raw mut *self.0) }
        });
    }
}

fn lease(object: &Bound<'_, PyAny>, flags: i32) -> PyResult<Lease> {
    let mut raw = Box::new(ffi::Py_buffer::new());
    // SAFETY: the struct is ours to fill; flags are the protocol's.
    if unsafe { ffi::PyObject_GetBuffer(object.as_ptr(), &raw mut *raw, flags) } != 0 {
        return Err(PyErr::fetch(object.py()));
    }
    Ok(Lease(raw))
}

/// A read-only lease if the object gives no writeable one.
fn lease_any(object: &Bound<'_, PyAny>, flags: i32) -> PyResult<Lease> {
    match lease(object, flags | ffi::PyBUF_WRITABLE) {
        Ok(lease) => Ok(lease),
        Err(error) if error.is_instance_of::<PyBufferError>(object.py()) => lease(object, flags),
        Err(error) => Err(error),
    }
}

/// Whether the object offers its memory.
pub(crate) fn offers_buffer(object: &Bound<'_, PyAny>) -> bool {
    // SAFETY: a live object.
    unsafe { ffi::PyObject_CheckBuffer(object.as_ptr()) != 0 }
}

/// The object's bytes, as a one-dimensional array of uint8 that shares them.
pub(crate) fn bytes_of(object: &Bound<'_, PyAny>) -> PyResult<Array> {
    let lease = lease_any(object, ffi::PyBUF_SIMPLE)?;
    let length = lease.0.len.max(0) as usize;
    let layout =
        Layout::contiguous(&[length], 1).map_err(|error| crate::error::raise(object.py(), &error))?;
    share(lease, Number::U8.native(), layout, length, 0)
        .ok_or_else(|| PyBufferError::new_err("buffer without memory"))
}

/// The object's elements, as an array that shares its memory. `None` where the format is no number's.
pub(crate) fn array_of(object: &Bound<'_, PyAny>) -> PyResult<Option<Array>> {
    let Ok(lease) = lease_any(object, ffi::PyBUF_FORMAT | ffi::PyBUF_STRIDES) else { return Ok(None) };
    let raw = &lease.0;
    let format = if raw.format.is_null() {
        "B"
    } else {
        // SAFETY: a format is a C string that lives as long as the lease.
        unsafe { CStr::from_ptr(raw.format) }.to_str().unwrap_or("")
    };
    let Some(dtype) = dtype_of_format(format) else { return Ok(None) };
    let ndim = raw.ndim.max(0) as usize;
    if raw.itemsize != dtype.size() as isize {
        return Err(PyTypeError::new_err(format!(
            "buffer of format '{format}' with items of {} bytes",
            raw.itemsize
        )));
    }
    let mut layout = Layout { shape: Default::default(), strides: Default::default(), offset: 0 };
    for axis in 0..ndim {
        // A lender without dimensions of its own (`shape` is null) lends one row of all its items.
        let length = if raw.shape.is_null() {
            raw.len / raw.itemsize.max(1)
        } else {
            // SAFETY: a shape that is there has `ndim` entries.
            unsafe { *raw.shape.add(axis) }
        };
        layout.shape.push(length.max(0) as usize);
    }
    if raw.strides.is_null() {
        // Lenders of contiguous memory (`ctypes`) may leave the strides out.
        layout = Layout::contiguous(&layout.shape, dtype.size())
            .map_err(|error| crate::error::raise(object.py(), &error))?;
    } else {
        // SAFETY: strides that are there have `ndim` entries.
        layout.strides.extend((0..ndim).map(|axis| unsafe { *raw.strides.add(axis) }));
    }
    let (mut low, mut high) = (0_isize, 0_isize);
    if !layout.is_empty() {
        for (&length, &stride) in layout.shape.iter().zip(&layout.strides) {
            let reach = (length as isize - 1).saturating_mul(stride);
            if reach < 0 { low += reach } else { high += reach }
        }
        high += dtype.size() as isize;
    }
    layout.offset = low.unsigned_abs();
    Ok(share(lease, dtype, layout, (high - low) as usize, low))
}

/// An array over the lease's memory, which begins `low` bytes before its pointer.
fn share(lease: Lease, dtype: DType, layout: Layout, length: usize, low: isize) -> Option<Array> {
    let pointer = lease.0.buf.cast::<u8>().wrapping_offset(low);
    let start = if length == 0 { NonNull::dangling() } else { NonNull::new(pointer)? };
    let read_only = lease.0.readonly != 0;
    // SAFETY: the lease keeps the memory valid, and writeable unless it says otherwise, until it is dropped.
    let buffer = unsafe { Buffer::lent(start, length, read_only, Box::new(lease)) };
    View::new(dtype, layout, buffer).map(Array::from_view)
}

/// An array over `length` bytes at an address, kept alive by a Python object.
///
/// # Safety
/// The memory must be valid while the object lives, and writeable unless `read_only`.
pub(crate) unsafe fn at_address(
    address: usize,
    length: usize,
    read_only: bool,
    owner: Py<PyAny>,
    dtype: DType,
    layout: Layout,
) -> Option<Array> {
    let start = NonNull::new(address as *mut u8).or((length == 0).then(NonNull::dangling))?;
    // SAFETY: the caller's promise.
    let buffer = unsafe { Buffer::lent(start, length, read_only, Box::new(owner)) };
    View::new(dtype, layout, buffer).map(Array::from_view)
}

/// The dtype of a format of Python's `struct` module (one item, with an optional byte order).
fn dtype_of_format(format: &str) -> Option<DType> {
    let (order, code) = match format.as_bytes() {
        [b'@' | b'=', rest @ ..] => (ByteOrder::NATIVE, rest),
        [b'<', rest @ ..] => (ByteOrder::Little, rest),
        [b'>' | b'!', rest @ ..] => (ByteOrder::Big, rest),
        rest => (ByteOrder::NATIVE, rest),
    };
    let number = match code {
        b"?" => Number::Bool,
        b"b" => Number::I8,
        b"B" | b"c" => Number::U8,
        b"h" => Number::I16,
        b"H" => Number::U16,
        b"i" => Number::I32,
        b"I" => Number::U32,
        b"l" if format.len() > 1 && format.starts_with(['<', '>', '=', '!']) => Number::I32,
        b"L" if format.len() > 1 && format.starts_with(['<', '>', '=', '!']) => Number::U32,
        b"l" | b"q" | b"n" => Number::I64,
        b"L" | b"Q" | b"N" => Number::U64,
        b"e" => Number::F16,
        b"f" => Number::F32,
        b"d" => Number::F64,
        b"Zf" => Number::C64,
        b"Zd" => Number::C128,
        _ => return None,
    };
    Some(DType::new(number, order))
}
