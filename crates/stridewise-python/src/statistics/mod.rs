//! Medians, quantiles, counts and histograms.

mod grid;
mod nan;
mod weighted;

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyList, PyTuple};
use smallvec::SmallVec;
use stridewise::Array;
use stridewise::statistics::{self, BinEdges, QuantileMethod, Quantiles, WidthRule};
use stridewise_core::op::Op;
use stridewise_core::{DType, Number, Order, Value};

use crate::array::PyArray;
use crate::convert::{
    Passed, Wish, array_argument, array_argument_as, axes_argument, optional_truth, passed_argument,
    truth_argument,
};
use crate::create::any_array;
use crate::detach::over_arrays;
use crate::dtype::weak_number;
use crate::error::OrRaise;
use crate::overrides::add_function;
use crate::wrap;

fn axes_of(axis: Option<&Bound<'_, PyAny>>) -> PyResult<Option<SmallVec<[i64; 4]>>> {
    axis.filter(|axis| !axis.is_none()).map(axes_argument).transpose()
}

/// Writes a result to `out` where that is given, else wraps it.
fn finish(
    py: Python<'_>,
    source: &Bound<'_, PyArray>,
    result: Array,
    out: Option<&Bound<'_, PyAny>>,
) -> PyResult<Py<PyAny>> {
    match out.filter(|out| !out.is_none()) {
        Some(out) => {
            let target = out
                .cast::<PyArray>()
                .map_err(|_| PyTypeError::new_err("return arrays must be of ArrayType"))?;
            target.get().array()?.assign(&result).or_raise(py)?;
            Ok(out.clone().unbind())
        }
        None => wrap::like(source.as_any(), result),
    }
}

/// The median of `a` along `axis`, or of all elements.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> float(np.median([1, 5, 3, 2]))
/// 2.5
#[pyfunction]
#[pyo3(signature = (a, axis=None, out=None, overwrite_input=false, keepdims=false))]
fn median(
    a: &Bound<'_, PyAny>,
    axis: Option<&Bound<'_, PyAny>>,
    out: Option<&Bound<'_, PyAny>>,
    #[pyo3(from_py_with = truth_argument)] overwrite_input: bool,
    #[pyo3(from_py_with = truth_argument)] keepdims: bool,
) -> PyResult<Py<PyAny>> {
    let _ = overwrite_input;
    let array = any_array(a)?;
    let axes = axes_of(axis)?;
    let source = array.get().array()?;
    let result = over_arrays(a.py(), source.size(), "median", &[source], &[], || {
        statistics::median(source, axes.as_deref(), keepdims)
    })
    .or_raise(a.py())?;
    if source.size() == 0 && result.size() > 0 {
        // The median of nothing is its mean, and warns as that does.
        let class = a.py().get_type::<pyo3::exceptions::PyRuntimeWarning>();
        PyErr::warn(a.py(), class.as_any(), c"Mean of empty slice.", 1)?;
        let scalar = if result.ndim() == 0 {
            c"invalid value encountered in scalar divide"
        } else {
            c"invalid value encountered in divide"
        };
        PyErr::warn(a.py(), class.as_any(), scalar, 1)?;
    }
    finish(a.py(), &array, result, out)
}

fn quantiles_of(
    a: &Bound<'_, PyAny>,
    q: &Shares,
    axis: Option<&Bound<'_, PyAny>>,
    out: Option<&Bound<'_, PyAny>>,
    method: &str,
    keepdims: bool,
    weights: Option<&Bound<'_, PyAny>>,
) -> PyResult<Py<PyAny>> {
    let py = a.py();
    let array = any_array(a)?;
    let axes = axes_of(axis)?;
    let source = array.get().array()?;
    let result = match weights_argument(weights, method)? {
        Some(weights) => {
            statistics::weighted_quantile(source, &weights, &q.array, axes.as_deref(), keepdims, false)
                .or_raise(py)?
        }
        None => {
            let quantiles = q.by(QuantileMethod::parse(method).or_raise(py)?);
            over_arrays(py, source.size(), "quantile", &[source, &q.array], &[], || {
                statistics::quantile(source, &quantiles, axes.as_deref(), keepdims)
            })
            .or_raise(py)?
        }
    };
    finish(py, &array, result, out)
}

