//! Scalars: single elements as Python objects.

use pyo3::prelude::*;
use pyo3::types::PyComplex;
use stridewise_core::{Number, Value};

/// The scalar of this dtype and value.
#[inline]
pub(crate) fn make(py: Python<'_>, _number: Number, value: Value) -> PyResult<Py<PyAny>> {
    Ok(match value {
        Value::Bool(value) => value.into_pyobject(py)?.to_owned().into_any().unbind(),
        Value::Int(value) => value.into_pyobject(py)?.into_any().unbind(),
        Value::Float(value) => value.into_pyobject(py)?.into_any().unbind(),
        Value::Complex(value) => PyComplex::from_doubles(py, value.re, value.im).into_any().unbind(),
    })
}

/// Dtype and value of one of our scalars; `None` for every other object.
#[inline]
pub(crate) fn value_of(_object: &Bound<'_, PyAny>) -> Option<(Number, Value)> {
    None
}

pub(crate) fn register(_module: &Bound<'_, PyModule>) -> PyResult<()> {
    Ok(())
}
