//! Histograms over several dimensions.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyList;
use stridewise::Array;
use stridewise::shape::slice_along;
use stridewise::statistics::{self, BinEdges};
use stridewise_core::Order;

use super::{counted, limits};
use crate::convert::{array_argument, optional_truth};
use crate::error::OrRaise;
use crate::overrides::add_function;
use crate::wrap;

type Argument<'a, 'py> = Option<&'a Bound<'py, PyAny>>;

/// The points as rows, one column for each dimension: of an array so, of a sequence of vectors each is a dimension.
fn points_of(sample: &Bound<'_, PyAny>) -> PyResult<Array> {
    let py = sample.py();
    let array = array_argument(sample)?;
    let own_shape = sample.hasattr("shape")? && array.ndim() == 2;
    match array.ndim() {
        2 if own_shape => Ok(array),
        2 => Ok(array.transposed()),
        0 | 1 => array.reshape(&[-1, 1], Order::C).or_raise(py),
        _ => Err(PyValueError::new_err("too many values to unpack (expected 2)")),
    }
}

/// The bins of each dimension, as they were given.
fn bins_of<'py>(bins: Argument<'_, 'py>, dimensions: usize) -> PyResult<Vec<Option<Bound<'py, PyAny>>>> {
    let Some(bins) = bins else { return Ok(vec![None; dimensions]) };
    let Ok(count) = bins.len() else { return Ok(vec![Some(bins.clone()); dimensions]) };
    if count != dimensions {
        return Err(PyValueError::new_err(
            "The dimension of bins must be equal to the dimension of the sample x.",
        ));
    }
    bins.try_iter()?.map(|bins| bins.map(Some)).collect()
}

fn edges_of(
    coordinates: &Array,
    bins: Argument<'_, '_>,
    range: Option<(f64, f64)>,
    dimension: usize,
    py: Python<'_>,
) -> PyResult<Array> {
    let Some(bins) = bins else {
        return statistics::bin_edges(coordinates, &BinEdges::Count(10), range).or_raise(py);
    };
    let given = array_argument(bins)?;
    let wrong = |text: &str| PyValueError::new_err(format!("`bins[{dimension}]` {text}"));
    match given.ndim() {
        0 => {
            if given.item().is_some_and(|count| count.to_f64() < 1.0) {
                return Err(wrong("must be positive, when an integer"));
            }
            let count = bins.extract::<isize>().map_err(|_| {
                pyo3::exceptions::PyTypeError::new_err(format!(
                    "`bins[{dimension}]` must be an integer, when a scalar"
                ))
            })?;
            let count = usize::try_from(count).ok().filter(|&count| count > 0);
            let count = count.ok_or_else(|| wrong("must be positive, when an integer"))?;
            statistics::bin_edges(coordinates, &BinEdges::Count(count), range).or_raise(py)
        }
        1 => {
            let values: Vec<f64> = given.cast_to_vec().or_raise(py)?;
            if values.windows(2).any(|pair| pair[0] > pair[1]) {
                return Err(wrong("must be monotonically increasing, when an array"));
            }
            Ok(given)
        }
        _ => Err(wrong("must be a scalar or 1d array")),
    }
}

/// The histogram of points in several dimensions.
///
/// Parameters
/// ----------
/// sample : array_like
///     Points as rows, or a sequence of vectors, one for each dimension.
/// bins : int, or sequence of int or of arrays
///     The number of bins of each dimension, or their edges.
/// range : sequence of pairs, optional
///     From where to where the bins of each dimension reach; `None`: from the smallest to the largest element.
/// density : bool
///     Whether counts are scaled so that the integral over all bins is one.
/// weights : array_like, optional
///     How much each point counts.
///
/// Returns
/// -------
/// H : ndarray
///     float64, with one axis for each dimension.
/// edges : sequence of ndarray
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> counts, edges = np.histogramdd([[0.5, 0.5], [1.5, 0.5]], bins=2)
/// >>> counts.shape
/// (2, 2)
#[pyfunction]
#[pyo3(signature = (sample, bins=None, range=None, density=None, weights=None), text_signature = "(sample, bins=10, range=None, density=None, weights=None)")]
fn histogramdd<'py>(
    sample: &Bound<'py, PyAny>,
    bins: Argument<'_, 'py>,
    range: Argument<'_, 'py>,
    #[pyo3(from_py_with = optional_truth)] density: Option<bool>,
    weights: Argument<'_, 'py>,
) -> PyResult<(Py<PyAny>, Py<PyAny>)> {
    let py = sample.py();
    let points = points_of(sample)?;
    let dimensions = points.shape()[1];
    let bins = bins_of(bins, dimensions)?;
    let ranges: Vec<Option<(f64, f64)>> = match range.filter(|range| !range.is_none()) {
        None => vec![None; dimensions],
        Some(range) => range.try_iter()?.map(|range| limits(Some(&range?))).collect::<PyResult<_>>()?,
    };
    if ranges.len() != dimensions {
        return Err(PyValueError::new_err("range argument must have one entry per dimension"));
    }
    let mut edges = Vec::with_capacity(dimensions);
    for dimension in 0..dimensions {
        let place = dimension as isize;
        let coordinates = slice_along(&points, 1, place, Some(place + 1)).or_raise(py)?;
        edges.push(edges_of(&coordinates, bins[dimension].as_ref(), ranges[dimension], dimension, py)?);
    }
    let weights = weights.filter(|weights| !weights.is_none()).map(counted).transpose()?;
    let mut counts = statistics::histogram_grid(&points, &edges, weights.as_ref()).or_raise(py)?;
    if density == Some(true) {
        counts = statistics::density_of_grid(&counts, &edges).or_raise(py)?;
    }
    let edges: Vec<Py<PyAny>> =
        edges.into_iter().map(|edges| wrap::array(py, edges)).collect::<PyResult<_>>()?;
    Ok((wrap::array(py, counts)?, PyList::new(py, edges)?.into_any().unbind()))
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    add_function(module, wrap_pyfunction!(histogramdd, module)?, &["sample", "*bins", "weights"])
}
