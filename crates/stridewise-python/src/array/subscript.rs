//! The slot of `a[...]`: a lone slice or integer is answered before PyO3 prepares for anything else.
#![expect(unsafe_code, reason = "wraps the class's subscript slot")]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;

use pyo3::{PyTypeInfo, ffi, prelude::*};

use super::PyArray;
use crate::index;

static SUBSCRIPT: OnceLock<ffi::binaryfunc> = OnceLock::new();

/// Wraps the class's subscript slot.
pub(super) fn install(py: Python<'_>) {
    let class = PyArray::type_object(py).as_type_ptr();
    // SAFETY: the type object is ours and lives forever; its slot is replaced once, by a function that falls back on
    // what was there.
    unsafe {
        if let Some(mapping) = (*class).tp_as_mapping.as_mut()
            && let Some(subscript) = mapping.mp_subscript
            && SUBSCRIPT.set(subscript).is_ok()
        {
            mapping.mp_subscript = Some(quick_subscript);
            ffi::PyType_Modified(class);
        }
    }
}

/// # Safety
/// Called by Python with an instance of `ndarray`, and any object.
unsafe extern "C" fn quick_subscript(
    object: *mut ffi::PyObject,
    index: *mut ffi::PyObject,
) -> *mut ffi::PyObject {
    // SAFETY: Python calls slots attached to the interpreter, with live objects.
    let (object_here, index_here) = unsafe {
        let py = Python::assume_attached();
        (Borrowed::from_ptr(py, object), Borrowed::from_ptr(py, index))
    };
    let quick = catch_unwind(AssertUnwindSafe(|| {
        let array = object_here.cast_exact::<PyArray>().ok()?;
        index::quick_item(&array, &index_here)
    }));
    match (quick, SUBSCRIPT.get()) {
        (Ok(Some(item)), _) => item.into_ptr(),
        // SAFETY: the slot that was there, with the arguments that Python gave.
        (_, Some(subscript)) => unsafe { subscript(object, index) },
        (_, None) => std::ptr::null_mut(),
    }
}
