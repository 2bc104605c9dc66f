//! The commonest arithmetic by a short way: float64 and int64 among themselves and with Python's numbers, and
//! booleans. Only results that meet no error come from here; the others are computed again the long way, which
//! reports.

use pyo3::prelude::*;
use pyo3::types::{PyFloat, PyInt};
use stridewise::scalar::{Comparison, Operator, Scalar, UnaryOperator};
use stridewise_core::Number;

use super::object;

/// Integers below this convert to float64 exactly.
const EXACT: u64 = 1 << 53;

/// The value of a float64, a Python float, or a Python integer that is one exactly.
#[inline(always)]
fn float_of(object: &Bound<'_, PyAny>) -> Option<f64> {
    if let Some(value) = object::exact_element::<f64>(object) {
        return Some(value);
    }
    if let Ok(float) = object.cast_exact::<PyFloat>() {
        return Some(float.value());
    }
    let value = object.cast_exact::<PyInt>().ok()?.extract::<i64>().ok()?;
    (value.unsigned_abs() < EXACT).then_some(value as f64)
}

/// The value of an int64 or a Python integer of its range.
#[inline(always)]
fn integer_of(object: &Bound<'_, PyAny>) -> Option<i64> {
    if let Some(value) = object::exact_element::<i64>(object) {
        return Some(value);
    }
    object.cast_exact::<PyInt>().ok()?.extract::<i64>().ok()
}

/// `left operator right`, one of which is a scalar of ours; `None` where the long way is needed.
///
/// The operator is a constant where this is called, so that little of it remains there.
#[inline(always)]
pub(super) fn binary<'py>(
    py: Python<'py>,
    operator: Operator,
    left: &Bound<'py, PyAny>,
    right: &Bound<'py, PyAny>,
) -> Option<PyResult<Bound<'py, PyAny>>> {
    if object::is_exact(left, Number::F64) || object::is_exact(right, Number::F64) {
        let floats: fn(f64, f64) -> f64 = match operator {
            Operator::Add => |left, right| left + right,
            Operator::Subtract => |left, right| left - right,
            Operator::Multiply => |left, right| left * right,
            Operator::Divide => |left, right| left / right,
            _ => return None,
        };
        let result = floats(float_of(left)?, float_of(right)?);
        // What is neither infinite, NaN, zero nor subnormal met no error.
        return result.is_normal().then(|| object::make_f64(py, result));
    }
    if object::is_exact(left, Number::I64) || object::is_exact(right, Number::I64) {
        let integers: fn(i64, i64) -> Option<i64> = match operator {
            Operator::Add => i64::checked_add,
            Operator::Subtract => i64::checked_sub,
            Operator::Multiply => i64::checked_mul,
            Operator::FloorDivide => |left, right| Some(floor_divide(left, right)?.0),
            Operator::Remainder => |left, right| Some(floor_divide(left, right)?.1),
            Operator::BitwiseAnd => |left, right| Some(left & right),
            Operator::BitwiseOr => |left, right| Some(left | right),
            Operator::BitwiseXor => |left, right| Some(left ^ right),
            Operator::Divide => {
                let (left, right) = (integer_of(left)?, integer_of(right)?);
                return (right != 0).then(|| object::make_f64(py, left as f64 / right as f64));
            }
            _ => return None,
        };
        let result = integers(integer_of(left)?, integer_of(right)?)?;
        return Some(object::make_scalar(py, Scalar::of(result)));
    }
    if object::is_exact(left, Number::Bool) {
        let booleans: fn(bool, bool) -> bool = match operator {
            Operator::BitwiseAnd => |left, right| left & right,
            Operator::BitwiseOr => |left, right| left | right,
            Operator::BitwiseXor => |left, right| left ^ right,
            _ => return None,
        };
        let value = |object| object::exact_element::<stridewise_core::Bool>(object).map(|value| value.get());
        return Some(Ok(object::make_bool(py, booleans(value(left)?, value(right)?))));
    }
    None
}

/// Quotient rounded down and remainder, where both exist.
#[inline(always)]
fn floor_divide(left: i64, right: i64) -> Option<(i64, i64)> {
    let (quotient, remainder) = (left.checked_div(right)?, left.checked_rem(right)?);
    if remainder != 0 && (remainder ^ right) < 0 {
        Some((quotient - 1, remainder + right))
    } else {
        Some((quotient, remainder))
    }
}

/// `left comparison right` for float64 and for int64; `None` where the long way is needed.
#[inline(always)]
pub(super) fn compare<'py>(
    py: Python<'py>,
    comparison: Comparison,
    left: &Bound<'py, PyAny>,
    right: &Bound<'py, PyAny>,
) -> Option<Bound<'py, PyAny>> {
    let order = if object::is_exact(left, Number::F64) {
        float_of(left)?.partial_cmp(&float_of(right)?)
    } else if object::is_exact(left, Number::I64) {
        integer_of(left)?.partial_cmp(&integer_of(right)?)
    } else {
        return None;
    };
    Some(object::make_bool(py, comparison.holds(order)))
}

/// `operator operand` for float64 and for int64; `None` where the long way is needed.
#[inline(always)]
pub(super) fn unary<'py>(
    py: Python<'py>,
    operator: UnaryOperator,
    operand: &Bound<'py, PyAny>,
) -> Option<PyResult<Bound<'py, PyAny>>> {
    if let Some(value) = object::exact_element::<f64>(operand) {
        return match operator {
            UnaryOperator::Negative => Some(object::make_f64(py, -value)),
            UnaryOperator::Absolute => Some(object::make_f64(py, value.abs())),
            _ => None,
        };
    }
    let value = object::exact_element::<i64>(operand)?;
    let result = match operator {
        UnaryOperator::Negative => value.checked_neg()?,
        UnaryOperator::Absolute => value.checked_abs()?,
        UnaryOperator::Invert => !value,
        UnaryOperator::Positive => value,
    };
    Some(object::make_scalar(py, Scalar::of(result)))
}
