//! The functions that Python calls for operators on scalars; each hands over to the file that knows the answer.
#![expect(unsafe_code, reason = "functions with Python's own calling convention")]

use std::ffi::{c_int, c_void};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr;

use pyo3::exceptions::PyRuntimeError;
use pyo3::pyclass::CompareOp;
use pyo3::types::{PyDict, PyTuple};
use pyo3::{Borrowed, ffi, prelude::*};
use stridewise::scalar::{Operator, UnaryOperator};
use stridewise_core::dtype::C128;
use stridewise_core::{Element, Number, Value};

use super::construct::{self, Constructed};
use super::object::{self, element_address};
use super::{arithmetic, comparison, conversion, index, quick, text};

/// Runs the body of a slot: errors and panics become Python exceptions, and `failed` is given back for them.
#[inline(always)]
fn enter<'py, T>(failed: T, body: impl FnOnce(Python<'py>) -> PyResult<T>) -> T {
    // SAFETY: Python calls slots attached to the interpreter.
    let py = unsafe { Python::assume_attached() };
    match catch_unwind(AssertUnwindSafe(|| body(py))) {
        Ok(Ok(value)) => value,
        Ok(Err(error)) => {
            error.restore(py);
            failed
        }
        Err(_) => {
            PyRuntimeError::new_err("a scalar operation panicked").restore(py);
            failed
        }
    }
}

/// As [`enter`], for bodies that give an object.
#[inline(always)]
fn enter_object<'py>(body: impl FnOnce(Python<'py>) -> PyResult<Bound<'py, PyAny>>) -> *mut ffi::PyObject {
    enter(ptr::null_mut(), |py| body(py).map(Bound::into_ptr))
}

/// An argument of a slot.
///
/// # Safety
/// `object` must be a valid object for as long as the result is used.
#[inline(always)]
unsafe fn argument<'a, 'py>(py: Python<'py>, object: *mut ffi::PyObject) -> Borrowed<'a, 'py, PyAny> {
    // SAFETY: the caller's promise.
    unsafe { Borrowed::from_ptr(py, object) }
}

macro_rules! binary_slots {
    ($($name:ident = $operator:ident),*) => {$(
        /// # Safety
        /// Called by Python with two valid objects.
        pub(super) unsafe extern "C" fn $name(
            left: *mut ffi::PyObject,
            right: *mut ffi::PyObject,
        ) -> *mut ffi::PyObject {
            enter_object(|py| {
                // SAFETY: Python gives valid objects.
                let (left, right) = unsafe { (argument(py, left), argument(py, right)) };
                match quick::binary(py, Operator::$operator, &left, &right) {
                    Some(result) => result,
                    None => arithmetic::binary(py, Operator::$operator, &left, &right),
                }
            })
        }
    )*};
}

binary_slots! {
    add = Add, subtract = Subtract, multiply = Multiply, divide = Divide, floor_divide = FloorDivide,
    remainder = Remainder, divmod = DivMod, left_shift = LeftShift, right_shift = RightShift,
    bitwise_and = BitwiseAnd, bitwise_or = BitwiseOr, bitwise_xor = BitwiseXor
}

/// # Safety
/// Called by Python with three valid objects.
pub(super) unsafe extern "C" fn power(
    left: *mut ffi::PyObject,
    right: *mut ffi::PyObject,
    modulus: *mut ffi::PyObject,
) -> *mut ffi::PyObject {
    enter_object(|py| {
        // SAFETY: Python gives valid objects.
        let (left, right, modulus) =
            unsafe { (argument(py, left), argument(py, right), argument(py, modulus)) };
        if !modulus.is_none() {
            return Ok(py.NotImplemented().into_bound(py));
        }
        arithmetic::binary(py, Operator::Power, &left, &right)
    })
}

macro_rules! unary_slots {
    ($($name:ident = |$py:ident, $object:ident| $body:expr;)*) => {$(
        /// # Safety
        /// Called by Python with a valid object.
        pub(super) unsafe extern "C" fn $name(object: *mut ffi::PyObject) -> *mut ffi::PyObject {
            enter_object(|$py| {
                // SAFETY: Python gives a valid object.
                let $object = unsafe { argument($py, object) };
                $body
            })
        }
    )*};
}

