//! Comparing and hashing.

use pyo3::prelude::*;
use pyo3::pyclass::CompareOp;
use stridewise::scalar::{self, Comparison, Operand};

use super::{fallback, float_errors, object, operand, quick};
use crate::error;

fn comparison_of(op: CompareOp) -> Comparison {
    match op {
        CompareOp::Lt => Comparison::Less,
        CompareOp::Le => Comparison::LessEqual,
        CompareOp::Eq => Comparison::Equal,
        CompareOp::Ne => Comparison::NotEqual,
        CompareOp::Gt => Comparison::Greater,
        CompareOp::Ge => Comparison::GreaterEqual,
    }
}

/// `left op right`, where `left` is a scalar of ours.
#[inline]
pub(super) fn compare<'py>(
    py: Python<'py>,
    left: &Bound<'py, PyAny>,
    right: &Bound<'py, PyAny>,
    op: CompareOp,
) -> PyResult<Bound<'py, PyAny>> {
    if let Some(answer) = quick::compare(py, comparison_of(op), left, right) {
        return Ok(answer);
    }
    match (operand::exact(left), operand::exact(right)) {
        (Some(left), Some(right)) => numbers(py, comparison_of(op), left, right),
        _ => others(py, left, right, op),
    }
}

fn numbers<'py>(
    py: Python<'py>,
    comparison: Comparison,
    left: Operand,
    right: Operand,
) -> PyResult<Bound<'py, PyAny>> {
    let outcome = scalar::compare(comparison, left, right)
        .map_err(|error| Python::attach(|py| error::raise(py, &error)))?;
    float_errors::report(py, outcome.cast_errors, || "cast".to_owned())?;
    float_errors::report(py, outcome.errors, || comparison.name().to_owned())?;
    Ok(object::make_bool(py, outcome.answer))
}

#[cold]
fn others<'py>(
    py: Python<'py>,
    left: &Bound<'py, PyAny>,
    right: &Bound<'py, PyAny>,
    op: CompareOp,
) -> PyResult<Bound<'py, PyAny>> {
    let comparison = comparison_of(op);
    let pair = fallback::Pair::new(left, right);
    if pair.other_goes_first()? {
        return Ok(py.NotImplemented().into_bound(py));
    }
    if let (Some(left), Some(right)) = (operand::derived(left), operand::derived(right)) {
        let left = operand::exact(pair.left).unwrap_or(left);
        let right = operand::exact(pair.right).unwrap_or(right);
        return numbers(py, comparison, left, right);
    }
    let python = match op {
        CompareOp::Lt => "lt",
        CompareOp::Le => "le",
        CompareOp::Eq => "eq",
        CompareOp::Ne => "ne",
        CompareOp::Gt => "gt",
        CompareOp::Ge => "ge",
    };
    pair.call(comparison.name(), python)
}

/// The modulus of Python's hash of numbers.
const MODULUS: u64 = (1 << 61) - 1;

/// Python's hash of an integer.
pub(super) fn hash_integer(value: i128) -> isize {
    let size = (value.unsigned_abs() % u128::from(MODULUS)) as isize;
    match if value < 0 { -size } else { size } {
        -1 => -2,
        hash => hash,
    }
}
