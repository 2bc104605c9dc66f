//! Scalars: single elements as Python objects, in NumPy's hierarchy of types.
//!
//! [`hierarchy`] has the abstract types, ordinary classes without fields; [`concrete`] makes the fourteen concrete
//! ones by hand, because float64 and complex128 have two bases and because scalars must be quick to make.
//! [`object`] alone knows how they lie in memory, [`slots`] is where Python calls in; everything else works on
//! [`stridewise::scalar::Scalar`].

mod arithmetic;
mod attributes;
mod comparison;
mod concrete;
mod construct;
mod conversion;
mod delegate;
mod fallback;
mod float_errors;
mod hierarchy;
mod index;
mod number;
mod object;
mod operand;
mod pickle;
mod quick;
mod slots;
mod text;
mod without_storage;

use pyo3::prelude::*;
use stridewise::scalar::Scalar;
use stridewise_core::{Number, Value};

pub(crate) use object::{make_f64, make_scalar, number_of_type, scalar_of, type_object};
pub(crate) use without_storage::{descriptor_of_type, type_of_descriptor};

/// The scalar of this dtype and value.
///
/// # Errors
/// Memory error where there is none left.
#[inline]
pub(crate) fn make(py: Python<'_>, number: Number, value: Value) -> PyResult<Py<PyAny>> {
    if let (Number::F64, Value::Float(value)) = (number, value) {
        return make_f64(py, value).map(Bound::unbind);
    }
    make_scalar(py, Scalar::new(number, value)).map(Bound::unbind)
}

/// The scalar whose element has these bytes, in native order.
///
/// # Errors
/// Memory error where there is none left.
#[inline]
pub(crate) fn make_element(py: Python<'_>, number: Number, bytes: [u8; 16]) -> PyResult<Py<PyAny>> {
    make_scalar(py, Scalar::from_bytes(number, bytes)).map(Bound::unbind)
}

/// Dtype and value of one of our scalars; `None` for every other object.
#[inline]
pub(crate) fn value_of(object: &Bound<'_, PyAny>) -> Option<(Number, Value)> {
    scalar_of(object).map(|scalar| (scalar.number(), scalar.value()))
}

pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    hierarchy::register(module)?;
    without_storage::register(module)?;
    concrete::register(module)?;
    pickle::register(module)
}
