//! Linear algebra.

use pyo3::exceptions::{PyNotImplementedError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyModule, PyString};
use stridewise::norm::{Norm, norm as norm_of};

use crate::convert::{array_argument, axes_argument, truth_argument};
use crate::error::OrRaise;
use crate::overrides::add_function;
use crate::wrap;

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
    let kind = match ord.filter(|ord| !ord.is_none()) {
        None => Norm::Euclidean,
        Some(ord) => match ord.cast::<PyString>() {
            Ok(name) => match (name.to_str()?, count) {
                ("fro" | "f", 2) => Norm::Euclidean,
                ("nuc", 2) => {
                    return Err(PyNotImplementedError::new_err(
                        "the nuclear norm takes singular values, which are not there yet",
                    ));
                }
                (_, 2) => return Err(PyValueError::new_err("Invalid norm order for matrices.")),
                (name, _) => {
                    return Err(PyValueError::new_err(format!("Invalid norm order '{name}' for vectors")));
                }
            },
            Err(_) => match ord.extract::<f64>()? {
                f64::INFINITY => Norm::Infinity,
                f64::NEG_INFINITY => Norm::NegativeInfinity,
                order => Norm::Order(order),
            },
        },
    };
    wrap::array_or_scalar(py, norm_of(&array, kind, axes.as_deref(), keepdims).or_raise(py)?)
}

pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let linalg = PyModule::new(module.py(), "_linalg")?;
    add_function(&linalg, wrap_pyfunction!(norm, &linalg)?, &["x"])?;
    module.add("_linalg", linalg)
}
