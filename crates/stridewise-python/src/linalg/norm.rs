//! Norms.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyModule, PyString};
use stridewise::norm::{Norm, norm as norm_of};
use stridewise_core::Order;

use super::add;
use crate::convert::{Passed, array_argument, axes_argument, passed_argument, truth_argument};
use crate::error::OrRaise;
use crate::wrap;

/// The norm that `ord` names, over so many axes.
pub(super) fn norm_argument(ord: Option<&Bound<'_, PyAny>>, axes: usize) -> PyResult<Norm> {
    let Some(ord) = ord.filter(|ord| !ord.is_none()) else { return Ok(Norm::Euclidean) };
    if let Ok(name) = ord.cast::<PyString>() {
        return match (name.to_str()?, axes) {
            ("fro" | "f", 2) => Ok(Norm::Euclidean),
            ("nuc", 2) => Ok(Norm::Nuclear),
            (_, 2) => Err(PyValueError::new_err("Invalid norm order for matrices.")),
            (name, _) => Err(PyValueError::new_err(format!("Invalid norm order '{name}' for vectors"))),
        };
    }
    Ok(match ord.extract::<f64>()? {
        f64::INFINITY => Norm::Infinity,
        f64::NEG_INFINITY => Norm::NegativeInfinity,
        order => Norm::Order(order),
    })
}

/// The norm of vectors or matrices.
///
/// Parameters
/// ----------
/// x : array_like
/// ord : number, inf, -inf or 'fro', optional
///     The order; by default the root of the sum of squares.
/// axis : int or pair of int, optional
///     The axis of the vectors, or the axes of the matrices.
/// keepdims : bool
///     Whether these axes stay, with length one.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> float(np.linalg.norm([3.0, 4.0]))
/// 5.0
#[pyfunction]
#[pyo3(signature = (x, ord=None, axis=None, keepdims=false))]
fn norm(
    x: &Bound<'_, PyAny>,
    ord: Option<&Bound<'_, PyAny>>,
    axis: Option<&Bound<'_, PyAny>>,
    #[pyo3(from_py_with = truth_argument)] keepdims: bool,
) -> PyResult<Py<PyAny>> {
    let py = x.py();
    let array = array_argument(x)?;
    let axes = axis.filter(|axis| !axis.is_none()).map(axes_argument).transpose()?;
    let count = axes.as_ref().map_or(array.ndim(), |axes| axes.len());
    let kind = norm_argument(ord, count)?;
    wrap::array_or_scalar(py, norm_of(&array, kind, axes.as_deref(), keepdims).or_raise(py)?)
}

/// The norm of matrices, those of the last two axes.
///
/// Parameters
/// ----------
/// x : array_like
/// keepdims : bool
///     Whether these axes stay, with length one.
/// ord : {1, -1, 2, -2, inf, -inf, 'fro', 'nuc'}, optional
///     The order, as `norm` has it.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> float(np.linalg.matrix_norm([[1.0, 2.0], [3.0, 4.0]], ord=1))
/// 6.0
#[pyfunction]
#[pyo3(signature = (x, /, *, keepdims=false, ord=Passed::Absent), text_signature = "(x, /, *, keepdims=False, ord='fro')")]
fn matrix_norm(
    x: &Bound<'_, PyAny>,
    #[pyo3(from_py_with = truth_argument)] keepdims: bool,
    #[pyo3(from_py_with = passed_argument)] ord: Passed,
) -> PyResult<Py<PyAny>> {
    let py = x.py();
    let kind = norm_argument(ord.get(py), 2)?;
    let array = array_argument(x)?;
    wrap::array_or_scalar(py, norm_of(&array, kind, Some(&[-2, -1]), keepdims).or_raise(py)?)
}

/// The norm of vectors.
///
/// Parameters
/// ----------
/// x : array_like
/// axis : int or tuple of int, optional
///     The axes whose elements make up a vector; by default all of them.
/// keepdims : bool
///     Whether these axes stay, with length one.
/// ord : number, inf or -inf
///     The order, as `norm` has it.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> float(np.linalg.vector_norm([[3.0, 0.0], [0.0, 4.0]]))
/// 5.0
#[pyfunction]
#[pyo3(signature = (x, /, *, axis=None, keepdims=false, ord=Passed::Absent), text_signature = "(x, /, *, axis=None, keepdims=False, ord=2)")]
fn vector_norm(
    x: &Bound<'_, PyAny>,
    axis: Option<&Bound<'_, PyAny>>,
    #[pyo3(from_py_with = truth_argument)] keepdims: bool,
    #[pyo3(from_py_with = passed_argument)] ord: Passed,
) -> PyResult<Py<PyAny>> {
    let py = x.py();
    let array = array_argument(x)?;
    let kind = norm_argument(ord.get(py), 1)?;
    let axes = match axis.filter(|axis| !axis.is_none()) {
        Some(axis) => axes_argument(axis)?.to_vec(),
        None => (0..array.ndim() as i64).collect(),
    };
    // The vectors' axes become one.
    let first: Vec<i64> = (0..axes.len() as i64).collect();
    let vectors = stridewise::shape::moveaxis(&array, &axes, &first).or_raise(py)?;
    let others: Vec<i64> = vectors.shape()[axes.len()..].iter().map(|&length| length as i64).collect();
    let length: usize = vectors.shape()[..axes.len()].iter().product();
    let shape: Vec<i64> = std::iter::once(length as i64).chain(others).collect();
    let vectors = vectors.reshape(&shape, Order::C).or_raise(py)?;
    let result = norm_of(&vectors, kind, Some(&[0]), false).or_raise(py)?;
    if !keepdims {
        return wrap::array_or_scalar(py, result);
    }
    let mut shape: Vec<i64> = array.shape().iter().map(|&length| length as i64).collect();
    for axis in stridewise_core::layout::normalize_axes(&axes, array.ndim()).or_raise(py)? {
        shape[axis] = 1;
    }
    wrap::array(py, result.reshape(&shape, Order::C).or_raise(py)?)
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    add(module, wrap_pyfunction!(norm, module)?, &["x"])?;
    add(module, wrap_pyfunction!(matrix_norm, module)?, &["x"])?;
    add(module, wrap_pyfunction!(vector_norm, module)?, &["x"])
}
