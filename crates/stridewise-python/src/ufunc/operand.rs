//! What a ufunc is called with: arrays, scalars, Python numbers.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use stridewise::run::Array;
use stridewise::run::elementwise::Operand;
use stridewise_core::{Number, Value};

use crate::array::PyArray;
use crate::convert::{array_argument, python_number};
use crate::late;
use crate::scalar;

/// An input as the library takes it, holding what was made for it.
pub(super) enum Input<'a> {
    Borrowed(&'a Array),
    Made(Array),
    Weak(Value),
    Scalar(Number, Value),
}

impl<'a> Input<'a> {
    #[inline]
    pub(super) fn of(object: &'a Bound<'_, PyAny>) -> PyResult<Self> {
        if let Ok(array) = object.cast::<PyArray>() {
            return Ok(Self::Borrowed(array.get().handle()));
        }
        if let Some(value) = python_number(object) {
            return Ok(match value {
                Value::Bool(_) => Self::Scalar(Number::Bool, value),
                _ => Self::Weak(value),
            });
        }
        if let Some((number, value)) = scalar::value_of(object) {
            return Ok(Self::Scalar(number, value));
        }
        array_argument(object).map(Self::Made)
    }

    fn is_inexact(&self) -> bool {
        match self {
            Self::Borrowed(array) => array.number().is_inexact(),
            Self::Made(array) => array.number().is_inexact(),
            Self::Weak(value) => matches!(value, Value::Float(_) | Value::Complex(_)),
            Self::Scalar(number, _) => number.is_inexact(),
        }
    }

    #[inline]
    pub(super) fn operand(&self) -> Operand<'_> {
        match self {
            Self::Borrowed(array) => Operand::Array(array),
            Self::Made(array) => Operand::Array(array),
            Self::Weak(value) => Operand::Weak(*value),
            Self::Scalar(number, value) => Operand::Scalar(*number, *value),
        }
    }
}

/// The operand that an object of an exact class is. `None` for other objects, and for Python ints that may have to be
/// settled.
#[inline]
pub(super) fn quick_operand<'a>(object: &'a Bound<'_, PyAny>) -> Option<Operand<'a>> {
    if let Ok(array) = object.cast_exact::<PyArray>() {
        return Some(Operand::Array(array.get().handle()));
    }
    if let Some(value) = python_number(object) {
        return match value {
            Value::Bool(_) => Some(Operand::Scalar(Number::Bool, value)),
            Value::Int(i128::MIN | i128::MAX) => None,
            _ => Some(Operand::Weak(value)),
        };
    }
    scalar::value_of(object).map(|(number, value)| Operand::Scalar(number, value))
}

/// Makes Python ints beyond 127 bits floats where an operand beside them is inexact: its loop takes them as such.
/// `object` gives the operand of a place.
///
/// # Errors
/// Overflow error where the integer is too large for a float.
#[inline]
pub(super) fn settle_huge_integers<'py>(
    inputs: &mut [Input<'_>],
    object: impl Fn(usize) -> Bound<'py, PyAny>,
) -> PyResult<()> {
    for place in 0..inputs.len() {
        if matches!(inputs[place], Input::Weak(Value::Int(i128::MIN | i128::MAX)))
            && inputs.iter().any(Input::is_inexact)
        {
            inputs[place] = Input::Weak(Value::Float(object(place).extract()?));
        }
    }
    Ok(())
}

/// The array that an `out` argument must be; `None` where it is Python's.
pub(crate) fn output_array(object: &Bound<'_, PyAny>) -> PyResult<Option<Array>> {
    if object.is_none() {
        return Ok(None);
    }
    match object.cast::<PyArray>() {
        Ok(array) => {
            late::settle_for_writing(object.py(), array.get().handle());
            Ok(Some(array.get().handle().clone()))
        }
        Err(_) => Err(PyTypeError::new_err("return arrays must be of ArrayType")),
    }
}
