//! Making `ndarray` objects: of the base class, and of Python subclasses with their finalisers.
#![expect(unsafe_code, reason = "untracks new objects and wraps the class's constructor slot")]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;

use pyo3::exceptions::PyRuntimeError;
use pyo3::types::{PyTuple, PyType};
use pyo3::{PyTypeInfo, ffi, intern, prelude::*};
use stridewise::run::Array;

use super::{ArrayState, PyArray, StateCell, recycle};

/// A new object of the base class.
#[inline(always)]
pub(crate) fn base_class(py: Python<'_>, state: ArrayState) -> PyResult<Py<PyArray>> {
    match recycle::take(py) {
        Some(kept) => Ok(kept.fill(py, state)),
        None => new_object(py, state),
    }
}

#[cold]
fn new_object(py: Python<'_>, state: ArrayState) -> PyResult<Py<PyArray>> {
    let object = Py::new(py, PyArray::from_state(state))?;
    // SAFETY: a new object that the collector tracks, as all of this class are; nothing refers to it yet. It can be
    // part of no cycle that the collector could free, and tracking makes keeping many arrays slow.
    unsafe { ffi::PyObject_GC_UnTrack(object.as_ptr().cast()) };
    Ok(object)
}

/// A new object of the base class over memory of its own.
#[inline(always)]
pub(crate) fn owned(py: Python<'_>, array: Array) -> PyResult<Py<PyArray>> {
    base_class(py, ArrayState { array, base: None })
}

/// A view on `parent`'s memory, of `parent`'s class.
#[inline(always)]
pub(crate) fn view(parent: &Bound<'_, PyArray>, array: Array) -> PyResult<Py<PyAny>> {
    let py = parent.py();
    let base = match &parent.get().state().base {
        Some(base) if same_class(base.bind(py), parent) => base.clone_ref(py),
        _ => parent.clone().into_any().unbind(),
    };
    let state = ArrayState { array, base: Some(base) };
    if is_exact(parent) {
        return Ok(base_class(py, state)?.into_any());
    }
    of_class(&parent.get_type(), state, Some(parent.as_any()))
}

/// A view on `parent`'s memory, of any class, finalised from `source`.
pub(crate) fn view_as(
    parent: &Bound<'_, PyArray>,
    class: &Bound<'_, PyType>,
    array: Array,
    source: &Bound<'_, PyAny>,
) -> PyResult<Py<PyAny>> {
    of_class(class, ArrayState { array, base: Some(base_of(parent, class)) }, Some(source))
}

/// What a view of `class` on `parent` has as its base: `parent`, or instead of it its own base where that is of the
/// view's class, and so on.
fn base_of(parent: &Bound<'_, PyArray>, class: &Bound<'_, PyType>) -> Py<PyAny> {
    let py = parent.py();
    let mut owner = parent.clone();
    while let Some(base) = &owner.clone().get().state().base
        && let Ok(base) = base.bind(py).cast::<PyArray>()
        && base.get_type().is(class)
    {
        owner = base.clone();
    }
    owner.into_any().unbind()
}

#[inline]
fn same_class(base: &Bound<'_, PyAny>, parent: &Bound<'_, PyArray>) -> bool {
    if is_exact(parent) {
        base.is_exact_instance_of::<PyArray>()
    } else {
        base.get_type().is(parent.get_type())
    }
}

/// Whether the object is of the base class and not of a subclass.
#[inline]
pub(crate) fn is_exact(object: &Bound<'_, PyArray>) -> bool {
    object.is_exact_instance_of::<PyArray>()
}

/// An object of `class`, finalised from `source` (Python's `None` where there is none).
pub(crate) fn of_class(
    class: &Bound<'_, PyType>,
    state: ArrayState,
    source: Option<&Bound<'_, PyAny>>,
) -> PyResult<Py<PyAny>> {
    let py = class.py();
    if class.is(PyArray::type_object(py)) {
        return Ok(base_class(py, state)?.into_any());
    }
    let handoff = Bound::new(py, Handoff { state: std::sync::Mutex::new(Some(state)) })?;
    let object = PyArray::type_object(py).call_method1(intern!(py, "__new__"), (class, handoff))?;
    finalize(&object, source)?;
    Ok(object.unbind())
}

