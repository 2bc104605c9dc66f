//! What `repr`, `str` and `format` call on arrays.

use pyo3::prelude::*;

use super::array::{_array_repr, _array_str};
use crate::array::PyArray;
use crate::wrap;

#[pymethods]
impl PyArray {
    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<Py<PyAny>> {
        _array_repr(slf.as_any(), None, None, None)
    }

    fn __str__(slf: &Bound<'_, Self>) -> PyResult<String> {
        _array_str(slf.as_any(), None, None, None)
    }

    /// The format of the only element where there is no axis; other arrays take an empty specification only.
    fn __format__(slf: &Bound<'_, Self>, specification: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        let py = slf.py();
        let object = if slf.get().handle().ndim() == 0 {
            wrap::array_or_scalar(py, slf.get().array()?.clone())?.into_bound(py)
        } else {
            if !specification.is_truthy()? {
                return Ok(slf.as_any().str()?.into_any().unbind());
            }
            let name = slf.get_type().fully_qualified_name()?;
            return Err(pyo3::exceptions::PyTypeError::new_err(format!(
                "unsupported format string passed to {name}.__format__"
            )));
        };
        Ok(object.call_method1("__format__", (specification,))?.unbind())
    }
}
