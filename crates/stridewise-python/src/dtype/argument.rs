//! Dtypes as arguments: everything that spells one.

use std::ffi::CString;

use pyo3::exceptions::{PyDeprecationWarning, PyRecursionError, PyTypeError, PyValueError};
use pyo3::types::{
    PyBool, PyBytes, PyComplex, PyDict, PyFloat, PyInt, PyList, PyMappingProxy, PyMemoryView, PyString,
    PyTuple, PyType,
};
use pyo3::{intern, prelude::*};
use stridewise_core::dtype::{Descriptor, MAX_DEPTH, Spelled};
use stridewise_core::{DType, Number};

use super::object::{PyDType, descriptor_object, dtype_object, object_with_parts};
use super::{class, ctypes, pair, record};
use crate::error::OrRaise;
use crate::scalar;

/// What an argument spells: a number dtype, which has no object of its own, or any other, which has.
pub(super) enum Meant<'py> {
    Number(DType),
    Object(Bound<'py, PyDType>),
}

impl<'py> Meant<'py> {
    pub(super) fn descriptor(&self) -> Descriptor {
        match self {
            Self::Number(dtype) => Descriptor::Number(*dtype),
            Self::Object(object) => object.get().descriptor(),
        }
    }

    pub(super) fn object(self, py: Python<'py>) -> PyResult<Bound<'py, PyDType>> {
        match self {
            Self::Number(dtype) => Ok(dtype_object(py, dtype).into_bound(py).cast_into()?),
            Self::Object(object) => Ok(object),
        }
    }

    fn of(py: Python<'py>, descriptor: &Descriptor) -> PyResult<Self> {
        match descriptor.number() {
            Some(dtype) => Ok(Self::Number(dtype)),
            None => descriptor_object(py, descriptor).map(Self::Object),
        }
    }
}

impl From<DType> for Meant<'_> {
    fn from(dtype: DType) -> Self {
        Self::Number(dtype)
    }
}

/// How an argument is to be read.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Reading {
    /// Whether the fields of records are to be aligned.
    pub(super) aligned: bool,
    /// Levels of lists, tuples, dictionaries and ctypes' arrays and structures around it.
    depth: usize,
}

impl Reading {
    pub(super) fn aligned(aligned: bool) -> Self {
        Self { aligned, depth: 0 }
    }

    /// The same with another answer to whether fields are aligned.
    pub(super) fn with_alignment(self, aligned: bool) -> Self {
        Self { aligned, ..self }
    }

    /// For something one level deeper.
    ///
    /// # Errors
    /// Recursion error where that is too deep.
    pub(super) fn inside(self) -> PyResult<Self> {
        if self.depth > MAX_DEPTH {
            return Err(PyRecursionError::new_err("maximum recursion depth exceeded while making a dtype"));
        }
        Ok(Self { depth: self.depth + 1, ..self })
    }
}

/// The dtype of the array that an argument asks for; float64 for `None`.
///
/// # Errors
/// Type error where it spells none, or one of which there are no arrays; value error where its attribute `dtype` is
/// no dtype.
pub(crate) fn dtype_argument(object: &Bound<'_, PyAny>) -> PyResult<DType> {
    match meant(object)? {
        Meant::Number(dtype) => Ok(dtype),
        Meant::Object(object) => object.get().for_array(object.py()),
    }
}

/// The descriptor that an argument spells; float64 for `None`.
///
/// # Errors
/// Type error where it spells none; value error where its attribute `dtype` is no dtype.
pub(crate) fn descriptor_argument(object: &Bound<'_, PyAny>) -> PyResult<Descriptor> {
    meant(object).map(|meant| meant.descriptor())
}

/// What an argument spells; float64 for `None`.
pub(super) fn meant<'py>(object: &Bound<'py, PyAny>) -> PyResult<Meant<'py>> {
    meant_by(object, Reading::default())
}

