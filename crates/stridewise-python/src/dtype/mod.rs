//! The class `dtype`, and dtypes as arguments.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyComplex, PyFloat, PyInt, PyString, PyType};
use stridewise_core::{ByteOrder, DType, Number};

/// The type of an array's elements.
#[pyclass(name = "dtype", module = "stridewise", frozen, eq, hash)]
#[derive(Debug, PartialEq, Eq, Hash)]
pub(crate) struct PyDType {
    dtype: DType,
}

#[pymethods]
impl PyDType {
    #[new]
    fn construct(dtype: &Bound<'_, PyAny>) -> PyResult<Self> {
        Ok(Self { dtype: dtype_argument(dtype)? })
    }

    fn __repr__(&self) -> String {
        format!("dtype('{}')", self.dtype)
    }

    /// The name without byte order.
    #[getter]
    fn name(&self) -> &'static str {
        self.dtype.number().name()
    }

    /// Bytes of one element.
    #[getter]
    fn itemsize(&self) -> usize {
        self.dtype.size()
    }

    /// The letter of the kind.
    #[getter]
    fn kind(&self) -> char {
        self.dtype.kind().character()
    }
}

/// The Python object of a dtype.
pub(crate) fn dtype_object(py: Python<'_>, dtype: DType) -> Py<PyAny> {
    Py::new(py, PyDType { dtype }).map_or_else(|_| py.None(), Py::into_any)
}

/// The array protocol's type string: `<f8`, `|b1`.
pub(crate) fn protocol_string(dtype: DType) -> String {
    let mark = match (dtype.size(), dtype.byte_order()) {
        (1, _) => '|',
        (_, ByteOrder::Little) => '<',
        (_, ByteOrder::Big) => '>',
    };
    format!("{mark}{}{}", dtype.kind().character(), dtype.size())
}

/// The dtype that an argument spells.
pub(crate) fn dtype_argument(object: &Bound<'_, PyAny>) -> PyResult<DType> {
    let py = object.py();
    if let Ok(dtype) = object.cast::<PyDType>() {
        return Ok(dtype.get().dtype);
    }
    if let Ok(class) = object.cast::<PyType>() {
        if let Some(number) = crate::scalar::number_of_type(class) {
            return Ok(number.native());
        }
        let python = [
            (PyType::new::<PyFloat>(py), Number::F64),
            (PyType::new::<PyInt>(py), Number::I64),
            (PyType::new::<PyBool>(py), Number::Bool),
            (PyType::new::<PyComplex>(py), Number::C128),
        ];
        if let Some((_, number)) = python.iter().find(|(known, _)| class.is(known)) {
            return Ok(number.native());
        }
    }
    if let Ok(text) = object.cast::<PyString>() {
        let text = text.to_str()?;
        let (order, code) = match text.as_bytes().first() {
            Some(b'<') => (ByteOrder::Little, &text[1..]),
            Some(b'>') => (ByteOrder::Big, &text[1..]),
            Some(b'=' | b'|') => (ByteOrder::NATIVE, &text[1..]),
            _ => (ByteOrder::NATIVE, text),
        };
        for number in Number::ALL {
            let short = format!("{}{}", number.kind().character(), number.size());
            if code == number.name() || code == short || code == number.character().to_string() {
                return Ok(DType::new(number, order));
            }
        }
    }
    Err(PyTypeError::new_err(format!("data type {} not understood", object.repr()?)))
}

pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<PyDType>()
}
