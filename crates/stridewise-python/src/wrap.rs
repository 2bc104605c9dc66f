//! From results to Python objects: base-class arrays, scalars, and instances of subclasses.

use pyo3::prelude::*;
use stridewise::run::Array;

use crate::array::{self, PyArray};
use crate::scalar;

/// A new base-class array that owns its memory.
#[inline(always)]
pub(crate) fn array(py: Python<'_>, array: Array) -> PyResult<Py<PyAny>> {
    Ok(array::object::owned(py, array)?.into_any())
}

/// A scalar where the result has no dimension, else a new array: what reductions and element access give.
pub(crate) fn array_or_scalar(py: Python<'_>, result: Array) -> PyResult<Py<PyAny>> {
    if result.ndim() == 0
        && let Some(value) = result.value_at(&[])
    {
        return scalar::make(py, result.number(), value);
    }
    array(py, result)
}

/// A view on `parent`'s memory, of `parent`'s class, whose base is `parent`'s base or `parent` itself.
#[inline(always)]
pub(crate) fn view(parent: &Bound<'_, PyArray>, view: Array) -> PyResult<Py<PyAny>> {
    array::object::view(parent, view)
}

/// An array of `source`'s class where that is one; a scalar where it is the base class and there is no dimension.
pub(crate) fn like(source: &Bound<'_, PyAny>, result: Array) -> PyResult<Py<PyAny>> {
    match source.cast::<PyArray>() {
        Ok(parent) if result.ndim() > 0 || !array::object::is_exact(parent) => {
            array::shape_methods::share_or_own(parent, result)
        }
        _ => array_or_scalar(source.py(), result),
    }
}
