//! `ndarray(shape, dtype=float, buffer=None, offset=0, strides=None, order=None)`.

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use stridewise::run::Array;
use stridewise_core::{DType, Layout, Order};

use super::object::Handoff;
use super::{ArrayState, PyArray};
use crate::convert::{order_argument, shape_argument, strides_argument};
use crate::dtype::dtype_argument;
use crate::error::OrRaise;
use crate::exchange::buffer_in;

#[pymethods]
impl PyArray {
    #[new]
    #[pyo3(signature = (shape, dtype=None, buffer=None, offset=0, strides=None, order=None))]
    fn construct(
        shape: &Bound<'_, PyAny>,
        dtype: Option<&Bound<'_, PyAny>>,
        buffer: Option<&Bound<'_, PyAny>>,
        offset: isize,
        strides: Option<&Bound<'_, PyAny>>,
        order: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let py = shape.py();
        if let Ok(handoff) = shape.cast::<Handoff>() {
            return Ok(Self::from_state(handoff.get().take()?));
        }
        let shape = shape_argument(shape)?;
        let dtype = dtype.map(dtype_argument).transpose()?.unwrap_or(DType::F64);
        let order = order_argument(order, Order::C)?;
        let mut layout = Layout::ordered(&shape, dtype.size(), order == Order::F).or_raise(py)?;
        let strides = strides.filter(|strides| !strides.is_none()).map(strides_argument).transpose()?;
        if let Some(strides) = &strides {
            if strides.len() != shape.len() {
                return Err(PyValueError::new_err("strides, if given, must be the same length as shape"));
            }
            layout.strides.clone_from(strides);
        }
        let Some(buffer) = buffer.filter(|buffer| !buffer.is_none()) else {
            let fresh = Array::zeros(dtype, &shape, order).or_raise(py)?;
            let array = match strides {
                None => fresh,
                Some(_) => fresh.reinterpreted(dtype, layout).ok_or_else(|| {
                    PyValueError::new_err(
                        "strides is incompatible with shape of requested array and size of buffer",
                    )
                })?,
            };
            return Ok(Self::from_state(ArrayState { array, base: None }));
        };
        let lent = buffer_in::bytes_of(buffer)?;
        layout.offset =
            usize::try_from(offset).map_err(|_| PyValueError::new_err("offset must be non-negative"))?;
        let writeable = lent.is_writeable();
        let array = lent.reinterpreted(dtype, layout).ok_or_else(|| {
            if strides.is_some() {
                PyValueError::new_err(
                    "strides is incompatible with shape of requested array and size of buffer",
                )
            } else {
                PyTypeError::new_err("buffer is too small for requested array")
            }
        })?;
        Ok(Self::from_state(ArrayState {
            array: array.with_writeable(writeable),
            base: Some(buffer.clone().unbind()),
        }))
    }

    /// Called on every new instance of a subclass; the base class has nothing to do.
    #[pyo3(signature = (_source, /))]
    fn __array_finalize__(&self, _source: &Bound<'_, PyAny>) {}
}
