//! The scalar types whose elements no array holds yet: they stand in the hierarchy, and dtypes name them.
//!
//! `str_` and `bytes_` are Python's own `str` and `bytes` with a place in the hierarchy, so they are written in
//! Python, which hands them over with [`set_text_types`].

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBytes, PyDict, PyString, PyTuple, PyType};
use stridewise_core::dtype::{Date, DateKind, DateUnit, Descriptor};

use super::hierarchy::{Flexible, Generic, SignedInteger};

macro_rules! types_without_storage {
    ($($(#[$note:meta])* $class:ident = $name:literal of $base:ident;)*) => {
        $(
            $(#[$note])*
            #[pyclass(name = $name, module = "stridewise", subclass, frozen, extends = $base)]
            #[derive(Debug)]
            pub(crate) struct $class;

            #[pymethods]
            impl $class {
                #[new]
                #[pyo3(signature = (*_arguments, **_keywords))]
                fn construct(
                    _arguments: &Bound<'_, PyTuple>,
                    _keywords: Option<&Bound<'_, PyDict>>,
                ) -> PyResult<PyClassInitializer<Self>> {
                    Err(PyTypeError::new_err(concat!(
                        "elements of type '", $name, "' are not supported yet: the type only says which dtype is meant"
                    )))
                }
            }
        )*

        fn add_classes(module: &Bound<'_, PyModule>) -> PyResult<()> {
            $(module.add_class::<$class>()?;)*
            Ok(())
        }
    };
}

types_without_storage! {
    /// Memory without a meaning of its own, and records. For now it only names their dtypes.
    Void = "void" of Flexible;
    /// Python objects. For now it only names their dtype.
    ObjectType = "object_" of Generic;
    /// Points in time. For now it only names their dtypes.
    Datetime64 = "datetime64" of Generic;
    /// Spans of time. For now it only names their dtypes.
    Timedelta64 = "timedelta64" of SignedInteger;
}

/// `str_` and `bytes_`.
static TEXT_TYPES: PyOnceLock<[Py<PyType>; 2]> = PyOnceLock::new();

/// Takes over `str_` and `bytes_`, once.
#[pyfunction]
fn set_text_types(text: &Bound<'_, PyType>, bytes: &Bound<'_, PyType>) {
    let _ = TEXT_TYPES.set(text.py(), [text.clone().unbind(), bytes.clone().unbind()]);
}

/// The type of the scalars of a dtype that is no number; `None` while the package is being imported.
pub(crate) fn type_of_descriptor<'py>(
    py: Python<'py>,
    descriptor: &Descriptor,
) -> Option<Bound<'py, PyType>> {
    let text = |place: usize| Some(TEXT_TYPES.get(py)?[place].bind(py).clone());
    match descriptor {
        Descriptor::Number(dtype) => Some(super::type_object(py, dtype.number())),
        Descriptor::Text { .. } => text(0),
        Descriptor::Bytes { .. } => text(1),
        Descriptor::Object => Some(py.get_type::<ObjectType>()),
        Descriptor::Date(Date { kind: DateKind::Point, .. }) => Some(py.get_type::<Datetime64>()),
        Descriptor::Date(Date { kind: DateKind::Span, .. }) => Some(py.get_type::<Timedelta64>()),
        Descriptor::Void { .. } | Descriptor::Record(_) | Descriptor::Subarray(_) => {
            Some(py.get_type::<Void>())
        }
    }
}

/// The dtype, of open size and generic unit, that one of these types or a subclass stands for, and whether it is the
/// type itself.
pub(crate) fn descriptor_of_type(class: &Bound<'_, PyType>) -> PyResult<Option<(Descriptor, bool)>> {
    let py = class.py();
    if !class.is_subclass(&py.get_type::<Generic>())? {
        return Ok(None);
    }
    let all = [
        Descriptor::text(0),
        Descriptor::Bytes { length: 0 },
        Descriptor::Object,
        Descriptor::Void { size: 0 },
        Date::native(DateKind::Point, DateUnit::GENERIC).into(),
        Date::native(DateKind::Span, DateUnit::GENERIC).into(),
    ];
    for descriptor in all {
        if let Some(known) = type_of_descriptor(py, &descriptor)
            && class.is_subclass(&known)?
        {
            return Ok(Some((descriptor, class.is(&known))));
        }
    }
    Ok(None)
}

/// The dtype of a scalar that is text or bytes, by its length; `None` for numbers.
pub(super) fn descriptor_of_scalar(scalar: &Bound<'_, PyAny>) -> PyResult<Option<Descriptor>> {
    Ok(if let Ok(text) = scalar.cast::<PyString>() {
        Some(Descriptor::text(text.len()?))
    } else if let Ok(bytes) = scalar.cast::<PyBytes>() {
        Some(Descriptor::Bytes { length: bytes.as_bytes().len() })
    } else {
        None
    })
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    add_classes(module)?;
    module.setattr("_set_text_types", wrap_pyfunction!(set_text_types, module)?)
}
