//! Comparing arrays as wholes, and up to a tolerance.

use stridewise_core::op::Op;
use stridewise_core::{Number, Value};

use crate::arithmetic::{binary, unary, with_number};
use crate::{Array, Result};

/// Whether elements are equal up to `atol + rtol * |b|`; infinities equal themselves, NaN equals NaN where
/// `equal_nan`. All four broadcast together.
///
/// # Errors
/// Value error where the shapes do not broadcast.
pub fn isclose(a: &Array, b: &Array, rtol: &Array, atol: &Array, equal_nan: bool) -> Result<Array> {
    // Integers are compared in floating point, where differences cannot wrap.
    let floating;
    let b = if b.number().is_inexact() {
        b
    } else {
        let number = stridewise_core::dtype::promote(b.number(), Number::F64);
        floating = b.astype(number.native(), stridewise_core::Order::Keep)?;
        &floating
    };
    let difference = unary(Op::Absolute, &binary(Op::Subtract, a, b)?)?;
    let bound = binary(Op::Add, atol, &binary(Op::Multiply, rtol, &unary(Op::Absolute, b)?)?)?;
    let near = binary(Op::LessEqual, &difference, &bound)?;
    let finite = binary(Op::LogicalAnd, &near, &unary(Op::Isfinite, b)?)?;
    let close = binary(Op::LogicalOr, &finite, &binary(Op::Equal, a, b)?)?;
    if !equal_nan {
        return Ok(close);
    }
    let both = binary(Op::LogicalAnd, &nan_mask(a)?, &nan_mask(b)?)?;
    binary(Op::LogicalOr, &close, &both)
}

fn nan_mask(array: &Array) -> Result<Array> {
    unary(Op::Isnan, array)
}

/// Whether every element is true.
pub fn all_true(array: &Array) -> bool {
    crate::shape::values(array).into_iter().all(Value::is_true)
}

/// Whether some element is true.
pub fn any_true(array: &Array) -> bool {
    crate::shape::values(array).into_iter().any(Value::is_true)
}

/// Whether two arrays have one shape and equal elements; NaN equals NaN where `equal_nan`.
///
/// # Errors
/// Memory error where there are no bytes for the comparison.
pub fn array_equal(a: &Array, b: &Array, equal_nan: bool) -> Result<bool> {
    if a.shape() != b.shape() {
        return Ok(false);
    }
    let equal = binary(Op::Equal, a, b)?;
    if !equal_nan {
        return Ok(all_true(&equal));
    }
    let both = binary(Op::LogicalAnd, &nan_mask(a)?, &nan_mask(b)?)?;
    Ok(all_true(&binary(Op::LogicalOr, &equal, &both)?))
}

/// Whether two arrays broadcast together and are then equal everywhere.
///
/// # Errors
/// Memory error where there are no bytes for the comparison.
pub fn array_equiv(a: &Array, b: &Array) -> Result<bool> {
    if stridewise_core::layout::broadcast_shapes(&[a.shape(), b.shape()]).is_err() {
        return Ok(false);
    }
    Ok(all_true(&binary(Op::Equal, a, b)?))
}

/// The elements with NaN and infinities replaced by what broadcasts to them and is cast to their dtype; by zero and by
/// the largest finite numbers where nothing is said.
///
/// # Errors
/// Value error where the replacements do not broadcast; memory error where there are no bytes for the copy.
pub fn nan_to_num(
    array: &Array,
    nan: Option<&Array>,
    positive: Option<&Array>,
    negative: Option<&Array>,
) -> Result<Array> {
    let result = array.copy(stridewise_core::Order::Keep)?;
    if !array.number().is_inexact() {
        return Ok(result);
    }
    let parts = if array.number().is_complex() {
        vec![crate::shape::real(&result)?, crate::shape::imaginary(&result)?]
    } else {
        vec![result.clone()]
    };
    let largest = stridewise_core::dtype::FloatLimits::of(array.number().real())
        .map_or(f64::MAX, stridewise_core::dtype::FloatLimits::max);
    for part in parts {
        let replace = |mask: Array, given: Option<&Array>, value: f64| -> Result<()> {
            match given {
                Some(given) => part.assign_where(given, &mask),
                None => part.assign_where(&Array::full(part.dtype(), &[], Value::Float(value))?, &mask),
            }
        };
        let infinite = unary(Op::Isinf, &part)?;
        let above = with_number(Op::Greater, &part, Value::Float(0.0))?;
        let below = with_number(Op::Less, &part, Value::Float(0.0))?;
        replace(unary(Op::Isnan, &part)?, nan, 0.0)?;
        replace(binary(Op::LogicalAnd, &infinite, &above)?, positive, largest)?;
        replace(binary(Op::LogicalAnd, &infinite, &below)?, negative, -largest)?;
    }
    Ok(result)
}

/// Where the elements are infinite and positive (negative, with `negative`).
///
/// # Errors
/// Type error for complex numbers, which have no sign.
pub fn signed_infinity(array: &Array, negative: bool) -> Result<Array> {
    if array.number().is_complex() {
        return Err(stridewise_core::Error::type_error(format!(
            "This operation is not supported for {} values because it would be ambiguous.",
            array.dtype()
        )));
    }
    let sign = unary(Op::Signbit, array)?;
    let sign = if negative { sign } else { unary(Op::LogicalNot, &sign)? };
    binary(Op::LogicalAnd, &unary(Op::Isinf, array)?, &sign)
}