#[inline(always)]
fn operate<'py>(
    py: Python<'py>,
    operator: UnaryOperator,
    operand: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    quick::unary(py, operator, operand).unwrap_or_else(|| arithmetic::unary(py, operator, operand))
}

unary_slots! {
    negative = |py, object| operate(py, UnaryOperator::Negative, &object);
    positive = |py, object| operate(py, UnaryOperator::Positive, &object);
    absolute = |py, object| operate(py, UnaryOperator::Absolute, &object);
    invert = |py, object| operate(py, UnaryOperator::Invert, &object);
    to_int = |_py, object| conversion::to_int(&object);
    to_float = |_py, object| conversion::to_float(&object);
    to_index = |_py, object| conversion::item(&object);
    repr = |py, object| Python::attach(|_| text::repr(py, &object));
    str = |py, object| Python::attach(|_| text::str(py, &object));
}

/// # Safety
/// Called by Python with an instance of one of these types.
pub(super) unsafe extern "C" fn is_true(object: *mut ffi::PyObject) -> c_int {
    enter(-1, |py| {
        // SAFETY: Python gives a valid object.
        let object = unsafe { argument(py, object) };
        conversion::is_true(&object).map(c_int::from)
    })
}

/// # Safety
/// Called by Python with two valid objects and one of its six codes.
pub(super) unsafe extern "C" fn rich_compare(
    left: *mut ffi::PyObject,
    right: *mut ffi::PyObject,
    op: c_int,
) -> *mut ffi::PyObject {
    enter_object(|py| {
        let op =
            CompareOp::from_raw(op).ok_or_else(|| PyRuntimeError::new_err("unknown comparison operator"))?;
        // SAFETY: Python gives valid objects.
        unsafe { comparison::compare(py, &argument(py, left), &argument(py, right), op) }
    })
}

/// # Safety
/// Called by Python with two valid objects.
pub(super) unsafe extern "C" fn subscript(
    object: *mut ffi::PyObject,
    key: *mut ffi::PyObject,
) -> *mut ffi::PyObject {
    enter_object(|py| {
        // SAFETY: Python gives valid objects.
        let (object, key) = unsafe { (argument(py, object), argument(py, key)) };
        Python::attach(|_| index::subscript(&object, &key))
    })
}

/// Python's hash of the number.
///
/// # Safety
/// Called by Python with an instance of one of these types.
pub(super) unsafe extern "C" fn hash(object: *mut ffi::PyObject) -> ffi::Py_hash_t {
    enter(-1, |py| {
        // SAFETY: Python gives a valid object.
        let own = unsafe { argument(py, object) };
        let scalar = conversion::required(&own)?;
        match scalar.value() {
            Value::Bool(value) => Ok(isize::from(value)),
            Value::Int(value) => Ok(comparison::hash_integer(value)),
            Value::Float(value) => hash_inexact(py, object, C128::new(value, 0.0), false),
            Value::Complex(value) => hash_inexact(py, object, value, true),
        }
    })
}

/// NaN hashes as its object does.
fn hash_inexact(
    py: Python<'_>,
    object: *mut ffi::PyObject,
    value: C128,
    complex: bool,
) -> PyResult<ffi::Py_hash_t> {
    if !complex && value.re.abs() < 9e15 && value.re.trunc() == value.re {
        return Ok(comparison::hash_integer(value.re as i128));
    }
    if value.re.is_nan() || value.im.is_nan() {
        // SAFETY: the slot of `object`, on the valid object that the hash was asked of.
        let hash = unsafe { ffi::PyBaseObject_Type.tp_hash.map(|hash| hash(object)) };
        return Ok(hash.unwrap_or(0));
    }
    if complex {
        pyo3::types::PyComplex::from_doubles(py, value.re, value.im).hash()
    } else {
        pyo3::types::PyFloat::new(py, value.re).hash()
    }
}