/// The quantiles `q` (each in 0 to 1) of `a` along `axis`, or of all elements.
#[pyfunction]
#[pyo3(signature = (a, q, axis=None, out=None, overwrite_input=false, method="linear", keepdims=false, *, weights=None))]
fn quantile(
    a: &Bound<'_, PyAny>,
    q: &Bound<'_, PyAny>,
    axis: Option<&Bound<'_, PyAny>>,
    out: Option<&Bound<'_, PyAny>>,
    #[pyo3(from_py_with = truth_argument)] overwrite_input: bool,
    method: &str,
    #[pyo3(from_py_with = truth_argument)] keepdims: bool,
    weights: Option<&Bound<'_, PyAny>>,
) -> PyResult<Py<PyAny>> {
    let _ = overwrite_input;
    quantiles_of(a, &Shares::from_quantiles(q)?, axis, out, method, keepdims, weights)
}

/// The weights of quantiles, which one method alone takes.
fn weights_argument(weights: Option<&Bound<'_, PyAny>>, method: &str) -> PyResult<Option<Array>> {
    let Some(weights) = weights.filter(|weights| !weights.is_none()) else { return Ok(None) };
    if method != "inverted_cdf" {
        return Err(PyValueError::new_err(format!(
            "Only method 'inverted_cdf' supports weights. Got: {method}."
        )));
    }
    array_argument(weights).map(Some)
}

/// Shares in 0 to 1, and whether they leave the dtype of an array of floats as it is: whether they are a Python number.
struct Shares {
    array: Array,
    weak: bool,
}

impl Shares {
    /// From quantiles.
    fn from_quantiles(q: &Bound<'_, PyAny>) -> PyResult<Self> {
        let weak = weak_number(q).is_some();
        Ok(Self { array: array_argument(q)?, weak })
    }

    fn from_percentiles(q: &Bound<'_, PyAny>) -> PyResult<Self> {
        let py = q.py();
        let Self { array: q, weak } = Self::from_quantiles(q)?;
        let values: Vec<f64> = q.cast_to_vec().or_raise(py)?;
        if values.iter().any(|value| !(0.0..=100.0).contains(value)) {
            return Err(PyValueError::new_err("Percentiles must be in the range [0, 100]"));
        }
        let array = stridewise::arithmetic::with_number(Op::Divide, &q, Value::Float(100.0)).or_raise(py)?;
        Ok(Self { array, weak })
    }

    fn by(&self, method: QuantileMethod) -> Quantiles<'_> {
        Quantiles { shares: &self.array, weak: self.weak, method }
    }
}

/// The percentiles `q` (each in 0 to 100) of `a` along `axis`, or of all elements.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.percentile([1, 2, 3, 4, 5], [0, 50, 100]).tolist()
/// [1.0, 3.0, 5.0]
#[pyfunction]
#[pyo3(signature = (a, q, axis=None, out=None, overwrite_input=false, method="linear", keepdims=false, *, weights=None))]
fn percentile(
    a: &Bound<'_, PyAny>,
    q: &Bound<'_, PyAny>,
    axis: Option<&Bound<'_, PyAny>>,
    out: Option<&Bound<'_, PyAny>>,
    #[pyo3(from_py_with = truth_argument)] overwrite_input: bool,
    method: &str,
    #[pyo3(from_py_with = truth_argument)] keepdims: bool,
    weights: Option<&Bound<'_, PyAny>>,
) -> PyResult<Py<PyAny>> {
    let _ = overwrite_input;
    quantiles_of(a, &Shares::from_percentiles(q)?, axis, out, method, keepdims, weights)
}

