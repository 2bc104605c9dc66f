//! `concatenate`, `stack` and their family.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyList, PyTuple};
use stridewise::Array;
use stridewise::shape::{self, Join};
use stridewise_core::dtype::Casting;

use crate::array::{ArrayState, PyArray, object};
use crate::create::{any_array, optional_dtype};
use crate::dtype::arrays_of_one_result;
use crate::error::OrRaise;
use crate::overrides::add_function;
use crate::wrap;

/// The items of a sequence of arrays.
fn arrays_of<'py>(sequence: &Bound<'py, PyAny>) -> PyResult<Vec<Bound<'py, PyArray>>> {
    if let Ok(array) = sequence.cast::<PyArray>()
        && array.get().handle().ndim() == 0
    {
        return Err(PyTypeError::new_err("iteration over a 0-d array"));
    }
    if let Some(arrays) = plain_arrays(sequence) {
        return Ok(arrays);
    }
    if !sequence.hasattr("__getitem__")? {
        return Err(PyTypeError::new_err(
            "arrays to stack must be passed as a \"sequence\" type such as list or tuple.",
        ));
    }
    let items: Vec<_> = sequence.try_iter()?.collect::<PyResult<_>>()?;
    let arrays = arrays_of_one_result(&items)?;
    items
        .iter()
        .zip(arrays)
        .map(|(item, array)| match item.cast::<PyArray>() {
            Ok(array) => Ok(array.clone()),
            Err(_) => Ok(object::owned(item.py(), array)?.into_bound(item.py())),
        })
        .collect()
}

/// The items of a tuple or list of base-class arrays; `None` for other sequences.
fn plain_arrays<'py>(sequence: &Bound<'py, PyAny>) -> Option<Vec<Bound<'py, PyArray>>> {
    let array = |item: Bound<'py, PyAny>| item.cast_into_exact::<PyArray>().ok();
    if let Ok(tuple) = sequence.cast_exact::<PyTuple>() {
        return tuple.iter().map(array).collect();
    }
    sequence.cast_exact::<PyList>().ok()?.iter().map(array).collect()
}

