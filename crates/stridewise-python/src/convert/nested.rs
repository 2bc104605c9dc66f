//! Lists and tuples (and other sequences) as nested sequences that core looks into.

use pyo3::exceptions::{PyKeyError, PyTypeError};
use pyo3::prelude::*;
use pyo3::types::{PyList, PyString, PyTuple};
use stridewise_core::nested::{Nested, Node};
use stridewise_core::{DType, Error, Result};

use super::array::existing_array;
use super::number::value_of_leaf;

/// A Python object on its way into an array. Errors that Python raised on the way are kept aside, since core knows
/// only its own.
pub(super) struct PyNested<'py, 'a> {
    pub object: Bound<'py, PyAny>,
    /// What the elements will be cast to, where somebody asked for it.
    pub dtype: Option<DType>,
    pub raised: &'a std::cell::RefCell<Option<PyErr>>,
}

impl PyNested<'_, '_> {
    fn keep(&self, error: PyErr) -> Error {
        self.raised.borrow_mut().get_or_insert(error);
        Error::type_error("a Python exception was raised")
    }
}

impl Nested for PyNested<'_, '_> {
    fn node(&self) -> Result<Node<Self>> {
        let object = &self.object;
        let child = |object| Self { object, dtype: self.dtype, raised: self.raised };
        if let Ok(list) = object.cast::<PyList>() {
            return Ok(Node::Sequence(list.iter().map(child).collect()));
        }
        if let Ok(tuple) = object.cast::<PyTuple>() {
            return Ok(Node::Sequence(tuple.iter().map(child).collect()));
        }
        if let Some((value, number)) = value_of_leaf(object, self.dtype).map_err(|error| self.keep(error))? {
            return Ok(Node::Leaf(value, number));
        }
        if let Some(array) = existing_array(object).map_err(|error| self.keep(error))? {
            return Ok(Node::Array(array.view().clone()));
        }
        if let Some(items) = sequence_items(object).map_err(|error| self.keep(error))? {
            return Ok(Node::Sequence(items.into_iter().map(child).collect()));
        }
        Err(self.keep(unsupported(object)))
    }
}

/// The items of an object with the sequence protocol that is neither text nor a mapping.
fn sequence_items<'py>(object: &Bound<'py, PyAny>) -> PyResult<Option<Vec<Bound<'py, PyAny>>>> {
    if object.is_instance_of::<PyString>() || object.is_instance_of::<pyo3::types::PyDict>() {
        return Ok(None);
    }
    // As with `list()`, what iteration gives counts, not what the length says; an object that has no length after all
    // is a single thing, and so is a mapping.
    if !object.hasattr("__getitem__")?
        || object.is_instance_of::<pyo3::types::PyBytes>()
        || object.len().is_err()
    {
        return Ok(None);
    }
    let items: PyResult<Vec<_>> = object.try_iter().and_then(Iterator::collect);
    match items {
        Err(error) if error.is_instance_of::<PyKeyError>(object.py()) => Ok(None),
        items => items.map(Some),
    }
}

/// The error for what no array of numbers can hold.
pub(super) fn unsupported(object: &Bound<'_, PyAny>) -> PyErr {
    let name = object.get_type().name().map_or_else(|_| "object".to_owned(), |name| name.to_string());
    let what = if object.is_instance_of::<PyString>() || object.is_instance_of::<pyo3::types::PyBytes>() {
        "strings"
    } else {
        "objects (dtype object)"
    };
    PyTypeError::new_err(format!(
        "cannot make an array of {what} from '{name}': that dtype is not supported yet"
    ))
}
