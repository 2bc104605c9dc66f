//! `reshape`, `ravel`, `transpose` and the other functions that give views with other axes.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};
use stridewise_core::Order;

use crate::array::shape_methods::reshape_object;
use crate::convert::{axes_argument, optional_truth, order_argument};
use crate::create::any_array;
use crate::error::OrRaise;
use crate::overrides::add_function;
use crate::wrap;

/// What a method of the array, or of what the object becomes as an array, gives. Objects that are no arrays and
/// have the method themselves are asked first, as NumPy does.
fn method<'py>(
    object: &Bound<'py, PyAny>,
    name: &str,
    args: impl pyo3::call::PyCallArgs<'py>,
    kwargs: Option<&Bound<'py, PyDict>>,
) -> PyResult<Bound<'py, PyAny>> {
    match object.getattr_opt(name)? {
        Some(method) if method.is_callable() && !object.is_instance_of::<pyo3::types::PyList>() => {
            method.call(args, kwargs)
        }
        _ => any_array(object)?.getattr(name)?.call(args, kwargs),
    }
}

/// The elements of `a` with another shape, one length of which may be -1: a view where the strides allow it.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.reshape(np.arange(6), (2, -1)).tolist()
/// [[0, 1, 2], [3, 4, 5]]
#[pyfunction]
#[pyo3(signature = (a, /, shape, order=None, *, copy=None))]
fn reshape<'py>(
    a: &Bound<'py, PyAny>,
    shape: &Bound<'py, PyAny>,
    order: Option<&Bound<'py, PyAny>>,
    #[pyo3(from_py_with = optional_truth)] copy: Option<bool>,
) -> PyResult<Py<PyAny>> {
    if let Ok(array) = a.cast_exact::<crate::array::PyArray>() {
        return reshape_object(array, &axes_argument(shape)?, order_argument(order, Order::C)?, copy);
    }
    let kwargs = PyDict::new(a.py());
    kwargs.set_item(
        "order",
        order.map_or_else(
            || "C".into_pyobject(a.py()).map(|text| text.into_any()),
            |order| Ok(order.clone()),
        )?,
    )?;
    if let Some(copy) = copy {
        kwargs.set_item("copy", copy)?;
    }
    Ok(method(a, "reshape", (shape,), Some(&kwargs))?.unbind())
}

/// The elements of `a` in a row: a view where the strides allow it.
#[pyfunction]
#[pyo3(signature = (a, order=None))]
fn ravel<'py>(a: &Bound<'py, PyAny>, order: Option<&Bound<'py, PyAny>>) -> PyResult<Bound<'py, PyAny>> {
    let kwargs = PyDict::new(a.py());
    if let Some(order) = order {
        kwargs.set_item("order", order)?;
    }
    any_array(a)?.as_any().call_method("ravel", (), Some(&kwargs))
}

/// A view of `a` with the axes reversed, or in the order given.
#[pyfunction]
#[pyo3(signature = (a, axes=None))]
fn transpose<'py>(a: &Bound<'py, PyAny>, axes: Option<&Bound<'py, PyAny>>) -> PyResult<Bound<'py, PyAny>> {
    match axes {
        Some(axes) if !axes.is_none() => method(a, "transpose", (axes,), None),
        _ => method(a, "transpose", (), None),
    }
}

/// A view of `x` with the last two axes exchanged.
#[pyfunction]
#[pyo3(signature = (x, /))]
fn matrix_transpose<'py>(x: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let array = any_array(x)?;
    if array.get().handle().ndim() < 2 {
        return Err(pyo3::exceptions::PyValueError::new_err(format!(
            "Input array must be at least 2-dimensional, but it is {}",
            array.get().handle().ndim()
        )));
    }
    array.as_any().call_method1("swapaxes", (-1, -2))
}

/// A view of `a` with two axes exchanged.
#[pyfunction]
#[pyo3(signature = (a, axis1, axis2))]
fn swapaxes<'py>(a: &Bound<'py, PyAny>, axis1: i64, axis2: i64) -> PyResult<Bound<'py, PyAny>> {
    method(a, "swapaxes", (axis1, axis2), None)
}

/// A view of `a` without axes of length one.
#[pyfunction]
#[pyo3(signature = (a, axis=None))]
fn squeeze<'py>(a: &Bound<'py, PyAny>, axis: Option<&Bound<'py, PyAny>>) -> PyResult<Bound<'py, PyAny>> {
    match axis {
        Some(axis) if !axis.is_none() => {
            let kwargs = PyDict::new(a.py());
            kwargs.set_item("axis", axis)?;
            method(a, "squeeze", (), Some(&kwargs))
        }
        _ => method(a, "squeeze", (), None),
    }
}

