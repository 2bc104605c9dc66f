//! The arithmetic operators.

use pyo3::prelude::*;
use pyo3::types::PyBytes;
use stridewise::scalar::{self, BinaryResult, Operand, Operator, UnaryOperator};
use stridewise_core::ErrorKind;

use super::{fallback, float_errors, object, operand};
use crate::error;

/// `left operator right`, where at least one of them is a scalar of ours.
#[inline]
pub(super) fn binary<'py>(
    py: Python<'py>,
    operator: Operator,
    left: &Bound<'py, PyAny>,
    right: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    match (operand::exact(left), operand::exact(right)) {
        (Some(left), Some(right)) => numbers(py, operator, left, right),
        _ => others(py, operator, left, right),
    }
}

fn numbers<'py>(
    py: Python<'py>,
    operator: Operator,
    left: Operand,
    right: Operand,
) -> PyResult<Bound<'py, PyAny>> {
    match scalar::binary(operator, left, right) {
        Ok(outcome) => finish(py, operator, outcome),
        Err(error) => {
            let divides = matches!(operator, Operator::FloorDivide | Operator::Remainder | Operator::DivMod);
            if divides && matches!(error.kind(), ErrorKind::Type | ErrorKind::NoLoop { .. }) {
                return Ok(py.NotImplemented().into_bound(py));
            }
            Err(Python::attach(|py| error::raise(py, &error)))
        }
    }
}

#[inline]
fn finish<'py>(py: Python<'py>, operator: Operator, outcome: BinaryResult) -> PyResult<Bound<'py, PyAny>> {
    float_errors::report(py, outcome.cast_errors, || "cast".to_owned())?;
    float_errors::report(py, outcome.errors, || {
        let scalar = if outcome.in_operand_type { "scalar " } else { "" };
        format!("{scalar}{}", operator.name())
    })?;
    let result = object::make_scalar(py, outcome.result)?;
    match outcome.remainder {
        None => Ok(result),
        Some(remainder) => {
            let remainder = object::make_scalar(py, remainder)?;
            Ok((result, remainder).into_pyobject(py)?.into_any())
        }
    }
}

/// The operator on subclasses and on what is no number.
#[cold]
fn others<'py>(
    py: Python<'py>,
    operator: Operator,
    left: &Bound<'py, PyAny>,
    right: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    let pair = fallback::Pair::new(left, right);
    if pair.other_goes_first()? {
        return Ok(py.NotImplemented().into_bound(py));
    }
    if let (Some(left), Some(right)) = (operand::derived(left), operand::derived(right)) {
        let left = operand::exact(pair.left).unwrap_or(left);
        let right = operand::exact(pair.right).unwrap_or(right);
        return numbers(py, operator, left, right);
    }
    let sequence = match operator {
        Operator::Multiply => fallback::only_repeats(pair.other()),
        // Bytes are joined with whatever offers a buffer.
        Operator::Add => left.is_instance_of::<PyBytes>(),
        _ => false,
    };
    if sequence {
        return Ok(py.NotImplemented().into_bound(py));
    }
    pair.call(operator.name(), python_name(operator))
}

/// The function of Python's `operator` module.
fn python_name(operator: Operator) -> &'static str {
    match operator {
        Operator::Add => "add",
        Operator::Subtract => "sub",
        Operator::Multiply => "mul",
        Operator::Divide => "truediv",
        Operator::FloorDivide => "floordiv",
        Operator::Remainder => "mod",
        Operator::DivMod => "divmod",
        Operator::Power => "pow",
        Operator::LeftShift => "lshift",
        Operator::RightShift => "rshift",
        Operator::BitwiseAnd => "and_",
        Operator::BitwiseOr => "or_",
        Operator::BitwiseXor => "xor",
    }
}

/// `operator operand`.
pub(super) fn unary<'py>(
    py: Python<'py>,
    operator: UnaryOperator,
    operand: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    let Some(operand) = object::scalar_of(operand) else {
        return Ok(py.NotImplemented().into_bound(py));
    };
    let (result, errors) =
        scalar::unary(operator, operand).map_err(|error| Python::attach(|py| error::raise(py, &error)))?;
    float_errors::report(py, errors, || format!("scalar {}", operator.name()))?;
    object::make_scalar(py, result)
}
