//! Calling the operations over core dimensions: products of vectors and matrices.

use pyo3::exceptions::PyNotImplementedError;
use pyo3::prelude::*;
use stridewise::run::elementwise::Outcome;
use stridewise_core::op::Op;

use super::arguments::Keywords;

pub(super) fn call(
    _py: Python<'_>,
    op: Op,
    _objects: &[Bound<'_, PyAny>],
    _keywords: &Keywords<'_>,
) -> PyResult<Outcome> {
    Err(PyNotImplementedError::new_err(op.row().name))
}
