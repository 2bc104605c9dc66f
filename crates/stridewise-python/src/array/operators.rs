//! Operators: each is its ufunc.

use pyo3::prelude::*;
use stridewise_core::op::Op;

use super::PyArray;
use crate::ufunc;

#[pymethods]
impl PyArray {
    fn __add__(slf: &Bound<'_, Self>, other: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        ufunc::operator(Op::Add, slf.as_any(), other)
    }

    fn __radd__(slf: &Bound<'_, Self>, other: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        ufunc::operator(Op::Add, other, slf.as_any())
    }

    fn __mul__(slf: &Bound<'_, Self>, other: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        ufunc::operator(Op::Multiply, slf.as_any(), other)
    }

    fn __rmul__(slf: &Bound<'_, Self>, other: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        ufunc::operator(Op::Multiply, other, slf.as_any())
    }
}
