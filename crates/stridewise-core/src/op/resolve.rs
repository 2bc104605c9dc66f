//! The choice of a loop for given operands.

use smallvec::SmallVec;

use super::Op;
use crate::error::{Error, ErrorKind, Result};
use crate::{DType, Number};

/// What promotion sees of an operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OperandType {
    /// An array or a scalar with a dtype of its own.
    Strong(DType),
    /// A Python int, which takes the dtype of the others where that is a number.
    WeakInt,
    WeakFloat,
    WeakComplex,
}

/// A loop, and the dtypes it reads and writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolved {
    pub op: Op,
    /// The row's loop, by its place in `Row::loops`.
    pub index: usize,
    pub inputs: SmallVec<[Number; 4]>,
    pub outputs: SmallVec<[Number; 2]>,
}

/// The loop for operands of these types.
///
/// # Errors
/// No-loop error where no loop takes them.
pub fn resolve(op: Op, operands: &[OperandType]) -> Result<Resolved> {
    let strong: Vec<Option<DType>> = operands
        .iter()
        .map(|operand| match operand {
            OperandType::Strong(dtype) => Some(*dtype),
            _ => None,
        })
        .collect();
    for (index, text) in op.row().loops.iter().enumerate() {
        let (inputs, outputs) = text.split_once("->").unwrap_or((text, ""));
        let inputs: SmallVec<[Number; 4]> = inputs.chars().filter_map(Number::from_character).collect();
        let fits = strong
            .iter()
            .zip(&inputs)
            .all(|(dtype, number)| dtype.is_none_or(|dtype| dtype.number() == *number));
        if fits {
            let outputs = outputs.chars().filter_map(Number::from_character).collect();
            return Ok(Resolved { op, index, inputs, outputs });
        }
    }
    Err(Error::new(
        ErrorKind::NoLoop { ufunc: op.row().name.to_owned(), dtypes: strong },
        format!("ufunc '{}' did not contain a loop with signature matching types", op.row().name),
    ))
}
