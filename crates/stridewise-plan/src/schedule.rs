//! The passes that an elementwise operation takes: one, for as long as nothing is fused.

use smallvec::SmallVec;
use stridewise_core::op::{Op, Resolved};
use stridewise_core::{DType, Number, Shape};

use crate::Cost;

/// One walk over memory in which one loop computes every element of a shape.
#[derive(Clone, Debug, PartialEq)]
pub struct Pass {
    pub op: Op,
    /// The loop, by its place in the row's `loops`.
    pub loop_index: usize,
    /// The dtypes that the loop reads and writes, inputs first; operands of another dtype are cast tile by tile.
    pub loop_dtypes: SmallVec<[Number; 4]>,
    pub inputs: usize,
    pub shape: Shape,
    /// The operands' own dtypes, inputs first.
    pub operand_dtypes: SmallVec<[DType; 4]>,
}

/// What a call will do, in order.
#[derive(Clone, Debug, PartialEq)]
pub struct Schedule {
    pub passes: SmallVec<[Pass; 1]>,
}

impl Schedule {
    /// The schedule of one elementwise call over operands (inputs, then outputs) that broadcast to `shape`.
    pub fn elementwise(resolved: &Resolved, operands: impl IntoIterator<Item = DType>, shape: Shape) -> Self {
        let pass = Pass {
            op: resolved.op,
            loop_index: resolved.index,
            loop_dtypes: resolved.inputs.iter().chain(resolved.outputs).copied().collect(),
            inputs: resolved.inputs.len(),
            shape,
            operand_dtypes: operands.into_iter().collect(),
        };
        Self { passes: SmallVec::from_iter([pass]) }
    }

    /// What the passes will cost.
    pub fn cost(&self) -> Cost {
        self.passes.iter().map(Pass::cost).sum()
    }
}

impl Pass {
    /// Whether every operand already has its loop's dtype, so that no tile needs a copy.
    pub fn is_direct(&self) -> bool {
        self.operand_dtypes.iter().zip(&self.loop_dtypes).all(|(dtype, number)| *dtype == number.native())
    }

    pub fn cost(&self) -> Cost {
        let elements = self.shape.iter().product::<usize>() as u64;
        let bytes = |operands: &[DType]| operands.iter().map(|dtype| dtype.size() as u64 * elements).sum();
        let (inputs, outputs) = self.operand_dtypes.split_at(self.inputs.min(self.operand_dtypes.len()));
        Cost {
            bytes_read: bytes(inputs),
            bytes_written: bytes(outputs),
            flops: elements * u64::from(self.op.row().flops),
        }
    }
}
