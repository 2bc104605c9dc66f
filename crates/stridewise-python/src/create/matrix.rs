//! `eye`, triangles and diagonals.

use pyo3::prelude::*;
use stridewise::create;
use stridewise_core::{DType, Order};

use super::array::any_array;
use super::optional_dtype;
use crate::array::PyArray;
use crate::array::shape_methods::share_or_own;
use crate::convert::{array_argument, order_argument, truth_argument};
use crate::error::OrRaise;
use crate::overrides::add_function;
use crate::wrap;

fn length(count: isize) -> PyResult<usize> {
    usize::try_from(count)
        .map_err(|_| pyo3::exceptions::PyValueError::new_err("negative dimensions are not allowed"))
}

/// A matrix with ones on diagonal `k` and zeros elsewhere.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.eye(2, dtype=int).tolist()
/// [[1, 0], [0, 1]]
#[pyfunction]
#[pyo3(signature = (N, M=None, k=0, dtype=None, order=None, *, device=None, like=None))]
#[expect(non_snake_case, reason = "NumPy's names of the parameters")]
fn eye(
    py: Python<'_>,
    N: isize,
    M: Option<isize>,
    k: i64,
    dtype: Option<&Bound<'_, PyAny>>,
    order: Option<&Bound<'_, PyAny>>,
    device: Option<&Bound<'_, PyAny>>,
    like: Option<&Bound<'_, PyAny>>,
) -> PyResult<Py<PyAny>> {
    let _ = (device, like);
    let dtype = optional_dtype(dtype)?.unwrap_or(DType::F64);
    let order = order_argument(order, Order::C)?;
    wrap::array(py, create::eye(length(N)?, length(M.unwrap_or(N))?, k, dtype, order).or_raise(py)?)
}

/// The identity matrix with `n` rows.
#[pyfunction]
#[pyo3(signature = (n, dtype=None, *, like=None))]
fn identity(
    py: Python<'_>,
    n: isize,
    dtype: Option<&Bound<'_, PyAny>>,
    like: Option<&Bound<'_, PyAny>>,
) -> PyResult<Py<PyAny>> {
    eye(py, n, None, 0, dtype, None, None, like)
}

/// Ones at and below diagonal `k`, zeros above.
#[pyfunction]
#[pyo3(signature = (N, M=None, k=0, dtype=None, *, like=None))]
#[expect(non_snake_case, reason = "NumPy's names of the parameters")]
fn tri(
    py: Python<'_>,
    N: isize,
    M: Option<isize>,
    k: i64,
    dtype: Option<&Bound<'_, PyAny>>,
    like: Option<&Bound<'_, PyAny>>,
) -> PyResult<Py<PyAny>> {
    let _ = like;
    let dtype = optional_dtype(dtype)?.unwrap_or(DType::F64);
    wrap::array(py, create::tri(length(N)?, length(M.unwrap_or(N))?, k, dtype).or_raise(py)?)
}

/// The elements of `m` at and below diagonal `k` of the last two axes, zeros above.
#[pyfunction]
#[pyo3(signature = (m, k=0))]
fn tril(m: &Bound<'_, PyAny>, k: i64) -> PyResult<Py<PyAny>> {
    wrap::array(m.py(), create::tril(&array_argument(m)?, k).or_raise(m.py())?)
}

/// The elements of `m` at and above diagonal `k` of the last two axes, zeros below.
#[pyfunction]
#[pyo3(signature = (m, k=0))]
fn triu(m: &Bound<'_, PyAny>, k: i64) -> PyResult<Py<PyAny>> {
    wrap::array(m.py(), create::triu(&array_argument(m)?, k).or_raise(m.py())?)
}

/// Diagonal `k` of a matrix, or the matrix with a given diagonal `k`.
#[pyfunction]
#[pyo3(signature = (v, k=0))]
fn diag(v: &Bound<'_, PyAny>, k: i64) -> PyResult<Py<PyAny>> {
    let array = any_array(v)?;
    share_or_own(&array, create::diag(array.get().array()?, k).or_raise(v.py())?)
}

/// The matrix with the elements of `v`, flattened, on diagonal `k`.
#[pyfunction]
#[pyo3(signature = (v, k=0))]
fn diagflat(v: &Bound<'_, PyAny>, k: i64) -> PyResult<Py<PyAny>> {
    let array = any_array(v)?;
    share_or_own(&array, create::diagflat(array.get().array()?, k).or_raise(v.py())?)
}

/// The Vandermonde matrix of `x`: its powers along the columns.
#[pyfunction]
#[pyo3(signature = (x, N=None, increasing=false))]
#[expect(non_snake_case, reason = "NumPy's names of the parameters")]
fn vander(
    x: &Bound<'_, PyAny>,
    N: Option<isize>,
    #[pyo3(from_py_with = truth_argument)] increasing: bool,
) -> PyResult<Py<PyAny>> {
    let columns = N.map(length).transpose()?;
    wrap::array(x.py(), create::vander(&array_argument(x)?, columns, increasing).or_raise(x.py())?)
}

#[pymethods]
impl PyArray {
    /// A read-only view on a diagonal of the matrices along two axes; it becomes the last axis.
    #[pyo3(signature = (offset=0, axis1=0, axis2=1))]
    fn diagonal(slf: &Bound<'_, Self>, offset: i64, axis1: i64, axis2: i64) -> PyResult<Py<PyAny>> {
        wrap::view(slf, create::diagonal(slf.get().array()?, offset, axis1, axis2).or_raise(slf.py())?)
    }
}

/// A read-only view on a diagonal of the matrices along two axes; it becomes the last axis.
#[pyfunction]
#[pyo3(signature = (a, offset=0, axis1=0, axis2=1))]
fn diagonal(a: &Bound<'_, PyAny>, offset: i64, axis1: i64, axis2: i64) -> PyResult<Py<PyAny>> {
    PyArray::diagonal(&any_array(a)?, offset, axis1, axis2)
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    add_function(module, wrap_pyfunction!(eye, module)?, &[])?;
    add_function(module, wrap_pyfunction!(identity, module)?, &[])?;
    add_function(module, wrap_pyfunction!(tri, module)?, &[])?;
    add_function(module, wrap_pyfunction!(tril, module)?, &["m"])?;
    add_function(module, wrap_pyfunction!(triu, module)?, &["m"])?;
    add_function(module, wrap_pyfunction!(diag, module)?, &["v"])?;
    add_function(module, wrap_pyfunction!(diagflat, module)?, &["v"])?;
    add_function(module, wrap_pyfunction!(vander, module)?, &["x"])?;
    add_function(module, wrap_pyfunction!(diagonal, module)?, &["a"])
}
