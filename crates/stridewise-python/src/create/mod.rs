//! Making arrays: from objects, and filled with zeros.

use pyo3::prelude::*;
use stridewise::run::Array;
use stridewise_core::{DType, Order};

use crate::array::{ArrayState, PyArray, object};
use crate::convert::{Copy, Wish, array_of, order_argument, shape_argument};
use crate::dtype::dtype_argument;
use crate::error::OrRaise;
use crate::wrap;

/// Copies `object` into a new array.
///
/// `dtype` is the type of the elements; without it, the smallest that holds them all.
#[pyfunction]
#[pyo3(signature = (object, dtype=None, *, copy=Some(true), order=None))]
fn array(
    object: &Bound<'_, PyAny>,
    dtype: Option<&Bound<'_, PyAny>>,
    copy: Option<bool>,
    order: Option<&Bound<'_, PyAny>>,
) -> PyResult<Py<PyAny>> {
    let copy = match copy {
        Some(true) => Copy::Always,
        Some(false) => Copy::Never,
        None => Copy::IfNeeded,
    };
    from_object(object, dtype, copy, order)
}

/// `object` as an array; arrays of the right dtype are given back as they are.
#[pyfunction]
#[pyo3(signature = (object, dtype=None, order=None))]
fn asarray(
    object: &Bound<'_, PyAny>,
    dtype: Option<&Bound<'_, PyAny>>,
    order: Option<&Bound<'_, PyAny>>,
) -> PyResult<Py<PyAny>> {
    if dtype.is_none() && order.is_none() && object.is_exact_instance_of::<PyArray>() {
        return Ok(object.clone().unbind());
    }
    from_object(object, dtype, Copy::IfNeeded, order)
}

fn from_object(
    object: &Bound<'_, PyAny>,
    dtype: Option<&Bound<'_, PyAny>>,
    copy: Copy,
    order: Option<&Bound<'_, PyAny>>,
) -> PyResult<Py<PyAny>> {
    let dtype = dtype.filter(|dtype| !dtype.is_none()).map(dtype_argument).transpose()?;
    let wish = Wish { dtype, copy, order: order_argument(order, Order::Keep)? };
    let (array, lender) = array_of(object, &wish)?;
    match lender {
        None => wrap::array(object.py(), array),
        Some(lender) if object.is_exact_instance_of::<PyArray>() => Ok(lender),
        Some(lender) => {
            Ok(object::base_class(object.py(), ArrayState { array, base: Some(lender) })?.into_any())
        }
    }
}

/// An array of zeros.
#[pyfunction]
#[pyo3(signature = (shape, dtype=None, order=None))]
fn zeros(
    shape: &Bound<'_, PyAny>,
    dtype: Option<&Bound<'_, PyAny>>,
    order: Option<&Bound<'_, PyAny>>,
) -> PyResult<Py<PyAny>> {
    let dtype = dtype.filter(|dtype| !dtype.is_none()).map(dtype_argument).transpose()?.unwrap_or(DType::F64);
    let order = order_argument(order, Order::C)?;
    let array = Array::zeros(dtype, &shape_argument(shape)?, order).or_raise(shape.py())?;
    wrap::array(shape.py(), array)
}

pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(array, module)?)?;
    module.add_function(wrap_pyfunction!(asarray, module)?)?;
    module.add_function(wrap_pyfunction!(zeros, module)?)
}
