//! Records as Python spells them: lists of fields, and dictionaries.

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::types::{PyDict, PyList, PySequence, PyString, PyTuple};
use pyo3::{intern, prelude::*};
use stridewise_core::dtype::{Descriptor, Field, NewField, Record};

use super::argument::{Reading, meant_by};
use super::object::{PyDType, object_with_parts};
use super::pair::with_shape;
use crate::error::OrRaise;

/// A string as Rust's text.
pub(super) fn text_of(object: &Bound<'_, PyAny>) -> PyResult<String> {
    Ok(object.cast::<PyString>()?.to_str()?.to_owned())
}

/// The title of a field, which must be text here.
fn title_of(object: &Bound<'_, PyAny>) -> PyResult<Option<String>> {
    if object.is_none() {
        return Ok(None);
    }
    match object.cast::<PyString>() {
        Ok(title) => Ok(Some(title.to_str()?.to_owned())),
        Err(_) => {
            Err(PyTypeError::new_err(format!("titles of fields must be strings, found {}", object.repr()?)))
        }
    }
}

/// `[(name, dtype), ((title, name), dtype, shape), ...]`.
pub(super) fn of_list<'py>(list: &Bound<'py, PyList>, reading: Reading) -> PyResult<Bound<'py, PyDType>> {
    let py = list.py();
    let (mut fields, mut parts) = (Vec::with_capacity(list.len()), Vec::with_capacity(list.len()));
    for item in list.iter() {
        let wrong = |what: &str| {
            let item = item.repr().map_or_else(|_| String::new(), |text| text.to_string());
            PyTypeError::new_err(format!("Field elements must be {what}, got '{item}'"))
        };
        let item = item.cast::<PyTuple>().map_err(|_| wrong("2- or 3-tuples"))?;
        let part = match item.len() {
            0 | 1 => return Err(wrong("2- or 3-tuples")),
            2 => meant_by(&item.get_item(1)?, reading)?,
            3 => with_shape(&item.get_item(1)?, &item.get_item(2)?, reading)?,
            _ => return Err(wrong("tuples with at most 3 elements")),
        };
        let (name, title) = name_and_title(&item.get_item(0)?)?;
        let part = part.object(py)?;
        let descriptor = part.get().descriptor();
        fields.push(NewField { name: name.into(), title: title.map(Into::into), descriptor });
        parts.push(part.unbind());
    }
    let record = Record::packed(fields, reading.aligned).or_raise(py)?;
    object_with_parts(py, Descriptor::Record(record.into()), parts, None)
}

fn name_and_title(object: &Bound<'_, PyAny>) -> PyResult<(String, Option<String>)> {
    if let Ok(pair) = object.cast::<PyTuple>()
        && pair.len() == 2
    {
        let (title, name) = (pair.get_item(0)?, pair.get_item(1)?);
        if !name.is_instance_of::<PyString>() {
            return Err(PyTypeError::new_err("Field name must be a str"));
        }
        let (name, title) = (text_of(&name)?, title_of(&title)?);
        if name.is_empty() && title.as_ref().is_none_or(String::is_empty) {
            return Err(PyTypeError::new_err("Field titles must be non-empty strings"));
        }
        return Ok((name, title));
    }
    if !object.is_instance_of::<PyString>() {
        return Err(PyTypeError::new_err("First element of field tuple is neither a tuple nor str"));
    }
    Ok((text_of(object)?, None))
}

/// `{'names': ..., 'formats': ..., ...}`, or `{name: (dtype, offset), ...}`.
pub(super) fn of_mapping<'py>(
    mapping: &Bound<'py, PyAny>,
    reading: Reading,
) -> PyResult<Bound<'py, PyDType>> {
    let py = mapping.py();
    let entry = |name: &str| -> PyResult<Option<Bound<'py, PyAny>>> {
        let value = mapping.call_method1(intern!(py, "get"), (name,))?;
        Ok((!value.is_none()).then_some(value))
    };
    let (Some(names), Some(formats)) = (entry("names")?, entry("formats")?) else {
        return of_fields(mapping, reading);
    };
    let aligned = match entry("aligned")? {
        Some(aligned) => reading.aligned || aligned.is_truthy()?,
        None => reading.aligned,
    };
    let reading = reading.with_alignment(aligned);
    let sequence = |object: Bound<'py, PyAny>| -> PyResult<Vec<Bound<'py, PyAny>>> {
        object.cast::<PySequence>().map_err(|_| not_subscriptable(&object))?.try_iter()?.collect()
    };
    let (names, formats) = (sequence(names)?, sequence(formats)?);
    let offsets = entry("offsets")?.map(sequence).transpose()?;
    let titles = entry("titles")?.map(sequence).transpose()?;
    let count = names.len();
    let as_long = |list: &Option<Vec<_>>| list.as_ref().is_none_or(|list: &Vec<_>| list.len() >= count);
    if formats.len() < count || !as_long(&offsets) || !as_long(&titles) {
        return Err(PyValueError::new_err(
            "'names', 'formats', 'offsets', and 'titles' dict entries must have the same length",
        ));
    }
    let (mut fields, mut parts) = (Vec::with_capacity(count), Vec::with_capacity(count));
    let mut end = 0_usize;
    for (position, name) in names.iter().enumerate() {
        if !name.is_instance_of::<PyString>() {
            return Err(PyValueError::new_err("field names must be strings"));
        }
        let part = meant_by(&formats[position], reading)?.object(py)?;
        let descriptor = part.get().descriptor();
        let alignment = if aligned { descriptor.alignment().max(1) } else { 1 };
        let offset = match &offsets {
            Some(offsets) => offset_of(&offsets[position])?,
            None => end.next_multiple_of(alignment),
        };
        end = end.max(offset.saturating_add(descriptor.size()));
        let title = titles.as_ref().map(|titles| title_of(&titles[position])).transpose()?.flatten();
        let (name, title) = (text_of(name)?.into(), title.map(Into::into));
        fields.push(Field { name, title, descriptor, offset });
        parts.push(part.unbind());
    }
    let size = entry("itemsize")?.map(|size| size.extract()).transpose()?;
    let record = Record::placed(fields, size, aligned).or_raise(py)?;
    object_with_parts(py, Descriptor::Record(record.into()), parts, None)
}

