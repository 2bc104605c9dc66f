//! `normalize_axis_index` and `normalize_axis_tuple`.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use stridewise_core::Error;
use stridewise_core::layout::normalize_axis;

use crate::convert::{axes_argument, truth_argument};
use crate::error::OrRaise;

fn normal(py: Python<'_>, axis: i64, ndim: usize, prefix: Option<&str>) -> PyResult<usize> {
    normalize_axis(axis, ndim).map_err(|_| Error::axis_of(axis, ndim, prefix)).or_raise(py)
}

/// The axis counted from the front; `msg_prefix` starts the error where it is out of bounds.
#[pyfunction]
#[pyo3(signature = (axis, ndim, msg_prefix=None))]
pub(super) fn normalize_axis_index(
    py: Python<'_>,
    axis: i64,
    ndim: usize,
    msg_prefix: Option<&str>,
) -> PyResult<usize> {
    normal(py, axis, ndim, msg_prefix)
}

/// The axes, an integer or a sequence, counted from the front. The same axis twice is an error unless
/// `allow_duplicate`.
#[pyfunction]
#[pyo3(signature = (axis, ndim, argname=None, allow_duplicate=false))]
pub(super) fn normalize_axis_tuple<'py>(
    axis: &Bound<'py, PyAny>,
    ndim: usize,
    argname: Option<&str>,
    #[pyo3(from_py_with = truth_argument)] allow_duplicate: bool,
) -> PyResult<Bound<'py, PyTuple>> {
    let py = axis.py();
    let mut axes: Vec<usize> = Vec::new();
    for axis in axes_argument(axis)? {
        let axis = normal(py, axis, ndim, argname)?;
        if !allow_duplicate && axes.contains(&axis) {
            return Err(PyValueError::new_err(match argname {
                Some(name) => format!("repeated axis in `{name}` argument"),
                None => "repeated axis".to_owned(),
            }));
        }
        axes.push(axis);
    }
    PyTuple::new(py, axes)
}