pub(super) fn meant_by<'py>(object: &Bound<'py, PyAny>, reading: Reading) -> PyResult<Meant<'py>> {
    let py = object.py();
    if let Ok(dtype) = object.cast::<PyDType>() {
        return Ok(match dtype.get().number() {
            Some(number) if dtype.get().metadata.get(py).is_none() => Meant::Number(number),
            _ => Meant::Object(dtype.clone()),
        });
    }
    if let Ok(class) = object.cast::<PyType>() {
        return of_class(class, reading);
    }
    if let Ok(text) = object.cast::<PyString>() {
        return of_text(py, &text.to_string_lossy(), reading);
    }
    if object.is_none() {
        return Ok(DType::F64.into());
    }
    if let Ok(bytes) = object.cast::<PyBytes>() {
        return of_bytes(py, bytes.as_bytes(), reading);
    }
    let reading = reading.inside()?;
    if let Ok(halves) = object.cast::<PyTuple>() {
        return pair::of_pair(halves, reading);
    }
    if let Ok(list) = object.cast::<PyList>() {
        return record::of_list(list, reading).map(Meant::Object);
    }
    if object.is_instance_of::<PyDict>() || object.is_instance_of::<PyMappingProxy>() {
        return record::of_mapping(object, reading).map(Meant::Object);
    }
    if let Some(meant) = attribute_dtype(object)? {
        return Ok(meant);
    }
    if let Some(meant) = ctypes::of_class(&object.get_type(), reading)? {
        return Ok(meant);
    }
    Err(PyTypeError::new_err(format!("Cannot interpret '{}' as a data type", object.str()?)))
}

fn of_text<'py>(py: Python<'py>, text: &str, reading: Reading) -> PyResult<Meant<'py>> {
    let Spelled { descriptor, deprecation } = Descriptor::parse(text, reading.aligned).or_raise(py)?;
    if let Some(deprecation) = deprecation {
        let category = py.get_type::<PyDeprecationWarning>();
        PyErr::warn(py, &category, &CString::new(deprecation)?, 1)?;
    }
    Meant::of(py, &descriptor)
}

/// Bytes spell what their text does; a single byte may be a type number.
fn of_bytes<'py>(py: Python<'py>, bytes: &[u8], reading: Reading) -> PyResult<Meant<'py>> {
    if let [number] = bytes
        && let Some(descriptor) = Descriptor::from_type_number(*number)
    {
        return Meant::of(py, &descriptor);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) if text.is_ascii() => of_text(py, text, reading),
        _ => Err(PyTypeError::new_err("data type not understood")),
    }
}

fn of_class<'py>(class: &Bound<'py, PyType>, reading: Reading) -> PyResult<Meant<'py>> {
    let py = class.py();
    if let Some(number) = scalar::number_of_type(class) {
        return Ok(number.native().into());
    }
    let known = [
        (py.get_type::<PyFloat>(), Number::F64),
        (py.get_type::<PyInt>(), Number::I64),
        (py.get_type::<PyBool>(), Number::Bool),
        (py.get_type::<PyComplex>(), Number::C128),
    ];
    if let Some((_, number)) = known.iter().find(|(known, _)| class.is(known)) {
        return Ok(number.native().into());
    }
    let known = [
        (py.get_type::<PyString>(), Descriptor::text(0)),
        (py.get_type::<PyBytes>(), Descriptor::Bytes { length: 0 }),
        (py.get_type::<PyMemoryView>(), Descriptor::Void { size: 0 }),
    ];
    if let Some((_, descriptor)) = known.iter().find(|(known, _)| class.is(known)) {
        return Meant::of(py, descriptor);
    }
    if let Some(message) = abstract_scalar_message(class)? {
        return Err(PyTypeError::new_err(message));
    }
    if let Some(number) = class::number_of_class(class) {
        return Ok(number.native().into());
    }
    if class.is(py.get_type::<PyDType>()) {
        return Err(PyTypeError::new_err("Cannot convert np.dtype into a dtype."));
    }
    let scalar = scalar::descriptor_of_type(class)?;
    if let Some((descriptor, true)) = &scalar {
        return Meant::of(py, descriptor);
    }
    if let Some(meant) = ctypes::of_class(class, reading)? {
        return Ok(meant);
    }
    if let Some(meant) = attribute_dtype(class)? {
        return Ok(meant);
    }
    match scalar {
        Some((descriptor @ Descriptor::Void { .. }, _)) => {
            object_with_parts(py, descriptor, Vec::new(), Some(class.clone().unbind())).map(Meant::Object)
        }
        Some((descriptor, _)) => Meant::of(py, &descriptor),
        None => Meant::of(py, &Descriptor::Object),
    }
}

