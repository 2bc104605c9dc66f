//! `zeros`, `ones`, `empty`, `full`, and arrays like others.

use pyo3::prelude::*;
use stridewise::Array;
use stridewise_core::dtype::Casting;
use stridewise_core::{DType, Order, Value};

use super::array::any_array;
use super::{optional_dtype, require_cpu};
use crate::array::{ArrayState, object};
use crate::convert::{
    array_argument, lone_length, order_argument, reporting_casts, shape_argument, truth_argument,
};
use crate::error::OrRaise;
use crate::index::source_of_copy;
use crate::overrides::{Quick, add_function, add_function_with_quick};
use crate::wrap;

fn filled(
    shape: &Bound<'_, PyAny>,
    dtype: Option<&Bound<'_, PyAny>>,
    order: Option<&Bound<'_, PyAny>>,
    make: impl FnOnce(DType, &[usize], Order) -> stridewise_core::Result<Array>,
) -> PyResult<Py<PyAny>> {
    let py = shape.py();
    let shape = shape_argument(shape)?;
    let dtype = optional_dtype(dtype)?.unwrap_or(DType::F64);
    wrap::array(py, make(dtype, &shape, order_argument(order, Order::C)?).or_raise(py)?)
}

/// `zeros(shape)` without more.
fn quick_zeros(shape: &Bound<'_, PyAny>) -> PyResult<Option<Py<PyAny>>> {
    quick(shape, Array::zeros)
}

/// `empty(shape)` without more.
fn quick_empty(shape: &Bound<'_, PyAny>) -> PyResult<Option<Py<PyAny>>> {
    quick(shape, Array::empty)
}

#[inline(always)]
fn quick(
    shape: &Bound<'_, PyAny>,
    make: impl Fn(DType, &[usize], Order) -> stridewise_core::Result<Array>,
) -> PyResult<Option<Py<PyAny>>> {
    let py = shape.py();
    let array = match lone_length(shape) {
        Some(length) => make(DType::F64, &[length], Order::C),
        None => make(DType::F64, &shape_argument(shape)?, Order::C),
    };
    wrap::array(py, array.or_raise(py)?).map(Some)
}

/// An array of zeros.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.zeros((2, 3)).sum() == 0
/// np.True_
#[pyfunction]
#[pyo3(signature = (shape, dtype=None, order=None, *, device=None, like=None), text_signature = "(shape, dtype=None, order='C', *, device=None, like=None)")]
fn zeros(
    shape: &Bound<'_, PyAny>,
    dtype: Option<&Bound<'_, PyAny>>,
    order: Option<&Bound<'_, PyAny>>,
    device: Option<&Bound<'_, PyAny>>,
    like: Option<&Bound<'_, PyAny>>,
) -> PyResult<Py<PyAny>> {
    let _ = like;
    require_cpu(device)?;
    filled(shape, dtype, order, Array::zeros)
}

/// An array whose elements hold anything.
#[pyfunction]
#[pyo3(signature = (shape, dtype=None, order=None, *, device=None, like=None), text_signature = "(shape, dtype=None, order='C', *, device=None, like=None)")]
fn empty(
    shape: &Bound<'_, PyAny>,
    dtype: Option<&Bound<'_, PyAny>>,
    order: Option<&Bound<'_, PyAny>>,
    device: Option<&Bound<'_, PyAny>>,
    like: Option<&Bound<'_, PyAny>>,
) -> PyResult<Py<PyAny>> {
    let _ = like;
    require_cpu(device)?;
    filled(shape, dtype, order, Array::empty)
}

