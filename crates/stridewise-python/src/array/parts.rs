//! Real and imaginary parts, and attributes that change the array in place: dtype and strides.

use pyo3::exceptions::{PyDeprecationWarning, PyTypeError, PyValueError};
use pyo3::prelude::*;
use stridewise_core::Layout;

use super::shape_methods::share_or_own;
use super::{ArrayState, PyArray};
use crate::convert::{array_argument, strides_argument};
use crate::dtype::dtype_argument;
use crate::error::OrRaise;
use crate::wrap;

#[pymethods]
impl PyArray {
    /// The real part: a view, the array itself where it is not complex.
    #[getter]
    fn real(slf: &Bound<'_, Self>) -> PyResult<Py<PyAny>> {
        if !slf.get().handle().number().is_complex() {
            return Ok(slf.clone().into_any().unbind());
        }
        wrap::view(slf, stridewise::shape::real(slf.get().handle()).or_raise(slf.py())?)
    }

    #[setter(real)]
    fn set_real(slf: &Bound<'_, Self>, value: &Bound<'_, PyAny>) -> PyResult<()> {
        let target = stridewise::shape::real(slf.get().handle()).or_raise(slf.py())?;
        target.assign(&array_argument(value)?).or_raise(slf.py())
    }

    /// The imaginary part: a view, read-only zeros where the array is not complex.
    #[getter]
    fn imag(slf: &Bound<'_, Self>) -> PyResult<Py<PyAny>> {
        let part = stridewise::shape::imaginary(slf.get().handle()).or_raise(slf.py())?;
        share_or_own(slf, part)
    }

    #[setter(imag)]
    fn set_imag(slf: &Bound<'_, Self>, value: &Bound<'_, PyAny>) -> PyResult<()> {
        let array = slf.get().handle();
        if !array.number().is_complex() {
            return Err(PyTypeError::new_err("array does not have imaginary part to set"));
        }
        let target = stridewise::shape::imaginary(array).or_raise(slf.py())?;
        target.assign(&array_argument(value)?).or_raise(slf.py())
    }

    #[setter(dtype)]
    fn set_dtype(slf: &Bound<'_, Self>, value: &Bound<'_, PyAny>) -> PyResult<()> {
        let py = slf.py();
        let dtype = dtype_argument(value)?;
        let state = slf.get().state();
        let layout =
            state.array.layout().reinterpreted(state.array.item_size(), dtype.size()).or_raise(py)?;
        replace(slf, |array| array.reinterpreted(dtype, layout), "the dtype leaves the array's memory")
    }

    #[setter(strides)]
    fn set_strides(slf: &Bound<'_, Self>, value: &Bound<'_, PyAny>) -> PyResult<()> {
        let message = c"Setting the strides on a NumPy array has been deprecated in NumPy 2.4.\nAs an alternative, you \
                        can create a new view using np.lib.stride_tricks.as_strided.";
        PyErr::warn(slf.py(), &slf.py().get_type::<PyDeprecationWarning>(), message, 1)?;
        let strides = strides_argument(value)?;
        let array = slf.get().handle();
        if strides.len() != array.ndim() {
            return Err(PyValueError::new_err(format!(
                "strides must be same length as shape ({})",
                array.ndim()
            )));
        }
        let layout = Layout { strides, ..array.layout().clone() };
        let dtype = array.dtype();
        replace(
            slf,
            |array| array.reinterpreted(dtype, layout),
            "strides is not compatible with available memory",
        )
    }
}

fn replace(
    slf: &Bound<'_, PyArray>,
    change: impl FnOnce(&stridewise::Array) -> Option<stridewise::Array>,
    refusal: &'static str,
) -> PyResult<()> {
    let state = slf.get().state();
    let array = change(&state.array).ok_or_else(|| PyValueError::new_err(refusal))?;
    let base = state.base.as_ref().map(|base| base.clone_ref(slf.py()));
    slf.get().replace(ArrayState { array, base });
    Ok(())
}
