//! Scalar objects in memory: how they are laid out, made, read and freed.
//!
//! A scalar is a Python object header and the element's bytes behind it. That is also how Python lays out its own
//! `float` and `complex`, which is what lets float64 and complex128 be subclasses of them. Objects of all types
//! but complex128 have the same size, and freed ones are kept in one list for reuse.
#![expect(unsafe_code, reason = "creates, reads and frees objects of types made by hand")]

use std::cell::UnsafeCell;
use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};

use pyo3::exceptions::PyMemoryError;
use pyo3::types::PyType;
use pyo3::{ffi, prelude::*};
use stridewise::scalar::Scalar;
use stridewise_core::{Element, Number};

const HEADER: usize = size_of::<ffi::PyObject>();

/// Bytes of an object whose element has at most eight bytes.
const SMALL: usize = HEADER + 8;

/// Freed objects that are kept.
const KEPT: usize = 512;

/// Bytes of an object of this type.
pub(super) const fn object_size(number: Number) -> usize {
    if matches!(number, Number::C128) { HEADER + 16 } else { SMALL }
}

/// The concrete types, by number; set once when the module is made, and never freed.
static TYPES: [AtomicPtr<ffi::PyTypeObject>; Number::ALL.len()] =
    [const { AtomicPtr::new(ptr::null_mut()) }; Number::ALL.len()];

/// `False` and `True`, which are the only instances of their type.
static BOOLEANS: [AtomicPtr<ffi::PyObject>; 2] = [const { AtomicPtr::new(ptr::null_mut()) }; 2];

/// The root of the hierarchy.
static GENERIC: AtomicPtr<ffi::PyTypeObject> = AtomicPtr::new(ptr::null_mut());

#[inline(always)]
pub(super) fn type_pointer(number: Number) -> *mut ffi::PyTypeObject {
    TYPES[number as usize].load(Ordering::Relaxed)
}

/// The Python type of a number type's scalars.
pub(crate) fn type_object(py: Python<'_>, number: Number) -> Bound<'_, PyType> {
    // SAFETY: the pointer was set from a type object that lives forever, before any Python code could run this.
    unsafe { PyType::from_borrowed_type_ptr(py, type_pointer(number)) }
}

/// Keeps the root of the hierarchy for good.
pub(super) fn install_root(class: Bound<'_, PyType>) {
    GENERIC.store(class.into_ptr().cast(), Ordering::Relaxed);
}

/// Keeps a new concrete type for good. For booleans, makes their two instances.
pub(super) fn install(number: Number, class: Bound<'_, PyType>) -> PyResult<()> {
    let py = class.py();
    TYPES[number as usize].store(class.into_ptr().cast(), Ordering::Relaxed);
    if number == Number::Bool {
        for value in [false, true] {
            let object = create(py, Scalar::of(stridewise_core::Bool::from(value)))?;
            BOOLEANS[usize::from(value)].store(object.into_ptr(), Ordering::Relaxed);
        }
    }
    Ok(())
}

/// Freed small objects, linked through their first word.
struct FreeList {
    first: UnsafeCell<*mut ffi::PyObject>,
    length: UnsafeCell<usize>,
}

// SAFETY: only touched by threads that hold the interpreter lock, which the module asks for (`gil_used`).
unsafe impl Sync for FreeList {}

static FREE: FreeList = FreeList { first: UnsafeCell::new(ptr::null_mut()), length: UnsafeCell::new(0) };

/// Memory for a small object; null where there is none.
#[inline(always)]
fn take(_py: Python<'_>) -> *mut ffi::PyObject {
    // SAFETY: this thread holds the interpreter lock. Whatever stands in the list is memory of SMALL bytes that no
    // object uses, whose first word links to the next.
    unsafe {
        let first = *FREE.first.get();
        if first.is_null() {
            return ffi::PyObject_Malloc(SMALL).cast();
        }
        *FREE.first.get() = first.cast::<*mut ffi::PyObject>().read();
        *FREE.length.get() -= 1;
        first
    }
}

/// The slot that frees an object's memory; subclasses made in Python have one of their own.
///
/// # Safety
/// `object` must be memory from `PyObject_Malloc` of at least SMALL bytes that is no longer used, and the calling
/// thread must hold the interpreter lock.
pub(super) unsafe extern "C" fn free_small(object: *mut std::ffi::c_void) {
    // SAFETY: the caller's promise.
    unsafe {
        if *FREE.length.get() >= KEPT {
            ffi::PyObject_Free(object);
            return;
        }
        object.cast::<*mut ffi::PyObject>().write(*FREE.first.get());
        *FREE.first.get() = object.cast();
        *FREE.length.get() += 1;
    }
}

/// The slot that ends an object's life.
///
/// # Safety
/// Called by Python with an instance of one of these types, or of a subclass, that nothing refers to any more.
pub(super) unsafe extern "C" fn deallocate(object: *mut ffi::PyObject) {
    // SAFETY: the object is whole, and its type outlives it, for which it holds a reference.
    unsafe {
        let class = ffi::Py_TYPE(object);
        if let Some(free) = (*class).tp_free {
            free(object.cast());
        }
        ffi::Py_DECREF(class.cast());
    }
}

/// A new object of exactly the scalar's type (for booleans too).
#[inline(always)]
fn create<'py>(py: Python<'py>, scalar: Scalar) -> PyResult<Bound<'py, PyAny>> {
    let number = scalar.number();
    // SAFETY: memory of the type's object size is given its header by Python and its element here; a null pointer
    // is turned into an error before it is used.
    unsafe {
        let object: *mut ffi::PyObject = if number == Number::C128 {
            ffi::PyObject_Malloc(object_size(Number::C128)).cast()
        } else {
            take(py)
        };
        if object.is_null() {
            return Err(PyMemoryError::new_err(()));
        }
        ffi::PyObject_Init(object, type_pointer(number));
        write(object, scalar);
        Ok(Bound::from_owned_ptr(py, object))
    }
}

