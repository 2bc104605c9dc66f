//! Objects of the base class, kept for the next arrays when they are dropped.
//!
//! Making an object through the type's constructor and collecting it again costs more than the arithmetic of a small
//! call. The memory of dropped base-class objects is kept instead, a few dozen at most, laid out as PyO3 left it: only
//! the value in it is dropped and written anew.
#![expect(unsafe_code, reason = "takes and returns the memory of objects in the type's own slots")]

use std::cell::UnsafeCell;
use std::mem::ManuallyDrop;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr;
use std::sync::OnceLock;

use pyo3::{PyTypeInfo, ffi, prelude::*};

use super::{ArrayState, PyArray};
use crate::error::OrRaise;

/// The most objects that are kept.
const MOST: usize = 64;

/// The memory of dropped objects; touched only under the interpreter lock.
struct Kept {
    objects: UnsafeCell<[*mut ffi::PyObject; MOST]>,
    count: UnsafeCell<usize>,
}

// SAFETY: every access holds the interpreter lock; `install` leaves interpreters without one alone.
unsafe impl Sync for Kept {}

static KEPT: Kept = Kept { objects: UnsafeCell::new([ptr::null_mut(); MOST]), count: UnsafeCell::new(0) };

/// The class, and where in its objects PyO3 keeps the value and the weak references.
struct Places {
    class: *mut ffi::PyTypeObject,
    value: usize,
    weak_references: usize,
    drop: ffi::destructor,
}

// SAFETY: the class lives forever; the rest is plain data.
unsafe impl Send for Places {}
// SAFETY: as for Send.
unsafe impl Sync for Places {}

static PLACES: OnceLock<Places> = OnceLock::new();

/// The memory of a dropped object, with the class's layout, no value, no weak reference and no other owner.
pub(super) struct Vacant {
    object: *mut ffi::PyObject,
    places: &'static Places,
}

/// The memory of an object that was dropped, if any is kept.
#[inline(always)]
pub(super) fn take(_py: Python<'_>) -> Option<Vacant> {
    let places = PLACES.get()?;
    // SAFETY: the caller holds the interpreter lock, and nothing in this block gives it away.
    unsafe {
        let count = KEPT.count.get();
        *count = (*count).checked_sub(1)?;
        Some(Vacant { object: (*KEPT.objects.get())[*count], places })
    }
}

impl Vacant {
    /// A base-class object there.
    #[inline(always)]
    pub(super) fn fill(self, py: Python<'_>, state: ArrayState) -> Py<PyArray> {
        // SAFETY: the memory is laid out as the class's objects are, and nobody else has it.
        unsafe {
            self.object
                .cast::<u8>()
                .add(self.places.value)
                .cast::<PyArray>()
                .write(PyArray::from_state(state));
            ffi::PyObject_Init(self.object, self.places.class);
            Bound::from_owned_ptr(py, self.object).cast_into_unchecked().unbind()
        }
    }
}

/// Makes the class keep its objects. Interpreters without a lock, whose types end in `t`, do without.
pub(super) fn install(py: Python<'_>) -> PyResult<()> {
    let flags = py.import("sys")?.getattr("abiflags").and_then(|flags| flags.extract::<String>());
    if flags.is_ok_and(|flags| flags.contains('t')) {
        return Ok(());
    }
    let example = super::object::owned(py, stridewise::run::Array::from_elements(&[0.0]).or_raise(py)?)?;
    let example = example.bind(py);
    let value = ptr::from_ref(example.get()) as usize - example.as_ptr() as usize;
    let class = PyArray::type_object(py).as_type_ptr();
    // SAFETY: the type is ours and lives forever; its slot is replaced once, by a function that falls back on it.
    unsafe {
        if let (Some(drop), Ok(weak_references @ 1..)) =
            ((*class).tp_dealloc, usize::try_from((*class).tp_weaklistoffset))
            && PLACES.set(Places { class, value, weak_references, drop }).is_ok()
        {
            (*class).tp_dealloc = Some(keep_or_drop);
            ffi::PyType_Modified(class);
        }
    }
    Ok(())
}

/// # Safety
/// Called by Python, under its lock, with an object of the class or a subclass to which no reference is left.
unsafe extern "C" fn keep_or_drop(object: *mut ffi::PyObject) {
    let Some(places) = PLACES.get() else { return };
    // SAFETY: a live object of the class; its value is read only until it is dropped here, once.
    unsafe {
        let value = object.cast::<u8>().add(places.value).cast::<PyArray>();
        let watched =
            !(*object.cast::<u8>().add(places.weak_references).cast::<*mut ffi::PyObject>()).is_null();
        if ffi::Py_TYPE(object) != places.class
            || watched
            || ffi::PyObject_GC_IsTracked(object) != 0
            || !(*value).state.is_plain()
        {
            return (places.drop)(object);
        }
        let base = ManuallyDrop::new((*value).state.take_base());
        // Dropping memory of the library's own calls no Python; a panic there would be an abort here.
        let _ = catch_unwind(AssertUnwindSafe(|| value.drop_in_place()));
        let count = KEPT.count.get();
        if *count < MOST {
            (*KEPT.objects.get())[*count] = object;
            *count += 1;
        } else {
            ffi::PyObject_GC_Del(object.cast());
        }
        // Last, since dropping the base may run any code, this function included.
        if let Some(base) = base.as_ref() {
            ffi::Py_DECREF(base.as_ptr());
        }
        ffi::Py_DECREF(places.class.cast());
    }
}
