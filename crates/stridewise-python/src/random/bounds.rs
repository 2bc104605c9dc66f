//! Bounds of integer draws, exact beyond 64 bits.

use pyo3::prelude::*;
use pyo3::types::{PyList, PyTuple};
use stridewise::random::Bounds;
use stridewise_core::{Number, Shape};

use super::arguments::{integer_of, is_array_like};
use crate::convert::array_argument;
use crate::error::OrRaise;

/// The bounds that an argument gives: a number, an array or nested sequences of integers of any size.
pub(super) fn bounds_argument(object: &Bound<'_, PyAny>) -> PyResult<Bounds> {
    if !is_array_like(object)? {
        return Ok(Bounds::one(wide_integer(object)?));
    }
    if object.is_instance_of::<PyList>() || object.is_instance_of::<PyTuple>() {
        let mut found = Bounds { values: Vec::new(), shape: Shape::new() };
        if collect(object, 0, &mut found)? {
            return Ok(found);
        }
    }
    let py = object.py();
    let array = array_argument(object)?;
    let values = match array.number() {
        Number::U64 => array.cast_to_vec::<u64>().or_raise(py)?.into_iter().map(i128::from).collect(),
        number if number.is_float() => {
            array.cast_to_vec::<f64>().or_raise(py)?.into_iter().map(|value| value as i128).collect()
        }
        _ => array.cast_to_vec::<i64>().or_raise(py)?.into_iter().map(i128::from).collect(),
    };
    Ok(Bounds { values, shape: array.shape().into() })
}

/// Gathers the leaves of nested lists and tuples; `false` where they are ragged or hold arrays.
fn collect(object: &Bound<'_, PyAny>, depth: usize, found: &mut Bounds) -> PyResult<bool> {
    if !object.is_instance_of::<PyList>() && !object.is_instance_of::<PyTuple>() {
        if depth != found.shape.len() || is_array_like(object)? {
            return Ok(false);
        }
        found.values.push(wide_integer(object)?);
        return Ok(true);
    }
    let length = object.len()?;
    if depth == found.shape.len() {
        // The first item of each level tells its length, before any leaf is met.
        if !found.values.is_empty() {
            return Ok(false);
        }
        found.shape.push(length);
    } else if found.shape[depth] != length {
        return Ok(false);
    }
    for item in object.try_iter()? {
        if !collect(&item?, depth + 1, found)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// An integer; beyond 128 bits it is clamped, which every dtype refuses alike.
fn wide_integer(object: &Bound<'_, PyAny>) -> PyResult<i128> {
    let integer = integer_of(object)?;
    if let Ok(value) = integer.extract::<i128>() {
        return Ok(value);
    }
    Ok(if integer.lt(0)? { i128::MIN / 2 } else { i128::MAX / 2 })
}