/// A view of `a` with axes moved to other places; the others keep their order.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.moveaxis(np.zeros((3, 4, 5)), 0, -1).shape
/// (4, 5, 3)
#[pyfunction]
#[pyo3(signature = (a, source, destination))]
fn moveaxis<'py>(
    a: &Bound<'py, PyAny>,
    source: &Bound<'py, PyAny>,
    destination: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    let py = a.py();
    let (source, destination) = (axes_argument(source)?, axes_argument(destination)?);
    if let Ok(array) = a.cast::<crate::array::PyArray>() {
        let moved = stridewise::shape::moveaxis(array.get().array()?, &source, &destination).or_raise(py)?;
        return Ok(wrap::view(array, moved)?.into_bound(py));
    }
    // Anything else with `transpose` is asked for it, in the order that an array of its axes gives.
    if let Some(transpose) = a.getattr_opt("transpose")?
        && let Some(ndim) = a.getattr_opt("ndim")?
    {
        let order = stridewise::shape::moved_order(ndim.extract()?, &source, &destination).or_raise(py)?;
        return transpose.call1((PyTuple::new(py, order)?,));
    }
    let array = any_array(a)?;
    let moved = stridewise::shape::moveaxis(array.get().array()?, &source, &destination).or_raise(py)?;
    Ok(wrap::view(&array, moved)?.into_bound(py))
}

/// A view of `a` with axis `axis` rolled back until it lies before `start`.
#[pyfunction]
#[pyo3(signature = (a, axis, start=0))]
fn rollaxis<'py>(a: &Bound<'py, PyAny>, axis: i64, start: i64) -> PyResult<Bound<'py, PyAny>> {
    let array = any_array(a)?;
    let order = stridewise::shape::rolled_order(array.get().handle().ndim(), axis, start).or_raise(a.py())?;
    let order: Vec<i64> = order.into_iter().map(|axis| axis as i64).collect();
    let view = stridewise::shape::transpose(array.get().array()?, Some(&order)).or_raise(a.py())?;
    Ok(wrap::view(&array, view)?.into_bound(a.py()))
}

/// A view of `a` with new axes of length one at the places `axis` of the result.
#[pyfunction]
#[pyo3(signature = (a, axis))]
fn expand_dims(a: &Bound<'_, PyAny>, axis: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
    let array = any_array(a)?;
    if axis.is_none() {
        return Err(PyTypeError::new_err("'NoneType' object is not iterable"));
    }
    let view =
        stridewise::shape::expand_dims(array.get().array()?, &axes_argument(axis)?).or_raise(a.py())?;
    wrap::view(&array, view)
}

/// The number of axes of `a`.
#[pyfunction]
#[pyo3(signature = (a))]
fn ndim(a: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
    match a.getattr_opt("ndim")? {
        Some(ndim) => Ok(ndim.unbind()),
        None => Ok(any_array(a)?.getattr("ndim")?.unbind()),
    }
}

/// The lengths of the axes of `a`.
#[pyfunction]
#[pyo3(signature = (a))]
fn shape(a: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
    match a.getattr_opt("shape")? {
        Some(shape) => Ok(shape.unbind()),
        None => Ok(any_array(a)?.getattr("shape")?.unbind()),
    }
}

/// The number of elements of `a`, or along some of its axes.
#[pyfunction]
#[pyo3(signature = (a, axis=None))]
fn size(a: &Bound<'_, PyAny>, axis: Option<&Bound<'_, PyAny>>) -> PyResult<Py<PyAny>> {
    let Some(axis) = axis.filter(|axis| !axis.is_none()) else {
        return match a.getattr_opt("size")? {
            Some(size) => Ok(size.unbind()),
            None => Ok(any_array(a)?.getattr("size")?.unbind()),
        };
    };
    let lengths: Vec<usize> = shape(a)?.bind(a.py()).extract()?;
    let axes =
        stridewise_core::layout::normalize_axes(&axes_argument(axis)?, lengths.len()).or_raise(a.py())?;
    let size: usize = axes.iter().map(|&axis| lengths[axis]).product();
    Ok(size.into_pyobject(a.py())?.into_any().unbind())
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    add_function(module, wrap_pyfunction!(reshape, module)?, &["a"])?;
    add_function(module, wrap_pyfunction!(ravel, module)?, &["a"])?;
    add_function(module, wrap_pyfunction!(transpose, module)?, &["a"])?;
    add_function(module, wrap_pyfunction!(matrix_transpose, module)?, &["x"])?;
    add_function(module, wrap_pyfunction!(swapaxes, module)?, &["a"])?;
    add_function(module, wrap_pyfunction!(squeeze, module)?, &["a"])?;
    add_function(module, wrap_pyfunction!(moveaxis, module)?, &["a"])?;
    add_function(module, wrap_pyfunction!(rollaxis, module)?, &["a"])?;
    add_function(module, wrap_pyfunction!(expand_dims, module)?, &["a"])?;
    add_function(module, wrap_pyfunction!(ndim, module)?, &["a"])?;
    add_function(module, wrap_pyfunction!(shape, module)?, &["a"])?;
    add_function(module, wrap_pyfunction!(size, module)?, &["a"])
}
