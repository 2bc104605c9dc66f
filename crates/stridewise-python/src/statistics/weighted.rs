//! Means with weights, covariances and correlations.

use pyo3::exceptions::{PyRuntimeWarning, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use stridewise::Array;
use stridewise::reduce::{Average, mean};
use stridewise::statistics::{self, Covariance, Covariances};
use stridewise_core::layout::normalize_axes;
use stridewise_core::{Number, Order, Value};

use super::axes_of;
use crate::convert::{array_argument, truth_argument};
use crate::create::{any_array, optional_dtype};
use crate::error::OrRaise;
use crate::overrides::add_function;
use crate::ufunc::not_given;
use crate::wrap;

type Argument<'a, 'py> = Option<&'a Bound<'py, PyAny>>;

fn given<'a, 'py>(argument: Argument<'a, 'py>) -> Argument<'a, 'py> {
    argument.filter(|object| !object.is_none())
}

/// The mean over some axes in which each element counts by its weight.
///
/// Parameters
/// ----------
/// a : array_like
/// axis : int or tuple of int, optional
///     By default all.
/// weights : array_like, optional
///     Of the shape of `a`, or of its shape along `axis`; by default all one.
/// returned : bool
///     Whether the sum of the weights is given too.
/// keepdims : bool
///     Whether these axes stay, with length one.
///
/// Raises
/// ------
/// ZeroDivisionError
///     If weights sum to zero.
/// TypeError
///     If the shapes differ and there is no axis.
/// ValueError
///     If the shape of the weights does not fit the axes.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> float(np.average([1.0, 4.0], weights=[2, 1]))
/// 2.0
#[pyfunction]
#[pyo3(signature = (a, axis=None, weights=None, returned=false, *, keepdims=None), text_signature = "(a, axis=None, weights=None, returned=False, *, keepdims=<no value>)")]
fn average<'py>(
    a: &Bound<'py, PyAny>,
    axis: Argument<'_, 'py>,
    weights: Argument<'_, 'py>,
    #[pyo3(from_py_with = truth_argument)] returned: bool,
    keepdims: Argument<'_, 'py>,
) -> PyResult<Py<PyAny>> {
    let py = a.py();
    let object = any_array(a)?;
    let array = object.get().array()?;
    let keep_axes = keepdims.filter(|keep| !not_given(keep)).map_or(Ok(false), |keep| keep.is_truthy())?;
    let axes = match axes_of(axis)? {
        Some(axes) => Some(normalize_axes(&axes, array.ndim()).or_raise(py)?.to_vec()),
        None => None,
    };
    let all: Vec<usize> = (0..array.ndim()).collect();
    let (result, weight) = match given(weights) {
        Some(weights) => {
            let found = statistics::average(array, &array_argument(weights)?, axes.as_deref(), keep_axes)
                .or_raise(py)?;
            (found.mean, found.weight)
        }
        None => {
            let request =
                Average { axes: axes.as_deref().unwrap_or(&all), number: None, keep_axes, mask: None };
            let moment = mean(array, &request).or_raise(py)?;
            if moment.too_few {
                let class = py.get_type::<PyRuntimeWarning>();
                PyErr::warn(py, class.as_any(), c"Mean of empty slice", 1)?;
            }
            let share = array.size() as f64 / moment.array.size().max(1) as f64;
            let weight = Array::full(moment.array.dtype(), &[], Value::Float(share)).or_raise(py)?;
            (moment.array, weight)
        }
    };
    if !returned {
        return wrap::like(object.as_any(), result);
    }
    let weight = weight.broadcast_to(result.shape()).and_then(|weight| weight.copy(Order::C)).or_raise(py)?;
    let pair = [wrap::like(object.as_any(), result)?, wrap::like(object.as_any(), weight)?];
    Ok(PyTuple::new(py, pair)?.into_any().unbind())
}

