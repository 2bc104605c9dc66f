//! Comparing scalars.

use std::cmp::Ordering;

use stridewise_core::dtype::C128;
use stridewise_core::op::FloatErrors;
use stridewise_core::{Number, Result, Value};

use super::Scalar;
use super::arithmetic::runs_in_operand_type;
use super::operand::{LargeInteger, Operand, large_float};

/// The comparison operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    Less,
    LessEqual,
    Equal,
    NotEqual,
    Greater,
    GreaterEqual,
}

impl Comparison {
    /// NumPy's name of the operation.
    pub fn name(self) -> &'static str {
        match self {
            Self::Less => "less",
            Self::LessEqual => "less_equal",
            Self::Equal => "equal",
            Self::NotEqual => "not_equal",
            Self::Greater => "greater",
            Self::GreaterEqual => "greater_equal",
        }
    }

    fn orders(self) -> bool {
        !matches!(self, Self::Equal | Self::NotEqual)
    }

    /// The answer for operands that stand in this order, `None` where they are unordered.
    #[inline]
    pub fn holds(self, order: Option<Ordering>) -> bool {
        match self {
            Self::Less => order == Some(Ordering::Less),
            Self::LessEqual => matches!(order, Some(Ordering::Less | Ordering::Equal)),
            Self::Equal => order == Some(Ordering::Equal),
            Self::NotEqual => order != Some(Ordering::Equal),
            Self::Greater => order == Some(Ordering::Greater),
            Self::GreaterEqual => matches!(order, Some(Ordering::Greater | Ordering::Equal)),
        }
    }
}

/// What a comparison gives.
#[derive(Clone, Copy, Debug)]
pub struct ComparisonResult {
    pub answer: bool,
    /// The errors of the comparison itself: invalid where NaN decides the order of complex numbers and both
    /// operands were cast to compare them.
    pub errors: FloatErrors,
    /// The errors of casting a Python number.
    pub cast_errors: FloatErrors,
}

impl ComparisonResult {
    fn of(answer: bool) -> Self {
        Self { answer, errors: FloatErrors::NONE, cast_errors: FloatErrors::NONE }
    }
}

/// `left comparison right`. Integers compare exactly, whatever their types; complex numbers by real part, then by
/// imaginary part.
///
/// # Errors
/// Overflow error where a Python integer fits no float that it is compared as.
#[inline]
pub fn compare(comparison: Comparison, left: Operand, right: Operand) -> Result<ComparisonResult> {
    let in_operand_type = runs_in_operand_type(left, right);
    let (left, right, cast_errors) = match (left, right) {
        (Operand::Scalar(left), Operand::Scalar(right)) => (left, right, FloatErrors::NONE),
        (Operand::Scalar(left), other) => {
            if let Some(order) = against_integer(left, other)? {
                return Ok(ComparisonResult::of(comparison.holds(Some(order))));
            }
            let (right, errors) = other.beside(left.number())?;
            (left, right, errors)
        }
        (other, Operand::Scalar(right)) => {
            if let Some(order) = against_integer(right, other)? {
                return Ok(ComparisonResult::of(comparison.holds(Some(order.reverse()))));
            }
            let (left, errors) = other.beside(right.number())?;
            (left, right, errors)
        }
        (left, right) => {
            let (left, first) = left.beside(Number::Bool)?;
            let (right, second) = right.beside(Number::Bool)?;
            (left, right, first | second)
        }
    };
    let undecided = !in_operand_type && comparison.orders() && order_hangs_on_nan(left, right);
    let errors = if undecided { FloatErrors::INVALID } else { FloatErrors::NONE };
    Ok(ComparisonResult { answer: between(comparison, left, right), errors, cast_errors })
}

/// How an integer scalar stands to a Python integer, which may lie outside its dtype; `None` for other operands.
fn against_integer(scalar: Scalar, other: Operand) -> Result<Option<Ordering>> {
    let own = match scalar.value() {
        Value::Int(own) => own,
        Value::Bool(own) => {
            if matches!(other, Operand::Integer(_) | Operand::LargeInteger(_)) {
                other.beside(Number::Bool)?;
            }
            i128::from(own)
        }
        Value::Float(_) | Value::Complex(_) => {
            if let Operand::LargeInteger(large) = other {
                large_float(large)?;
            }
            return Ok(None);
        }
    };
    Ok(match other {
        Operand::Integer(other) => Some(own.cmp(&i128::from(other))),
        Operand::LargeInteger(LargeInteger { unsigned: Some(other), .. }) => {
            Some(own.cmp(&i128::from(other)))
        }
        Operand::LargeInteger(large) => Some(if large.negative { Ordering::Greater } else { Ordering::Less }),
        _ => None,
    })
}

/// Compares two scalars in their common type.
fn between(comparison: Comparison, left: Scalar, right: Scalar) -> bool {
    let order = match (left.value(), right.value()) {
        (Value::Complex(_), _) | (_, Value::Complex(_)) => {
            return complex(comparison, left.get(), right.get());
        }
        (Value::Float(left), Value::Float(right)) => left.partial_cmp(&right),
        (Value::Float(left), right) => left.partial_cmp(&right.to_f64()),
        (left, Value::Float(right)) => left.to_f64().partial_cmp(&right),
        (left, right) => integer_of(left).partial_cmp(&integer_of(right)),
    };
    comparison.holds(order)
}

/// Whether one of two numbers is complex and NaN leaves their order open.
fn order_hangs_on_nan(left: Scalar, right: Scalar) -> bool {
    if !left.number().is_complex() && !right.number().is_complex() {
        return false;
    }
    let (left, right): (C128, C128) = (left.get(), right.get());
    let open = left.re.is_nan() || right.re.is_nan();
    open || (left.re == right.re && (left.im.is_nan() || right.im.is_nan()))
}

fn integer_of(value: Value) -> i128 {
    match value {
        Value::Int(value) => value,
        other => i128::from(other.is_true()),
    }
}

fn complex(comparison: Comparison, left: C128, right: C128) -> bool {
    match comparison {
        Comparison::Equal => left == right,
        Comparison::NotEqual => left != right,
        _ if left.re == right.re => comparison.holds(left.im.partial_cmp(&right.im)),
        _ => comparison.holds(left.re.partial_cmp(&right.re)),
    }
}
