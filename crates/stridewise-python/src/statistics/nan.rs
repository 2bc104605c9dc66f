//! Medians and quantiles of what is not NaN.

use pyo3::exceptions::PyRuntimeWarning;
use pyo3::prelude::*;
use stridewise::Array;
use stridewise::nan::{self, Skipped};
use stridewise::statistics::QuantileMethod;

use super::{Shares, axes_of, finish, weights_argument};
use crate::convert::truth_argument;
use crate::create::any_array;
use crate::detach::over_arrays;
use crate::error::OrRaise;
use crate::overrides::add_function;
use crate::ufunc::not_given;

type Argument<'a, 'py> = Option<&'a Bound<'py, PyAny>>;

fn keeps_axes(keepdims: Argument<'_, '_>) -> PyResult<bool> {
    keepdims.filter(|keepdims| !not_given(keepdims)).map_or(Ok(false), |keepdims| keepdims.is_truthy())
}

/// Computes, and warns once for each slice without a number.
fn skipping<'py>(
    a: &Bound<'py, PyAny>,
    out: Argument<'_, 'py>,
    compute: impl FnOnce(&Array) -> stridewise::Result<Skipped> + Send,
) -> PyResult<Py<PyAny>> {
    let py = a.py();
    let array = any_array(a)?;
    let source = array.get().array()?;
    let found =
        over_arrays(py, source.size(), "quantile", &[source], &[], || compute(source)).or_raise(py)?;
    let class = py.get_type::<PyRuntimeWarning>();
    if array.get().handle().size() == 0 {
        if found.hopeless > 0 {
            PyErr::warn(py, class.as_any(), c"Mean of empty slice", 1)?;
        }
    } else {
        for _ in 0..found.hopeless {
            PyErr::warn(py, class.as_any(), c"All-NaN slice encountered", 1)?;
        }
    }
    finish(py, &array, found.array, out)
}

/// The median over some axes of what is not NaN; NaN, with a RuntimeWarning, where there is nothing else.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> float(np.nanmedian([1.0, np.nan, 4.0, 3.0]))
/// 3.0
#[pyfunction]
#[pyo3(signature = (a, axis=None, out=None, overwrite_input=false, keepdims=None), text_signature = "(a, axis=None, out=None, overwrite_input=False, keepdims=<no value>)")]
fn nanmedian<'py>(
    a: &Bound<'py, PyAny>,
    axis: Argument<'_, 'py>,
    out: Argument<'_, 'py>,
    #[pyo3(from_py_with = truth_argument)] overwrite_input: bool,
    keepdims: Argument<'_, 'py>,
) -> PyResult<Py<PyAny>> {
    let _ = overwrite_input;
    let (axes, keepdims) = (axes_of(axis)?, keeps_axes(keepdims)?);
    skipping(a, out, |array| nan::median(array, axes.as_deref(), keepdims))
}

fn quantiles_of<'py>(
    a: &Bound<'py, PyAny>,
    q: &Shares,
    axis: Argument<'_, 'py>,
    out: Argument<'_, 'py>,
    method: &str,
    keepdims: Argument<'_, 'py>,
    weights: Argument<'_, 'py>,
) -> PyResult<Py<PyAny>> {
    let (axes, keepdims) = (axes_of(axis)?, keeps_axes(keepdims)?);
    if let Some(weights) = weights_argument(weights, method)? {
        let axes = axes.as_deref();
        return skipping(a, out, |array| nan::weighted_quantile(array, &weights, &q.array, axes, keepdims));
    }
    let quantiles = q.by(QuantileMethod::parse(method).or_raise(a.py())?);
    skipping(a, out, |array| nan::quantile(array, &quantiles, axes.as_deref(), keepdims))
}

/// The quantiles `q` (each in 0 to 1) over some axes of what is not NaN.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> float(np.nanquantile([1.0, np.nan, 4.0, 3.0], 0.5))
/// 3.0
#[pyfunction]
#[pyo3(signature = (a, q, axis=None, out=None, overwrite_input=false, method="linear", keepdims=None, *, weights=None), text_signature = "(a, q, axis=None, out=None, overwrite_input=False, method='linear', keepdims=<no value>, *, weights=None)")]
fn nanquantile<'py>(
    a: &Bound<'py, PyAny>,
    q: &Bound<'py, PyAny>,
    axis: Argument<'_, 'py>,
    out: Argument<'_, 'py>,
    #[pyo3(from_py_with = truth_argument)] overwrite_input: bool,
    method: &str,
    keepdims: Argument<'_, 'py>,
    weights: Argument<'_, 'py>,
) -> PyResult<Py<PyAny>> {
    let _ = overwrite_input;
    quantiles_of(a, &Shares::from_quantiles(q)?, axis, out, method, keepdims, weights)
}

/// The percentiles `q` (each in 0 to 100) over some axes of what is not NaN.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.nanpercentile([1.0, np.nan, 4.0, 3.0], [0, 50]).tolist()
/// [1.0, 3.0]
#[pyfunction]
#[pyo3(signature = (a, q, axis=None, out=None, overwrite_input=false, method="linear", keepdims=None, *, weights=None), text_signature = "(a, q, axis=None, out=None, overwrite_input=False, method='linear', keepdims=<no value>, *, weights=None)")]
fn nanpercentile<'py>(
    a: &Bound<'py, PyAny>,
    q: &Bound<'py, PyAny>,
    axis: Argument<'_, 'py>,
    out: Argument<'_, 'py>,
    #[pyo3(from_py_with = truth_argument)] overwrite_input: bool,
    method: &str,
    keepdims: Argument<'_, 'py>,
    weights: Argument<'_, 'py>,
) -> PyResult<Py<PyAny>> {
    let _ = overwrite_input;
    quantiles_of(a, &Shares::from_percentiles(q)?, axis, out, method, keepdims, weights)
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    add_function(module, wrap_pyfunction!(nanmedian, module)?, &["a", "out"])?;
    add_function(module, wrap_pyfunction!(nanquantile, module)?, &["a", "q", "out", "weights"])?;
    add_function(module, wrap_pyfunction!(nanpercentile, module)?, &["a", "q", "out", "weights"])
}
