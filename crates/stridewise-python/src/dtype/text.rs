//! A dtype as text, and the container protocol that only records fill.

use pyo3::exceptions::{PyKeyError, PyValueError};
use pyo3::prelude::*;
use stridewise_core::dtype::unsupported;

use super::object::PyDType;
use crate::error::raise;

#[pymethods]
impl PyDType {
    fn __repr__(&self) -> String {
        format!("dtype('{}')", self.dtype())
    }

    fn __str__(&self) -> String {
        self.dtype().to_string()
    }

    fn __len__(&self) -> usize {
        0
    }

    fn __bool__(&self) -> bool {
        true
    }

    fn __getitem__(&self, _key: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        Err(PyKeyError::new_err(format!("There are no fields in dtype {}.", self.dtype())))
    }

    fn __mul__(&self, py: Python<'_>, length: isize) -> PyResult<Py<PyAny>> {
        if length < 0 {
            return Err(PyValueError::new_err(format!("Array length must be >= 0, not {length}")));
        }
        Err(raise(py, &unsupported(&format!("('{}', ({length},))", self.dtype().protocol()))))
    }

    fn __rmul__(&self, py: Python<'_>, length: isize) -> PyResult<Py<PyAny>> {
        self.__mul__(py, length)
    }
}