/// The arguments that covariances and correlations share.
fn covariances<'py>(
    m: &Bound<'py, PyAny>,
    y: Argument<'_, 'py>,
    dtype: Argument<'_, 'py>,
    request: &Covariance<'_>,
) -> PyResult<Array> {
    let py = m.py();
    let more = given(y).map(array_argument).transpose()?;
    let number: Option<Number> = optional_dtype(dtype)?.map(|dtype| dtype.number());
    let request = Covariance { number, ..*request };
    let Covariances { matrix, too_few } =
        statistics::covariance(&array_argument(m)?, more.as_ref(), &request).or_raise(py)?;
    if too_few {
        let class = py.get_type::<PyRuntimeWarning>();
        PyErr::warn(py, class.as_any(), c"Degrees of freedom <= 0 for slice", 1)?;
    }
    Ok(matrix)
}

/// The covariances of variables with each other.
///
/// Parameters
/// ----------
/// m : array_like
///     A variable, or several.
/// y : array_like, optional
///     More variables.
/// rowvar : bool
///     Whether each row is a variable; else each column is.
/// bias : bool
///     Whether sums are divided by the number of observations, else by one less.
/// ddof : int, optional
///     Instead of `bias`: how much is taken off that number.
/// fweights, aweights : array_like, optional
///     How often, and how much, each observation counts.
/// dtype : dtype, optional
///     By default at least float64.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.cov([[0, 1, 2], [2, 1, 0]]).tolist()
/// [[1.0, -1.0], [-1.0, 1.0]]
#[pyfunction]
#[pyo3(signature = (m, y=None, rowvar=true, bias=false, ddof=None, fweights=None, aweights=None, *, dtype=None))]
fn cov<'py>(
    m: &Bound<'py, PyAny>,
    y: Argument<'_, 'py>,
    #[pyo3(from_py_with = truth_argument)] rowvar: bool,
    #[pyo3(from_py_with = truth_argument)] bias: bool,
    ddof: Argument<'_, 'py>,
    fweights: Argument<'_, 'py>,
    aweights: Argument<'_, 'py>,
    dtype: Argument<'_, 'py>,
) -> PyResult<Py<PyAny>> {
    let freedom = match given(ddof) {
        None => f64::from(u8::from(!bias)),
        Some(ddof) => ddof.extract()?,
    };
    if freedom.fract() != 0.0 {
        return Err(PyValueError::new_err("ddof must be integer"));
    }
    let frequencies = given(fweights).map(array_argument).transpose()?;
    let weights = given(aweights).map(array_argument).transpose()?;
    let request = Covariance {
        rows: rowvar,
        freedom,
        frequencies: frequencies.as_ref(),
        weights: weights.as_ref(),
        number: None,
    };
    wrap::array(m.py(), covariances(m, y, dtype, &request)?)
}

/// The correlations of variables with each other, from -1 to 1.
///
/// Parameters
/// ----------
/// x : array_like
///     A variable, or several.
/// y : array_like, optional
///     More variables.
/// rowvar : bool
///     Whether each row is a variable; else each column is.
/// dtype : dtype, optional
///     By default at least float64.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.corrcoef([0, 1, 2], [2, 1, 0]).round(6).tolist()
/// [[1.0, -1.0], [-1.0, 1.0]]
#[pyfunction]
#[pyo3(signature = (x, y=None, rowvar=true, *, dtype=None))]
fn corrcoef<'py>(
    x: &Bound<'py, PyAny>,
    y: Argument<'_, 'py>,
    #[pyo3(from_py_with = truth_argument)] rowvar: bool,
    dtype: Argument<'_, 'py>,
) -> PyResult<Py<PyAny>> {
    let request = Covariance { rows: rowvar, freedom: 1.0, frequencies: None, weights: None, number: None };
    let matrix = covariances(x, y, dtype, &request)?;
    wrap::array_or_scalar(x.py(), statistics::correlation(&matrix).or_raise(x.py())?)
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    add_function(module, wrap_pyfunction!(average, module)?, &["a", "weights"])?;
    add_function(module, wrap_pyfunction!(cov, module)?, &["m", "y", "fweights", "aweights"])?;
    add_function(module, wrap_pyfunction!(corrcoef, module)?, &["x", "y"])
}
