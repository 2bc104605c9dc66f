//! The dtypes of `ctypes`: simple types, arrays, structures and unions.

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::types::{PyString, PyTuple, PyType};
use pyo3::{intern, prelude::*};
use stridewise_core::dtype::{Descriptor, Field, Record};

use super::argument::{Meant, Reading, meant_by};
use super::object::{PyDType, descriptor_object, object_with_parts, repeated};
use super::record::text_of;
use crate::error::OrRaise;

/// The dtype of a type of `ctypes`; `None` for all other classes.
///
/// # Errors
/// Type error for pointers and bit fields, which no dtype describes.
pub(super) fn of_class<'py>(class: &Bound<'py, PyType>, reading: Reading) -> PyResult<Option<Meant<'py>>> {
    let py = class.py();
    // All types of ctypes, and few others, have this.
    if class.getattr_opt(intern!(py, "from_param"))?.is_none() {
        return Ok(None);
    }
    let kind = class.getattr_opt(intern!(py, "_type_"))?;
    if let Some(length) = class.getattr_opt(intern!(py, "_length_"))?
        && let Some(item) = &kind
    {
        let item = meant_by(item, reading.inside()?)?.object(py)?;
        return repeated(&item, vec![length.extract()?]).map(|block| Some(Meant::Object(block)));
    }
    if class.hasattr(intern!(py, "_fields_"))? {
        return of_fields(class, reading.inside()?).map(|record| Some(Meant::Object(record)));
    }
    let Some(Ok(code)) = kind.map(|kind| kind.extract::<String>()) else {
        let pointer = class.hasattr(intern!(py, "contents"))?;
        if pointer {
            return Err(PyTypeError::new_err(
                "ctypes pointers have no dtype: nothing says how much is there",
            ));
        }
        return Ok(None);
    };
    if matches!(code.as_str(), "z" | "Z" | "X" | "v") {
        return Err(PyTypeError::new_err(format!("the ctypes type '{code}' has no dtype")));
    }
    let descriptor = Descriptor::parse(&code, false).or_raise(py)?.descriptor;
    let little = class.getattr_opt(intern!(py, "__ctype_le__"))?;
    let descriptor = match little {
        Some(little) if !little.is(class) => descriptor.with_order(Some(stridewise_core::ByteOrder::Big)),
        _ => descriptor,
    };
    Ok(Some(match descriptor.number() {
        Some(dtype) => Meant::Number(dtype),
        None => Meant::Object(descriptor_object(py, &descriptor)?),
    }))
}

/// A structure or union: its fields stand where ctypes put them.
fn of_fields<'py>(class: &Bound<'py, PyType>, reading: Reading) -> PyResult<Bound<'py, PyDType>> {
    let py = class.py();
    let (mut fields, mut parts): (Vec<Field>, Vec<Py<PyDType>>) = Default::default();
    let packed = class.getattr_opt(intern!(py, "_pack_"))?.is_some();
    let union = py.import("ctypes")?.getattr("Union")?;
    let union = class.is_subclass(&union)?;
    for item in class.getattr(intern!(py, "_fields_"))?.try_iter()? {
        let item = item?;
        let item = item.cast::<PyTuple>()?;
        if item.len() > 2 {
            return Err(PyTypeError::new_err("ctypes bitfields have no dtype equivalent"));
        }
        let name = item.get_item(0)?;
        let offset: usize = class
            .getattr(name.cast::<PyString>()?)?
            .getattr(intern!(py, "offset"))?
            .extract()
            .map_err(|_| PyValueError::new_err("a field of a ctypes type has no offset"))?;
        let part = meant_by(&item.get_item(1)?, reading)?.object(py)?;
        let descriptor = part.get().descriptor();
        fields.push(Field { name: text_of(&name)?.into(), title: None, descriptor, offset });
        parts.push(part.unbind());
    }
    let size: usize = py.import("ctypes")?.getattr("sizeof")?.call1((class,))?.extract()?;
    let record = Record::placed(fields, Some(size), !packed && !union).or_raise(py)?;
    object_with_parts(py, Descriptor::Record(record.into()), parts, None)
}
