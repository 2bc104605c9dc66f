//! `repr`, `str` and `format` of scalars.

use pyo3::prelude::*;
use pyo3::types::PyString;

use super::{conversion, object};
use crate::text;

/// `np.float64(1.0)`; a subclass says its own name.
pub(super) fn repr<'py>(py: Python<'py>, object: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let scalar = conversion::required(object)?;
    let class = object.get_type();
    let subclass = if class.is(object::type_object(py, scalar.number())) {
        None
    } else {
        Some(class.name()?.to_string())
    };
    let text = text::scalar_repr(py, scalar.number(), scalar.value(), subclass.as_deref())?;
    Ok(PyString::new(py, &text).into_any())
}

pub(super) fn str<'py>(py: Python<'py>, object: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let scalar = conversion::required(object)?;
    let text = text::scalar_str(py, scalar.number(), scalar.value())?;
    Ok(PyString::new(py, &text).into_any())
}

/// As Python formats the number that the scalar equals.
pub(super) fn format<'py>(
    object: &Bound<'py, PyAny>,
    specification: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    conversion::item(object)?.call_method1("__format__", (specification,))
}
