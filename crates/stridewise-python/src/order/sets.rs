//! Arrays as sets.

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use stridewise::sets::{self, Lookup, Wanted};
use stridewise::{Array, Result};
use stridewise_core::Order;

use crate::array::shape_methods::share_or_own;
use crate::convert::{array_argument, truth_argument};
use crate::create::any_array;
use crate::detach::over_arrays;
use crate::error::OrRaise;
use crate::overrides::add_function;
use crate::wrap;

/// The distinct elements of `ar`, sorted; on request also where they stand and how often.
///
/// Parameters
/// ----------
/// ar : array_like
///     Flattened, unless `axis` is given: then the distinct sub-arrays along it.
/// return_index, return_inverse, return_counts : bool
///     Whether to give the first position of each, the position of each element's value, how often each stands there.
/// equal_nan : bool
///     Whether all NaN count as one.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> values, counts = np.unique([3, 1, 3], return_counts=True)
/// >>> values.tolist(), counts.tolist()
/// ([1, 3], [1, 2])
#[pyfunction]
#[pyo3(signature = (ar, return_index=false, return_inverse=false, return_counts=false, axis=None, *, equal_nan=true, sorted=true))]
fn unique(
    ar: &Bound<'_, PyAny>,
    #[pyo3(from_py_with = truth_argument)] return_index: bool,
    #[pyo3(from_py_with = truth_argument)] return_inverse: bool,
    #[pyo3(from_py_with = truth_argument)] return_counts: bool,
    axis: Option<&Bound<'_, PyAny>>,
    #[pyo3(from_py_with = truth_argument)] equal_nan: bool,
    #[pyo3(from_py_with = truth_argument)] sorted: bool,
) -> PyResult<Py<PyAny>> {
    let _ = sorted;
    let py = ar.py();
    let axis = match axis.filter(|axis| !axis.is_none()) {
        None => None,
        Some(axis) => Some(axis.extract::<i64>().map_err(|_| {
            let class = axis.get_type().name().map_or_else(|_| "object".to_owned(), |name| name.to_string());
            PyTypeError::new_err(format!("integer argument expected, got {class}"))
        })?),
    };
    let array = any_array(ar)?;
    let source = array.get().array()?;
    let wanted = Wanted { first: return_index, inverse: return_inverse, counts: return_counts };
    let found = over_arrays(py, source.size(), "unique", &[source], &[], || match axis {
        None => sets::unique(source, equal_nan, wanted),
        Some(axis) => sets::unique_rows(source, axis, equal_nan, wanted),
    })
    .or_raise(py)?;
    let values = share_or_own(&array, found.values)?;
    let mut results = vec![values];
    if let Some(first) = found.first {
        results.push(wrap::array(py, first)?);
    }
    if let Some(inverse) = found.inverse {
        let inverse = match axis {
            None => {
                let shape: Vec<i64> = source.shape().iter().map(|&length| length as i64).collect();
                inverse.reshape(&shape, Order::C).or_raise(py)?
            }
            Some(_) => inverse,
        };
        results.push(wrap::array(py, inverse)?);
    }
    if let Some(counts) = found.counts {
        results.push(wrap::array(py, counts)?);
    }
    if results.len() == 1 {
        return Ok(results.remove(0));
    }
    Ok(PyTuple::new(py, results)?.into_any().unbind())
}

/// For each element whether it is among `test_elements`.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.isin([1, 2, 3], [2, 4]).tolist()
/// [False, True, False]
#[pyfunction]
#[pyo3(signature = (element, test_elements, assume_unique=false, invert=false, *, kind=None))]
fn isin(
    element: &Bound<'_, PyAny>,
    test_elements: &Bound<'_, PyAny>,
    #[pyo3(from_py_with = truth_argument)] assume_unique: bool,
    #[pyo3(from_py_with = truth_argument)] invert: bool,
    kind: Option<&str>,
) -> PyResult<Py<PyAny>> {
    // Whether elements stand there twice changes nothing.
    let _ = assume_unique;
    let lookup = match kind {
        None => Lookup::Best,
        Some("table") => Lookup::Table,
        Some("sort") => Lookup::Sort,
        Some(kind) => {
            return Err(PyValueError::new_err(format!(
                "Invalid kind: '{kind}'. Please use None, 'sort' or 'table'."
            )));
        }
    };
    let py = element.py();
    let (elements, others) = (array_argument(element)?, array_argument(test_elements)?);
    let flags = over_arrays(py, elements.size() + others.size(), "isin", &[&elements, &others], &[], || {
        sets::isin(&elements, &others, invert, lookup)
    });
    wrap::array(py, flags.or_raise(py)?)
}

