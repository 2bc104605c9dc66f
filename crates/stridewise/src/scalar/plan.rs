//! Which loop an operator runs for operands of given types; looked up once for each pair.

use std::sync::OnceLock;

use stridewise_core::op::{FloatErrors, Op, OperandType, resolve};
use stridewise_core::{Error, Number, Result};
use stridewise_kernels::single::SingleLoop;

const NUMBERS: usize = Number::ALL.len();

/// A loop and the types that it reads and gives.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plan {
    pub(super) call: SingleLoop,
    pub(super) left: Number,
    pub(super) right: Number,
    pub(super) results: [Number; 2],
    /// The errors that the operation may report.
    pub(super) errors: FloatErrors,
}

/// The plans of one operation, for every pair of operand types.
pub(super) struct Plans {
    name: &'static str,
    entries: [[OnceLock<Result<Plan>>; NUMBERS]; NUMBERS],
}

impl Plans {
    pub(super) const fn new(name: &'static str) -> Self {
        Self { name, entries: [const { [const { OnceLock::new() }; NUMBERS] }; NUMBERS] }
    }

    /// The plan for two operands.
    ///
    /// # Errors
    /// Type error where the operation has no loop for them.
    #[inline]
    pub(super) fn binary(&self, left: Number, right: Number) -> Result<&Plan> {
        self.entries[left as usize][right as usize]
            .get_or_init(|| self.find(&[left, right]))
            .as_ref()
            .map_err(Clone::clone)
    }

    /// The plan for one operand.
    ///
    /// # Errors
    /// Type error where the operation has no loop for it.
    #[inline]
    pub(super) fn unary(&self, operand: Number) -> Result<&Plan> {
        self.entries[operand as usize][0].get_or_init(|| self.find(&[operand])).as_ref().map_err(Clone::clone)
    }

    #[cold]
    fn find(&self, operands: &[Number]) -> Result<Plan> {
        let missing = || Error::type_error(format!("ufunc '{}' is not available", self.name));
        let op = Op::named(self.name).ok_or_else(missing)?;
        let types: Vec<OperandType> =
            operands.iter().map(|number| OperandType::Strong(number.native())).collect();
        let resolved = resolve(op, &types)?;
        let call = SingleLoop::find(resolved.op, resolved.inputs).ok_or_else(missing)?;
        let result = |i: usize| resolved.outputs.get(i).or(resolved.outputs.first()).copied();
        let (left, first) = resolved.inputs.first().copied().zip(result(0)).ok_or_else(missing)?;
        Ok(Plan {
            call,
            left,
            right: resolved.inputs.get(1).copied().unwrap_or(left),
            results: [first, result(1).unwrap_or(first)],
            errors: op.row().reported(resolved.inputs),
        })
    }
}
