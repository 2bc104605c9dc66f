//! `split` and its family.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyList, PyTuple};
use stridewise::Array;
use stridewise::shape::{split_at, split_into};

use crate::array::PyArray;
use crate::convert::axes_argument;
use crate::create::any_array;
use crate::error::OrRaise;
use crate::overrides::add_function;
use crate::wrap;

fn pieces<'py>(array: &Bound<'py, PyArray>, views: Vec<Array>) -> PyResult<Bound<'py, PyList>> {
    let views = views.into_iter().map(|view| wrap::view(array, view)).collect::<PyResult<Vec<_>>>()?;
    PyList::new(array.py(), views)
}

fn split_array<'py>(
    ary: &Bound<'py, PyAny>,
    indices_or_sections: &Bound<'py, PyAny>,
    axis: i64,
    equal: bool,
) -> PyResult<Bound<'py, PyList>> {
    let py = ary.py();
    let array = any_array(ary)?;
    let source = array.get().array()?;
    if indices_or_sections.hasattr("__len__")? && indices_or_sections.len().is_ok() {
        let cuts = axes_argument(indices_or_sections)?;
        return pieces(&array, split_at(source, &cuts, axis).or_raise(py)?);
    }
    let count: i64 = indices_or_sections.extract()?;
    let place = stridewise_core::layout::normalize_axis(axis, source.ndim()).or_raise(py)?;
    let length = source.shape()[place] as i64;
    if equal && count > 0 && length % count != 0 {
        return Err(PyValueError::new_err("array split does not result in an equal division"));
    }
    pieces(&array, split_into(source, count, axis).or_raise(py)?)
}

/// Views of `ary` between the given places along `axis`, or that many of nearly equal length.
#[pyfunction]
#[pyo3(signature = (ary, indices_or_sections, axis=0))]
fn array_split<'py>(
    ary: &Bound<'py, PyAny>,
    indices_or_sections: &Bound<'py, PyAny>,
    axis: i64,
) -> PyResult<Bound<'py, PyList>> {
    split_array(ary, indices_or_sections, axis, false)
}

/// Views of `ary` between the given places along `axis`, or that many of equal length.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> [part.tolist() for part in np.split(np.arange(6), 3)]
/// [[0, 1], [2, 3], [4, 5]]
#[pyfunction]
#[pyo3(signature = (ary, indices_or_sections, axis=0))]
fn split<'py>(
    ary: &Bound<'py, PyAny>,
    indices_or_sections: &Bound<'py, PyAny>,
    axis: i64,
) -> PyResult<Bound<'py, PyList>> {
    split_array(ary, indices_or_sections, axis, true)
}

/// As `split` along the second axis, or the only one.
#[pyfunction]
#[pyo3(signature = (ary, indices_or_sections))]
fn hsplit<'py>(
    ary: &Bound<'py, PyAny>,
    indices_or_sections: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyList>> {
    let ndim = any_array(ary)?.get().handle().ndim();
    if ndim == 0 {
        return Err(PyValueError::new_err("hsplit only works on arrays of 1 or more dimensions"));
    }
    split_array(ary, indices_or_sections, i64::from(ndim > 1), true)
}

/// As `split` along the first axis of arrays of two or more.
#[pyfunction]
#[pyo3(signature = (ary, indices_or_sections))]
fn vsplit<'py>(
    ary: &Bound<'py, PyAny>,
    indices_or_sections: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyList>> {
    if any_array(ary)?.get().handle().ndim() < 2 {
        return Err(PyValueError::new_err("vsplit only works on arrays of 2 or more dimensions"));
    }
    split_array(ary, indices_or_sections, 0, true)
}

/// As `split` along the third axis.
#[pyfunction]
#[pyo3(signature = (ary, indices_or_sections))]
fn dsplit<'py>(
    ary: &Bound<'py, PyAny>,
    indices_or_sections: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyList>> {
    if any_array(ary)?.get().handle().ndim() < 3 {
        return Err(PyValueError::new_err("dsplit only works on arrays of 3 or more dimensions"));
    }
    split_array(ary, indices_or_sections, 2, true)
}

/// The arrays along an axis, without that axis.
#[pyfunction]
#[pyo3(signature = (x, /, *, axis=0))]
fn unstack<'py>(x: &Bound<'py, PyAny>, axis: i64) -> PyResult<Bound<'py, PyTuple>> {
    let array = any_array(x)?;
    let source = array.get().array()?;
    if source.ndim() == 0 {
        return Err(PyValueError::new_err("Input array must be at least 1-d."));
    }
    let moved = stridewise::shape::moveaxis(source, &[axis], &[0]).or_raise(x.py())?;
    let parts = (0..moved.shape()[0] as isize)
        .map(|place| {
            let part =
                moved.index(&[stridewise_core::layout::BasicIndex::Integer(place)]).or_raise(x.py())?;
            wrap::view(&array, part)
        })
        .collect::<PyResult<Vec<_>>>()?;
    PyTuple::new(x.py(), parts)
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    add_function(module, wrap_pyfunction!(array_split, module)?, &["ary", "indices_or_sections"])?;
    add_function(module, wrap_pyfunction!(split, module)?, &["ary", "indices_or_sections"])?;
    add_function(module, wrap_pyfunction!(hsplit, module)?, &["ary", "indices_or_sections"])?;
    add_function(module, wrap_pyfunction!(vsplit, module)?, &["ary", "indices_or_sections"])?;
    add_function(module, wrap_pyfunction!(dsplit, module)?, &["ary", "indices_or_sections"])?;
    add_function(module, wrap_pyfunction!(unstack, module)?, &["x"])
}
