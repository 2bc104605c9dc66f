//! `meshgrid` and `indices`.

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use stridewise::{Array, create};
use stridewise_core::DType;

use super::array::any_array;
use super::optional_dtype;
use crate::array::shape_methods::share_or_own;
use crate::convert::{shape_argument, truth_argument};
use crate::error::OrRaise;
use crate::overrides::add_function;
use crate::wrap;

/// meshgrid(*xi, copy=True, sparse=False, indexing='xy')
///
/// Coordinate matrices from coordinate vectors, one for each.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> x, y = np.meshgrid([1, 2, 3], [4, 5])
/// >>> x.shape, y[:, 0].tolist()
/// ((2, 3), [4, 5])
#[pyfunction]
#[pyo3(signature = (*xi, copy=true, sparse=false, indexing="xy"))]
fn meshgrid<'py>(
    xi: &Bound<'py, PyTuple>,
    #[pyo3(from_py_with = truth_argument)] copy: bool,
    #[pyo3(from_py_with = truth_argument)] sparse: bool,
    indexing: &str,
) -> PyResult<Bound<'py, PyTuple>> {
    let py = xi.py();
    if indexing != "xy" && indexing != "ij" {
        return Err(PyValueError::new_err("Valid values for `indexing` are 'xy' and 'ij'."));
    }
    let vectors = xi.iter().map(|vector| any_array(&vector)).collect::<PyResult<Vec<_>>>()?;
    let arrays: Vec<Array> =
        vectors.iter().map(|vector| vector.get().array().cloned()).collect::<PyResult<_>>()?;
    let grids = create::meshgrid(&arrays, indexing == "xy", sparse, copy).or_raise(py)?;
    let grids = vectors
        .iter()
        .zip(grids)
        .map(|(vector, grid)| share_or_own(vector, grid))
        .collect::<PyResult<Vec<_>>>()?;
    PyTuple::new(py, grids)
}

/// The index of every element of a grid along each axis.
///
/// With `sparse`, one array per axis that broadcasts with the others.
#[pyfunction]
#[pyo3(signature = (dimensions, dtype=None, sparse=false))]
fn indices(
    dimensions: &Bound<'_, PyAny>,
    dtype: Option<&Bound<'_, PyAny>>,
    #[pyo3(from_py_with = truth_argument)] sparse: bool,
) -> PyResult<Py<PyAny>> {
    let py = dimensions.py();
    let dtype = optional_dtype(dtype)?.unwrap_or(DType::I64);
    if !dimensions.hasattr("__iter__")? {
        return Err(PyTypeError::new_err("'int' object is not iterable"));
    }
    let lengths = shape_argument(dimensions)?;
    if sparse {
        let lines = create::open_indices(&lengths, dtype).or_raise(py)?;
        let lines = lines.into_iter().map(|line| wrap::array(py, line)).collect::<PyResult<Vec<_>>>()?;
        return Ok(PyTuple::new(py, lines)?.into_any().unbind());
    }
    wrap::array(py, create::indices(&lengths, dtype).or_raise(py)?)
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let function = wrap_pyfunction!(meshgrid, module)?;
    add_function(module, function, &["*"])?;
    module.add_function(wrap_pyfunction!(indices, module)?)
}
