//! Python's own numbers and our scalars as values.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyBytes, PyComplex, PyFloat, PyInt, PyString};
use stridewise_core::dtype::{C128, Kind, python_value};
use stridewise_core::{DType, Number, Value};

use super::cast::report_cast_of_value;
use crate::error::OrRaise;
use crate::scalar;

/// The value of an exact Python bool, int, float or complex: a number without a dtype of its own. Integers beyond
/// 127 bits are clamped, which every dtype refuses alike. Our scalars are not weak: `None`.
#[inline]
pub(crate) fn python_number(object: &Bound<'_, PyAny>) -> Option<Value> {
    if let Ok(float) = object.cast_exact::<PyFloat>() {
        return Some(Value::Float(float.value()));
    }
    if let Ok(integer) = object.cast_exact::<PyInt>() {
        return Some(Value::Int(integer_value(integer)));
    }
    if let Ok(boolean) = object.cast_exact::<PyBool>() {
        return Some(Value::Bool(boolean.is_true()));
    }
    if let Ok(complex) = object.cast_exact::<PyComplex>() {
        return Some(Value::Complex(C128::new(complex.real(), complex.imag())));
    }
    None
}

fn integer_value(integer: &Bound<'_, PyInt>) -> i128 {
    if let Ok(small) = integer.extract::<i64>() {
        return i128::from(small);
    }
    integer
        .extract::<i128>()
        .unwrap_or_else(|_| if integer.lt(0).unwrap_or(false) { i128::MIN } else { i128::MAX })
}

/// The value of anything that is a single number (ours or Python's, subclasses too), and the dtype that it has in an
/// array when nobody asks for one. `None` for what is no number.
///
/// Where a dtype is asked for, the value is one that it takes; what casting to it meets is reported.
///
/// # Errors
/// Overflow error for a Python int that the integer dtype does not hold; the errors of Python's own conversions.
pub(crate) fn value_of_leaf(
    object: &Bound<'_, PyAny>,
    dtype: Option<DType>,
) -> PyResult<Option<(Value, Number)>> {
    let py = object.py();
    if let Some((number, value)) = scalar::value_of(object) {
        if let Some(dtype) = dtype {
            report_cast_of_value(py, value, dtype.number())?;
        }
        return Ok(Some((value, number)));
    }
    let converted;
    let object = match dtype {
        Some(dtype) => {
            converted = python_conversion(object, dtype.number().kind())?;
            &converted
        }
        None => object,
    };
    let value = if let Some(value) = python_number(object) {
        value
    } else if let Ok(integer) = object.cast::<PyInt>() {
        Value::Int(integer_value(integer))
    } else if let Ok(float) = object.cast::<PyFloat>() {
        Value::Float(float.value())
    } else if let Ok(complex) = object.cast::<PyComplex>() {
        Value::Complex(C128::new(complex.real(), complex.imag()))
    } else {
        return Ok(None);
    };
    if let Some(dtype) = dtype {
        let number = dtype.number();
        let value = match value {
            // Python's own conversion rounds once, and refuses what is too large for a float.
            Value::Int(value) if number.is_inexact() && i64::try_from(value).is_err() => {
                Value::Float(object.extract::<f64>()?)
            }
            value => python_value(value, number).or_raise(py)?,
        };
        report_cast_of_value(py, value, number)?;
        return Ok(Some((value, number)));
    }
    let number = match value {
        Value::Bool(_) => Number::Bool,
        Value::Int(value) if i64::try_from(value).is_ok() => Number::I64,
        Value::Int(value) if u64::try_from(value).is_ok() => Number::U64,
        Value::Int(_) => {
            return Err(PyTypeError::new_err(
                "Python integer too large for int64 and uint64: arrays of objects are not supported yet",
            ));
        }
        Value::Float(_) => Number::F64,
        Value::Complex(_) => Number::C128,
    };
    Ok(Some((value, number)))
}

/// What Python's own `int`, `float` and `complex` make of text and of `None`, for an element of this kind; other
/// objects as they are.
fn python_conversion<'py>(object: &Bound<'py, PyAny>, kind: Kind) -> PyResult<Bound<'py, PyAny>> {
    let py = object.py();
    let is_bytes = object.is_instance_of::<PyBytes>();
    if !(is_bytes || object.is_none() || object.is_instance_of::<PyString>()) {
        return Ok(object.clone());
    }
    match kind {
        Kind::Bool => Ok(object.clone()),
        Kind::Float | Kind::Complex if object.is_none() => Ok(PyFloat::new(py, f64::NAN).into_any()),
        Kind::Signed | Kind::Unsigned => py.get_type::<PyInt>().call1((object,)),
        Kind::Float => py.get_type::<PyFloat>().call1((object,)),
        Kind::Complex if is_bytes => {
            py.get_type::<PyComplex>().call1((object.call_method1("decode", ("ascii",))?,))
        }
        Kind::Complex => py.get_type::<PyComplex>().call1((object,)),
    }
}
