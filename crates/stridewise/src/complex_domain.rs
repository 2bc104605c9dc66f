//! Elementary functions beyond the reals: what has to become complex, or a float, before they are asked.

use stridewise_core::op::Op;
use stridewise_core::{Number, Order, Value};

use crate::arithmetic::{unary, with_number};
use crate::{Array, Result};

/// The real numbers for which a function has a real value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RealDomain {
    /// Zero and above: roots, logarithms, powers.
    NotNegative,
    /// From -1 to 1: the inverses of sine and cosine.
    UnitInterval,
}

/// The elements as complex numbers where one of them is real and outside of the domain, else as they are. Small
/// integers and float32 become complex64, others complex128.
///
/// # Errors
/// Memory error where there are no bytes for the result.
///
/// ```
/// use stridewise::{Array, Number, complex_domain::{RealDomain, widened}};
///
/// let numbers = Array::from_elements(&[4.0, -4.0])?;
/// assert_eq!(widened(&numbers, RealDomain::NotNegative)?.number(), Number::C128);
/// # Ok::<(), stridewise::Error>(())
/// ```
pub fn widened(array: &Array, domain: RealDomain) -> Result<Array> {
    let outside = match domain {
        RealDomain::NotNegative => with_number(Op::Less, array, Value::Int(0))?,
        RealDomain::UnitInterval => with_number(Op::Greater, &unary(Op::Absolute, array)?, Value::Int(1))?,
    };
    // Complex elements are not told apart: what is complex stays as it is.
    if array.number().is_complex() || !crate::logic::any_true(&outside) {
        return Ok(array.clone());
    }
    let number = match array.number() {
        Number::F32 | Number::I8 | Number::U8 | Number::I16 | Number::U16 => Number::C64,
        _ => Number::C128,
    };
    array.astype(number.native(), Order::Keep)
}

/// The elements as floats where one of them is negative, else as they are: integers have no negative powers.
///
/// # Errors
/// Memory error where there are no bytes for the result.
pub fn floats_where_negative(array: &Array) -> Result<Array> {
    if array.number().is_inexact() || !crate::logic::any_true(&with_number(Op::Less, array, Value::Int(0))?) {
        return Ok(array.clone());
    }
    with_number(Op::Multiply, array, Value::Float(1.0))
}
