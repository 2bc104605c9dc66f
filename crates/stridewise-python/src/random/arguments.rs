//! Sizes and parameters of draws.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyFloat, PyInt, PyString};
use stridewise::random::{Argument, Drawn};
use stridewise_core::{Error, Shape, layout};

use crate::array::{PyArray, object};
use crate::convert::{array_argument, shape_argument};
use crate::error::OrRaise;
use crate::wrap;

/// The shape asked for; `None` for a single draw.
pub(super) fn size_argument(size: Option<&Bound<'_, PyAny>>) -> PyResult<Option<Shape>> {
    let Some(size) = size.filter(|size| !size.is_none()) else { return Ok(None) };
    let shape = shape_argument(size).map_err(|error| {
        if !error.is_instance_of::<PyTypeError>(size.py()) {
            return error;
        }
        let text = size.repr().map_or_else(|_| String::new(), |text| text.to_string());
        PyTypeError::new_err(format!("expected a sequence of integers or a single integer, got '{text}'"))
    })?;
    if shape.len() > layout::MAX_DIMENSIONS {
        return Err(Error::too_many_dimensions(shape.len())).or_raise(size.py());
    }
    Ok(Some(shape))
}

/// One parameter of a distribution. Whatever has no length is a number, to be had by `float` or `int`.
pub(super) fn parameter(object: &Bound<'_, PyAny>, integer: bool) -> PyResult<Argument> {
    if let Ok(float) = object.cast_exact::<PyFloat>()
        && !integer
    {
        return Ok(Argument::Real(float.value()));
    }
    if object.is_exact_instance_of::<PyInt>() {
        return number(object, integer);
    }
    if is_array_like(object)? {
        let array = array_argument(object)?;
        if array.ndim() > 0 {
            if integer && array.number().is_float() {
                reject_unrepresentable(object.py(), &array)?;
            }
            return Ok(Argument::Array(array));
        }
    }
    number(object, integer)
}

/// Whether the object is an array or to be made one, rather than a number.
pub(super) fn is_array_like(object: &Bound<'_, PyAny>) -> PyResult<bool> {
    let py = object.py();
    Ok(object.is_instance_of::<PyArray>()
        || (!object.is_instance_of::<PyString>()
            && (object.hasattr(pyo3::intern!(py, "__len__"))?
                || object.hasattr(pyo3::intern!(py, "__array__"))?)))
}

fn number(object: &Bound<'_, PyAny>, integer: bool) -> PyResult<Argument> {
    let py = object.py();
    if !integer {
        return Ok(Argument::Real(py.get_type::<PyFloat>().call1((object,))?.extract()?));
    }
    Ok(Argument::Count(integer_of(object)?.extract()?))
}

/// What `int` makes of the object.
pub(super) fn integer_of<'py>(object: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    if object.is_exact_instance_of::<PyInt>() {
        return Ok(object.clone());
    }
    object.py().get_type::<PyInt>().call1((object,))
}

/// Counts must be numbers: `int` says what is wrong with one that is not.
fn reject_unrepresentable(py: Python<'_>, array: &stridewise::Array) -> PyResult<()> {
    let values: Vec<f64> = array.cast_to_vec().or_raise(py)?;
    for value in values {
        if !value.is_finite() {
            integer_of(PyFloat::new(py, value).as_any())?;
        }
    }
    Ok(())
}

/// What was drawn, as Python's own numbers or an array.
pub(super) fn drawn_object(py: Python<'_>, drawn: Drawn) -> PyResult<Py<PyAny>> {
    match drawn {
        Drawn::Real(value) => Ok(PyFloat::new(py, value).into_any().unbind()),
        Drawn::Count(value) => Ok(value.into_pyobject(py)?.into_any().unbind()),
        Drawn::Array(array) => wrap::array(py, array),
    }
}

/// The argument as a new base-class object over its array; arrays of the base class as they are.
pub(super) fn base_array<'py>(object: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyArray>> {
    match object.cast::<PyArray>() {
        Ok(array) => Ok(array.clone()),
        Err(_) => Ok(object::owned(object.py(), array_argument(object)?)?.into_bound(object.py())),
    }
}
