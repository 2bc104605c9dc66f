//! Shapes, strides and axes: an integer or a sequence of integers.

use pyo3::exceptions::{PyOverflowError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyList, PyTuple};
use smallvec::SmallVec;
use stridewise_core::{Shape, Strides};

/// Lengths per axis; a lone integer is a single axis.
pub(crate) fn shape_argument(object: &Bound<'_, PyAny>) -> PyResult<Shape> {
    integers(object)?
        .into_iter()
        .map(|length| {
            usize::try_from(length).map_err(|_| PyValueError::new_err("negative dimensions are not allowed"))
        })
        .collect()
}

/// Steps per axis, in bytes.
pub(crate) fn strides_argument(object: &Bound<'_, PyAny>) -> PyResult<Strides> {
    integers(object)
}

/// Axes as they were given, negative ones too.
pub(crate) fn axes_argument(object: &Bound<'_, PyAny>) -> PyResult<SmallVec<[i64; 4]>> {
    Ok(integers(object)?.into_iter().map(|axis| axis as i64).collect())
}

fn integers(object: &Bound<'_, PyAny>) -> PyResult<SmallVec<[isize; 4]>> {
    if let Ok(tuple) = object.cast::<PyTuple>() {
        return tuple.iter_borrowed().map(|item| integer(&item)).collect();
    }
    if let Ok(list) = object.cast::<PyList>() {
        return list.iter().map(|item| integer(&item)).collect();
    }
    if let Ok(single) = object.extract::<isize>() {
        return Ok(SmallVec::from_iter([single]));
    }
    match object.try_iter() {
        Ok(items) => items.map(|item| integer(&item?)).collect(),
        Err(_) => Ok(SmallVec::from_iter([integer(object)?])),
    }
}

fn integer(object: &Bound<'_, PyAny>) -> PyResult<isize> {
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
