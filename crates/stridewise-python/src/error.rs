//! From the library's one error type to Python's exceptions.

use pyo3::exceptions::{
    PyAssertionError, PyAttributeError, PyBufferError, PyFloatingPointError, PyIndexError,
    PyKeyboardInterrupt, PyNotImplementedError, PyOverflowError, PyRecursionError, PyRuntimeError,
    PyTypeError, PyValueError, PyZeroDivisionError,
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
    #[inline(always)]
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
        ErrorKind::Recursion => PyRecursionError::new_err(text),
        ErrorKind::Attribute => PyAttributeError::new_err(text),
        // Python's own handler has noted the signal, and says what becomes of it.
        ErrorKind::Interrupted => {
            py.check_signals().err().unwrap_or_else(|| PyKeyboardInterrupt::new_err(()))
        }
        ErrorKind::LinearAlgebra => build(py, &LINEAR_ALGEBRA, "stridewise.linalg", "LinAlgError", |class| {
            class.call1((text.clone(),))
        }),
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
        ErrorKind::NoLoop { ufunc, dtypes } => {
            build(py, &NO_LOOP, EXCEPTIONS, "_UFuncNoLoopError", |class| {
                let classes: Vec<_> = dtypes
                    .iter()
                    .map(|dtype| match dtype {
                        Some(dtype) => Ok(dtype_object(py, *dtype).bind(py).get_type().into_any()),
                        None => Ok(py.None().into_bound(py)),
                    })
                    .collect::<PyResult<_>>()?;
                let outputs = stridewise_core::op::Op::named(ufunc).map_or(1, |op| op.row().outputs);
                let all = classes.into_iter().chain((0..outputs).map(|_| py.None().into_bound(py)));
                class.call1((ufunc_object(py, ufunc), PyTuple::new(py, all.collect::<Vec<_>>())?))
            })
        }
        ErrorKind::Casting { ufunc, casting, from, to, input, operand } => {
            let (cell, name) = if *input {
                (&INPUT_CASTING, "_UFuncInputCastingError")
            } else {
                (&OUTPUT_CASTING, "_UFuncOutputCastingError")
            };
            build(py, cell, EXCEPTIONS, name, |class| {
                let (from, to) = (dtype_object(py, *from), dtype_object(py, *to));
                class.call1((ufunc_object(py, ufunc), casting, from, to, *operand))
            })
        }
        _ => PyTypeError::new_err(text),
    }
}

fn ufunc_object(py: Python<'_>, name: &str) -> Py<PyAny> {
    crate::ufunc::by_name(py, name).map_or_else(|| py.None(), Py::into_any)
}

const EXCEPTIONS: &str = "stridewise._core._exceptions";

static NO_LOOP: PyOnceLock<Py<PyType>> = PyOnceLock::new();
static INPUT_CASTING: PyOnceLock<Py<PyType>> = PyOnceLock::new();
static OUTPUT_CASTING: PyOnceLock<Py<PyType>> = PyOnceLock::new();
static LINEAR_ALGEBRA: PyOnceLock<Py<PyType>> = PyOnceLock::new();
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
