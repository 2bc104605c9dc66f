//! How other code treats arrays: priority, wrapping of results, generic aliases, ctypes.

use pyo3::exceptions::PyAttributeError;
use pyo3::prelude::*;
use pyo3::types::{PyTuple, PyType};

use super::{ArrayState, PyArray, object};
use crate::convert::truth_argument;
use crate::scalar;
use crate::wrap;

#[pymethods]
impl PyArray {
    #[classattr]
    fn __array_priority__() -> f64 {
        0.0
    }

    #[classattr]
    fn __hash__(py: Python<'_>) -> Py<PyAny> {
        py.None()
    }

    /// A result as an array of this one's class; as a scalar where asked and it has no axes.
    #[pyo3(signature = (array, context=None, return_scalar=false, /))]
    fn __array_wrap__(
        slf: &Bound<'_, Self>,
        array: &Bound<'_, Self>,
        context: Option<&Bound<'_, PyAny>>,
        #[pyo3(from_py_with = truth_argument)] return_scalar: bool,
    ) -> PyResult<Py<PyAny>> {
        let _ = context;
        let py = slf.py();
        let result = array.get().array()?;
        if return_scalar
            && result.ndim() == 0
            && object::is_exact(slf)
            && let Some(value) = result.value_at(&[])
        {
            return scalar::make(py, result.number(), value);
        }
        if array.get_type().is(slf.get_type()) {
            return Ok(array.clone().into_any().unbind());
        }
        object::view_as(array, &slf.get_type(), result.clone(), slf.as_any())
    }

    #[classmethod]
    fn __class_getitem__<'py>(
        class: &Bound<'py, PyType>,
        item: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let count = item.cast::<PyTuple>().map_or(1, |items| items.len());
        if !(1..=2).contains(&count) {
            return Err(pyo3::exceptions::PyTypeError::new_err(format!(
                "Too {} arguments for {}",
                if count == 0 { "few" } else { "many" },
                class.repr()?
            )));
        }
        class.py().import("types")?.getattr("GenericAlias")?.call1((class, item))
    }

    /// The array as `ctypes` sees it.
    #[getter]
    fn ctypes<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.get().array()?.view().buffer().mark_exported();
        slf.py().import("stridewise._core._internal")?.getattr("_ctypes")?.call1((slf,))
    }

    /// The array's memory.
    #[getter]
    fn data<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("builtins")?.getattr("memoryview")?.call1((slf,))
    }

    /// A description of the array for the array API standard's tests.
    #[pyo3(signature = (*, api_version=None))]
    fn __array_namespace__<'py>(
        slf: &Bound<'py, Self>,
        api_version: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyModule>> {
        if let Some(version) = api_version.filter(|version| !version.is_none()) {
            let text: String = version.extract().map_err(|_| {
                pyo3::exceptions::PyValueError::new_err(
                    "Only None and strings are allowed as the Array API version",
                )
            })?;
            if !["2021.12", "2022.12", "2023.12", "2024.12"].contains(&text.as_str()) {
                return Err(pyo3::exceptions::PyValueError::new_err(format!(
                    "Version \"{text}\" of the Array API Standard is not supported."
                )));
            }
        }
        slf.py().import("stridewise")
    }

    /// The device that the memory is on: always the CPU.
    #[getter]
    fn device(&self) -> &'static str {
        "cpu"
    }

    #[setter(device)]
    fn set_device(&self, value: &Bound<'_, PyAny>) -> PyResult<()> {
        let _ = value;
        Err(PyAttributeError::new_err("attribute 'device' of 'ndarray' objects is not writable"))
    }

    /// The array itself; `device` can only be the CPU.
    #[pyo3(signature = (device, /, *, stream=None))]
    fn to_device(
        slf: &Bound<'_, Self>,
        device: &str,
        stream: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Py<PyAny>> {
        if stream.is_some_and(|stream| !stream.is_none()) {
            return Err(pyo3::exceptions::PyValueError::new_err(
                "The stream argument in to_device() is not supported",
            ));
        }
        if device != "cpu" {
            return Err(pyo3::exceptions::PyValueError::new_err(format!("Unsupported device: {device}.")));
        }
        Ok(slf.clone().into_any().unbind())
    }
}

/// A fresh result in the class of `prototype`, by its `__array_wrap__` where it is a subclass.
pub(crate) fn wrapped_like(prototype: &Bound<'_, PyAny>, result: stridewise::Array) -> PyResult<Py<PyAny>> {
    let py = prototype.py();
    match prototype.cast::<PyArray>() {
        Ok(array) if !object::is_exact(array) => {
            object::of_class(&array.get_type(), ArrayState { array: result, base: None }, Some(prototype))
        }
        _ => wrap::array(py, result),
    }
}
