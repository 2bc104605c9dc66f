//! Equality of dtypes, and their order by safe casts. The other side may be any spelling of a dtype.

use std::hash::{DefaultHasher, Hash, Hasher};

use pyo3::basic::CompareOp;
use pyo3::prelude::*;
use pyo3::types::PyBool;
use stridewise_core::dtype::Casting;

use super::argument::descriptor_argument;
use super::object::PyDType;

#[pymethods]
impl PyDType {
    fn __richcmp__(&self, other: &Bound<'_, PyAny>, comparison: CompareOp) -> PyResult<Py<PyAny>> {
        let py = other.py();
        let this = self.descriptor();
        let answer = |answer: bool| Ok(PyBool::new(py, answer).to_owned().into_any().unbind());
        let Ok(other) = descriptor_argument(other) else {
            return match comparison {
                CompareOp::Eq => answer(false),
                CompareOp::Ne => answer(true),
                _ => Ok(py.NotImplemented()),
            };
        };
        answer(match comparison {
            CompareOp::Eq => this == other,
            CompareOp::Ne => this != other,
            CompareOp::Lt => this != other && this.can_cast(&other, Casting::Safe),
            CompareOp::Le => this.can_cast(&other, Casting::Safe),
            CompareOp::Gt => this != other && other.can_cast(&this, Casting::Safe),
            CompareOp::Ge => other.can_cast(&this, Casting::Safe),
        })
    }

    fn __hash__(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.descriptor().hash(&mut hasher);
        hasher.finish()
    }
}
