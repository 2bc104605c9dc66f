//! `dtype(object, align=False, copy=False, metadata=None)`.

use std::ffi::CString;

use pyo3::Borrowed;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict};
use stridewise_core::Number;

use super::argument::{Reading, meant_by};
use super::class;
use super::object::{self, PyDType};
use crate::convert::truth_argument;
use crate::error::OrRaise;
use crate::scalar;

/// An argument that may be left out, where `None` is a value of its own.
struct Given<'py>(Option<Bound<'py, PyAny>>);

impl<'py> FromPyObject<'_, 'py> for Given<'py> {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        Ok(Self(Some(object.to_owned())))
    }
}

#[pymethods]
impl PyDType {
    #[new]
    #[pyo3(
        signature = (dtype=Given(None), align=Given(None), copy=false, metadata=Given(None)),
        text_signature = "(dtype, align=False, copy=False, **kwargs)"
    )]
    fn construct(
        py: Python<'_>,
        dtype: Given<'_>,
        align: Given<'_>,
        #[pyo3(from_py_with = truth_argument)] copy: bool,
        metadata: Given<'_>,
    ) -> PyResult<Py<Self>> {
        let Some(source) = dtype.0 else {
            return Err(PyTypeError::new_err("dtype() missing required argument 'dtype' (pos 1)"));
        };
        let aligned = match &align.0 {
            None => false,
            Some(align) => {
                if !align.is_instance_of::<PyBool>()
                    && scalar::value_of(align).is_none_or(|(number, _)| number != Number::Bool)
                {
                    warn_of_alignment(align)?;
                }
                align.is_truthy()?
            }
        };
        let found = meant_by(&source, Reading::aligned(aligned))?.object(py)?;
        let inherited = found.get().metadata.get(py);
        let metadata = match metadata.0 {
            Some(given) => {
                let given = given.cast::<PyDict>().map_err(|_| {
                    let name =
                        given.get_type().name().map_or_else(|_| String::new(), |name| name.to_string());
                    PyTypeError::new_err(format!("dtype() argument 4 must be dict, not {name}"))
                })?;
                let merged = PyDict::new(py);
                if let Some(inherited) = inherited {
                    merged.update(inherited.bind(py).as_mapping())?;
                }
                merged.update(given.as_mapping())?;
                Some(merged)
            }
            None if copy => inherited.map(|inherited| inherited.bind(py).copy()).transpose()?,
            None => {
                return Ok(match source.cast_into::<Self>() {
                    Ok(existing) => existing.unbind(),
                    Err(_) => found.unbind(),
                });
            }
        };
        let contents = found.get().copied();
        if let Some(metadata) = metadata {
            let _ = contents.metadata.set(py, metadata.unbind());
        }
        class::instance(py, contents)
    }

    /// The dtype with another byte order: `'S'` swaps, `'<'`, `'>'`, `'='` set it, `'|'` leaves it.
    #[pyo3(signature = (new_order=None, /), text_signature = "($self, new_order='S', /)")]
    fn newbyteorder(slf: &Bound<'_, Self>, new_order: Option<&Bound<'_, PyAny>>) -> PyResult<Py<PyAny>> {
        let py = slf.py();
        let order = match new_order {
            None => "S".to_owned(),
            Some(text) => text.extract::<String>().map_err(|_| {
                let name = text.get_type().name().map_or_else(|_| String::new(), |name| name.to_string());
                PyTypeError::new_err(format!("byteorder must be str, not {name}"))
            })?,
        };
        let descriptor = slf.get().descriptor();
        let turned = descriptor.with_byte_order(&order).or_raise(py)?;
        let metadata = slf.get().metadata.get(py);
        if turned == descriptor && metadata.is_some() {
            return Ok(slf.clone().into_any().unbind());
        }
        let object = object::descriptor_object(py, &turned)?;
        let Some(metadata) = metadata.filter(|_| turned.number().is_none()) else {
            return Ok(object.into_any().unbind());
        };
        let own = class::instance(py, object.get().copied())?;
        let _ = own.get().metadata.set(py, metadata.clone_ref(py));
        Ok(own.into_any())
    }
}

/// The warning that `align` is no boolean: somebody may have meant a shape.
fn warn_of_alignment(align: &Bound<'_, PyAny>) -> PyResult<()> {
    let py = align.py();
    let category = py.import("stridewise.exceptions")?.getattr("VisibleDeprecationWarning")?;
    let message = format!(
        "dtype(): align should be passed as Python or NumPy boolean but got `align={}`. Did you mean to pass a tuple to \
         create a subarray type? (Deprecated NumPy 2.4)",
        align.repr()?
    );
    PyErr::warn(py, &category, &CString::new(message)?, 1)
}