/// Calls the object's `__array_finalize__`, if its class has one of its own.
pub(crate) fn finalize(object: &Bound<'_, PyAny>, source: Option<&Bound<'_, PyAny>>) -> PyResult<()> {
    let py = object.py();
    let name = intern!(py, "__array_finalize__");
    let method = object.getattr(name)?;
    if method.is_none() {
        return Ok(());
    }
    let own = PyArray::type_object(py).getattr(name)?;
    if object.get_type().getattr(name)?.is(&own) {
        return Ok(());
    }
    method.call1((source,))?;
    Ok(())
}

/// Carries a state into the constructor of a subclass.
#[pyclass(frozen)]
pub(super) struct Handoff {
    pub(super) state: std::sync::Mutex<Option<ArrayState>>,
}

impl Handoff {
    pub(super) fn take(&self) -> PyResult<ArrayState> {
        let mut state = self.state.lock().map_err(|_| PyRuntimeError::new_err("array state was lost"))?;
        state.take().ok_or_else(|| PyRuntimeError::new_err("array state was taken twice"))
    }
}

impl PyArray {
    #[inline(always)]
    pub(super) fn from_state(state: ArrayState) -> Self {
        Self { state: StateCell::new(state) }
    }
}

/// How many references to the object there are.
pub(crate) fn reference_count(object: &Bound<'_, PyArray>) -> isize {
    // SAFETY: a live object, under the interpreter lock.
    unsafe { ffi::Py_REFCNT(object.as_ptr()) }
}

static CONSTRUCT: OnceLock<ffi::newfunc> = OnceLock::new();

/// Wraps the class's constructor slot, so that a subclass made by calling it is finalised with `None`, as in NumPy.
pub(super) fn finish_class(py: Python<'_>) -> PyResult<()> {
    let class = PyArray::type_object(py);
    let raw = class.as_type_ptr();
    // SAFETY: the type object is ours and lives forever; its slot is replaced once, before anyone can call it.
    unsafe {
        if let Some(construct) = (*raw).tp_new
            && CONSTRUCT.set(construct).is_ok()
        {
            (*raw).tp_new = Some(construct_and_finalize);
            ffi::PyType_Modified(raw);
        }
    }
    Ok(())
}

/// # Safety
/// Called by Python with a subtype of `ndarray` and valid arguments.
unsafe extern "C" fn construct_and_finalize(
    subtype: *mut ffi::PyTypeObject,
    args: *mut ffi::PyObject,
    kwargs: *mut ffi::PyObject,
) -> *mut ffi::PyObject {
    let Some(construct) = CONSTRUCT.get() else { return std::ptr::null_mut() };
    // SAFETY: the original slot, with the arguments that Python gave.
    let object = unsafe { construct(subtype, args, kwargs) };
    if object.is_null() {
        return object;
    }
    let finished = catch_unwind(AssertUnwindSafe(|| {
        // SAFETY: Python calls constructors attached to the interpreter.
        let py = unsafe { Python::assume_attached() };
        // SAFETY: a new reference, not null.
        let object = unsafe { Bound::from_owned_ptr(py, object) };
        // SAFETY: constructors get a tuple.
        let args = unsafe { Bound::from_borrowed_ptr(py, args) };
        if object.is_exact_instance_of::<PyArray>() {
            // SAFETY: a new object that nothing refers to.
            unsafe { ffi::PyObject_GC_UnTrack(object.as_ptr().cast()) };
            return Ok(object.into_ptr());
        }
        let handed = args.cast::<PyTuple>().ok().and_then(|args| args.get_item(0).ok());
        if !handed.is_some_and(|first| first.is_instance_of::<Handoff>()) {
            finalize(&object, None)?;
        }
        Ok::<_, PyErr>(object.into_ptr())
    }));
    match finished {
        Ok(Ok(object)) => object,
        Ok(Err(error)) => {
            // SAFETY: as above.
            error.restore(unsafe { Python::assume_attached() });
            std::ptr::null_mut()
        }
        Err(_) => {
            // SAFETY: as above.
            PyRuntimeError::new_err("array construction panicked")
                .restore(unsafe { Python::assume_attached() });
            std::ptr::null_mut()
        }
    }
}