/// An array of ones.
#[pyfunction]
#[pyo3(signature = (shape, dtype=None, order=None, *, device=None, like=None), text_signature = "(shape, dtype=None, order='C', *, device=None, like=None)")]
fn ones(
    shape: &Bound<'_, PyAny>,
    dtype: Option<&Bound<'_, PyAny>>,
    order: Option<&Bound<'_, PyAny>>,
    device: Option<&Bound<'_, PyAny>>,
    like: Option<&Bound<'_, PyAny>>,
) -> PyResult<Py<PyAny>> {
    let _ = like;
    require_cpu(device)?;
    filled(shape, dtype, order, |dtype, shape, order| {
        let array = Array::empty(dtype, shape, order)?;
        array.fill(Value::Int(1))?;
        Ok(array)
    })
}

/// An array of `fill_value`, which broadcasts to the shape.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.full((2, 2), [1, 2]).tolist()
/// [[1, 2], [1, 2]]
#[pyfunction]
#[pyo3(signature = (shape, fill_value, dtype=None, order=None, *, device=None, like=None), text_signature = "(shape, fill_value, dtype=None, order='C', *, device=None, like=None)")]
fn full(
    shape: &Bound<'_, PyAny>,
    fill_value: &Bound<'_, PyAny>,
    dtype: Option<&Bound<'_, PyAny>>,
    order: Option<&Bound<'_, PyAny>>,
    device: Option<&Bound<'_, PyAny>>,
    like: Option<&Bound<'_, PyAny>>,
) -> PyResult<Py<PyAny>> {
    let _ = like;
    require_cpu(device)?;
    let py = shape.py();
    let dtype = optional_dtype(dtype)?;
    let shape = shape_argument(shape)?;
    let order = order_argument(order, Order::C)?;
    let empty = |dtype| Array::empty(dtype, &shape, order).or_raise(py);
    let (array, fill) = if let Some(dtype) = dtype {
        let array = empty(dtype)?;
        let fill = source_of_copy(&array, fill_value, Casting::Unsafe.name())?;
        (array, fill)
    } else {
        let fill = array_argument(fill_value)?;
        (empty(fill.dtype())?, fill)
    };
    reporting_casts(py, fill.dtype(), array.dtype(), || array.assign(&fill))?;
    wrap::array(py, array)
}

/// What the elements of a new array hold.
enum Content<'a> {
    Anything,
    Zeros,
    Value(&'a Array),
}

fn filled_like(
    prototype: &Bound<'_, PyAny>,
    content: Content<'_>,
    dtype: Option<DType>,
    order: Option<&Bound<'_, PyAny>>,
    subok: bool,
    shape: Option<&Bound<'_, PyAny>>,
) -> PyResult<Py<PyAny>> {
    let py = prototype.py();
    let prototype = any_array(prototype)?;
    let source = prototype.get().handle();
    let order = order_argument(order, Order::Keep)?;
    let shape = shape.filter(|shape| !shape.is_none()).map(shape_argument).transpose()?;
    let make = match content {
        Content::Zeros => stridewise::create::zeros_like,
        Content::Anything | Content::Value(_) => stridewise::create::empty_like,
    };
    let array = make(source, dtype, order, shape.as_deref()).or_raise(py)?;
    if let Content::Value(fill) = content {
        reporting_casts(py, fill.dtype(), array.dtype(), || array.assign(fill))?;
    }
    if subok && !object::is_exact(&prototype) {
        let state = ArrayState { array, base: None };
        return object::of_class(&prototype.get_type(), state, Some(prototype.as_any()));
    }
    wrap::array(py, array)
}

/// An array of zeros with the shape and dtype of `a`.
#[pyfunction]
#[pyo3(signature = (a, dtype=None, order=None, subok=true, shape=None, *, device=None), text_signature = "(a, dtype=None, order='K', subok=True, shape=None, *, device=None)")]
fn zeros_like(
    a: &Bound<'_, PyAny>,
    dtype: Option<&Bound<'_, PyAny>>,
    order: Option<&Bound<'_, PyAny>>,
    #[pyo3(from_py_with = truth_argument)] subok: bool,
    shape: Option<&Bound<'_, PyAny>>,
    device: Option<&Bound<'_, PyAny>>,
) -> PyResult<Py<PyAny>> {
    require_cpu(device)?;
    filled_like(a, Content::Zeros, optional_dtype(dtype)?, order, subok, shape)
}

