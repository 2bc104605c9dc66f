//! Which numbers an operator's operands are.

use pyo3::prelude::*;
use pyo3::types::{PyBool, PyComplex, PyFloat, PyInt};
use stridewise::scalar::{LargeInteger, Operand, Scalar};
use stridewise_core::dtype::C128;

use super::object;

/// The operand that an object is, if it is exactly one of our scalars or one of Python's numbers.
#[inline]
pub(super) fn exact(object: &Bound<'_, PyAny>) -> Option<Operand> {
    if let Some(scalar) = object::exact_scalar(object) {
        return Some(Operand::Scalar(scalar));
    }
    if let Ok(float) = object.cast_exact::<PyFloat>() {
        return Some(Operand::Float(float.value()));
    }
    if let Ok(integer) = object.cast_exact::<PyInt>() {
        return Some(integer_operand(integer));
    }
    if let Ok(boolean) = object.cast_exact::<PyBool>() {
        return Some(Operand::Boolean(boolean.is_true()));
    }
    if let Ok(complex) = object.cast_exact::<PyComplex>() {
        return Some(Operand::Complex(C128::new(complex.real(), complex.imag())));
    }
    None
}

/// As [`exact`], for instances of subclasses. Those of Python's numbers have the dtype of an array made from them.
pub(super) fn derived(object: &Bound<'_, PyAny>) -> Option<Operand> {
    if let Some(scalar) = object::scalar_of(object) {
        return Some(Operand::Scalar(scalar));
    }
    if let Ok(float) = object.cast::<PyFloat>() {
        return Some(Operand::Scalar(Scalar::of(float.value())));
    }
    if let Ok(integer) = object.cast::<PyInt>() {
        return Some(match integer.extract::<i64>() {
            Ok(value) => Operand::Scalar(Scalar::of(value)),
            Err(_) => integer_operand(integer),
        });
    }
    if let Ok(complex) = object.cast::<PyComplex>() {
        return Some(Operand::Scalar(Scalar::of(C128::new(complex.real(), complex.imag()))));
    }
    None
}

/// A Python integer of any size.
#[inline]
pub(super) fn integer_operand(integer: &Bound<'_, PyInt>) -> Operand {
    match integer.extract::<i64>() {
        Ok(value) => Operand::Integer(value),
        Err(_) => large_operand(integer),
    }
}

#[cold]
fn large_operand(integer: &Bound<'_, PyInt>) -> Operand {
    let negative = integer.lt(0).unwrap_or(false);
    let unsigned = integer.extract::<u64>().ok();
    let float = integer.extract::<f64>().ok();
    Operand::LargeInteger(LargeInteger { negative, unsigned, float })
}
