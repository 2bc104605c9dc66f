//! Shapes, strides and axes: an integer or a sequence of integers.

use pyo3::exceptions::{PyOverflowError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyInt, PyList, PyTuple};
use smallvec::SmallVec;
use stridewise_core::{Shape, Strides};

/// The length of the only axis, where the shape is an integer of Python's own type that may be one.
#[inline]
pub(crate) fn lone_length(object: &Bound<'_, PyAny>) -> Option<usize> {
    object.cast_exact::<PyInt>().ok()?.extract::<isize>().ok().and_then(|length| usize::try_from(length).ok())
}

/// Lengths per axis; a lone integer is a single axis.
#[inline]
pub(crate) fn shape_argument(object: &Bound<'_, PyAny>) -> PyResult<Shape> {
    if let Some(length) = lone_length(object) {
        return Ok(Shape::from_buf_and_len([length, 0, 0, 0], 1));
    }
    integers(object, length)
}

fn length(integer: isize) -> PyResult<usize> {
    usize::try_from(integer).map_err(|_| PyValueError::new_err("negative dimensions are not allowed"))
}

/// Steps per axis, in bytes.
pub(crate) fn strides_argument(object: &Bound<'_, PyAny>) -> PyResult<Strides> {
    integers(object, Ok)
}

/// Axes as they were given, negative ones too.
pub(crate) fn axes_argument(object: &Bound<'_, PyAny>) -> PyResult<SmallVec<[i64; 4]>> {
    integers(object, |axis| Ok(axis as i64))
}

#[inline]
fn integers<T>(
    object: &Bound<'_, PyAny>,
    convert: impl Fn(isize) -> PyResult<T>,
) -> PyResult<SmallVec<[T; 4]>> {
    let mut converted = SmallVec::new();
    if let Ok(tuple) = object.cast::<PyTuple>() {
        for item in tuple.iter_borrowed() {
            converted.push(convert(integer(&item)?)?);
        }
        return Ok(converted);
    }
    if let Ok(list) = object.cast::<PyList>() {
        for item in list.iter() {
            converted.push(convert(integer(&item)?)?);
        }
        return Ok(converted);
    }
    if let Ok(single) = object.extract::<isize>() {
        converted.push(convert(single)?);
        return Ok(converted);
    }
    match object.try_iter() {
        Ok(items) => {
            for item in items {
                converted.push(convert(integer(&item?)?)?);
            }
        }
        Err(_) => converted.push(convert(integer(object)?)?),
    }
    Ok(converted)
}

#[inline]
fn integer(object: &Bound<'_, PyAny>) -> PyResult<isize> {
    if let Ok(exact) = object.cast_exact::<PyInt>()
        && let Ok(value) = exact.extract::<isize>()
    {
        return Ok(value);
    }
    if object.is_instance_of::<PyBool>() {
        return Err(PyTypeError::new_err("an integer is required"));
    }
    object.extract::<isize>().map_err(|error| {
        let py = object.py();
        if error.is_instance_of::<PyOverflowError>(py) {
            PyValueError::new_err("Maximum allowed dimension exceeded")
        } else if error.is_instance_of::<PyTypeError>(py) {
            let name = object.get_type().name().map_or_else(|_| "object".to_owned(), |name| name.to_string());
            PyTypeError::new_err(format!("'{name}' object cannot be interpreted as an integer"))
        } else {
            error
        }
    })
}
