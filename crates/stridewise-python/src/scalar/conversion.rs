//! From scalars to Python's own numbers.

use pyo3::prelude::*;
use pyo3::types::{PyBool, PyComplex, PyFloat};
use stridewise::scalar::Scalar;
use stridewise_core::dtype::C128;
use stridewise_core::{Number, Value};

use super::object;

/// The scalar as a Python bool, int, float or complex.
pub(super) fn python_value<'py>(py: Python<'py>, scalar: Scalar) -> PyResult<Bound<'py, PyAny>> {
    Ok(match scalar.value() {
        Value::Bool(value) => PyBool::new(py, value).to_owned().into_any(),
        Value::Int(value) => match i64::try_from(value) {
            Ok(value) => value.into_pyobject(py)?.into_any(),
            Err(_) => value.into_pyobject(py)?.into_any(),
        },
        Value::Float(value) => PyFloat::new(py, value).into_any(),
        Value::Complex(value) => PyComplex::from_doubles(py, value.re, value.im).into_any(),
    })
}

/// What `item()` gives.
pub(super) fn item<'py>(object: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let scalar = required(object)?;
    python_value(object.py(), scalar)
}

/// The scalar that an instance of the hierarchy is.
///
/// # Errors
/// Type error for an instance of a class that has no element, which only Python code can derive.
pub(super) fn required(object: &Bound<'_, PyAny>) -> PyResult<Scalar> {
    object::scalar_of(object).ok_or_else(|| {
        let name = object.get_type().name().map_or_else(|_| "generic".to_owned(), |name| name.to_string());
        pyo3::exceptions::PyTypeError::new_err(format!("'{name}' object holds no number"))
    })
}

/// Warns that a complex number's imaginary part is dropped.
pub(super) fn warn_of_imaginary(py: Python<'_>) -> PyResult<()> {
    Python::attach(|_| {
        let class = py.import("stridewise.exceptions")?.getattr("ComplexWarning")?;
        PyErr::warn(py, &class, c"Casting complex values to real discards the imaginary part", 1)
    })
}

/// `float(x)`: the real part, with a warning where there is an imaginary one to drop.
pub(super) fn to_float<'py>(object: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let scalar = required(object)?;
    if scalar.number().is_complex() {
        warn_of_imaginary(object.py())?;
    }
    Ok(PyFloat::new(object.py(), scalar.get::<C128>().re).into_any())
}

/// `int(x)`: truncated towards zero.
pub(super) fn to_int<'py>(object: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let py = object.py();
    let scalar = required(object)?;
    if scalar.number().is_complex() {
        warn_of_imaginary(py)?;
    }
    match scalar.value() {
        Value::Bool(value) => Ok(i64::from(value).into_pyobject(py)?.into_any()),
        Value::Int(_) => python_value(py, scalar),
        Value::Float(value) => truncated(py, value),
        Value::Complex(value) => truncated(py, value.re),
    }
}

/// A float truncated to a Python integer.
///
/// # Errors
/// Those of Python's `int`, for infinities and NaN.
pub(super) fn truncated(py: Python<'_>, value: f64) -> PyResult<Bound<'_, PyAny>> {
    if value.abs() < 9e18 {
        return Ok((value as i64).into_pyobject(py)?.into_any());
    }
    PyFloat::new(py, value).call_method0("__trunc__")
}

/// `complex(x)`.
pub(super) fn to_complex<'py>(object: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let value = required(object)?.get::<C128>();
    Ok(PyComplex::from_doubles(object.py(), value.re, value.im).into_any())
}

/// Whether the number is not zero.
pub(super) fn is_true(object: &Bound<'_, PyAny>) -> PyResult<bool> {
    let scalar = required(object)?;
    Ok(match scalar.number() {
        Number::Bool => scalar.get::<stridewise_core::Bool>().get(),
        _ => scalar.value().is_true(),
    })
}
