//! A dtype as text.

use pyo3::prelude::*;

use super::object::PyDType;

#[pymethods]
impl PyDType {
    fn __repr__(&self) -> String {
        self.descriptor().repr()
    }

    fn __str__(&self) -> String {
        self.descriptor().to_string()
    }
}
