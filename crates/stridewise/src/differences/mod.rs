//! Differences of neighbours, and what is made of them: slopes, areas, and phases without jumps.

mod gradient;

use stridewise_core::layout::normalize_axis;
use stridewise_core::op::Op;
use stridewise_core::{Error, Number, Order, Value};
use stridewise_run::accumulate::accumulate;
use stridewise_run::elementwise::Operand;
use stridewise_run::reduction::{Reduction, reduce};

use crate::arithmetic::{apply, binary, unary, with_number};
use crate::shape::{Join, concatenate, ravel, slice_along};
use crate::{Array, Result};

pub use gradient::{Spacing, gradient};

/// The differences of neighbours along an axis, `n` times over.
///
/// # Errors
/// Value error where there is no axis; axis error where it is out of bounds.
pub fn diff(array: &Array, n: usize, axis: i64) -> Result<Array> {
    if n == 0 {
        return Ok(array.clone());
    }
    if array.ndim() == 0 {
        return Err(Error::value("diff requires input that is at least one dimensional"));
    }
    let axis = normalize_axis(axis, array.ndim())?;
    let op = if array.number() == Number::Bool { Op::NotEqual } else { Op::Subtract };
    let mut result = array.clone();
    for _ in 0..n {
        result =
            binary(op, &slice_along(&result, axis, 1, None)?, &slice_along(&result, axis, 0, Some(-1))?)?;
    }
    Ok(result)
}

/// Booleans are not subtracted: their differences would be no numbers.
pub(crate) fn no_boolean_difference() -> Error {
    Error::type_error(
        "numpy boolean subtract, the `-` operator, is not supported, use the bitwise_xor, the `^` operator, or the \
         logical_xor function instead.",
    )
}

/// The differences of neighbours in the flattened array; with `before` and `behind` them, which are cast to its
/// dtype.
///
/// # Errors
/// Type error for booleans.
///
/// ```
/// use stridewise::{Array, differences::ediff1d};
///
/// let squares = Array::from_elements(&[1, 4, 9])?;
/// assert_eq!(ediff1d(&squares, None, None)?.to_vec::<i32>(), [3, 5]);
/// # Ok::<(), stridewise::Error>(())
/// ```
pub fn ediff1d(array: &Array, before: Option<&Array>, behind: Option<&Array>) -> Result<Array> {
    if array.number() == Number::Bool {
        return Err(no_boolean_difference());
    }
    let steps = diff(&ravel(array, Order::C)?, 1, 0)?;
    let edge = |edge: Option<&Array>| edge.map(|edge| ravel(edge, Order::C)).transpose();
    let (before, behind) = (edge(before)?, edge(behind)?);
    if before.is_none() && behind.is_none() {
        return Ok(steps);
    }
    let parts = [before, Some(steps), behind];
    let parts: Vec<Array> = parts
        .iter()
        .flatten()
        .map(|part| part.astype(array.dtype().to_native(), Order::C))
        .collect::<Result<_>>()?;
    let joined = concatenate(&parts, Some(0), Join::default())?;
    if array.dtype() == joined.dtype() { Ok(joined) } else { joined.astype(array.dtype(), Order::C) }
}

/// The area under a sampled function along an axis, by the trapezoidal rule; `steps` broadcasts to the spaces between
/// samples.
///
/// # Errors
/// Value error where the shapes do not broadcast.
///
/// ```
/// use stridewise::{Array, Value, differences::trapezoid, run::elementwise::Operand};
///
/// let samples = Array::from_elements(&[0.0, 1.0, 4.0])?;
/// assert_eq!(trapezoid(&samples, Operand::Weak(Value::Float(1.0)), 0)?.to_vec::<f64>(), [3.0]);
/// # Ok::<(), stridewise::Error>(())
/// ```
pub fn trapezoid(samples: &Array, steps: Operand<'_>, axis: usize) -> Result<Array> {
    let later = slice_along(samples, axis, 1, None)?;
    let sums = binary(Op::Add, &later, &slice_along(samples, axis, 0, Some(-1))?)?;
    let areas = apply(Op::Multiply, &[steps, Operand::Array(&sums)])?;
    let areas = with_number(Op::Divide, &areas, Value::Float(2.0))?;
    let axis = axis + areas.ndim() - samples.ndim();
    Ok(reduce(&areas, &Reduction::over(Op::Add, &[axis]))?.0)
}

/// The elements with multiples of `period` added so that neighbours along the axis differ by at most half of it,
/// where they differ by at least `discontinuity`.
///
/// # Errors
/// Axis error where the axis is out of bounds, value error where there is none; type error for dtypes that have no
/// remainder.
pub fn unwrap(array: &Array, discontinuity: Option<Value>, axis: i64, period: Value) -> Result<Array> {
    let steps = diff(array, 1, axis)?;
    let axis = normalize_axis(axis, array.ndim())?;
    let period_operand = Operand::Weak(period);
    let number =
        apply(Op::Add, &[Operand::Array(&Array::zeros(steps.dtype(), &[0], Order::C)?), period_operand])?
            .number();
    let whole = number.is_integer();
    let (high, ambiguous) = match period {
        Value::Int(period) if whole => (Value::Int(period.div_euclid(2)), period.rem_euclid(2) == 0),
        period => (Value::Float(period.to_f64() / 2.0), true),
    };
    let low = match high {
        Value::Int(high) => Value::Int(-high),
        high => Value::Float(-high.to_f64()),
    };
    let limit = discontinuity.unwrap_or(Value::Float(period.to_f64() / 2.0));
    let raised = with_number(Op::Subtract, &steps, low)?;
    let wrapped = with_number(Op::Remainder, &raised, period)?;
    let wrapped = with_number(Op::Add, &wrapped, low)?;
    if ambiguous {
        let at_low = with_number(Op::Equal, &wrapped, low)?;
        let rising = with_number(Op::Greater, &steps, Value::Int(0))?;
        let both = binary(Op::LogicalAnd, &at_low, &rising)?;
        wrapped.assign_where(&Array::full(wrapped.dtype(), &[], high)?, &both)?;
    }
    let correction = binary(Op::Subtract, &wrapped, &steps)?;
    let small = with_number(Op::Less, &unary(Op::Absolute, &steps)?, limit)?;
    correction.assign_where(&Array::full(correction.dtype(), &[], Value::Int(0))?, &small)?;
    let result = array.astype(number.native(), Order::C)?;
    let total = accumulate(Op::Add, &correction, axis, None, None)?.0;
    let later = binary(Op::Add, &slice_along(array, axis, 1, None)?, &total)?;
    slice_along(&result, axis, 1, None)?.assign(&later)?;
    Ok(result)
}
