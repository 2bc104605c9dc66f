//! The vectorcall protocol, by which Python calls objects without a tuple of their arguments.
#![expect(unsafe_code, reason = "implements the vectorcall protocol")]

use pyo3::PyClass;
use pyo3::exceptions::PyRuntimeError;
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;
use pyo3::pyclass::boolean_struct::True;

/// A class whose objects are called by the protocol.
///
/// # Safety
/// The class is `repr(C)`, and its first field is the function that Python calls.
pub(crate) unsafe trait Vectorcalled: PyClass<Frozen = True> + Sync {}

/// Tells Python where the objects of the class keep their function pointer; once is enough, more does no harm.
pub(crate) fn enable<T: Vectorcalled>(object: &Bound<'_, T>) {
    let content: *const T = object.get();
    let offset = content as isize - object.as_ptr() as isize;
    let class = T::type_object(object.py()).as_type_ptr();
    // SAFETY: the type is ours and immortal; the first field of its objects is their vectorcall pointer, and every
    // object is built with it.
    unsafe {
        if (*class).tp_vectorcall_offset == 0 {
            (*class).tp_vectorcall_offset = offset;
            (*class).tp_call = Some(ffi::PyVectorcall_Call);
            (*class).tp_flags |= ffi::Py_TPFLAGS_HAVE_VECTORCALL;
            ffi::PyType_Modified(class);
        }
    }
}

/// What a call gives to Python: an owned object, or null with the exception set.
#[inline]
pub(crate) fn handed_over(
    py: Python<'_>,
    outcome: std::thread::Result<PyResult<*mut PyObject>>,
    kind: &str,
) -> *mut PyObject {
    let error = match outcome {
        Ok(Ok(result)) => return result,
        Ok(Err(error)) => error,
        Err(_) => PyRuntimeError::new_err(format!("{kind} panicked")),
    };
    error.restore(py);
    std::ptr::null_mut()
}