/// How often each integer from 0 on stands in `x`; with weights, their sums.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.bincount([0, 2, 2]).tolist()
/// [1, 0, 2]
#[pyfunction]
#[pyo3(signature = (x, /, weights=None, minlength=Passed::Absent), text_signature = "(x, /, weights=None, minlength=0)")]
fn bincount(
    x: &Bound<'_, PyAny>,
    weights: Option<&Bound<'_, PyAny>>,
    #[pyo3(from_py_with = passed_argument)] minlength: Passed,
) -> PyResult<Py<PyAny>> {
    let py = x.py();
    let least = match minlength.get(py) {
        None => 0,
        Some(none) if none.is_none() => {
            return Err(PyTypeError::new_err("use 0 instead of None for minlength"));
        }
        Some(least) => usize::try_from(least.extract::<isize>()?)
            .map_err(|_| PyValueError::new_err("'minlength' must not be negative"))?,
    };
    let weights = weights.filter(|weights| !weights.is_none()).map(array_argument).transpose()?;
    // Lists become integers, whatever they hold; arrays have to be of integers.
    let is_sequence = x.is_instance_of::<PyList>() || x.is_instance_of::<PyTuple>();
    let dtype = is_sequence.then_some(DType::I64);
    let array = array_argument_as(x, &Wish { dtype, ..Wish::default() })?;
    let read: SmallVec<[&Array; 2]> = std::iter::once(&array).chain(&weights).collect();
    let counts = over_arrays(py, array.size(), "bincount", &read, &[], || {
        statistics::bincount(&array, weights.as_ref(), least)
    });
    wrap::array(py, counts.or_raise(py)?)
}

/// For each number of `x` the bin that it falls into.
#[pyfunction]
#[pyo3(signature = (x, bins, right=false))]
fn digitize(
    x: &Bound<'_, PyAny>,
    bins: &Bound<'_, PyAny>,
    #[pyo3(from_py_with = truth_argument)] right: bool,
) -> PyResult<Py<PyAny>> {
    let py = x.py();
    let (array, bins) = (array_argument(x)?, array_argument(bins)?);
    let places = over_arrays(py, array.size(), "digitize", &[&array, &bins], &[], || {
        statistics::digitize(&array, &bins, right)
    });
    wrap::array_or_scalar(py, places.or_raise(py)?)
}

fn edges_of(
    array: &Array,
    bins: Option<&Bound<'_, PyAny>>,
    range: Option<(f64, f64)>,
    weighted: bool,
    py: Python<'_>,
) -> PyResult<Array> {
    let bins = match bins {
        None => BinEdges::Count(10),
        Some(none) if none.is_none() => {
            return Err(PyTypeError::new_err("`bins` must be an integer, a string, or an array"));
        }
        Some(bins) if bins.is_instance_of::<pyo3::types::PyString>() => {
            let rule = WidthRule::parse(&bins.extract::<String>()?).or_raise(py)?;
            if weighted {
                return Err(PyTypeError::new_err(
                    "Automated estimation of the number of bins is not supported for weighted data",
                ));
            }
            let found = statistics::bin_count(array, rule, range).or_raise(py)?;
            if found.doubtful {
                let class = py.get_type::<pyo3::exceptions::PyRuntimeWarning>();
                let text = c"The number of bins estimated may be suboptimal.";
                PyErr::warn(py, class.as_any(), text, 2)?;
            }
            BinEdges::Count(found.count)
        }
        Some(bins) => match bins.extract::<isize>() {
            Ok(count) => BinEdges::Count(usize::try_from(count).unwrap_or(0)),
            Err(_) => {
                let edges = array_argument(bins)?;
                if edges.ndim() == 0 {
                    return Err(PyTypeError::new_err("`bins` must be an integer, a string, or an array"));
                }
                BinEdges::Edges(edges)
            }
        },
    };
    statistics::bin_edges(array, &bins, range).or_raise(py)
}

/// From where to where bins reach: a pair of numbers.
fn limits(range: Option<&Bound<'_, PyAny>>) -> PyResult<Option<(f64, f64)>> {
    let Some(range) = range.filter(|range| !range.is_none()) else { return Ok(None) };
    let ends: Vec<f64> = range.try_iter()?.map(|end| end?.extract::<f64>()).collect::<PyResult<_>>()?;
    match ends.as_slice() {
        &[low, high] => Ok(Some((low, high))),
        _ => Err(PyValueError::new_err("range must be a pair of numbers")),
    }
}

