//! Products over chosen axes, of blocks, of vectors in space, and of vectors that slide along each other.

mod several;

use pyo3::exceptions::{PyDeprecationWarning, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyString;
use stridewise::Array;
use stridewise::product::{self, Extent};
use stridewise_core::layout::normalize_axis;
use stridewise_core::{Error, Order};

use crate::convert::{Passed, array_argument, axes_argument, passed_argument};
use crate::detach::over_arrays;
use crate::error::OrRaise;
use crate::overrides::add_function;
use crate::ufunc::{choose_wrapper, report_errors, wrap_result};
use crate::wrap;

/// The first argument whose class the result takes.
fn leader<'a, 'py>(a: &'a Bound<'py, PyAny>, b: &'a Bound<'py, PyAny>) -> &'a Bound<'py, PyAny> {
    if a.is_instance_of::<crate::array::PyArray>() { a } else { b }
}

/// The sum product of `a` and `b` over some of their axes.
///
/// Parameters
/// ----------
/// a, b : array_like
/// axes : int or pair of (sequences of) int
///     The axes of `a` and of `b`, pair by pair; of a number, so many last ones of `a` and first ones of `b`.
///
/// Raises
/// ------
/// ValueError
///     If the axes are not as many, or differ in length.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.tensordot(np.ones((2, 3, 4)), np.ones((3, 4, 5))).tolist()
/// [[12.0, 12.0, 12.0, 12.0, 12.0], [12.0, 12.0, 12.0, 12.0, 12.0]]
#[pyfunction]
#[pyo3(signature = (a, b, axes=None), text_signature = "(a, b, axes=2)")]
fn tensordot(
    a: &Bound<'_, PyAny>,
    b: &Bound<'_, PyAny>,
    axes: Option<&Bound<'_, PyAny>>,
) -> PyResult<Py<PyAny>> {
    let py = a.py();
    let last = |count: i64| ((-count..0).collect::<Vec<i64>>(), (0..count).collect::<Vec<i64>>());
    let (left_axes, right_axes) = match axes {
        None => last(2),
        Some(axes) => match axes.extract::<i64>() {
            Ok(count) => last(count),
            Err(_) => {
                let pair: Vec<Bound<'_, PyAny>> = axes.try_iter()?.collect::<PyResult<_>>()?;
                let [left, right] = pair.as_slice() else {
                    return Err(PyValueError::new_err("axes must be a number or a pair"));
                };
                (axes_argument(left)?.to_vec(), axes_argument(right)?.to_vec())
            }
        },
    };
    let (left, right) = (array_argument(a)?, array_argument(b)?);
    let (result, errors) =
        over_arrays(py, left.size().max(right.size()), "tensordot", &[&left, &right], &[], || {
            product::tensordot(&left, &right, &left_axes, &right_axes)
        })
        .or_raise(py)?;
    report_errors(py, errors, "dot")?;
    // Without an axis left it is still an array.
    if result.ndim() == 0 { wrap::array(py, result) } else { wrap::like(leader(a, b), result) }
}

/// The Kronecker product: blocks of `b`, scaled by the elements of `a`.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.kron([1, 10], [1, 2]).tolist()
/// [1, 2, 10, 20]
#[pyfunction]
fn kron(a: &Bound<'_, PyAny>, b: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
    let result = product::kron(&array_argument(a)?, &array_argument(b)?).or_raise(a.py())?;
    wrap_result(a.py(), &choose_wrapper([a, b])?, result)
}

/// An axis counted from the front; errors name the argument.
fn named_axis(axis: i64, ndim: usize, name: &str) -> stridewise::Result<usize> {
    normalize_axis(axis, ndim).map_err(|_| Error::axis_of(axis, ndim, Some(name)))
}

/// The cross products of vectors with two or three components.
///
/// Parameters
/// ----------
/// a, b : array_like
/// axisa, axisb, axisc : int
///     Along which axis of `a`, `b` and the result the components lie.
/// axis : int, optional
///     All three of them.
///
/// Raises
/// ------
/// ValueError
///     If there are other numbers of components.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.cross([1, 0, 0], [0, 1, 0]).tolist()
/// [0, 0, 1]
#[pyfunction]
#[pyo3(signature = (a, b, axisa=-1, axisb=-1, axisc=-1, axis=None))]
fn cross(
    a: &Bound<'_, PyAny>,
    b: &Bound<'_, PyAny>,
    axisa: i64,
    axisb: i64,
    axisc: i64,
    axis: Option<i64>,
) -> PyResult<Py<PyAny>> {
    let py = a.py();
    let (axisa, axisb, axisc) = axis.map_or((axisa, axisb, axisc), |axis| (axis, axis, axis));
    let (left, right) = (array_argument(a)?, array_argument(b)?);
    if left.ndim() < 1 || right.ndim() < 1 {
        return Err(PyValueError::new_err("At least one array has zero dimension"));
    }
    let last = |array: &Array, axis: i64, name: &str| -> PyResult<Array> {
        let axis = named_axis(axis, array.ndim(), name).or_raise(py)?;
        stridewise::shape::moveaxis(array, &[axis as i64], &[-1]).or_raise(py)
    };
    let (left, right) = (last(&left, axisa, "axisa")?, last(&right, axisb, "axisb")?);
    let pairs = [&left, &right].map(|array| array.shape().last() == Some(&2));
    let result = product::cross(&left, &right).or_raise(py)?;
    if pairs.contains(&true) {
        let class = py.get_type::<PyDeprecationWarning>();
        let text =
            c"Arrays of 2-dimensional vectors are deprecated. Use arrays of 3-dimensional vectors instead. \
                     (deprecated in NumPy 2.0)";
        PyErr::warn(py, class.as_any(), text, 1)?;
    }
    if pairs == [true, true] {
        return wrap::like(leader(a, b), result);
    }
    let axisc = named_axis(axisc, result.ndim(), "axisc").or_raise(py)?;
    let result = stridewise::shape::moveaxis(&result, &[-1], &[axisc as i64]).or_raise(py)?;
    wrap::like(leader(a, b), result)
}

fn extent(mode: &Bound<'_, PyAny>) -> PyResult<Extent> {
    if let Ok(number) = mode.extract::<i64>() {
        return match number {
            0 => Ok(Extent::Valid),
            1 => Ok(Extent::Same),
            2 => Ok(Extent::Full),
            _ => Err(PyValueError::new_err("integer convolve/correlate mode must be 0, 1, or 2")),
        };
    }
    let Ok(text) = mode.cast::<PyString>() else {
        return Err(PyTypeError::new_err(format!(
            "convolve/correlate mode must be a string, not {}",
            mode.get_type().name()?
        )));
    };
    match text.to_str()? {
        "valid" => Ok(Extent::Valid),
        "same" => Ok(Extent::Same),
        "full" => Ok(Extent::Full),
        other => Err(PyValueError::new_err(format!(
            "mode must be one of 'valid', 'same', or 'full' (got '{other}')"
        ))),
    }
}

fn vector(object: &Bound<'_, PyAny>) -> PyResult<Array> {
    let array = array_argument(object)?;
    match array.ndim() {
        0 => array.reshape(&[1], Order::C).or_raise(object.py()),
        1 => Ok(array),
        _ => Err(PyValueError::new_err("object too deep for desired array")),
    }
}

/// The sums of products of `a` with the conjugate of `v`, at every position of the one along the other.
///
/// Parameters
/// ----------
/// a, v : array_like
///     Vectors.
/// mode : {'valid', 'same', 'full'}
///     Which positions count: where they overlap wholly, as many as the longer one has elements, or all.
///
/// Raises
/// ------
/// ValueError
///     If one is empty.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.correlate([1, 2, 3], [0, 1, 0.5]).tolist()
/// [3.5]
#[pyfunction]
#[pyo3(signature = (a, v, mode=Passed::Absent), text_signature = "(a, v, mode='valid')")]
fn correlate(
    a: &Bound<'_, PyAny>,
    v: &Bound<'_, PyAny>,
    #[pyo3(from_py_with = passed_argument)] mode: Passed,
) -> PyResult<Py<PyAny>> {
    let py = a.py();
    let extent = mode.get(py).map_or(Ok(Extent::Valid), extent)?;
    let (left, right) = (vector(a)?, vector(v)?);
    if [a, v].into_iter().any(|operand| array_argument(operand).is_ok_and(|array| array.ndim() == 0)) {
        return Err(PyValueError::new_err("object of too small depth for desired array"));
    }
    let (result, errors) =
        over_arrays(py, left.size().max(right.size()), "correlate", &[&left, &right], &[], || {
            product::correlate(&left, &right, extent)
        })
        .or_raise(py)?;
    report_errors(py, errors, "correlate")?;
    wrap::array(py, result)
}

/// The discrete convolution of two vectors.
///
/// Parameters
/// ----------
/// a, v : array_like
///     Vectors.
/// mode : {'full', 'valid', 'same'}
///     Which positions count: all, where they overlap wholly, or as many as the longer one has elements.
///
/// Raises
/// ------
/// ValueError
///     If one is empty.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.convolve([1, 2, 3], [1, 1]).tolist()
/// [1, 3, 5, 3]
#[pyfunction]
#[pyo3(signature = (a, v, mode=Passed::Absent), text_signature = "(a, v, mode='full')")]
fn convolve(
    a: &Bound<'_, PyAny>,
    v: &Bound<'_, PyAny>,
    #[pyo3(from_py_with = passed_argument)] mode: Passed,
) -> PyResult<Py<PyAny>> {
    let py = a.py();
    let (left, right) = (vector(a)?, vector(v)?);
    for (array, name) in [(&left, "a"), (&right, "v")] {
        if array.size() == 0 {
            return Err(PyValueError::new_err(format!("{name} cannot be empty")));
        }
    }
    let extent = mode.get(py).map_or(Ok(Extent::Full), extent)?;
    let (result, errors) =
        over_arrays(py, left.size().max(right.size()), "convolve", &[&left, &right], &[], || {
            product::convolve(&left, &right, extent)
        })
        .or_raise(py)?;
    report_errors(py, errors, "correlate")?;
    wrap::array(py, result)
}

pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    add_function(module, wrap_pyfunction!(tensordot, module)?, &["a", "b"])?;
    add_function(module, wrap_pyfunction!(kron, module)?, &["a", "b"])?;
    add_function(module, wrap_pyfunction!(cross, module)?, &["a", "b"])?;
    add_function(module, wrap_pyfunction!(correlate, module)?, &["a", "v"])?;
    add_function(module, wrap_pyfunction!(convolve, module)?, &["a", "v"])?;
    several::register(module)
}
