//! `flip`, `rot90`, `roll`.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use stridewise::shape;

use crate::array::shape_methods::share_or_own;
use crate::convert::axes_argument;
use crate::create::any_array;
use crate::error::OrRaise;
use crate::overrides::add_function;

/// A view of `m` reversed along the axes given, or along all.
#[pyfunction]
#[pyo3(signature = (m, axis=None))]
fn flip(m: &Bound<'_, PyAny>, axis: Option<&Bound<'_, PyAny>>) -> PyResult<Py<PyAny>> {
    let array = any_array(m)?;
    let axes = axis.filter(|axis| !axis.is_none()).map(axes_argument).transpose()?;
    share_or_own(&array, shape::flip(array.get().array()?, axes.as_deref()).or_raise(m.py())?)
}

/// A view of `m` with its rows in reverse order.
#[pyfunction]
#[pyo3(signature = (m))]
fn flipud(m: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
    let array = any_array(m)?;
    if array.get().handle().ndim() < 1 {
        return Err(PyValueError::new_err("Input must be >= 1-d."));
    }
    share_or_own(&array, shape::flip(array.get().array()?, Some(&[0])).or_raise(m.py())?)
}

/// A view of `m` with its columns in reverse order.
#[pyfunction]
#[pyo3(signature = (m))]
fn fliplr(m: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
    let array = any_array(m)?;
    if array.get().handle().ndim() < 2 {
        return Err(PyValueError::new_err("Input must be >= 2-d."));
    }
    share_or_own(&array, shape::flip(array.get().array()?, Some(&[1])).or_raise(m.py())?)
}

/// A view of `m` turned by `k` quarters of a circle in the plane of two axes.
#[pyfunction]
#[pyo3(signature = (m, k=1, axes=None), text_signature = "(m, k=1, axes=(0, 1))")]
fn rot90(m: &Bound<'_, PyAny>, k: i64, axes: Option<&Bound<'_, PyAny>>) -> PyResult<Py<PyAny>> {
    let array = any_array(m)?;
    let axes = axes.map_or_else(|| Ok([0, 1].into_iter().collect()), axes_argument)?;
    share_or_own(&array, shape::rot90(array.get().array()?, k, &axes).or_raise(m.py())?)
}

/// A copy of `a` whose elements are moved by `shift` places along `axis`, round the end.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.roll([1, 2, 3], 1).tolist()
/// [3, 1, 2]
#[pyfunction]
#[pyo3(signature = (a, shift, axis=None))]
fn roll(
    a: &Bound<'_, PyAny>,
    shift: &Bound<'_, PyAny>,
    axis: Option<&Bound<'_, PyAny>>,
) -> PyResult<Py<PyAny>> {
    let array = any_array(a)?;
    let shifts = axes_argument(shift).or_else(|_| {
        // Beyond 64 bits: rolling by as many places as there are elements changes nothing, along any axis.
        let size = array.get().handle().size().max(1);
        axes_argument(&shift.rem(size)?)
    })?;
    let axes = axis.filter(|axis| !axis.is_none()).map(axes_argument).transpose()?;
    share_or_own(&array, shape::roll(array.get().array()?, &shifts, axes.as_deref()).or_raise(a.py())?)
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    add_function(module, wrap_pyfunction!(flip, module)?, &["m"])?;
    add_function(module, wrap_pyfunction!(flipud, module)?, &["m"])?;
    add_function(module, wrap_pyfunction!(fliplr, module)?, &["m"])?;
    add_function(module, wrap_pyfunction!(rot90, module)?, &["m"])?;
    add_function(module, wrap_pyfunction!(roll, module)?, &["a"])
}
