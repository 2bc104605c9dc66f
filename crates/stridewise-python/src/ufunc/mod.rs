//! The class `ufunc`, and operators as calls of ufuncs.

mod object;

use pyo3::prelude::*;
use stridewise::run::Array;
use stridewise::run::elementwise::{self, Operand};
use stridewise_core::op::{FloatErrors, Op};

pub(crate) use object::UFunc;

use crate::array::PyArray;
use crate::convert::{array_argument, python_number};
use crate::error::OrRaise;
use crate::wrap;

/// The result of a binary operator, one of whose operands is an array of ours.
#[inline]
pub(crate) fn operator(op: Op, left: &Bound<'_, PyAny>, right: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
    call(op, &[left, right])
}

/// Computes an operation of one output over Python operands.
pub(crate) fn call(op: Op, operands: &[&Bound<'_, PyAny>]) -> PyResult<Py<PyAny>> {
    let Some(first) = operands.first() else {
        return Err(pyo3::exceptions::PyTypeError::new_err("ufunc called without operands"));
    };
    let py = first.py();
    let arrays: Vec<Result<Array, stridewise_core::Value>> = operands
        .iter()
        .map(|object| match object.cast::<PyArray>() {
            Ok(array) => Ok(Ok(array.get().array().clone())),
            Err(_) => match python_number(object) {
                Some(value) => Ok(Err(value)),
                None => array_argument(object).map(Ok),
            },
        })
        .collect::<PyResult<_>>()?;
    let inputs: Vec<Operand<'_>> = arrays
        .iter()
        .map(|operand| match operand {
            Ok(array) => Operand::Array(array),
            Err(value) => Operand::Weak(*value),
        })
        .collect();
    let mut outcome = elementwise::call(op, &inputs).or_raise(py)?;
    if !outcome.errors.is_empty() {
        report_errors(py, outcome.errors, op.row().name)?;
    }
    match outcome.outputs.pop() {
        Some(result) => wrap::array_or_scalar(py, result),
        None => Ok(py.None()),
    }
}

/// Tells the user of floating-point errors that an operation met.
pub(crate) fn report_errors(py: Python<'_>, errors: FloatErrors, name: &str) -> PyResult<()> {
    let texts = [
        (FloatErrors::DIVIDE, "divide by zero"),
        (FloatErrors::OVERFLOW, "overflow"),
        (FloatErrors::INVALID, "invalid value"),
    ];
    for (error, text) in texts {
        if errors.contains(error) {
            let text = std::ffi::CString::new(format!("{text} encountered in {name}"))?;
            PyErr::warn(py, py.get_type::<pyo3::exceptions::PyRuntimeWarning>().as_any(), &text, 1)?;
        }
    }
    Ok(())
}

pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<UFunc>()?;
    for op in Op::all() {
        module.add(op.row().name, UFunc::new(op))?;
    }
    Ok(())
}
