//! `unique` and `isin`.

use pyo3::prelude::*;
use pyo3::types::PyTuple;
use stridewise::sets;
use stridewise_core::Order;

use crate::array::shape_methods::share_or_own;
use crate::convert::{array_argument, truth_argument};
use crate::create::any_array;
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
    axis: Option<i64>,
    #[pyo3(from_py_with = truth_argument)] equal_nan: bool,
    #[pyo3(from_py_with = truth_argument)] sorted: bool,
) -> PyResult<Py<PyAny>> {
    let _ = sorted;
    let py = ar.py();
    let array = any_array(ar)?;
    let source = array.get().array();
    let found = match axis {
        None => sets::unique(source, equal_nan),
        Some(axis) => sets::unique_rows(source, axis),
    }
    .or_raise(py)?;
    let values = share_or_own(&array, found.values)?;
    let mut results = vec![values];
    if return_index {
        results.push(wrap::array(py, found.first)?);
    }
    if return_inverse {
        let inverse = match axis {
            None => {
                let shape: Vec<i64> = source.shape().iter().map(|&length| length as i64).collect();
                found.inverse.reshape(&shape, Order::C).or_raise(py)?
            }
            Some(_) => found.inverse,
        };
        results.push(wrap::array(py, inverse)?);
    }
    if return_counts {
        results.push(wrap::array(py, found.counts)?);
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
    let _ = assume_unique;
    if let Some(kind) = kind
        && !["sort", "table"].contains(&kind)
    {
        return Err(pyo3::exceptions::PyValueError::new_err(format!(
            "Invalid kind: '{kind}'. Please use None, 'sort' or 'table'."
        )));
    }
    let py = element.py();
    let flags =
        sets::isin(&array_argument(element)?, &array_argument(test_elements)?, invert).or_raise(py)?;
    wrap::array(py, flags)
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    add_function(module, wrap_pyfunction!(unique, module)?, &["ar"])?;
    add_function(module, wrap_pyfunction!(isin, module)?, &["element", "test_elements"])
}