/// Why a scalar type that is no number type of its own is no dtype.
fn abstract_scalar_message(class: &Bound<'_, PyType>) -> PyResult<Option<&'static str>> {
    if class.getattr(intern!(class.py(), "__module__"))?.extract::<String>().ok().as_deref()
        != Some("stridewise")
    {
        return Ok(None);
    }
    Ok(match class.name()?.to_string_lossy().as_ref() {
        "generic" => Some("Converting `np.generic` to a dtype is not allowed."),
        "number" | "inexact" | "floating" => {
            Some("Converting `np.inexact` or `np.floating` to a dtype not allowed")
        }
        "complexfloating" => Some("Converting `np.complex` to a dtype is not allowed."),
        "integer" | "signedinteger" => {
            Some("Converting 'np.integer' or 'np.signedinteger' to a dtype is not allowed")
        }
        "unsignedinteger" => Some("Converting `np.unsignedinteger` to a dtype is not allowed"),
        "character" => Some("Converting `np.character` to a dtype is not allowed"),
        "flexible" => Some("Converting `np.generic` to a dtype is not allowed."),
        _ => None,
    })
}

/// The dtype that an object gives in `__numpy_dtype__` or `dtype`. Dtypes and scalar types of another NumPy are
/// known by their array-protocol string.
fn attribute_dtype<'py>(object: &Bound<'py, PyAny>) -> PyResult<Option<Meant<'py>>> {
    let py = object.py();
    for name in [intern!(py, "__numpy_dtype__"), intern!(py, "dtype")] {
        let Some(value) = object.getattr_opt(name)? else { continue };
        if let Ok(dtype) = value.cast::<PyDType>() {
            return meant(dtype).map(Some);
        }
        if let Some(dtype) = foreign_dtype(&value)? {
            return Ok(Some(dtype));
        }
        if let Some(dtype) = foreign_dtype(object)? {
            return Ok(Some(dtype));
        }
        // What a class computes for its instances says nothing of itself.
        if value.hasattr(intern!(py, "__get__"))? {
            continue;
        }
        let text = object.repr()?;
        let value = value.repr()?;
        return Err(PyValueError::new_err(format!(
            "Could not convert {text} to a NumPy dtype (via `.{name}` value {value})."
        )));
    }
    foreign_dtype(object)
}

/// The dtype that a dtype object or scalar type of real NumPy stands for.
fn foreign_dtype<'py>(object: &Bound<'py, PyAny>) -> PyResult<Option<Meant<'py>>> {
    let py = object.py();
    let spelling = match object.cast::<PyType>() {
        Ok(class) => (class.module()?.to_string_lossy() == "numpy").then(|| class.name()).transpose()?,
        Err(_) => {
            let class = object.get_type();
            let module = class.module()?;
            let foreign = module.to_string_lossy().starts_with("numpy")
                && object.hasattr(intern!(py, "newbyteorder"))?;
            if !foreign {
                return Ok(None);
            }
            if !object.getattr(intern!(py, "names"))?.is_none() {
                return record::of_foreign(object).map(|object| Some(Meant::Object(object)));
            }
            let block = object.getattr(intern!(py, "subdtype"))?;
            if !block.is_none() {
                return meant(&block).map(Some);
            }
            object.getattr(intern!(py, "str"))?.cast_into::<PyString>().ok()
        }
    };
    let Some(text) = spelling else { return Ok(None) };
    match Descriptor::parse(&text.to_string_lossy(), false) {
        Ok(spelled) => Meant::of(py, &spelled.descriptor).map(Some),
        Err(_) => Ok(None),
    }
}
