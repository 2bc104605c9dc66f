//! What a dtype is: its names, codes, sizes and parts.

use std::borrow::Cow;

use pyo3::exceptions::PyAttributeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyMappingProxy, PyString, PyTuple, PyType};
use pyo3::{IntoPyObjectExt, intern};
use stridewise_core::ByteOrder;
use stridewise_core::dtype::{Content, Descriptor, Entry};

use super::object::PyDType;
use crate::error::OrRaise;
use crate::scalar;

/// The mark of the byte order as NumPy writes it: `=` for the native one, `|` where there is none.
fn byte_order_mark(descriptor: &Descriptor) -> char {
    match descriptor.byte_order() {
        None => '|',
        Some(order) if order == ByteOrder::NATIVE => '=',
        Some(ByteOrder::Little) => '<',
        Some(ByteOrder::Big) => '>',
    }
}

/// Entries of the array interface's description as a list of tuples.
fn entries<'py>(py: Python<'py>, found: &[Entry]) -> PyResult<Bound<'py, PyList>> {
    let list = PyList::empty(py);
    for entry in found {
        let name = match &entry.title {
            Some(title) => (&**title, &*entry.name).into_bound_py_any(py)?,
            None => PyString::new(py, &entry.name).into_any(),
        };
        let content = match &entry.content {
            Content::Code(code) => PyString::new(py, code).into_any(),
            Content::Fields(fields) => entries(py, fields)?.into_any(),
        };
        if entry.shape.is_empty() {
            list.append((name, content))?;
        } else {
            list.append((name, content, PyTuple::new(py, &entry.shape)?))?;
        }
    }
    Ok(list)
}