/// An array with the shape and dtype of `prototype` whose elements hold anything.
#[pyfunction]
#[pyo3(signature = (prototype, dtype=None, order=None, subok=true, shape=None, *, device=None), text_signature = "(prototype, dtype=None, order='K', subok=True, shape=None, *, device=None)")]
fn empty_like(
    prototype: &Bound<'_, PyAny>,
    dtype: Option<&Bound<'_, PyAny>>,
    order: Option<&Bound<'_, PyAny>>,
    #[pyo3(from_py_with = truth_argument)] subok: bool,
    shape: Option<&Bound<'_, PyAny>>,
    device: Option<&Bound<'_, PyAny>>,
) -> PyResult<Py<PyAny>> {
    require_cpu(device)?;
    filled_like(prototype, Content::Anything, optional_dtype(dtype)?, order, subok, shape)
}

/// An array of ones with the shape and dtype of `a`.
#[pyfunction]
#[pyo3(signature = (a, dtype=None, order=None, subok=true, shape=None, *, device=None), text_signature = "(a, dtype=None, order='K', subok=True, shape=None, *, device=None)")]
fn ones_like(
    a: &Bound<'_, PyAny>,
    dtype: Option<&Bound<'_, PyAny>>,
    order: Option<&Bound<'_, PyAny>>,
    #[pyo3(from_py_with = truth_argument)] subok: bool,
    shape: Option<&Bound<'_, PyAny>>,
    device: Option<&Bound<'_, PyAny>>,
) -> PyResult<Py<PyAny>> {
    require_cpu(device)?;
    let one = Array::scalar(stridewise_core::Number::I64, Value::Int(1)).or_raise(a.py())?;
    filled_like(a, Content::Value(&one), optional_dtype(dtype)?, order, subok, shape)
}

/// An array of `fill_value` with the shape and dtype of `a`.
#[pyfunction]
#[pyo3(signature = (a, fill_value, dtype=None, order=None, subok=true, shape=None, *, device=None), text_signature = "(a, fill_value, dtype=None, order='K', subok=True, shape=None, *, device=None)")]
fn full_like(
    a: &Bound<'_, PyAny>,
    fill_value: &Bound<'_, PyAny>,
    dtype: Option<&Bound<'_, PyAny>>,
    order: Option<&Bound<'_, PyAny>>,
    #[pyo3(from_py_with = truth_argument)] subok: bool,
    shape: Option<&Bound<'_, PyAny>>,
    device: Option<&Bound<'_, PyAny>>,
) -> PyResult<Py<PyAny>> {
    require_cpu(device)?;
    let prototype = any_array(a)?;
    let dtype = optional_dtype(dtype)?;
    let wanted = dtype.unwrap_or_else(|| prototype.get().handle().dtype());
    let cell = Array::zeros(wanted, &[], Order::C).or_raise(a.py())?;
    let fill = source_of_copy(&cell, fill_value, Casting::Unsafe.name())?;
    filled_like(prototype.as_any(), Content::Value(&fill), dtype, order, subok, shape)
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    add_function_with_quick(module, wrap_pyfunction!(zeros, module)?, &[], Quick::Computed(quick_zeros))?;
    add_function_with_quick(module, wrap_pyfunction!(empty, module)?, &[], Quick::Computed(quick_empty))?;
    add_function(module, wrap_pyfunction!(ones, module)?, &[])?;
    add_function(module, wrap_pyfunction!(full, module)?, &[])?;
    add_function(module, wrap_pyfunction!(zeros_like, module)?, &["a"])?;
    add_function(module, wrap_pyfunction!(empty_like, module)?, &["prototype"])?;
    add_function(module, wrap_pyfunction!(ones_like, module)?, &["a"])?;
    add_function(module, wrap_pyfunction!(full_like, module)?, &["a"])
}
