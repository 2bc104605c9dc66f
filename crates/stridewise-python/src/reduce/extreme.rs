//! Positions of extremes, and the range between them.

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use stridewise::reduce::{arg_extreme, search_line};
use stridewise::{Array, nan};
use stridewise_core::dtype::{Casting, can_cast};
use stridewise_core::layout::normalize_axis;
use stridewise_core::{DType, Number, Order, Value};

use super::functions::own_method;
use crate::array::PyArray;
use crate::convert::array_argument;
use crate::detach::over_arrays;
use crate::error::OrRaise;
use crate::overrides::add_function;
use crate::scalar;
use crate::ufunc::{not_given, one_axis, output_array, returned};

type Argument<'a, 'py> = Option<&'a Bound<'py, PyAny>>;

pub(super) fn positions<'py>(
    object: &Bound<'py, PyAny>,
    axis: Argument<'_, 'py>,
    out: Argument<'_, 'py>,
    keepdims: Argument<'_, 'py>,
    (largest, skips_nan): (bool, bool),
) -> PyResult<Py<PyAny>> {
    let py = object.py();
    if !skips_nan
        && let Ok(array) = object.cast_exact::<PyArray>()
        && axis.is_none()
        && out.is_none()
        && keepdims.is_none()
        && let array = array.get().array()?
        && let Some(position) =
            over_arrays(py, array.size(), "argmax", &[array], &[], || Ok(search_line(array, largest)))
                .or_raise(py)?
    {
        return scalar::make(py, Number::I64, Value::Int(position as i128));
    }
    let array = array_argument(object)?;
    let axis = match axis.filter(|axis| !axis.is_none()) {
        None => None,
        Some(axis) => {
            let axis = one_axis(axis)?;
            // A scalar counts as a line of one.
            let ndim = array.ndim().max(1);
            Some(normalize_axis(axis, ndim).or_raise(py)?)
        }
    };
    let search = || {
        if skips_nan { nan::arg_extreme(&array, axis, largest) } else { arg_extreme(&array, axis, largest) }
    };
    let mut result = over_arrays(py, array.size(), "argmax", &[&array], &[], search).or_raise(py)?;
    let keep = keepdims.filter(|keepdims| !not_given(keepdims)).map_or(Ok(false), |keep| keep.is_truthy())?;
    if keep {
        let shape: Vec<i64> = array
            .shape()
            .iter()
            .enumerate()
            .map(|(place, &length)| if axis.is_none_or(|axis| axis == place) { 1 } else { length as i64 })
            .collect();
        result = result.reshape(&shape, Order::C).or_raise(py)?;
    }
    let out = out.filter(|out| !out.is_none());
    if let Some(out) = out
        && let Some(target) = output_array(out)?
    {
        deliver(py, &target, &result, if largest { "argmax" } else { "argmin" })?;
    }
    returned(object, out, result)
}

fn deliver(py: Python<'_>, target: &Array, result: &Array, name: &str) -> PyResult<()> {
    if target.shape() != result.shape() {
        return Err(PyValueError::new_err(format!("output array does not match result of np.{name}.")));
    }
    if !can_cast(target.dtype(), DType::I64, Casting::Safe) {
        return Err(PyTypeError::new_err(format!(
            "Cannot cast array data from dtype('{}') to dtype('int64') according to the rule 'safe'",
            target.dtype()
        )));
    }
    target.assign(result).or_raise(py)
}

#[pymethods]
impl PyArray {
    /// The position of the first largest element along an axis, or among all elements.
    #[pyo3(name = "argmax", signature = (axis=None, out=None, *, keepdims=None), text_signature = "($self, axis=None, out=None, *, keepdims=False)")]
    fn argmax_method<'py>(
        slf: &Bound<'py, Self>,
        axis: Argument<'_, 'py>,
        out: Argument<'_, 'py>,
        keepdims: Argument<'_, 'py>,
    ) -> PyResult<Py<PyAny>> {
        positions(slf.as_any(), axis, out, keepdims, (true, false))
    }

    /// The position of the first smallest element along an axis, or among all elements.
    #[pyo3(name = "argmin", signature = (axis=None, out=None, *, keepdims=None), text_signature = "($self, axis=None, out=None, *, keepdims=False)")]
    fn argmin_method<'py>(
        slf: &Bound<'py, Self>,
        axis: Argument<'_, 'py>,
        out: Argument<'_, 'py>,
        keepdims: Argument<'_, 'py>,
    ) -> PyResult<Py<PyAny>> {
        positions(slf.as_any(), axis, out, keepdims, (false, false))
    }
}

/// The positions of the first largest elements along an axis, or among all elements.
#[pyfunction]
#[pyo3(signature = (a, axis=None, out=None, *, keepdims=None), text_signature = "(a, axis=None, out=None, *, keepdims=<no value>)")]
fn argmax<'py>(
    a: &Bound<'py, PyAny>,
    axis: Argument<'_, 'py>,
    out: Argument<'_, 'py>,
    keepdims: Argument<'_, 'py>,
) -> PyResult<Py<PyAny>> {
    let named = [("axis", axis), ("out", out), ("keepdims", keepdims)];
    match own_method(a, "argmax", &named)? {
        Some(answer) => Ok(answer),
        None => positions(a, axis, out, keepdims, (true, false)),
    }
}

/// The positions of the first smallest elements along an axis, or among all elements.
#[pyfunction]
#[pyo3(signature = (a, axis=None, out=None, *, keepdims=None), text_signature = "(a, axis=None, out=None, *, keepdims=<no value>)")]
fn argmin<'py>(
    a: &Bound<'py, PyAny>,
    axis: Argument<'_, 'py>,
    out: Argument<'_, 'py>,
    keepdims: Argument<'_, 'py>,
) -> PyResult<Py<PyAny>> {
    let named = [("axis", axis), ("out", out), ("keepdims", keepdims)];
    match own_method(a, "argmin", &named)? {
        Some(answer) => Ok(answer),
        None => positions(a, axis, out, keepdims, (false, false)),
    }
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    add_function(module, wrap_pyfunction!(argmax, module)?, &["a", "out"])?;
    add_function(module, wrap_pyfunction!(argmin, module)?, &["a", "out"])
}
