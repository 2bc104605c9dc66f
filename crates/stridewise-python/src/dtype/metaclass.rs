//! The class of dtype classes.
#![expect(unsafe_code, reason = "gives finished classes a class of their own")]

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple, PyType};

use super::class;

/// Makes `_DTypeMeta`. What a class says in `type` is not what its dtypes say: those of records may have a class of
/// their own.
pub(super) fn make(py: Python<'_>) -> PyResult<Bound<'_, PyType>> {
    let type_type = py.get_type::<PyType>();
    let names = PyDict::new(py);
    names.set_item("__module__", "stridewise")?;
    names.set_item("__slots__", PyTuple::empty(py))?;
    let scalar_type = wrap_pyfunction!(class::scalar_type, py)?;
    names.set_item("type", py.import("builtins")?.getattr("property")?.call1((scalar_type,))?)?;
    Ok(type_type.call1(("_DTypeMeta", (&type_type,), names))?.cast_into::<PyType>()?)
}

/// Makes `meta` the class of `class`, whose class is `type`: Python itself only allows this when a class is made.
pub(super) fn adopt(class: &Bound<'_, PyType>, meta: &Bound<'_, PyType>) {
    if !class.get_type().is(class.py().get_type::<PyType>()) {
        return;
    }
    // SAFETY: `meta` adds neither slots nor fields to `type`, so the class's memory has its layout. The reference that
    // an object holds to its class is taken by `into_ptr`; the one to `type`, which is never freed, may be kept.
    unsafe { (*class.as_ptr()).ob_type = meta.clone().into_ptr().cast() };
}
