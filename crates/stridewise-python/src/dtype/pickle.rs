//! Pickling, in NumPy's form.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyList, PyTuple};
use pyo3::{IntoPyObjectExt, PyTypeInfo};
use stridewise_core::dtype::{Date, DateUnit, Descriptor, Unit};

use super::argument::meant;
use super::object::{Other, PyDType, Replacement, descriptor_object};
use super::pair::qualified_name;
use super::record::of_names;
use crate::error::OrRaise;

/// The bit of the flags that says that fields are aligned.
const ALIGNED: u32 = 0b1000_0000;

#[pymethods]
impl PyDType {
    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyTuple>> {
        let py = slf.py();
        let this = slf.get();
        let descriptor = this.descriptor();
        let protocol = descriptor.protocol();
        let class = this.other().and_then(|other| Some(other.class.as_ref()?.clone_ref(py)));
        let code = match (&descriptor, class) {
            (_, Some(class)) => class.into_bound_py_any(py)?,
            (Descriptor::Object, _) => "O8".into_bound_py_any(py)?,
            (Descriptor::Date(_), _) => format!("{}8", descriptor.character()).into_bound_py_any(py)?,
            _ => protocol[1..].into_bound_py_any(py)?,
        };
        let metadata = this.metadata.get(py).map(|metadata| metadata.bind(py).clone().into_any());
        let none = || py.None().into_bound(py);
        let extra = match &descriptor {
            Descriptor::Date(date) => {
                let unit = PyBytes::new(py, date.unit.unit.letters().as_bytes());
                let unit = (unit, date.unit.count, 1, 1).into_bound_py_any(py)?;
                Some((metadata.unwrap_or_else(none), unit).into_bound_py_any(py)?)
            }
            _ => metadata,
        };
        let (size, alignment) = match descriptor {
            Descriptor::Number(_) | Descriptor::Date(_) | Descriptor::Object => (-1, -1),
            _ => (descriptor.size() as i64, descriptor.alignment() as i64),
        };
        let fields = slf.getattr("fields")?;
        let fields = if fields.is_none() {
            fields
        } else {
            let copy = PyDict::new(py);
            copy.update(fields.cast()?)?;
            copy.into_any()
        };
        let state = PyList::new(
            py,
            [
                if extra.is_some() { 4 } else { 3 }.into_bound_py_any(py)?,
                protocol[..1].into_bound_py_any(py)?,
                slf.getattr("subdtype")?,
                slf.getattr("names")?,
                fields,
                size.into_bound_py_any(py)?,
                alignment.into_bound_py_any(py)?,
                descriptor.flags().into_bound_py_any(py)?,
            ],
        )?;
        if let Some(extra) = extra {
            state.append(extra)?;
        }
        let making = (code, false, true).into_bound_py_any(py)?;
        PyTuple::new(py, [PyDType::type_object(py).into_any(), making, state.to_tuple().into_any()])
    }

    fn __setstate__(&self, py: Python<'_>, state: &Bound<'_, PyTuple>) -> PyResult<()> {
        let invalid = || PyValueError::new_err("Invalid state while unpickling");
        if state.len() < 5 {
            return Err(invalid());
        }
        let order: String = state.get_item(1)?.extract()?;
        let mut metadata = state.get_item(8).ok();
        let descriptor = self.descriptor().with_byte_order(&order).or_raise(py)?;
        if let Some(dtype) = descriptor.number() {
            self.replace(Replacement::Number(dtype));
        } else {
            let (names, fields) = (state.get_item(3)?, state.get_item(4)?);
            let block = state.get_item(2)?;
            let class = self.other().and_then(|other| Some(other.class.as_ref()?.clone_ref(py)));
            let new = match descriptor {
                Descriptor::Date(date) => {
                    let extra = metadata.take().ok_or_else(invalid)?;
                    let (kept, unit) = extra.extract::<(Bound<'_, PyAny>, Bound<'_, PyTuple>)>()?;
                    metadata = Some(kept);
                    let letters: Vec<u8> = unit.get_item(0)?.extract()?;
                    let letters = String::from_utf8_lossy(&letters);
                    let unit = DateUnit {
                        unit: Unit::from_letters(&letters).ok_or_else(invalid)?,
                        count: unit.get_item(1)?.extract()?,
                    };
                    descriptor_object(py, &Descriptor::Date(Date { unit, ..date }))?
                }
                _ if !names.is_none() => {
                    let size = state.get_item(5)?;
                    let flags: u32 = state.get_item(7)?.extract()?;
                    of_names(&names, &fields, &size, flags & ALIGNED != 0)?
                }
                _ if !block.is_none() => meant(&block)?.object(py)?,
                other => descriptor_object(py, &other)?,
            };
            if let Some(new) = new.get().other()
                && new.descriptor.class_name() == self.descriptor().class_name()
            {
                let descriptor = match (&new.descriptor, &class) {
                    (Descriptor::Record(record), Some(class)) => {
                        let name = qualified_name(class.bind(py))?;
                        Descriptor::Record(record.of_class(&name).into())
                    }
                    (descriptor, _) => descriptor.clone(),
                };
                let parts = new.parts.iter().map(|part| part.clone_ref(py)).collect();
                self.replace(Replacement::Other(Other { descriptor, parts, class }));
            }
        }
        if !self.shared
            && let Some(Ok(metadata)) = metadata.map(|metadata| metadata.cast_into::<PyDict>())
        {
            let _ = self.metadata.set(py, metadata.unbind());
        }
        Ok(())
    }
}
