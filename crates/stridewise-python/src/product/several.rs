//! Products of more than two matrices: chains and powers.

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyType;
use stridewise::Array;
use stridewise::product;
use stridewise_core::Order;

use crate::array::PyArray;
use crate::convert::array_argument;
use crate::detach::over_arrays;
use crate::error::OrRaise;
use crate::overrides::add_function_of;
use crate::ufunc::{choose_wrapper, output_array, report_errors, wrap_result};

const NAMESPACE: &str = "stridewise.linalg";

static LINALG_ERROR: PyOnceLock<Py<PyType>> = PyOnceLock::new();

fn linalg_error(py: Python<'_>, text: String) -> PyErr {
    match LINALG_ERROR.import(py, NAMESPACE, "LinAlgError") {
        Ok(class) => PyErr::from_type(class.clone(), text),
        Err(error) => error,
    }
}

/// The product of two or more arrays, multiplied in the order that takes the fewest operations.
///
/// Parameters
/// ----------
/// arrays : sequence of array_like
///     Matrices; the first may be a vector that stands for a row, the last one that stands for a column.
/// out : ndarray, optional
///     Where the product is written: an array in C order of its shape and dtype.
///
/// Raises
/// ------
/// LinAlgError
///     If one of the others is not a matrix.
/// ValueError
///     If there are fewer than two, or lengths differ.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.linalg.multi_dot([np.ones((2, 3)), np.ones((3, 4)), np.ones(4)]).tolist()
/// [12.0, 12.0]
#[pyfunction]
#[pyo3(signature = (arrays, *, out=None))]
fn multi_dot(arrays: &Bound<'_, PyAny>, out: Option<&Bound<'_, PyAny>>) -> PyResult<Py<PyAny>> {
    let py = arrays.py();
    let objects: Vec<Bound<'_, PyAny>> = arrays.try_iter()?.collect::<PyResult<_>>()?;
    if objects.len() < 2 {
        return Err(PyValueError::new_err("Expecting at least two arrays."));
    }
    let mut matrices = objects.iter().map(array_argument).collect::<PyResult<Vec<Array>>>()?;
    let last = matrices.len() - 1;
    let vectors = [matrices[0].ndim() == 1, matrices[last].ndim() == 1];
    if last > 1 {
        for (place, matrix) in matrices.iter_mut().enumerate() {
            match (place, matrix.ndim()) {
                (_, 2) => {}
                (0, 1) => *matrix = matrix.reshape(&[1, -1], Order::C).or_raise(py)?,
                (place, 1) if place == last => *matrix = matrix.reshape(&[-1, 1], Order::C).or_raise(py)?,
                (_, ndim) => {
                    let text = format!("{ndim}-dimensional array given. Array must be two-dimensional");
                    return Err(linalg_error(py, text));
                }
            }
        }
    }
    let out = out.filter(|out| !out.is_none());
    let target = out.map(output_array).transpose()?.flatten();
    let read: Vec<&Array> = matrices.iter().collect();
    let elements = matrices.iter().map(Array::size).max().unwrap_or(0);
    let (result, errors) = over_arrays(py, elements, "multi_dot", &read, target.as_ref().as_slice(), || {
        product::chain_dot(&matrices, target.as_ref())
    })
    .or_raise(py)?;
    report_errors(py, errors, "dot")?;
    if let Some(target) = target {
        if target.shape() != result.shape() || target.dtype() != result.dtype() {
            return Err(PyValueError::new_err(
                "output array is not acceptable (must have the right datatype, number of dimensions, and be a C-Array)",
            ));
        }
        if target.view().place() != result.view().place() {
            target.assign(&result).or_raise(py)?;
        }
    }
    let shaped = match vectors {
        _ if last == 1 => result,
        [false, false] => result,
        [true, true] => result.reshape(&[], Order::C).or_raise(py)?,
        _ => result.reshape(&[-1], Order::C).or_raise(py)?,
    };
    match out {
        Some(out) if shaped.ndim() == 2 || last == 1 => Ok(out.clone().unbind()),
        _ => wrap_result(py, &choose_wrapper(objects.iter())?, shaped),
    }
}

/// The square matrices along the last two axes, multiplied by themselves.
///
/// Parameters
/// ----------
/// a : array_like
/// n : int
///     How often; the identity for 0, powers of the inverse below that.
///
/// Raises
/// ------
/// LinAlgError
///     If a matrix is not square, or has no inverse where that is asked for.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.linalg.matrix_power(np.array([[1, 1], [1, 0]]), 10).tolist()
/// [[89, 55], [55, 34]]
#[pyfunction]
fn matrix_power(a: &Bound<'_, PyAny>, n: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
    let py = a.py();
    let array = array_argument(a)?;
    match array.shape() {
        [.., rows, columns] if rows == columns => {}
        [.., _, _] => {
            return Err(linalg_error(py, "Last 2 dimensions of the array must be square".to_owned()));
        }
        shape => {
            let ndim = shape.len();
            let text = format!("{ndim}-dimensional array given. Array must be at least two-dimensional");
            return Err(linalg_error(py, text));
        }
    }
    let index = py.import("operator")?.getattr("index")?;
    let not_an_integer = |_| PyTypeError::new_err("exponent must be an integer");
    let exponent: i128 = index.call1((n,)).map_err(not_an_integer)?.extract()?;
    if exponent == 1 && a.is_instance_of::<PyArray>() {
        return Ok(a.clone().unbind());
    }
    if exponent < 0 {
        let inverse = py.import(NAMESPACE)?.getattr("inv")?.call1((a,))?;
        let positive =
            exponent.checked_neg().ok_or_else(|| PyValueError::new_err("exponent is too large"))?;
        return matrix_power(&inverse, positive.into_pyobject(py)?.as_any());
    }
    let (result, errors) = over_arrays(py, array.size(), "matrix_power", &[&array], &[], || {
        product::matrix_power(&array, exponent.unsigned_abs())
    })
    .or_raise(py)?;
    report_errors(py, errors, "matmul")?;
    wrap_result(py, &choose_wrapper([a])?, result)
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let several = PyModule::new(module.py(), "_products")?;
    add_function_of(&several, wrap_pyfunction!(multi_dot, &several)?, &["*arrays", "out"], NAMESPACE)?;
    add_function_of(&several, wrap_pyfunction!(matrix_power, &several)?, &["a"], NAMESPACE)?;
    module.add("_products", several)
}
