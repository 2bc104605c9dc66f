//! Operations of the table, as the other rooms use them.

use stridewise_core::op::Op;
use stridewise_core::{Error, Value};
use stridewise_run::elementwise::{self, Operand};

use crate::{Array, Result};

/// An operation of one output over arrays; floating-point errors are not reported.
///
/// # Errors
/// Those of promotion, broadcasting and allocation.
pub fn apply(op: Op, inputs: &[Operand<'_>]) -> Result<Array> {
    let mut outcome = elementwise::call(op, inputs)?;
    outcome.outputs.pop().ok_or_else(|| Error::type_error(format!("{} has no output", op.row().name)))
}

/// `a op b`.
///
/// # Errors
/// As [`apply`].
pub fn binary(op: Op, a: &Array, b: &Array) -> Result<Array> {
    apply(op, &[Operand::Array(a), Operand::Array(b)])
}

/// `a op number`, the number being weak as Python's are.
///
/// # Errors
/// As [`apply`].
pub fn with_number(op: Op, a: &Array, number: Value) -> Result<Array> {
    apply(op, &[Operand::Array(a), Operand::Weak(number)])
}

/// `op a`.
///
/// # Errors
/// As [`apply`].
pub fn unary(op: Op, a: &Array) -> Result<Array> {
    apply(op, &[Operand::Array(a)])
}

/// The angles of complex numbers in radians, or degrees; those of real numbers are zero and half a turn.
///
/// # Errors
/// Memory error where there are no bytes for the result.
pub fn angle(array: &Array, degrees: bool) -> Result<Array> {
    let angle = if array.number().is_complex() {
        binary(Op::Arctan2, &crate::shape::imaginary(array)?, &crate::shape::real(array)?)?
    } else {
        apply(Op::Arctan2, &[Operand::Weak(Value::Int(0)), Operand::Array(array)])?
    };
    if degrees {
        with_number(Op::Multiply, &angle, Value::Float(180.0 / std::f64::consts::PI))
    } else {
        Ok(angle)
    }
}
