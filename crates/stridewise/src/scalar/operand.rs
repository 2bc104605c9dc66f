//! What an operator's operands can be, and how Python's own numbers take a dtype.

use stridewise_core::dtype::Kind;
use stridewise_core::op::FloatErrors;
use stridewise_core::{Bool, Error, Number, Result};

use super::Scalar;
use stridewise_core::dtype::{C64, C128};

/// An integer outside what an i64 holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LargeInteger {
    pub negative: bool,
    /// The value, where a u64 holds it.
    pub unsigned: Option<u64>,
    /// The nearest float, where there is a finite one.
    pub float: Option<f64>,
}

/// A scalar, or a Python number, which takes the other operand's dtype where that is of its kind or above.
#[derive(Clone, Copy, Debug)]
pub enum Operand {
    Scalar(Scalar),
    /// Python's `True` and `False`, which have the dtype bool beside every other.
    Boolean(bool),
    Integer(i64),
    LargeInteger(LargeInteger),
    Float(f64),
    Complex(C128),
}

impl Operand {
    /// The operand as a scalar beside another of type `other`, with the errors of the cast.
    ///
    /// # Errors
    /// Overflow error where an integer does not fit.
    #[inline]
    pub fn beside(self, other: Number) -> Result<(Scalar, FloatErrors)> {
        match self {
            Self::Scalar(scalar) => Ok((scalar, FloatErrors::NONE)),
            Self::Boolean(value) => Ok((Scalar::of(Bool::from(value)), FloatErrors::NONE)),
            Self::Integer(value) => integer_beside(i128::from(value), other),
            Self::LargeInteger(large) if other.is_inexact() => float_beside(large_float(large)?, other),
            Self::LargeInteger(LargeInteger { unsigned: Some(value), .. }) if other == Number::U64 => {
                Ok((Scalar::of(value), FloatErrors::NONE))
            }
            Self::LargeInteger(_) => Err(too_large()),
            Self::Float(value) => float_beside(value, other),
            Self::Complex(value) => Ok(complex_beside(value, other)),
        }
    }
}

/// The float nearest to a large integer.
pub(super) fn large_float(large: LargeInteger) -> Result<f64> {
    large.float.ok_or_else(|| Error::overflow("int too large to convert to float"))
}

fn too_large() -> Error {
    Error::overflow("Python int too large to convert to C long")
}

#[inline]
fn integer_beside(value: i128, other: Number) -> Result<(Scalar, FloatErrors)> {
    match other.kind() {
        Kind::Float | Kind::Complex => float_beside(value as f64, other),
        Kind::Bool | Kind::Signed | Kind::Unsigned => {
            let number = if other == Number::Bool { Number::I64 } else { other };
            let (low, high) = integer_range(number);
            if (low..=high).contains(&value) {
                Ok((Scalar::of(value as i64).cast(number), FloatErrors::NONE))
            } else {
                Err(Error::overflow(format!("Python integer {value} out of bounds for {}", number.name())))
            }
        }
    }
}

/// The least and greatest value of an integer type.
pub(super) fn integer_range(number: Number) -> (i128, i128) {
    stridewise_core::dispatch!(number, T in integers => (i128::from(T::MIN), i128::from(T::MAX)), else => (0, 1))
}

fn float_beside(value: f64, other: Number) -> Result<(Scalar, FloatErrors)> {
    let number = if other.is_inexact() { other } else { Number::F64 };
    let scalar = Scalar::of(value).cast(number);
    let overflow = value.is_finite() && !scalar.real().get::<f64>().is_finite();
    Ok((scalar, if overflow { FloatErrors::OVERFLOW } else { FloatErrors::NONE }))
}

fn complex_beside(value: C128, other: Number) -> (Scalar, FloatErrors) {
    match other {
        Number::F16 | Number::F32 | Number::C64 => {
            let narrow = C64::new(value.re as f32, value.im as f32);
            let overflow = value.is_finite() && !narrow.is_finite();
            (Scalar::of(narrow), if overflow { FloatErrors::OVERFLOW } else { FloatErrors::NONE })
        }
        _ => (Scalar::of(value), FloatErrors::NONE),
    }
}
