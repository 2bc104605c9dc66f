//! Making the fourteen concrete types.
#![expect(unsafe_code, reason = "makes types from tables of slots")]

use std::ffi::{CStr, CString, c_int, c_void};

use pyo3::types::{PyComplex, PyFloat, PyTuple, PyType};
use pyo3::{ffi, prelude::*};
use stridewise_core::{Number, dispatch};

use super::hierarchy::{ComplexFloating, Floating, Generic, SignedInteger, UnsignedInteger};
use super::{object, slots};

/// The types that `number`'s type derives from.
fn bases(py: Python<'_>, number: Number) -> Vec<Bound<'_, PyType>> {
    use stridewise_core::dtype::Kind;
    let mut bases = vec![match number.kind() {
        Kind::Bool => py.get_type::<Generic>(),
        Kind::Signed => py.get_type::<SignedInteger>(),
        Kind::Unsigned => py.get_type::<UnsignedInteger>(),
        Kind::Float => py.get_type::<Floating>(),
        Kind::Complex => py.get_type::<ComplexFloating>(),
    }];
    match number {
        Number::F64 => bases.push(py.get_type::<PyFloat>()),
        Number::C128 => bases.push(py.get_type::<PyComplex>()),
        _ => {}
    }
    bases
}

/// The docstring, which starts with the signature.
fn documentation(number: Number) -> String {
    let bits = number.size() * 8;
    let (signature, text) = match number {
        Number::Bool => {
            ("value=False, /".to_owned(), "Truth value: `True_` or `False_`, one byte.".to_owned())
        }
        Number::C64 | Number::C128 => (
            "real=0, imag=0, /".to_owned(),
            format!("Complex number of {bits} bits: two floats of {} bits.", bits / 2),
        ),
        Number::F16 | Number::F32 | Number::F64 => {
            ("value=0, /".to_owned(), format!("Floating-point number of {bits} bits (IEEE 754)."))
        }
        _ => {
            let (low, high) =
                dispatch!(number, T in integers => (i128::from(T::MIN), i128::from(T::MAX)), else => (0, 0));
            let sign = if low < 0 { "with" } else { "without" };
            ("value=0, /".to_owned(), format!("Integer of {bits} bits {sign} a sign: {low} to {high}."))
        }
    };
    let (name, character) = (number.name(), number.character());
    format!("{name}({signature})\n--\n\n{text}\n\nName: ``'{name}'``, character code: ``'{character}'``")
}

fn slot(slot: c_int, function: *const c_void) -> ffi::PyType_Slot {
    ffi::PyType_Slot { slot, pfunc: function.cast_mut() }
}

/// All slots of a type; the docstring must live until the type is made.
fn slots_of(number: Number, documentation: &CStr) -> Vec<ffi::PyType_Slot> {
    let new: *const c_void = dispatch!(number, T => slots::new::<T> as *const c_void);
    let free: *const c_void = if object::object_size(number) == object::object_size(Number::F64) {
        object::free_small as *const c_void
    } else {
        ffi::PyObject_Free as *const c_void
    };
    let mut table = vec![
        slot(ffi::Py_tp_doc, documentation.as_ptr().cast()),
        slot(ffi::Py_tp_new, new),
        slot(ffi::Py_tp_dealloc, object::deallocate as *const c_void),
        slot(ffi::Py_tp_free, free),
        slot(ffi::Py_tp_traverse, slots::traverse as *const c_void),
        slot(ffi::Py_tp_hash, slots::hash as *const c_void),
        slot(ffi::Py_tp_richcompare, slots::rich_compare as *const c_void),
        slot(ffi::Py_tp_repr, slots::repr as *const c_void),
        slot(ffi::Py_tp_str, slots::str as *const c_void),
        slot(ffi::Py_nb_add, slots::add as *const c_void),
        slot(ffi::Py_nb_subtract, slots::subtract as *const c_void),
        slot(ffi::Py_nb_multiply, slots::multiply as *const c_void),
        slot(ffi::Py_nb_true_divide, slots::divide as *const c_void),
        slot(ffi::Py_nb_floor_divide, slots::floor_divide as *const c_void),
        slot(ffi::Py_nb_remainder, slots::remainder as *const c_void),
        slot(ffi::Py_nb_divmod, slots::divmod as *const c_void),
        slot(ffi::Py_nb_power, slots::power as *const c_void),
        slot(ffi::Py_nb_lshift, slots::left_shift as *const c_void),
        slot(ffi::Py_nb_rshift, slots::right_shift as *const c_void),
        slot(ffi::Py_nb_and, slots::bitwise_and as *const c_void),
        slot(ffi::Py_nb_or, slots::bitwise_or as *const c_void),
        slot(ffi::Py_nb_xor, slots::bitwise_xor as *const c_void),
        slot(ffi::Py_nb_negative, slots::negative as *const c_void),
        slot(ffi::Py_nb_positive, slots::positive as *const c_void),
        slot(ffi::Py_nb_absolute, slots::absolute as *const c_void),
        slot(ffi::Py_nb_invert, slots::invert as *const c_void),
        slot(ffi::Py_nb_bool, slots::is_true as *const c_void),
        slot(ffi::Py_nb_int, slots::to_int as *const c_void),
        slot(ffi::Py_nb_float, slots::to_float as *const c_void),
        slot(ffi::Py_mp_subscript, slots::subscript as *const c_void),
        slot(ffi::Py_bf_getbuffer, slots::get_buffer as *const c_void),
    ];
    if number.is_integer() {
        table.push(slot(ffi::Py_nb_index, slots::to_index as *const c_void));
    }
    table.push(slot(0, std::ptr::null()));
    table
}

fn make_type<'py>(py: Python<'py>, number: Number) -> PyResult<Bound<'py, PyType>> {
    let name = CString::new(format!("stridewise.{}", number.name()))?;
    let documentation = CString::new(documentation(number))?;
    let mut table = slots_of(number, &documentation);
    // Python keeps the name's address for as long as the type lives, which is for good.
    let name: &'static CStr = Box::leak(name.into_boxed_c_str());
    let mut spec = ffi::PyType_Spec {
        name: name.as_ptr(),
        basicsize: object::object_size(number) as c_int,
        itemsize: 0,
        flags: (ffi::Py_TPFLAGS_DEFAULT | ffi::Py_TPFLAGS_BASETYPE) as _,
        slots: table.as_mut_ptr(),
    };
    let bases = PyTuple::new(py, bases(py, number))?;
    // SAFETY: the spec and its slots are valid for the call, end with a zero slot, and name functions of the types
    // that Python expects in them; instances are laid out as every base's are, with room for an element behind.
    let class = unsafe {
        Bound::from_owned_ptr_or_err(py, ffi::PyType_FromSpecWithBases(&raw mut spec, bases.as_ptr()))?
    };
    Ok(class.cast_into::<PyType>()?)
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let py = module.py();
    for number in Number::ALL {
        let class = make_type(py, number)?;
        module.add(number.name(), &class)?;
        object::install(number, class)?;
    }
    module.add("bool_", object::type_object(py, Number::Bool))?;
    module.add("False_", object::make_bool(py, false))?;
    module.add("True_", object::make_bool(py, true))
}