/// The object of a scalar; booleans are the two that exist.
#[inline]
pub(crate) fn make_scalar<'py>(py: Python<'py>, scalar: Scalar) -> PyResult<Bound<'py, PyAny>> {
    if scalar.number() == Number::Bool {
        return Ok(make_bool(py, scalar.get::<stridewise_core::Bool>().get()));
    }
    create(py, scalar)
}

/// A new float64.
#[inline(always)]
pub(crate) fn make_f64(py: Python<'_>, value: f64) -> PyResult<Bound<'_, PyAny>> {
    create(py, Scalar::of(value))
}

/// `True_` or `False_`.
#[inline]
pub(crate) fn make_bool(py: Python<'_>, value: bool) -> Bound<'_, PyAny> {
    // SAFETY: both were made with the type, and are never freed.
    unsafe { Bound::from_borrowed_ptr(py, BOOLEANS[usize::from(value)].load(Ordering::Relaxed)) }
}

/// An instance of `class`, which is the scalar's type or a subclass of it.
///
/// # Safety
/// `class` must be a valid type object that the scalar's type is a base of.
pub(super) unsafe fn make_instance<'py>(
    py: Python<'py>,
    class: *mut ffi::PyTypeObject,
    scalar: Scalar,
) -> PyResult<Bound<'py, PyAny>> {
    if class == type_pointer(scalar.number()) || scalar.number() == Number::Bool {
        return make_scalar(py, scalar);
    }
    // SAFETY: a subclass's allocator gives memory of its size, which is at least that of its base.
    unsafe {
        let allocate = (*class).tp_alloc.unwrap_or(ffi::PyType_GenericAlloc);
        let object = Bound::from_owned_ptr_or_err(py, allocate(class, 0))?;
        write(object.as_ptr(), scalar);
        Ok(object)
    }
}

/// # Safety
/// `object` must point to memory of at least the type's object size.
#[inline(always)]
unsafe fn write(object: *mut ffi::PyObject, scalar: Scalar) {
    // SAFETY: the element stands behind the header, in the memory that the caller vouches for.
    unsafe {
        let place = object.cast::<u8>().add(HEADER);
        let bytes = scalar.bytes();
        if scalar.number() == Number::C128 {
            place.cast::<[u8; 16]>().write(bytes);
        } else {
            let mut element = [0; 8];
            element.copy_from_slice(&bytes[..8]);
            place.cast::<[u8; 8]>().write(element);
        }
    }
}

