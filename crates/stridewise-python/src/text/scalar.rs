//! What scalars' `repr` and `str` say in the current context.

use pyo3::prelude::*;
use stridewise::text::scalar;
use stridewise_core::{Number, Value};

use super::options::current_legacy;

/// `repr()` of a scalar; `subclass` is the name of its class if that is not NumPy's own.
pub(crate) fn scalar_repr(
    py: Python<'_>,
    number: Number,
    value: Value,
    subclass: Option<&str>,
) -> PyResult<String> {
    Ok(scalar::to_repr(value, number, current_legacy(py)?, subclass))
}

/// `str()` of a scalar.
pub(crate) fn scalar_str(py: Python<'_>, number: Number, value: Value) -> PyResult<String> {
    Ok(scalar::to_str(value, number, current_legacy(py)?))
}