/// # Safety
/// Called by Python with a subtype of the type of `T`'s scalars, a tuple, and a dictionary or null.
pub(super) unsafe extern "C" fn new<T: Element>(
    class: *mut ffi::PyTypeObject,
    args: *mut ffi::PyObject,
    kwargs: *mut ffi::PyObject,
) -> *mut ffi::PyObject {
    enter_object(|py| {
        // SAFETY: Python gives valid objects, of these types.
        let (args, kwargs) = unsafe {
            let kwargs = if kwargs.is_null() { None } else { Some(argument(py, kwargs)) };
            (argument(py, args), kwargs)
        };
        let args = args.cast::<PyTuple>()?;
        let kwargs = kwargs.as_ref().map(|kwargs| kwargs.cast::<PyDict>()).transpose()?;
        match construct::construct(py, T::NUMBER, &args, kwargs.as_deref())? {
            // SAFETY: Python gives a subtype of the type that this slot stands in.
            Constructed::Scalar(scalar) => unsafe { object::make_instance(py, class, scalar) },
            Constructed::Array(array) => Ok(array),
        }
    })
}

/// Visits the type, which instances of subclasses keep alive.
///
/// # Safety
/// Called by Python's collector.
pub(super) unsafe extern "C" fn traverse(
    object: *mut ffi::PyObject,
    visit: ffi::visitproc,
    argument: *mut c_void,
) -> c_int {
    // SAFETY: the collector gives a valid object and its own visitor.
    unsafe { visit(ffi::Py_TYPE(object).cast(), argument) }
}

/// Lends a scalar's element, read-only, as a buffer of no dimension.
///
/// # Safety
/// Called by Python with an instance of one of these types and a struct to fill.
pub(super) unsafe extern "C" fn get_buffer(
    object: *mut ffi::PyObject,
    view: *mut ffi::Py_buffer,
    flags: c_int,
) -> c_int {
    enter(-1, |py| {
        // SAFETY: Python gives a valid object.
        let owner = unsafe { argument(py, object) };
        let number = conversion::required(&owner)?.number();
        if flags & ffi::PyBUF_WRITABLE != 0 {
            return Err(pyo3::exceptions::PyBufferError::new_err("scalar buffer is readonly"));
        }
        // SAFETY: the struct is Python's to fill; the element lives as long as the object, which `obj` keeps alive,
        // and the format is a constant.
        unsafe {
            (*view).buf = element_address(object).cast();
            (*view).len = number.size() as isize;
            (*view).itemsize = number.size() as isize;
            (*view).readonly = 1;
            (*view).ndim = 0;
            (*view).format = if flags & ffi::PyBUF_FORMAT == ffi::PyBUF_FORMAT {
                format(number).as_ptr().cast_mut()
            } else {
                ptr::null_mut()
            };
            (*view).shape = ptr::null_mut();
            (*view).strides = ptr::null_mut();
            (*view).suboffsets = ptr::null_mut();
            (*view).internal = ptr::null_mut();
            (*view).obj = owner.to_owned().into_ptr();
        }
        Ok(0)
    })
}

/// The format of Python's `struct` module for one element.
fn format(number: Number) -> &'static std::ffi::CStr {
    match number {
        Number::Bool => c"?",
        Number::I8 => c"b",
        Number::U8 => c"B",
        Number::I16 => c"h",
        Number::U16 => c"H",
        Number::I32 => c"i",
        Number::U32 => c"I",
        Number::I64 => c"l",
        Number::U64 => c"L",
        Number::F16 => c"e",
        Number::F32 => c"f",
        Number::F64 => c"d",
        Number::C64 => c"Zf",
        Number::C128 => c"Zd",
    }
}

/// Whether the object's type has the methods of a sequence.
pub(super) fn is_sequence(object: &Bound<'_, PyAny>) -> bool {
    // SAFETY: asks a valid object's type.
    unsafe {
        ffi::PySequence_Check(object.as_ptr()) != 0
            && !ffi::PyType_GetSlot(object.get_type_ptr(), ffi::Py_sq_length).is_null()
    }
}

pub(super) fn offers_buffer(object: &Bound<'_, PyAny>) -> bool {
    // SAFETY: asks a valid object's type.
    unsafe { ffi::PyObject_CheckBuffer(object.as_ptr()) != 0 }
}

/// Whether the object's type repeats when multiplied, as lists do, and has no other multiplication.
pub(super) fn repeats_without_multiplying(object: &Bound<'_, PyAny>) -> bool {
    let class = object.get_type_ptr();
    // SAFETY: asks a valid object's type.
    unsafe {
        !ffi::PyType_GetSlot(class, ffi::Py_sq_repeat).is_null()
            && ffi::PyType_GetSlot(class, ffi::Py_nb_multiply).is_null()
    }
}