/// The array to count: booleans count as uint8.
fn counted(a: &Bound<'_, PyAny>) -> PyResult<Array> {
    let array = array_argument(a)?;
    let array = if array.number() == Number::Bool {
        let class = a.py().get_type::<pyo3::exceptions::PyRuntimeWarning>();
        let text = c"Converting input from bool to <class 'numpy.uint8'> for compatibility.";
        PyErr::warn(a.py(), class.as_any(), text, 1)?;
        array.astype(Number::U8.native(), Order::Keep).or_raise(a.py())?
    } else {
        array
    };
    stridewise::shape::ravel(&array, Order::C).or_raise(a.py())
}

/// The edges of the bins that `histogram` would use.
#[pyfunction]
#[pyo3(signature = (a, bins=Passed::Absent, range=None, weights=None), text_signature = "(a, bins=10, range=None, weights=None)")]
fn histogram_bin_edges(
    a: &Bound<'_, PyAny>,
    #[pyo3(from_py_with = passed_argument)] bins: Passed,
    range: Option<&Bound<'_, PyAny>>,
    weights: Option<&Bound<'_, PyAny>>,
) -> PyResult<Py<PyAny>> {
    let weighted = weights.is_some_and(|weights| !weights.is_none());
    wrap::array(a.py(), edges_of(&counted(a)?, bins.get(a.py()), limits(range)?, weighted, a.py())?)
}

/// How many elements of `a` fall into each bin, and the bins' edges.
///
/// Parameters
/// ----------
/// bins : int or array_like
///     The number of bins of equal width, or their edges.
/// density : bool
///     Whether counts are scaled so that the integral over the bins is one.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> counts, edges = np.histogram([1, 2, 1], bins=[0, 1, 2, 3])
/// >>> counts.tolist()
/// [0, 2, 1]
#[pyfunction]
#[pyo3(signature = (a, bins=Passed::Absent, range=None, density=None, weights=None), text_signature = "(a, bins=10, range=None, density=None, weights=None)")]
fn histogram(
    a: &Bound<'_, PyAny>,
    #[pyo3(from_py_with = passed_argument)] bins: Passed,
    range: Option<&Bound<'_, PyAny>>,
    #[pyo3(from_py_with = optional_truth)] density: Option<bool>,
    weights: Option<&Bound<'_, PyAny>>,
) -> PyResult<(Py<PyAny>, Py<PyAny>)> {
    let py = a.py();
    let array = counted(a)?;
    let weights = match weights.filter(|weights| !weights.is_none()) {
        Some(weights) => Some(stridewise::shape::ravel(&array_argument(weights)?, Order::C).or_raise(py)?),
        None => None,
    };
    let edges = edges_of(&array, bins.get(py), limits(range)?, weights.is_some(), py)?;
    let read: SmallVec<[&Array; 2]> = std::iter::once(&array).chain(&weights).collect();
    let mut counts = over_arrays(py, array.size(), "histogram", &read, &[], || {
        statistics::histogram(&array, &edges, weights.as_ref())
    })
    .or_raise(py)?;
    if density == Some(true) {
        let widths = stridewise::differences::diff(&edges, 1, -1).or_raise(py)?;
        let total: f64 = counts.cast_to_vec::<f64>().or_raise(py)?.iter().sum();
        let scaled = stridewise::arithmetic::binary(Op::Divide, &counts, &widths).or_raise(py)?;
        counts =
            stridewise::arithmetic::with_number(Op::Divide, &scaled, Value::Float(total)).or_raise(py)?;
    }
    Ok((wrap::array(py, counts)?, wrap::array(py, edges)?))
}

pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    nan::register(module)?;
    weighted::register(module)?;
    grid::register(module)?;
    add_function(module, wrap_pyfunction!(median, module)?, &["a", "out"])?;
    add_function(module, wrap_pyfunction!(quantile, module)?, &["a", "q", "out", "weights"])?;
    add_function(module, wrap_pyfunction!(percentile, module)?, &["a", "q", "out", "weights"])?;
    add_function(module, wrap_pyfunction!(bincount, module)?, &["x", "weights"])?;
    add_function(module, wrap_pyfunction!(digitize, module)?, &["x", "bins"])?;
    add_function(module, wrap_pyfunction!(histogram_bin_edges, module)?, &["a", "bins", "weights"])?;
    add_function(module, wrap_pyfunction!(histogram, module)?, &["a", "bins", "weights"])
}