/// Two arrays as a function of sets sees them, and what it makes of them.
fn of_two<T: Send>(
    first: &Bound<'_, PyAny>,
    second: &Bound<'_, PyAny>,
    operation: &'static str,
    work: impl FnOnce(&Array, &Array) -> Result<T> + Send,
) -> PyResult<T> {
    let py = first.py();
    let (first, second) = (array_argument(first)?, array_argument(second)?);
    over_arrays(py, first.size() + second.size(), operation, &[&first, &second], &[], || {
        work(&first, &second)
    })
    .or_raise(py)
}

/// The distinct elements of both arrays, sorted.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.union1d([3, 1], [2, 3]).tolist()
/// [1, 2, 3]
#[pyfunction]
fn union1d(ar1: &Bound<'_, PyAny>, ar2: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
    wrap::array(ar1.py(), of_two(ar1, ar2, "union1d", sets::union)?)
}

/// The distinct elements that are in both arrays, sorted.
///
/// Parameters
/// ----------
/// ar1, ar2 : array_like
///     Flattened.
/// assume_unique : bool
///     Whether each array is known to have no element twice.
/// return_indices : bool
///     Whether to give the positions of the first of each in both arrays too.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.intersect1d([3, 1, 3], [2, 3]).tolist()
/// [3]
#[pyfunction]
#[pyo3(signature = (ar1, ar2, assume_unique=false, return_indices=false))]
fn intersect1d(
    ar1: &Bound<'_, PyAny>,
    ar2: &Bound<'_, PyAny>,
    #[pyo3(from_py_with = truth_argument)] assume_unique: bool,
    #[pyo3(from_py_with = truth_argument)] return_indices: bool,
) -> PyResult<Py<PyAny>> {
    let py = ar1.py();
    let found =
        of_two(ar1, ar2, "intersect1d", |first, second| sets::intersection(first, second, assume_unique))?;
    let values = wrap::array(py, found.values)?;
    if !return_indices {
        return Ok(values);
    }
    let all = [values, wrap::array(py, found.first)?, wrap::array(py, found.second)?];
    Ok(PyTuple::new(py, all)?.into_any().unbind())
}

/// The distinct elements of `ar1` that are not in `ar2`, sorted.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.setdiff1d([3, 1, 3], [2, 3]).tolist()
/// [1]
#[pyfunction]
#[pyo3(signature = (ar1, ar2, assume_unique=false))]
fn setdiff1d(
    ar1: &Bound<'_, PyAny>,
    ar2: &Bound<'_, PyAny>,
    #[pyo3(from_py_with = truth_argument)] assume_unique: bool,
) -> PyResult<Py<PyAny>> {
    let work = |first: &Array, second: &Array| sets::difference(first, second, assume_unique);
    wrap::array(ar1.py(), of_two(ar1, ar2, "setdiff1d", work)?)
}

/// The distinct elements that are in one of the arrays alone, sorted.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.setxor1d([3, 1, 3], [2, 3]).tolist()
/// [1, 2]
#[pyfunction]
#[pyo3(signature = (ar1, ar2, assume_unique=false))]
fn setxor1d(
    ar1: &Bound<'_, PyAny>,
    ar2: &Bound<'_, PyAny>,
    #[pyo3(from_py_with = truth_argument)] assume_unique: bool,
) -> PyResult<Py<PyAny>> {
    let work = |first: &Array, second: &Array| sets::symmetric_difference(first, second, assume_unique);
    wrap::array(ar1.py(), of_two(ar1, ar2, "setxor1d", work)?)
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    add_function(module, wrap_pyfunction!(unique, module)?, &["ar"])?;
    add_function(module, wrap_pyfunction!(union1d, module)?, &["ar1", "ar2"])?;
    add_function(module, wrap_pyfunction!(intersect1d, module)?, &["ar1", "ar2"])?;
    add_function(module, wrap_pyfunction!(setdiff1d, module)?, &["ar1", "ar2"])?;
    add_function(module, wrap_pyfunction!(setxor1d, module)?, &["ar1", "ar2"])?;
    add_function(module, wrap_pyfunction!(isin, module)?, &["element", "test_elements"])
}
