//! What scalars' `repr`, `str` and `format` say.

use pyo3::prelude::*;
use pyo3::types::{PyBool, PyComplex, PyFloat};
use stridewise::text::scalar;
use stridewise_core::dtype::Kind;
use stridewise_core::{Number, Value};

use super::options::current_legacy;

/// `repr()` of a scalar.
pub(crate) fn scalar_repr(py: Python<'_>, number: Number, value: Value) -> PyResult<String> {
    Ok(scalar::to_repr(value, number, current_legacy(py)?))
}

/// `str()` of a scalar.
pub(crate) fn scalar_str(py: Python<'_>, number: Number, value: Value) -> PyResult<String> {
    Ok(scalar::to_str(value, number, current_legacy(py)?))
}

/// `format()` of a scalar: that of Python's number with its value.
pub(crate) fn scalar_format<'py>(
    py: Python<'py>,
    number: Number,
    value: Value,
    specification: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    let object = match (number.kind(), value) {
        (Kind::Bool, value) => PyBool::new(py, value.is_true()).to_owned().into_any(),
        (Kind::Signed | Kind::Unsigned, Value::Int(value)) => value.into_pyobject(py)?.into_any(),
        (Kind::Complex, value) => {
            let value = value.to_complex();
            PyComplex::from_doubles(py, value.re, value.im).into_any()
        }
        (_, value) => PyFloat::new(py, value.to_f64()).into_any(),
    };
    object.call_method1(pyo3::intern!(py, "__format__"), (specification,))
}
