//! Pickling scalars: a function that makes one from its dtype and bytes.

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyTuple};
use stridewise::scalar::Scalar;
use stridewise_core::{Element, dispatch};

use super::hierarchy::Generic;
use super::{conversion, object};
use crate::dtype::{dtype_argument, dtype_object};

/// The scalar of a dtype whose element has these bytes; without them, zero.
#[pyfunction]
#[pyo3(signature = (dtype, obj=None))]
fn scalar<'py>(
    py: Python<'py>,
    dtype: &Bound<'py, PyAny>,
    obj: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    let dtype = dtype_argument(dtype)?;
    let number = dtype.number();
    let Some(bytes) = obj else {
        return object::make_scalar(py, Scalar::from_bytes(number, [0; 16]));
    };
    let bytes = bytes
        .cast::<PyBytes>()
        .map_err(|_| PyTypeError::new_err("initializing object must be a bytes object"))?
        .as_bytes();
    if bytes.len() < number.size() {
        return Err(PyValueError::new_err("initialization string is too small"));
    }
    let element = std::array::from_fn(|i| if i < number.size() { bytes[i] } else { 0 });
    let scalar = dispatch!(number, T => {
        let element = T::from_bytes(element);
        Scalar::of(if dtype.is_native() { element } else { element.swap_bytes() })
    });
    object::make_scalar(py, scalar)
}

#[pymethods]
impl Generic {
    /// What pickle needs to make the scalar again.
    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyTuple>> {
        let py = slf.py();
        let scalar = conversion::required(slf)?;
        let number = scalar.number();
        let function = py.import("stridewise._core.multiarray").and_then(|module| module.getattr("scalar"));
        let function = match function {
            Ok(function) => function,
            Err(_) => py.import("stridewise._stridewise")?.getattr("scalar")?,
        };
        let bytes = PyBytes::new(py, &scalar.bytes()[..number.size()]);
        (function, (dtype_object(py, number.native()), bytes)).into_pyobject(py)
    }

    /// Does nothing: a scalar is whole when it is made.
    fn __setstate__(&self, state: &Bound<'_, PyAny>) {
        let _ = state;
    }
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(scalar, module)?)
}
