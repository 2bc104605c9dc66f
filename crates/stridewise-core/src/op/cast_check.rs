//! Whether a call's operands may be cast to and from its loop's dtypes.

use super::{OperandType, Resolution, Resolved, Row};
use crate::dtype::{Casting, can_cast};
use crate::error::{Error, ErrorKind, Result};
use crate::{DType, Number};

/// Checks the inputs' dtypes against the loop's, and the loop's against those of the outputs that are given.
///
/// # Errors
/// Casting error that names the operand, with NumPy's text.
pub fn check_casting(
    resolved: &Resolved,
    inputs: &[OperandType],
    outputs: &[Option<DType>],
    casting: Casting,
) -> Result<()> {
    let row = resolved.op.row();
    for (place, (operand, number)) in inputs.iter().zip(resolved.inputs).enumerate() {
        // Under the strictest rules a Python number is of its default dtype; else it takes any that can hold it.
        let own = match operand {
            OperandType::WeakInt => Some(("int", Number::I64)),
            OperandType::WeakFloat => Some(("float", Number::F64)),
            OperandType::WeakComplex => Some(("complex", Number::C128)),
            _ => None,
        };
        if let Some((name, own)) = own
            && casting < Casting::Safe
            && own != *number
        {
            return Err(Error::type_error(format!(
                "cannot cast Python {name} to {} under the casting rule '{}'",
                number.native(),
                casting.name()
            )));
        }
        let from = match operand {
            OperandType::Strong(dtype) => *dtype,
            OperandType::WeakFloat if !number.is_inexact() => DType::F64,
            OperandType::WeakComplex if !number.is_complex() => DType::C128,
            OperandType::WeakInt if *number == Number::Bool => DType::I64,
            _ => continue,
        };
        // Any number has a truth value, whatever the rule.
        let truth = row.resolution == Resolution::Logical && *number == Number::Bool;
        if !truth && !can_cast(from, number.native(), casting) {
            return Err(refused(row, place, from, number.native(), casting));
        }
    }
    for (place, (number, output)) in resolved.outputs.iter().zip(outputs).enumerate() {
        if let Some(to) = *output
            && !can_cast(number.native(), to, casting)
        {
            return Err(refused(row, row.inputs + place, number.native(), to, casting));
        }
    }
    Ok(())
}

/// `place` counts inputs, then outputs.
fn refused(row: &Row, place: usize, from: DType, to: DType, casting: Casting) -> Error {
    let input = place < row.inputs;
    let (side, count, place) =
        if input { ("input", row.inputs, place) } else { ("output", row.outputs, place - row.inputs) };
    let number = if count == 1 { String::new() } else { format!(" {place}") };
    Error::new(
        ErrorKind::Casting {
            ufunc: row.name.to_owned(),
            casting: casting.name().to_owned(),
            from,
            to,
            input,
            operand: place,
        },
        format!(
            "Cannot cast ufunc '{}' {side}{number} from dtype('{from}') to dtype('{to}') with casting rule '{}'",
            row.name,
            casting.name()
        ),
    )
}
