//! The fields of a record as the items of its dtype, and dtypes times lengths.

use pyo3::exceptions::{PyIndexError, PyKeyError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyList, PyString, PyTuple};
use stridewise_core::dtype::{Descriptor, Record};

use super::object::{self, Other, PyDType, object_with_parts};
use super::record::text_of;
use crate::error::OrRaise;

fn wrong_key() -> PyErr {
    PyTypeError::new_err(
        "Field key must be an integer field offset, single field name, or list of field names.",
    )
}

/// Some fields where they stand, in a record of the same size.
fn subset(py: Python<'_>, record: &Record, other: &Other, names: &Bound<'_, PyList>) -> PyResult<Py<PyAny>> {
    let mut positions = Vec::with_capacity(names.len());
    for name in names.iter() {
        let name = name.cast::<PyString>().map_err(|_| wrong_key())?;
        let text = name.to_str()?;
        let found = record.fields().iter().position(|field| &*field.name == text);
        positions.push(found.ok_or_else(|| match record.field(text) {
            Some(_) => PyKeyError::new_err("cannot use field titles in multi-field index"),
            None => PyKeyError::new_err(name.clone().unbind()),
        })?);
    }
    let parts = positions.iter().map(|&position| other.parts[position].clone_ref(py)).collect();
    let subset = record.subset(&positions).or_raise(py)?;
    let class = other.class.as_ref().map(|class| class.clone_ref(py));
    Ok(object_with_parts(py, Descriptor::Record(subset.into()), parts, class)?.into_any().unbind())
}

#[pymethods]
impl PyDType {
    fn __len__(&self) -> usize {
        self.descriptor().record().map_or(0, |record| record.fields().len())
    }

    fn __bool__(&self) -> bool {
        true
    }

    fn __getitem__(&self, key: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        let py = key.py();
        let other = self.other();
        let Some((other, record)) =
            other.as_deref().and_then(|other| Some((other, other.descriptor.record()?)))
        else {
            let text = self.descriptor().to_string();
            return Err(PyKeyError::new_err(format!("There are no fields in dtype {text}.")));
        };
        let part = |position: usize| other.parts[position].clone_ref(py).into_any();
        if let Ok(name) = key.cast::<PyString>() {
            let text = name.to_str()?;
            let found = record
                .field(text)
                .and_then(|field| record.fields().iter().position(|other| std::ptr::eq(other, field)));
            return found.map(part).ok_or_else(|| {
                let name = name.repr().map_or_else(|_| String::new(), |name| name.to_string());
                PyKeyError::new_err(format!("Field named {name} not found."))
            });
        }
        if let Ok(names) = key.cast::<PyList>() {
            return subset(py, record, other, names);
        }
        let index = py.import("operator")?.getattr("index")?.call1((key,)).map_err(|_| wrong_key())?;
        let index: isize = index.extract()?;
        let count = record.fields().len();
        let place = if index < 0 { index.checked_add_unsigned(count) } else { Some(index) };
        match place.and_then(|place| usize::try_from(place).ok()).filter(|place| *place < count) {
            Some(place) => Ok(part(place)),
            None => Err(PyIndexError::new_err(format!("Field index {index} out of range."))),
        }
    }

    fn __mul__(slf: &Bound<'_, Self>, length: isize) -> PyResult<Py<PyAny>> {
        let Ok(length) = usize::try_from(length) else {
            return Err(PyValueError::new_err(format!("Array length must be >= 0, not {length}")));
        };
        Ok(object::repeated(slf, vec![length])?.into_any().unbind())
    }

    fn __rmul__(slf: &Bound<'_, Self>, length: isize) -> PyResult<Py<PyAny>> {
        Self::__mul__(slf, length)
    }

    /// The names of a record's fields; `None` for all other dtypes.
    #[getter]
    fn names<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyTuple>>> {
        let descriptor = self.descriptor();
        let names = descriptor.record().map(|record| record.fields().iter().map(|field| &*field.name));
        names.map(|names| PyTuple::new(py, names.collect::<Vec<_>>())).transpose()
    }

    #[setter]
    fn set_names(&self, names: Option<&Bound<'_, PyAny>>) -> PyResult<()> {
        let Some(names) = names else {
            return Err(pyo3::exceptions::PyAttributeError::new_err("Cannot delete dtype names attribute"));
        };
        let py = names.py();
        let other = self.other();
        let Some((other, record)) =
            other.as_deref().and_then(|other| Some((other, other.descriptor.record()?)))
        else {
            return Err(PyValueError::new_err("there are no fields defined"));
        };
        let count = record.fields().len();
        let wrong_length = || {
            PyValueError::new_err(format!("must replace all names at once with a sequence of length {count}"))
        };
        let mut new = Vec::with_capacity(count);
        for (position, name) in names.try_iter().map_err(|_| wrong_length())?.enumerate() {
            let name = name?;
            if !name.is_instance_of::<PyString>() {
                return Err(PyValueError::new_err(format!(
                    "item #{position} of names is of type {} and not string",
                    name.get_type().name()?
                )));
            }
            new.push(text_of(&name)?.into());
        }
        let descriptor = Descriptor::Record(record.renamed(&new).or_raise(py)?.into());
        let parts = other.parts.iter().map(|part| part.clone_ref(py)).collect();
        let class = other.class.as_ref().map(|class| class.clone_ref(py));
        self.replace(object::Replacement::Other(Other { descriptor, parts, class }));
        Ok(())
    }
}
