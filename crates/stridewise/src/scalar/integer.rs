//! Integer arithmetic that says when it wraps.

use stridewise_core::op::FloatErrors;
use stridewise_core::{Element, dispatch};

use super::Scalar;
use super::arithmetic::{Operator, UnaryOperator};

fn with_overflow<T: Element>((value, overflow): (T, bool)) -> (Scalar, FloatErrors) {
    (Scalar::of(value), if overflow { FloatErrors::OVERFLOW } else { FloatErrors::NONE })
}

/// Sum, difference or product of two integers of one type; `None` for other operators and types.
#[inline]
pub(super) fn binary(operator: Operator, left: Scalar, right: Scalar) -> Option<(Scalar, FloatErrors)> {
    dispatch!(left.number(), T in integers => {
        let (left, right) = (T::from_bytes(left.bytes()), T::from_bytes(right.bytes()));
        match operator {
            Operator::Add => Some(with_overflow(left.overflowing_add(right))),
            Operator::Subtract => Some(with_overflow(left.overflowing_sub(right))),
            Operator::Multiply => Some(with_overflow(left.overflowing_mul(right))),
            _ => None,
        }
    }, else => None)
}

/// Negative or absolute value of an integer; `None` for other operators and types.
pub(super) fn unary(operator: UnaryOperator, operand: Scalar) -> Option<(Scalar, FloatErrors)> {
    match operator {
        UnaryOperator::Negative => dispatch!(operand.number(), T in integers => {
            Some(with_overflow(T::from_bytes(operand.bytes()).overflowing_neg()))
        }, else => None),
        UnaryOperator::Absolute => dispatch!(operand.number(), T in signed => {
            Some(with_overflow(T::from_bytes(operand.bytes()).overflowing_abs()))
        }, else => None),
        _ => None,
    }
}
