//! Pairs that spell dtypes: with a shape, with a size, or with what elements hold.

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyMappingProxy, PyString, PyTuple, PyType};
use stridewise_core::dtype::{Descriptor, Record};

use super::argument::{Meant, Reading, meant_by};
use super::object::{PyDType, object_with_parts, repeated};

/// `(dtype, shape)`, `(dtype of open size, size)` or `(scalar type, dtype)`.
pub(super) fn of_pair<'py>(pair: &Bound<'py, PyTuple>, reading: Reading) -> PyResult<Meant<'py>> {
    if pair.len() != 2 {
        return Err(PyTypeError::new_err(format!("Tuple must have size 2, but has size {}", pair.len())));
    }
    with_shape(&pair.get_item(0)?, &pair.get_item(1)?, reading)
}

/// The two halves of a pair.
pub(super) fn with_shape<'py>(
    first: &Bound<'py, PyAny>,
    second: &Bound<'py, PyAny>,
    reading: Reading,
) -> PyResult<Meant<'py>> {
    let py = first.py();
    let base = meant_by(first, reading)?;
    let base = match content_of(second, reading) {
        Some(content) => return with_content(base, content),
        None => base.object(py)?,
    };
    let descriptor = base.get().descriptor();
    if descriptor.is_unsized() {
        let wrong = || PyValueError::new_err("invalid itemsize in generic type tuple");
        let length: usize = second.extract().map_err(|_| wrong())?;
        let unit = if matches!(descriptor, Descriptor::Text { .. }) { 4 } else { 1 };
        let size = length.checked_mul(unit).ok_or_else(wrong)?;
        let sized = if size == 0 { Some(descriptor) } else { descriptor.sized(size) };
        let class = base.get().other().and_then(|other| Some(other.class.as_ref()?.clone_ref(py)));
        return object_with_parts(py, sized.ok_or_else(wrong)?, Vec::new(), class).map(Meant::Object);
    }
    let shape = shape_of(second)?;
    if shape.is_empty() {
        return meant_by(base.as_any(), reading);
    }
    repeated(&base, shape).map(Meant::Object)
}

/// The second of a pair as the dtype of what elements hold; `None` where it is none, but a shape or a size. Arrays have
/// a dtype, but are shapes here.
fn content_of<'py>(second: &Bound<'py, PyAny>, reading: Reading) -> Option<Bound<'py, PyDType>> {
    let spells = second.is_instance_of::<PyDType>()
        || second.is_instance_of::<PyType>()
        || second.is_instance_of::<PyString>()
        || second.is_instance_of::<PyList>()
        || second.is_instance_of::<PyDict>()
        || second.is_instance_of::<PyMappingProxy>();
    if !spells {
        return None;
    }
    meant_by(second, reading).and_then(|content| content.object(second.py())).ok()
}

/// `(scalar type, dtype)`: the scalar type says of what class the elements are, the dtype what they hold.
fn with_content<'py>(base: Meant<'py>, content: Bound<'py, PyDType>) -> PyResult<Meant<'py>> {
    let py = content.py();
    let (descriptor, inner) = (base.descriptor(), content.get().descriptor());
    let class = match &base {
        Meant::Number(_) => None,
        Meant::Object(base) => base.get().other().and_then(|other| Some(other.class.as_ref()?.clone_ref(py))),
    };
    if !descriptor.is_unsized() && descriptor.size() != inner.size() {
        return Err(PyValueError::new_err("mismatch in size of old and new data-descriptor"));
    }
    let object = match (&descriptor, &inner) {
        (Descriptor::Void { .. } | Descriptor::Record(_), Descriptor::Record(record)) => match class {
            None => content,
            Some(class) => of_class(record, &content, class.into_bound(py))?,
        },
        (_, Descriptor::Record(_)) => {
            return Err(PyTypeError::new_err(format!(
                "elements of {} cannot have fields: only void and records can",
                descriptor.repr()
            )));
        }
        _ => {
            let Some(sized) = descriptor.sized(inner.size()) else { return Ok(base) };
            object_with_parts(py, sized, Vec::new(), class)?
        }
    };
    Ok(Meant::Object(object))
}

/// The object of a record whose scalars are of a subclass of `void`.
fn of_class<'py>(
    record: &Record,
    fields: &Bound<'py, PyDType>,
    class: Bound<'py, PyType>,
) -> PyResult<Bound<'py, PyDType>> {
    let py = fields.py();
    let name = qualified_name(&class)?;
    let parts = fields
        .get()
        .other()
        .map_or_else(Vec::new, |other| other.parts.iter().map(|part| part.clone_ref(py)).collect());
    let record = Descriptor::Record(record.of_class(&name).into());
    object_with_parts(py, record, parts, Some(class.unbind()))
}

/// Module and name of a class, as the text of its dtypes has them.
pub(super) fn qualified_name(class: &Bound<'_, PyType>) -> PyResult<String> {
    Ok(format!("{}.{}", class.module()?, class.name()?))
}

/// A shape: a number, or a sequence of them.
fn shape_of(object: &Bound<'_, PyAny>) -> PyResult<Vec<usize>> {
    let not_a_shape = || PyValueError::new_err("invalid shape in fixed-type tuple.");
    let length = |length: Bound<'_, PyAny>| -> PyResult<usize> {
        let length: i64 = length.extract().map_err(|_| not_a_shape())?;
        usize::try_from(length).map_err(|_| {
            PyValueError::new_err("invalid shape in fixed-type tuple: dimension smaller then zero.")
        })
    };
    if object.extract::<i64>().is_ok() {
        return Ok(vec![length(object.clone())?]);
    }
    if object.is_instance_of::<PyString>() {
        return Err(not_a_shape());
    }
    object.try_iter().map_err(|_| not_a_shape())?.map(|item| length(item?)).collect()
}