fn not_subscriptable(object: &Bound<'_, PyAny>) -> PyErr {
    let name = object.get_type().name().map_or_else(|_| String::new(), |name| name.to_string());
    PyTypeError::new_err(format!("'{name}' object is not subscriptable"))
}

fn offset_of(object: &Bound<'_, PyAny>) -> PyResult<usize> {
    let offset: i64 = object.extract()?;
    usize::try_from(offset).map_err(|_| PyValueError::new_err(format!("offset {offset} cannot be negative")))
}

/// The form of `dtype.fields`: names, and by titles once more, each with its dtype, offset and title.
fn of_fields<'py>(mapping: &Bound<'py, PyAny>, reading: Reading) -> PyResult<Bound<'py, PyDType>> {
    let py = mapping.py();
    let mut found: Vec<(Field, Py<PyDType>)> = Vec::new();
    for item in mapping.call_method0(intern!(py, "items"))?.try_iter()? {
        let (name, entry): (Bound<'py, PyAny>, Bound<'py, PyAny>) = item?.extract()?;
        let wrong = || PyValueError::new_err("entry not a 2- or 3- tuple");
        let entry = entry.cast::<PyTuple>().map_err(|_| wrong())?;
        let title = match entry.len() {
            2 => None,
            3 => Some(entry.get_item(2)?),
            _ => return Err(wrong()),
        };
        if title.as_ref().is_some_and(|title| title.eq(&name).unwrap_or(false)) {
            continue;
        }
        let part = meant_by(&entry.get_item(0)?, reading)?.object(py)?;
        let offset = entry.get_item(1)?;
        let offset = offset_of(&offset).map_err(|_| PyValueError::new_err("invalid offset"))?;
        let title = title.as_ref().map(title_of).transpose()?.flatten().map(Into::into);
        let name = text_of(&name)?.into();
        found.push((Field { name, title, descriptor: part.get().descriptor(), offset }, part.unbind()));
    }
    found.sort_by_key(|(field, _)| field.offset);
    let (fields, parts): (Vec<Field>, Vec<_>) = found.into_iter().unzip();
    let record = Record::placed(fields, None, reading.aligned).or_raise(py)?;
    object_with_parts(py, Descriptor::Record(record.into()), parts, None)
}

/// The record of these names, whose fields stand in a mapping like `dtype.fields`.
pub(super) fn of_names<'py>(
    names: &Bound<'py, PyAny>,
    fields: &Bound<'py, PyAny>,
    size: &Bound<'py, PyAny>,
    aligned: bool,
) -> PyResult<Bound<'py, PyDType>> {
    let py = names.py();
    let spelled = PyDict::new(py);
    let (formats, offsets, titles) = (PyList::empty(py), PyList::empty(py), PyList::empty(py));
    for name in names.try_iter()? {
        let entry = fields.get_item(name?)?.cast_into::<PyTuple>()?;
        formats.append(entry.get_item(0)?)?;
        offsets.append(entry.get_item(1)?)?;
        titles.append(entry.get_item(2).unwrap_or_else(|_| py.None().into_bound(py)))?;
    }
    spelled.set_item("names", names)?;
    spelled.set_item("formats", formats)?;
    spelled.set_item("offsets", offsets)?;
    spelled.set_item("titles", titles)?;
    spelled.set_item("itemsize", size)?;
    of_mapping(spelled.as_any(), Reading::aligned(aligned))
}

/// The dtype of a record dtype of real NumPy.
pub(super) fn of_foreign<'py>(foreign: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyDType>> {
    let py = foreign.py();
    let aligned = foreign.getattr(intern!(py, "isalignedstruct"))?.extract()?;
    let names = foreign.getattr(intern!(py, "names"))?;
    let fields = foreign.getattr(intern!(py, "fields"))?;
    of_names(&names, &fields, &foreign.getattr(intern!(py, "itemsize"))?, aligned)
}