/// The scalar of an instance of this number's type or a subclass.
///
/// # Safety
/// `object` must be such an instance.
#[inline(always)]
pub(super) unsafe fn read(object: *mut ffi::PyObject, number: Number) -> Scalar {
    // SAFETY: the element stands behind the header; `write` filled eight bytes, or sixteen for complex128.
    unsafe {
        let place = element_address(object);
        let mut bytes = [0; 16];
        if number == Number::C128 {
            bytes = place.cast::<[u8; 16]>().read();
        } else {
            bytes[..8].copy_from_slice(&place.cast::<[u8; 8]>().read());
        }
        Scalar::from_bytes(number, bytes)
    }
}

/// Where an instance's element stands.
#[inline(always)]
pub(super) fn element_address(object: *mut ffi::PyObject) -> *mut u8 {
    object.cast::<u8>().wrapping_add(HEADER)
}

/// The concrete types, the commonest first.
const BY_USE: [Number; Number::ALL.len()] = [
    Number::F64,
    Number::I64,
    Number::Bool,
    Number::F32,
    Number::I32,
    Number::C128,
    Number::U8,
    Number::I8,
    Number::I16,
    Number::U16,
    Number::U32,
    Number::U64,
    Number::F16,
    Number::C64,
];

/// The number type whose Python type this is, exactly.
#[inline]
pub(super) fn exact_number(class: *mut ffi::PyTypeObject) -> Option<Number> {
    // SAFETY: a valid type. All concrete types, and no others, have this slot: what derives from them in Python has
    // the slot of Python's classes.
    let ours =
        unsafe { (*class).tp_dealloc.map(|slot| slot as usize) } == Some(deallocate as *const () as usize);
    if !ours {
        return None;
    }
    BY_USE.into_iter().find(|number| type_pointer(*number) == class)
}

/// Whether an object's type is exactly that of a number type.
#[inline(always)]
pub(super) fn is_exact(object: &Bound<'_, PyAny>, number: Number) -> bool {
    object.get_type_ptr() == type_pointer(number)
}

/// The element of an instance of exactly the type of `T`'s scalars.
#[inline(always)]
pub(super) fn exact_element<T: Element>(object: &Bound<'_, PyAny>) -> Option<T> {
    // SAFETY: the type was just looked at.
    is_exact(object, T::NUMBER).then(|| T::from_bytes(unsafe { read(object.as_ptr(), T::NUMBER) }.bytes()))
}

/// The number type whose Python type this is, or a subclass of.
pub(crate) fn number_of_type(class: &Bound<'_, PyType>) -> Option<Number> {
    let class = class.as_type_ptr();
    exact_number(class).or_else(|| inherited_number(class))
}

#[cold]
fn inherited_number(class: *mut ffi::PyTypeObject) -> Option<Number> {
    Number::ALL.into_iter().find(|number| {
        // SAFETY: both are valid type objects.
        unsafe { ffi::PyType_IsSubtype(class, type_pointer(*number)) != 0 }
    })
}

/// The scalar that an object is, where it is an instance of exactly one of these types.
#[inline(always)]
pub(crate) fn exact_scalar(object: &Bound<'_, PyAny>) -> Option<Scalar> {
    let number = exact_number(object.get_type_ptr())?;
    // SAFETY: the type was just looked at.
    Some(unsafe { read(object.as_ptr(), number) })
}

/// The scalar that an object is; instances of Python subclasses too.
#[inline]
pub(crate) fn scalar_of(object: &Bound<'_, PyAny>) -> Option<Scalar> {
    if let Some(scalar) = exact_scalar(object) {
        return Some(scalar);
    }
    let class = object.get_type_ptr();
    // SAFETY: both are valid types; what is read is of a class derived from the number's type.
    unsafe {
        if ffi::PyType_IsSubtype(class, GENERIC.load(Ordering::Relaxed)) == 0 {
            return None;
        }
        let number = inherited_number(class)?;
        Some(read(object.as_ptr(), number))
    }
}
