//! DLPack, both ways: sharing memory with other array libraries by a capsule.
//!
//! The structs are those of the DLPack specification, version 1.0, and of its unversioned predecessor.
#![expect(unsafe_code, reason = "fills and reads C structs behind capsules")]

use std::ffi::{CStr, c_void};

use pyo3::exceptions::{PyBufferError, PyRuntimeError, PyValueError};
use pyo3::types::PyDict;
use pyo3::{ffi, prelude::*};
use stridewise_core::dtype::Kind;
use stridewise_core::{Layout, Number, Order};

use super::buffer_in;
use crate::array::{ArrayState, PyArray, object};
use crate::error::OrRaise;

const CPU: (i32, i32) = (1, 0);
const READ_ONLY: u64 = 1;
const COPIED: u64 = 2;
const VERSIONED: &CStr = c"dltensor_versioned";
const UNVERSIONED: &CStr = c"dltensor";

#[repr(C)]
struct Tensor {
    data: *mut c_void,
    device_type: i32,
    device_id: i32,
    ndim: i32,
    code: u8,
    bits: u8,
    lanes: u16,
    shape: *mut i64,
    strides: *mut i64,
    byte_offset: u64,
}

#[repr(C)]
struct Managed {
    tensor: Tensor,
    context: *mut c_void,
    deleter: Option<unsafe extern "C" fn(*mut Self)>,
}

#[repr(C)]
struct ManagedVersioned {
    major: u32,
    minor: u32,
    context: *mut c_void,
    deleter: Option<unsafe extern "C" fn(*mut Self)>,
    flags: u64,
    tensor: Tensor,
}

/// What an exported struct keeps alive.
struct Export {
    _array: Py<PyArray>,
    shape: Vec<i64>,
    strides: Vec<i64>,
}

fn type_code(number: Number) -> u8 {
    match number.kind() {
        Kind::Signed => 0,
        Kind::Unsigned => 1,
        Kind::Float => 2,
        Kind::Complex => 5,
        Kind::Bool => 6,
    }
}

fn number_of(code: u8, bits: u8) -> Option<Number> {
    Number::ALL
        .into_iter()
        .find(|number| type_code(*number) == code && number.size() * 8 == usize::from(bits))
}

#[pymethods]
impl PyArray {
    /// The kind of device that the memory is on, and which: the CPU.
    fn __dlpack_device__(&self) -> (i32, i32) {
        CPU
    }

