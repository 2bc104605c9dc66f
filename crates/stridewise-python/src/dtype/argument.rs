//! Dtypes as arguments: everything that spells one.

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::types::{
    PyBool, PyByteArray, PyBytes, PyComplex, PyDict, PyFloat, PyInt, PyList, PyMemoryView, PyString, PyTuple,
    PyType,
};
use pyo3::{intern, prelude::*};
use stridewise_core::dtype::unsupported;
use stridewise_core::{DType, Number};

use super::class;
use super::object::PyDType;
use crate::error::{OrRaise, raise};
use crate::scalar;

/// The dtype that an argument spells; float64 for `None`.
///
/// # Errors
/// Type error where it spells none, or one that is not supported yet; value error where its attribute `dtype` is no
/// dtype.
pub(crate) fn dtype_argument(object: &Bound<'_, PyAny>) -> PyResult<DType> {
    let py = object.py();
    if let Ok(dtype) = object.cast::<PyDType>() {
        return Ok(dtype.get().dtype());
    }
    if let Ok(class) = object.cast::<PyType>() {
        return of_class(class);
    }
    if let Ok(text) = object.cast::<PyString>() {
        return DType::parse(&text.to_string_lossy()).or_raise(py);
    }
    if object.is_none() {
        return Ok(DType::F64);
    }
    if let Ok(bytes) = object.cast::<PyBytes>() {
        return DType::parse(&String::from_utf8_lossy(bytes.as_bytes())).or_raise(py);
    }
    if let Some(dtype) = attribute_dtype(object)? {
        return Ok(dtype);
    }
    if object.is_instance_of::<PyList>() || object.is_instance_of::<PyDict>() {
        return Err(raise(py, &unsupported(&object.repr()?.to_string_lossy())));
    }
    if let Ok(pair) = object.cast::<PyTuple>() {
        if pair.len() == 2 && pair.get_item(1)?.cast::<PyTuple>().is_ok_and(|shape| shape.is_empty()) {
            return dtype_argument(&pair.get_item(0)?);
        }
        return Err(raise(py, &unsupported(&object.repr()?.to_string_lossy())));
    }
    if let Some(dtype) = of_ctypes(&object.get_type())? {
        return Ok(dtype);
    }
    Err(PyTypeError::new_err(format!("Cannot interpret '{}' as a data type", object.str()?)))
}

fn of_class(class: &Bound<'_, PyType>) -> PyResult<DType> {
    let py = class.py();
    if let Some(number) = scalar::number_of_type(class) {
        return Ok(number.native());
    }
    let known = [
        (py.get_type::<PyFloat>(), Number::F64),
        (py.get_type::<PyInt>(), Number::I64),
        (py.get_type::<PyBool>(), Number::Bool),
        (py.get_type::<PyComplex>(), Number::C128),
    ];
    if let Some((_, number)) = known.iter().find(|(known, _)| class.is(known)) {
        return Ok(number.native());
    }
    if let Some(message) = abstract_scalar_message(class)? {
        return Err(PyTypeError::new_err(message));
    }
    if let Some(number) = class::number_of_class(class) {
        return Ok(number.native());
    }
    if class.is(py.get_type::<PyDType>()) {
        return Err(PyTypeError::new_err("Cannot convert np.dtype into a dtype."));
    }
    if let Some(dtype) = of_ctypes(class)? {
        return Ok(dtype);
    }
    if let Some(dtype) = attribute_dtype(class)? {
        return Ok(dtype);
    }
    let name = class.name()?.to_string();
    let text = [py.get_type::<PyString>(), py.get_type::<PyBytes>(), py.get_type::<PyByteArray>()];
    let buffer = py.get_type::<PyMemoryView>();
    let name = if text.iter().any(|known| class.is(known)) || class.is(&buffer) || name == "object" {
        format!("'{name}'")
    } else {
        format!("'object' (from the class '{name}')")
    };
    Err(raise(py, &unsupported(&name)))
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
        "flexible" => Some("Converting `np.flexible` to a dtype is not allowed."),
        _ => None,
    })
}

/// The dtype of a simple type of `ctypes`, which tells its C type as a one-letter code.
fn of_ctypes(class: &Bound<'_, PyType>) -> PyResult<Option<DType>> {
    let py = class.py();
    let Ok(code) = class.getattr(intern!(py, "_type_")).and_then(|code| code.extract::<String>()) else {
        return Ok(None);
    };
    if !class.hasattr(intern!(py, "from_param"))? {
        return Ok(None);
    }
    let dtype = DType::parse(&code).or_raise(py)?;
    let little = class.getattr_opt(intern!(py, "__ctype_le__"))?;
    Ok(Some(match little {
        Some(little) if !little.is(class) && dtype.size() > 1 => {
            DType::new(dtype.number(), stridewise_core::ByteOrder::Big)
        }
        _ => dtype,
    }))
}

/// The dtype that an object gives in `__numpy_dtype__` or `dtype`. Dtypes and scalar types of another NumPy are
/// known by their array-protocol string.
fn attribute_dtype(object: &Bound<'_, PyAny>) -> PyResult<Option<DType>> {
    let py = object.py();
    for name in [intern!(py, "__numpy_dtype__"), intern!(py, "dtype")] {
        let Some(value) = object.getattr_opt(name)? else { continue };
        if let Ok(dtype) = value.cast::<PyDType>() {
            return Ok(Some(dtype.get().dtype()));
        }
        if let Some(dtype) = foreign_dtype(&value)? {
            return Ok(Some(dtype));
        }
        if let Some(dtype) = foreign_dtype(object)? {
            return Ok(Some(dtype));
        }
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
fn foreign_dtype(object: &Bound<'_, PyAny>) -> PyResult<Option<DType>> {
    let py = object.py();
    let spelling = match object.cast::<PyType>() {
        Ok(class) => (class.module()?.to_string_lossy() == "numpy").then(|| class.name()).transpose()?,
        Err(_) => {
            let class = object.get_type();
            let module = class.module()?;
            let foreign = module.to_string_lossy().starts_with("numpy")
                && object.hasattr(intern!(py, "newbyteorder"))?;
            if foreign { object.getattr(intern!(py, "str"))?.cast_into::<PyString>().ok() } else { None }
        }
    };
    Ok(spelling.and_then(|text| DType::parse(&text.to_string_lossy()).ok()))
}