fn join(
    sequence: &Bound<'_, PyAny>,
    out: Option<&Bound<'_, PyAny>>,
    dtype: Option<&Bound<'_, PyAny>>,
    casting: Option<&str>,
    with: impl FnOnce(&[Array], Join<'_>) -> stridewise::Result<Array>,
) -> PyResult<Py<PyAny>> {
    let py = sequence.py();
    let objects = arrays_of(sequence)?;
    let arrays: Vec<Array> =
        objects.iter().map(|object| object.get().array().cloned()).collect::<PyResult<_>>()?;
    let dtype = optional_dtype(dtype)?;
    let casting = Casting::parse(casting.unwrap_or("same_kind")).or_raise(py)?;
    let out = match out.filter(|out| !out.is_none()) {
        None => None,
        Some(out) => {
            Some(out.cast::<PyArray>().map_err(|_| PyTypeError::new_err("'out' must be an array"))?.clone())
        }
    };
    if out.is_some() && dtype.is_some() {
        return Err(PyTypeError::new_err(
            "concatenate() only takes `out` or `dtype` as an argument, but both were provided.",
        ));
    }
    let target = out.as_ref().map(|out| out.get().array().cloned()).transpose()?;
    let result = with(&arrays, Join { dtype, out: target.as_ref(), casting }).or_raise(py)?;
    if let Some(out) = out {
        return Ok(out.into_any().unbind());
    }
    // The class of highest priority among the arrays is the result's.
    let mut leader: Option<(f64, &Bound<'_, PyArray>)> = None;
    for object in objects.iter().filter(|object| !object::is_exact(object)) {
        let priority: f64 = object.getattr("__array_priority__")?.extract()?;
        if leader.is_none_or(|(best, _)| priority > best) && priority >= 0.0 {
            leader = Some((priority, object));
        }
    }
    match leader {
        Some((_, leader)) => {
            let state = ArrayState { array: result, base: None };
            object::of_class(&leader.get_type(), state, Some(leader.as_any()))
        }
        None => wrap::array(py, result),
    }
}

/// concatenate(arrays, /, axis=0, out=None, *, dtype=None, casting="same_kind")
///
/// The arrays one behind the other along `axis`; flattened where it is `None`.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.concatenate(([1, 2], [3])).tolist()
/// [1, 2, 3]
#[pyfunction]
#[pyo3(signature = (arrays, /, axis=Some(0), out=None, *, dtype=None, casting=None))]
fn concatenate(
    arrays: &Bound<'_, PyAny>,
    axis: Option<i64>,
    out: Option<&Bound<'_, PyAny>>,
    dtype: Option<&Bound<'_, PyAny>>,
    casting: Option<&str>,
) -> PyResult<Py<PyAny>> {
    join(arrays, out, dtype, casting, |arrays, join| shape::concatenate(arrays, axis, join))
}

/// The arrays, all of one shape, along a new axis.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.stack(([1, 2], [3, 4]), axis=1).tolist()
/// [[1, 3], [2, 4]]
#[pyfunction]
#[pyo3(signature = (arrays, axis=0, out=None, *, dtype=None, casting=None))]
fn stack(
    arrays: &Bound<'_, PyAny>,
    axis: i64,
    out: Option<&Bound<'_, PyAny>>,
    dtype: Option<&Bound<'_, PyAny>>,
    casting: Option<&str>,
) -> PyResult<Py<PyAny>> {
    join(arrays, out, dtype, casting, |arrays, join| shape::stack(arrays, axis, join))
}

fn raised(arrays: &[Array], count: usize) -> stridewise::Result<Vec<Array>> {
    arrays.iter().map(|array| shape::at_least(array, count)).collect()
}

/// The arrays below one another: along the first axis.
#[pyfunction]
#[pyo3(signature = (tup, *, dtype=None, casting=None))]
fn vstack(
    tup: &Bound<'_, PyAny>,
    dtype: Option<&Bound<'_, PyAny>>,
    casting: Option<&str>,
) -> PyResult<Py<PyAny>> {
    join(tup, None, dtype, casting, |arrays, join| shape::concatenate(&raised(arrays, 2)?, Some(0), join))
}

/// The arrays beside one another: along the second axis, or the only one.
#[pyfunction]
#[pyo3(signature = (tup, *, dtype=None, casting=None))]
fn hstack(
    tup: &Bound<'_, PyAny>,
    dtype: Option<&Bound<'_, PyAny>>,
    casting: Option<&str>,
) -> PyResult<Py<PyAny>> {
    join(tup, None, dtype, casting, |arrays, join| {
        let arrays = raised(arrays, 1)?;
        let axis = i64::from(arrays.first().is_some_and(|first| first.ndim() > 1));
        shape::concatenate(&arrays, Some(axis), join)
    })
}

/// The arrays behind one another: along the third axis.
#[pyfunction]
#[pyo3(signature = (tup))]
fn dstack(tup: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
    join(tup, None, None, None, |arrays, join| shape::concatenate(&raised(arrays, 3)?, Some(2), join))
}

/// The arrays as columns of a matrix.
#[pyfunction]
#[pyo3(signature = (tup))]
fn column_stack(tup: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
    join(tup, None, None, None, |arrays, join| {
        let columns = arrays
            .iter()
            .map(|array| {
                if array.ndim() < 2 { Ok(shape::at_least(array, 2)?.transposed()) } else { Ok(array.clone()) }
            })
            .collect::<stridewise::Result<Vec<_>>>()?;
        shape::concatenate(&columns, Some(1), join)
    })
}

/// Views of each array with at least `count` axes: one alone, or several as a tuple.
fn at_least(arrays: &Bound<'_, PyTuple>, count: usize) -> PyResult<Py<PyAny>> {
    let py = arrays.py();
    let mut views = arrays
        .iter()
        .map(|object| {
            let array = any_array(&object)?;
            if array.get().handle().ndim() >= count {
                return Ok(array.into_any().unbind());
            }
            wrap::view(&array, shape::at_least(array.get().array()?, count).or_raise(py)?)
        })
        .collect::<PyResult<Vec<_>>>()?;
    if views.len() == 1 {
        return Ok(views.remove(0));
    }
    Ok(PyTuple::new(py, views)?.into_any().unbind())
}

/// Each argument as an array of at least one axis.
#[pyfunction]
#[pyo3(signature = (*arys))]
fn atleast_1d(arys: &Bound<'_, PyTuple>) -> PyResult<Py<PyAny>> {
    at_least(arys, 1)
}

/// Each argument as an array of at least two axes.
#[pyfunction]
#[pyo3(signature = (*arys))]
fn atleast_2d(arys: &Bound<'_, PyTuple>) -> PyResult<Py<PyAny>> {
    at_least(arys, 2)
}

/// Each argument as an array of at least three axes.
#[pyfunction]
#[pyo3(signature = (*arys))]
fn atleast_3d(arys: &Bound<'_, PyTuple>) -> PyResult<Py<PyAny>> {
    at_least(arys, 3)
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    add_function(module, wrap_pyfunction!(concatenate, module)?, &["*arrays", "out"])?;
    add_function(module, wrap_pyfunction!(stack, module)?, &["*arrays", "out"])?;
    add_function(module, wrap_pyfunction!(vstack, module)?, &["*tup"])?;
    add_function(module, wrap_pyfunction!(hstack, module)?, &["*tup"])?;
    add_function(module, wrap_pyfunction!(dstack, module)?, &["*tup"])?;
    add_function(module, wrap_pyfunction!(column_stack, module)?, &["*tup"])?;
    add_function(module, wrap_pyfunction!(atleast_1d, module)?, &["*"])?;
    add_function(module, wrap_pyfunction!(atleast_2d, module)?, &["*"])?;
    add_function(module, wrap_pyfunction!(atleast_3d, module)?, &["*"])
}