#[pymethods]
impl PyDType {
    /// The name without byte order, as in `'float64'` or `'str160'`.
    #[getter]
    fn name(&self, py: Python<'_>) -> PyResult<Cow<'static, str>> {
        let descriptor = self.descriptor();
        let other = self.other();
        let Some(class) = other.as_ref().and_then(|other| other.class.as_ref()) else {
            return Ok(descriptor.name());
        };
        let name = class.bind(py).name()?.to_string();
        Ok(Cow::Owned(match descriptor.size() {
            0 => name,
            size => format!("{name}{}", size * 8),
        }))
    }

    /// The array-protocol string, as in `'<f8'`.
    #[getter]
    fn str(&self) -> String {
        self.descriptor().protocol()
    }

    /// The one-letter code, as in `'d'`.
    #[getter]
    fn char(&self) -> char {
        self.descriptor().character()
    }

    /// The letter of the kind: `b`, `i`, `u`, `f` or `c` for numbers, else the one-letter code.
    #[getter]
    fn kind(&self) -> char {
        self.descriptor().kind()
    }

    /// The type number.
    #[getter]
    fn num(&self) -> u8 {
        self.descriptor().type_number()
    }

    /// Bytes of one element.
    #[getter]
    fn itemsize(&self) -> usize {
        self.descriptor().size()
    }

    /// Bytes that an element wants to be aligned to.
    #[getter]
    fn alignment(&self) -> usize {
        self.descriptor().alignment()
    }

    /// `'='` for the native byte order, `'<'` or `'>'` for the other, `'|'` where there is none.
    #[getter]
    fn byteorder(&self) -> char {
        byte_order_mark(&self.descriptor())
    }

    /// Whether the byte order is the machine's, in all fields of a record.
    #[getter]
    fn isnative(&self) -> bool {
        self.descriptor().is_native()
    }

    /// 1 for the dtypes that exist once, else 0.
    #[getter]
    fn isbuiltin(&self) -> u8 {
        u8::from(self.shared && self.descriptor().is_native())
    }

    /// Whether elements refer to Python objects.
    #[getter]
    fn hasobject(&self) -> bool {
        self.descriptor().has_object()
    }

    /// Whether this is a record with aligned fields.
    #[getter]
    fn isalignedstruct(&self) -> bool {
        self.descriptor().is_aligned()
    }

    /// What elements need from whoever handles them, as bits; none for numbers.
    #[getter]
    fn flags(&self) -> u32 {
        self.descriptor().flags()
    }

    /// The type of the scalars.
    #[getter(r#type)]
    fn scalar_type<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyType>> {
        if let Some(class) = self.other().and_then(|other| Some(other.class.as_ref()?.clone_ref(py))) {
            return Ok(class.into_bound(py));
        }
        scalar::type_of_descriptor(py, &self.descriptor())
            .ok_or_else(|| PyAttributeError::new_err("the package is still being imported"))
    }

    /// The fields of a record by name, and by title: dtype, offset and, if there is one, title. `None` for all others.
    #[getter]
    fn fields<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyMappingProxy>>> {
        let other = self.other();
        let Some((other, record)) =
            other.as_deref().and_then(|other| Some((other, other.descriptor.record()?)))
        else {
            return Ok(None);
        };
        let fields = PyDict::new(py);
        for (field, part) in record.fields().iter().zip(&other.parts) {
            match &field.title {
                None => fields.set_item(&*field.name, (part, field.offset))?,
                Some(title) => {
                    let entry = (part, field.offset, &**title).into_bound_py_any(py)?;
                    fields.set_item(&*field.name, &entry)?;
                    fields.set_item(&**title, entry)?;
                }
            }
        }
        Ok(Some(PyMappingProxy::new(py, fields.as_mapping())))
    }

    /// Item and shape of a subarray; `None` for all other dtypes.
    #[getter]
    fn subdtype<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyTuple>>> {
        let other = self.other();
        let Some((other, subarray)) =
            other.as_deref().and_then(|other| Some((other, other.descriptor.subarray()?)))
        else {
            return Ok(None);
        };
        let shape = PyTuple::new(py, subarray.shape())?;
        (&other.parts[0], shape).into_pyobject(py).map(Some)
    }

    /// The dtype of a subarray's items, else the dtype itself.
    #[getter]
    fn base<'py>(slf: &Bound<'py, Self>) -> Bound<'py, Self> {
        let py = slf.py();
        match slf.get().other() {
            Some(other) if other.descriptor.subarray().is_some() => other.parts[0].bind(py).clone(),
            _ => slf.clone(),
        }
    }

    /// The shape of a subarray; empty for all other dtypes.
    #[getter]
    fn shape<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let descriptor = self.descriptor();
        PyTuple::new(py, descriptor.subarray().map_or(&[][..], |subarray| subarray.shape()))
    }

    /// The dimensions of a subarray; 0 for all other dtypes.
    #[getter]
    fn ndim(&self) -> usize {
        self.descriptor().subarray().map_or(0, |subarray| subarray.shape().len())
    }

    /// The description that the array interface gives: the fields in memory order, with the gaps between them, or one
    /// field without a name.
    #[getter]
    fn descr<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        entries(py, &self.descriptor().interface().or_raise(py)?)
    }

    /// What the maker of the dtype attached to it; `None` if nothing.
    #[getter]
    fn metadata<'py>(&self, py: Python<'py>) -> Option<Bound<'py, PyMappingProxy>> {
        self.metadata.get(py).map(|metadata| PyMappingProxy::new(py, metadata.bind(py).as_mapping()))
    }

    /// The same dtype of the NumPy that is loaded, which asks for it here; otherwise the dtype itself.
    #[getter]
    fn __numpy_dtype__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        let py = slf.py();
        let modules = py.import("sys")?.getattr("modules")?;
        let numpy = modules.call_method1("get", ("numpy",))?;
        let Some(class) = numpy.getattr_opt("dtype")? else { return Ok(slf.clone().into_any()) };
        to_other_numpy(slf, &class)
    }
}

/// The same dtype as `class`, the `dtype` of real NumPy, has it.
fn to_other_numpy<'py>(
    dtype: &Bound<'py, PyDType>,
    class: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    let py = dtype.py();
    let Some(other) = dtype.get().other() else { return class.call1((dtype.get().str(),)) };
    let parts =
        || other.parts.iter().map(|part| to_other_numpy(part.bind(py), class)).collect::<PyResult<Vec<_>>>();
    match &other.descriptor {
        Descriptor::Record(record) => {
            let fields = record.fields();
            let spelled = PyDict::new(py);
            spelled.set_item("names", fields.iter().map(|field| &*field.name).collect::<Vec<_>>())?;
            spelled.set_item("formats", parts()?)?;
            spelled.set_item("offsets", fields.iter().map(|field| field.offset).collect::<Vec<_>>())?;
            spelled
                .set_item("titles", fields.iter().map(|field| field.title.as_deref()).collect::<Vec<_>>())?;
            spelled.set_item(intern!(py, "itemsize"), record.size())?;
            class.call1((spelled, record.is_aligned()))
        }
        Descriptor::Subarray(subarray) => {
            class.call1(((parts()?.remove(0), PyTuple::new(py, subarray.shape())?),))
        }
        other => class.call1((other.protocol(),)),
    }
}
