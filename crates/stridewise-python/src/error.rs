//! From the library's one error type to Python's exceptions.

use pyo3::exceptions::{
    PyAssertionError, PyAttributeError, PyBufferError, PyFloatingPointError, PyIndexError,
    PyNotImplementedError, PyOverflowError, PyRuntimeError, PyTypeError, PyValueError, PyZeroDivisionError,
};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyTuple, PyType};
use stridewise_core::{Error, ErrorKind};

use crate::dtype::dtype_object;

/// The result of library code, with errors on their way to Python.
pub(crate) trait OrRaise<T> {
    fn or_raise(self, py: Python<'_>) -> PyResult<T>;
}

impl<T> OrRaise<T> for stridewise_core::Result<T> {
    #[inline]
    fn or_raise(self, py: Python<'_>) -> PyResult<T> {
        self.map_err(|error| raise(py, &error))
    }
}

/// The exception that an error becomes.
#[cold]
pub(crate) fn raise(py: Python<'_>, error: &Error) -> PyErr {
    let text = error.message().to_owned();
    match error.kind() {
        ErrorKind::Value => PyValueError::new_err(text),
        ErrorKind::Index => PyIndexError::new_err(text),
        ErrorKind::Overflow => PyOverflowError::new_err(text),
        ErrorKind::ZeroDivision => PyZeroDivisionError::new_err(text),
        ErrorKind::FloatingPoint => PyFloatingPointError::new_err(text),
        ErrorKind::Runtime => PyRuntimeError::new_err(text),
        ErrorKind::NotImplemented => PyNotImplementedError::new_err(text),
        ErrorKind::Buffer => PyBufferError::new_err(text),
        ErrorKind::Assertion => PyAssertionError::new_err(text),
        ErrorKind::Attribute => PyAttributeError::new_err(text),
        ErrorKind::Axis { axis, ndim, prefix } => {
            build(py, &AXIS_ERROR, "stridewise.exceptions", "AxisError", |class| {
                class.call1((*axis, *ndim, prefix.clone()))
            })
        }
        ErrorKind::Memory { shape, dtype } => {
            build(py, &MEMORY_ERROR, "stridewise._core._exceptions", "_ArrayMemoryError", |class| {
                class.call1((PyTuple::new(py, shape)?, dtype_object(py, *dtype)))
            })
        }
        ErrorKind::Promotion => {
            build(py, &PROMOTION_ERROR, "stridewise.exceptions", "DTypePromotionError", |class| {
                class.call1((text.clone(),))
            })
        }
        _ => PyTypeError::new_err(text),
    }
}

static AXIS_ERROR: PyOnceLock<Py<PyType>> = PyOnceLock::new();
static MEMORY_ERROR: PyOnceLock<Py<PyType>> = PyOnceLock::new();
static PROMOTION_ERROR: PyOnceLock<Py<PyType>> = PyOnceLock::new();

/// An exception whose class stands in the Python package.
fn build<'py>(
    py: Python<'py>,
    cell: &PyOnceLock<Py<PyType>>,
    module: &str,
    name: &str,
    call: impl FnOnce(&Bound<'py, PyType>) -> PyResult<Bound<'py, PyAny>>,
) -> PyErr {
    cell.import(py, module, name).and_then(call).map_or_else(|error| error, PyErr::from_value)
}
