//! Rounding to a number of decimals.

use stridewise_core::op::{FloatErrors, Op};
use stridewise_core::{Error, Number, Order, Result, Value};
use stridewise_run::Array;
use stridewise_run::elementwise::{self, Operand};

/// The elements rounded to `decimals` places behind the point, ties to even; to tens, hundreds, ... where negative.
///
/// Integers stay integers. Scaling by a power of ten may round once more.
///
/// # Errors
/// Type error for decimals of booleans; memory error where there are no bytes for the result.
///
/// ```
/// use stridewise::{Array, reduce::round};
///
/// let array = Array::from_elements(&[0.15, 2.5, -3.25])?;
/// assert_eq!(round(&array, 1)?.0.to_vec::<f64>(), [0.2, 2.5, -3.2]);
/// # Ok::<(), stridewise::Error>(())
/// ```
pub fn round(array: &Array, decimals: i32) -> Result<(Array, FloatErrors)> {
    let number = array.number();
    let one = |op: Op, operands: &[Operand<'_>]| -> Result<(Array, FloatErrors)> {
        let mut outcome = elementwise::call(op, operands)?;
        Ok((outcome.outputs.pop().unwrap_or_else(|| array.clone()), outcome.errors))
    };
    if number == Number::Bool && decimals != 0 {
        let op = if decimals > 0 { "multiply" } else { "divide" };
        return Err(Error::type_error(format!(
            "Cannot cast ufunc '{op}' output from dtype('float64') to dtype('bool') with casting rule 'same_kind'"
        )));
    }
    if decimals >= 0 && !number.is_inexact() {
        return Ok((array.copy(Order::Keep)?, FloatErrors::NONE));
    }
    if decimals == 0 {
        return one(Op::Rint, &[Operand::Array(array)]);
    }
    let (there, back) = if decimals > 0 { (Op::Multiply, Op::Divide) } else { (Op::Divide, Op::Multiply) };
    let scale = Operand::Weak(Value::Float(10_f64.powi(decimals.saturating_abs())));
    let (scaled, first) = one(there, &[Operand::Array(array), scale])?;
    let (whole, _) = one(Op::Rint, &[Operand::Array(&scaled)])?;
    let (result, second) = one(back, &[Operand::Array(&whole), scale])?;
    let result =
        if number.is_inexact() { result } else { result.astype(array.dtype().to_native(), Order::Keep)? };
    Ok((result, first | second))
}
