//! Linear algebra.

mod factor;
mod least_squares;
mod norm;
mod solve;
mod spectral;

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyCFunction, PyModule, PyTuple, PyType};
use stridewise::Array;

use crate::detach::over_arrays;
use crate::error::OrRaise;
use crate::overrides::add_function_of;

/// Adds a function that looks for overrides in these parameters.
fn add(module: &Bound<'_, PyModule>, function: Bound<'_, PyCFunction>, parameters: &[&str]) -> PyResult<()> {
    add_function_of(module, function, parameters, "stridewise.linalg")
}

/// Decomposes an array; others may run Python meanwhile if it is long.
fn compute<T: Send>(
    py: Python<'_>,
    operation: &'static str,
    array: &Array,
    work: impl FnOnce() -> stridewise::Result<T> + Send,
) -> PyResult<T> {
    let steps = array.size().saturating_mul(array.shape().last().copied().unwrap_or(1));
    over_arrays(py, steps, operation, &[array], &[], work).or_raise(py)
}

/// A named tuple of the package's linear algebra.
struct ResultClass {
    name: &'static str,
    class: PyOnceLock<Py<PyType>>,
}

impl ResultClass {
    const fn named(name: &'static str) -> Self {
        Self { name, class: PyOnceLock::new() }
    }

    fn of<'py, const N: usize>(&self, py: Python<'py>, parts: [Py<PyAny>; N]) -> PyResult<Bound<'py, PyAny>> {
        self.class.import(py, "stridewise.linalg._linalg", self.name)?.call1(PyTuple::new(py, parts)?)
    }
}

pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let linalg = PyModule::new(module.py(), "_linalg")?;
    norm::register(&linalg)?;
    solve::register(&linalg)?;
    factor::register(&linalg)?;
    spectral::register(&linalg)?;
    least_squares::register(&linalg)?;
    module.add("_linalg", linalg)
}