    /// The array's memory as a DLPack capsule.
    #[pyo3(signature = (*, stream=None, max_version=None, dl_device=None, copy=None))]
    fn __dlpack__(
        slf: &Bound<'_, Self>,
        stream: Option<&Bound<'_, PyAny>>,
        max_version: Option<(u32, u32)>,
        dl_device: Option<(i32, i32)>,
        copy: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Py<PyAny>> {
        let py = slf.py();
        if stream.is_some_and(|stream| !stream.is_none()) {
            return Err(PyRuntimeError::new_err("the CPU has no streams: only stream=None is possible"));
        }
        if dl_device.is_some_and(|device| device != CPU) {
            return Err(PyBufferError::new_err("unsupported device requested: the memory is on the CPU"));
        }
        let versioned = max_version.is_some_and(|(major, _)| major >= 1);
        let copied = match copy.filter(|copy| !copy.is_none()) {
            None => false,
            Some(copy) => copy.is_truthy()?,
        };
        let array = slf.get().array()?;
        if !array.dtype().is_native() {
            return Err(PyBufferError::new_err("DLPack only supports native byte order."));
        }
        let size = array.item_size() as isize;
        let lengths = array.shape().iter().zip(array.strides());
        if array.size() > 1 && lengths.clone().any(|(&length, stride)| length > 1 && stride % size != 0) {
            return Err(PyBufferError::new_err(
                "DLPack only supports strides which are a multiple of itemsize.",
            ));
        }
        if !array.is_writeable() && !versioned && !copied {
            return Err(PyBufferError::new_err(
                "Cannot export readonly array since signalling readonly is unsupported by DLPack (supported by newer \
                 DLPack version).",
            ));
        }
        let owner = if copied {
            object::owned(py, array.copy(Order::Keep).or_raise(py)?)?
        } else {
            slf.clone().unbind()
        };
        let (array, read_only) = {
            let array = owner.bind(py).get().array()?;
            (array.clone(), !array.is_writeable())
        };
        array.view().buffer().mark_exported();
        let mut export = Box::new(Export {
            _array: owner,
            shape: array.shape().iter().map(|&length| length as i64).collect(),
            strides: array.strides().iter().map(|&stride| (stride / size) as i64).collect(),
        });
        let tensor = Tensor {
            data: array.view().address().cast(),
            device_type: CPU.0,
            device_id: CPU.1,
            ndim: array.ndim() as i32,
            code: type_code(array.number()),
            bits: (array.item_size() * 8) as u8,
            lanes: 1,
            shape: export.shape.as_mut_ptr(),
            strides: export.strides.as_mut_ptr(),
            byte_offset: 0,
        };
        let context = Box::into_raw(export).cast::<c_void>();
        if versioned {
            let flags = if read_only { READ_ONLY } else { 0 } | if copied { COPIED } else { 0 };
            let managed = ManagedVersioned {
                major: 1,
                minor: 0,
                context,
                deleter: Some(delete_versioned),
                flags,
                tensor,
            };
            capsule(py, Box::into_raw(Box::new(managed)).cast(), VERSIONED, drop_versioned)
        } else {
            let managed = Managed { tensor, context, deleter: Some(delete_unversioned) };
            capsule(py, Box::into_raw(Box::new(managed)).cast(), UNVERSIONED, drop_unversioned)
        }
    }
}

fn capsule(
    py: Python<'_>,
    managed: *mut c_void,
    name: &'static CStr,
    destructor: unsafe extern "C" fn(*mut ffi::PyObject),
) -> PyResult<Py<PyAny>> {
    // SAFETY: the pointer is to a struct of the named kind; the name is static.
    unsafe { Bound::from_owned_ptr_or_err(py, ffi::PyCapsule_New(managed, name.as_ptr(), Some(destructor))) }
        .map(Bound::unbind)
}

/// # Safety
/// `context` came from a box of an export and is taken back once.
unsafe fn release(context: *mut c_void) {
    // SAFETY: the caller's promise; without an interpreter left the export is leaked.
    let _ = Python::try_attach(|_| unsafe { drop(Box::from_raw(context.cast::<Export>())) });
}

/// # Safety
/// Called once, by whoever took the struct over.
unsafe extern "C" fn delete_versioned(managed: *mut ManagedVersioned) {
    // SAFETY: the struct came from a box in `__dlpack__`.
    unsafe { release(Box::from_raw(managed).context) }
}

/// # Safety
/// Called once, by whoever took the struct over.
unsafe extern "C" fn delete_unversioned(managed: *mut Managed) {
    // SAFETY: the struct came from a box in `__dlpack__`.
    unsafe { release(Box::from_raw(managed).context) }
}

/// # Safety
/// Called by Python when a capsule dies; one that was used has another name.
unsafe extern "C" fn drop_versioned(capsule: *mut ffi::PyObject) {
    // SAFETY: the name tells that the pointer is to a struct that nobody took over.
    unsafe {
        if ffi::PyCapsule_IsValid(capsule, VERSIONED.as_ptr()) == 1 {
            delete_versioned(ffi::PyCapsule_GetPointer(capsule, VERSIONED.as_ptr()).cast());
        }
    }
}

/// # Safety
/// As [`drop_versioned`].
unsafe extern "C" fn drop_unversioned(capsule: *mut ffi::PyObject) {
    // SAFETY: as in `drop_versioned`.
    unsafe {
        if ffi::PyCapsule_IsValid(capsule, UNVERSIONED.as_ptr()) == 1 {
            delete_unversioned(ffi::PyCapsule_GetPointer(capsule, UNVERSIONED.as_ptr()).cast());
        }
    }
}

/// A struct taken over from another library, given back when dropped.
enum Taken {
    Versioned(*mut ManagedVersioned),
    Unversioned(*mut Managed),
}

// SAFETY: the struct is only read after it was taken, and deleted once.
unsafe impl Send for Taken {}
// SAFETY: as for Send.
unsafe impl Sync for Taken {}

impl Drop for Taken {
    fn drop(&mut self) {
        // SAFETY: the struct was taken over and its deleter is called once.
        unsafe {
            match *self {
                Self::Versioned(managed) => {
                    if let Some(deleter) = (*managed).deleter {
                        deleter(managed);
                    }
                }
                Self::Unversioned(managed) => {
                    if let Some(deleter) = (*managed).deleter {
                        deleter(managed);
                    }
                }
            }
        }
    }
}

#[pyclass(frozen)]
struct Owner {
    _taken: Taken,
}

/// An array over the memory of an object that exports DLPack.
///
/// `device` can only be the CPU; `copy` as in `asarray`.
#[pyfunction]
#[pyo3(signature = (x, /, *, device=None, copy=None))]
fn from_dlpack(x: &Bound<'_, PyAny>, device: Option<&str>, copy: Option<bool>) -> PyResult<Py<PyAny>> {
    let py = x.py();
    if let Some(device) = device.filter(|device| *device != "cpu") {
        return Err(PyValueError::new_err(format!(
            "Device not understood. Only \"cpu\" is allowed, but received: {device}"
        )));
    }
    let kwargs = PyDict::new(py);
    kwargs.set_item("dl_device", device.map(|_| CPU))?;
    kwargs.set_item("copy", copy)?;
    kwargs.set_item("max_version", (1, 0))?;
    let capsule = match x.call_method("__dlpack__", (), Some(&kwargs)) {
        Err(error)
            if error.is_instance_of::<pyo3::exceptions::PyTypeError>(py)
                && device.is_none()
                && copy.is_none() =>
        {
            x.call_method0("__dlpack__")?
        }
        other => other?,
    };
    take_over(py, &capsule)
}

fn take_over(py: Python<'_>, capsule: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
    let raw = capsule.as_ptr();
    // SAFETY: any object may be asked whether it is a capsule of that name.
    let is = |name: &CStr| unsafe { ffi::PyCapsule_IsValid(raw, name.as_ptr()) == 1 };
    // SAFETY: the names tell what the pointers are to; renaming the capsule takes the struct over.
    let (taken, tensor, flags) = unsafe {
        if is(VERSIONED) {
            let managed: *mut ManagedVersioned = ffi::PyCapsule_GetPointer(raw, VERSIONED.as_ptr()).cast();
            if (*managed).major > 1 {
                return Err(PyBufferError::new_err(
                    "the exported DLPack major version is too high to be imported.",
                ));
            }
            ffi::PyCapsule_SetName(raw, c"used_dltensor_versioned".as_ptr());
            (Taken::Versioned(managed), &raw const (*managed).tensor, (*managed).flags)
        } else if is(UNVERSIONED) {
            let managed: *mut Managed = ffi::PyCapsule_GetPointer(raw, UNVERSIONED.as_ptr()).cast();
            ffi::PyCapsule_SetName(raw, c"used_dltensor".as_ptr());
            // Whether the memory may be written to is not known.
            (Taken::Unversioned(managed), &raw const (*managed).tensor, READ_ONLY)
        } else {
            return Err(PyValueError::new_err("the object's __dlpack__ gave no unused DLPack capsule"));
        }
    };
    // SAFETY: the struct is valid until its deleter is called.
    let tensor = unsafe { &*tensor };
    if ![1, 3, 11, 13].contains(&tensor.device_type) {
        return Err(PyRuntimeError::new_err("the memory is on a device that is not the CPU"));
    }
    let number = number_of(tensor.code, tensor.bits)
        .filter(|_| tensor.lanes == 1)
        .ok_or_else(|| PyRuntimeError::new_err("the DLPack tensor has a dtype that is not supported"))?;
    let ndim =
        usize::try_from(tensor.ndim).map_err(|_| PyRuntimeError::new_err("negative number of dimensions"))?;
    if ndim > stridewise_core::layout::MAX_DIMENSIONS {
        return Err(PyRuntimeError::new_err(
            "maxdims of DLPack tensor is higher than the supported maxdims.",
        ));
    }
    // SAFETY: shape, and strides where given, hold one entry per axis.
    let entries = |start: *const i64| (0..ndim).map(|axis| unsafe { *start.add(axis) }).collect::<Vec<i64>>();
    let shape: Vec<usize> = entries(tensor.shape).into_iter().map(|length| length.max(0) as usize).collect();
    let mut layout = Layout::contiguous(&shape, number.size()).or_raise(py)?;
    if !tensor.strides.is_null() {
        layout.strides = entries(tensor.strides)
            .into_iter()
            .map(|stride| (stride as isize).wrapping_mul(number.size() as isize))
            .collect();
    }
    let (mut low, mut high) = (0_i128, 0_i128);
    if !layout.is_empty() {
        for (&length, &stride) in layout.shape.iter().zip(&layout.strides) {
            let reach = (length as i128 - 1) * stride as i128;
            if reach < 0 { low += reach } else { high += reach }
        }
        high += number.size() as i128;
    }
    let (Ok(before), Ok(length)) = (usize::try_from(-low), usize::try_from(high - low)) else {
        return Err(PyValueError::new_err("the DLPack tensor is larger than the address space"));
    };
    layout.offset = before;
    let address = (tensor.data as usize).wrapping_add(tensor.byte_offset as usize).wrapping_sub(before);
    let owner = Py::new(py, Owner { _taken: taken })?.into_any();
    let base = owner.clone_ref(py);
    let read_only = flags & READ_ONLY != 0;
    // SAFETY: the exporter vouches for its memory until the deleter is called, which the owner does when dropped.
    let array = unsafe { buffer_in::at_address(address, length, read_only, owner, number.native(), layout) }
        .ok_or_else(|| PyValueError::new_err("the DLPack tensor has no memory"))?;
    Ok(object::base_class(py, ArrayState { array, base: Some(base) })?.into_any())
}

pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(from_dlpack, module)?)
}
