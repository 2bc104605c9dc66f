//! Records and subarrays as Python spells them: lists of fields, dictionaries, and pairs.

use pyo3::exceptions::{PyOverflowError, PyTypeError, PyValueError};
use pyo3::types::{PyDict, PyList, PyMappingProxy, PySequence, PyString, PyTuple, PyType};
use pyo3::{intern, prelude::*};
use stridewise_core::dtype::{Descriptor, Field, NewField, Record};

use super::argument::{Meant, Reading, meant_by};
use super::object::{PyDType, object_with_parts, repeated};
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

/// `(dtype, shape)`, `(dtype of open size, size)` or `(scalar type, dtype)`.
pub(super) fn of_pair<'py>(pair: &Bound<'py, PyTuple>, reading: Reading) -> PyResult<Meant<'py>> {
    if pair.len() != 2 {
        return Err(PyTypeError::new_err(format!("Tuple must have size 2, but has size {}", pair.len())));
    }
    with_shape(&pair.get_item(0)?, &pair.get_item(1)?, reading)
}

fn with_shape<'py>(
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
    let wrong = |error: PyErr| {
        if error.is_instance_of::<PyTypeError>(object.py())
            || error.is_instance_of::<PyOverflowError>(object.py())
        {
            PyValueError::new_err("invalid shape in fixed-type tuple.")
        } else {
            error
        }
    };
    let length = |length: Bound<'_, PyAny>| -> PyResult<usize> {
        let index = length.call_method0(intern!(length.py(), "__index__")).map_err(|error| {
            match error.is_instance_of::<pyo3::exceptions::PyAttributeError>(length.py()) {
                true => PyValueError::new_err("invalid shape in fixed-type tuple."),
                false => error,
            }
        })?;
        let length: i64 = index.extract().map_err(wrong)?;
        usize::try_from(length).map_err(|_| {
            PyValueError::new_err("invalid shape in fixed-type tuple: dimension smaller then zero.")
        })
    };
    if object.hasattr(intern!(object.py(), "__index__"))?
        && !object.hasattr(intern!(object.py(), "__len__"))?
    {
        return Ok(vec![length(object.clone())?]);
    }
    if let Ok(only) = object.call_method0(intern!(object.py(), "__index__")) {
        return Ok(vec![length(only)?]);
    }
    let not_a_shape = || PyValueError::new_err("invalid shape in fixed-type tuple.");
    if object.is_instance_of::<PyString>() {
        return Err(not_a_shape());
    }
    object.try_iter().map_err(|_| not_a_shape())?.map(|item| length(item?)).collect()
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
