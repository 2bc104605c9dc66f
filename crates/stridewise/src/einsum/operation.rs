//! What a contraction says of itself before it runs.

use stridewise_core::dtype::promote;
use stridewise_core::operation::{Operation, Outline, Outlines};
use stridewise_core::{Cost, Error, Layout, Number};

use super::equation::Equation;
use super::lengths::Lengths;
use super::path::{Search, Step, choose, steps};
use crate::Result;

impl Equation {
    fn plan(&self, operands: &[Outline]) -> Result<(Lengths, Vec<Step>, Number)> {
        let numbers = operands.iter().map(|operand| operand.dtype.number());
        let number = numbers.reduce(promote).ok_or_else(|| Error::value("einsum takes operands"))?;
        let shapes: Vec<&[usize]> = operands.iter().map(|operand| operand.layout.shape.as_slice()).collect();
        if shapes.len() != self.operands.len() {
            return Err(Error::value("as many operands as the equation has"));
        }
        let lengths = Lengths::of(self, &shapes)?;
        let path = choose(self, &lengths, &Search::Greedy, None);
        let steps = steps(self, &lengths, &path);
        Ok((lengths, steps, number))
    }
}

impl Operation for Equation {
    fn name(&self) -> &'static str {
        "einsum"
    }

    fn infer(&self, operands: &[Outline]) -> Result<Outlines> {
        let (lengths, _, number) = self.plan(operands)?;
        let layout = Layout::contiguous(&lengths.shape(&self.output), number.native().size())?;
        Ok([Outline { dtype: number.native(), layout }].into_iter().collect())
    }

    fn cost(&self, operands: &[Outline]) -> Result<Cost> {
        let (lengths, steps, number) = self.plan(operands)?;
        let size = number.native().size() as f64;
        let written: f64 = steps.iter().map(|step| lengths.size(&step.result)).sum();
        let read: f64 = steps.iter().flat_map(|step| &step.operands).map(|labels| lengths.size(labels)).sum();
        let result = lengths.size(&self.output);
        Ok(Cost {
            passes: steps.len() as u64,
            bytes_read: (read * size) as u64,
            bytes_written: (written * size) as u64,
            bytes_allocated: (result * size) as u64,
            flops: steps.iter().map(|step| step.cost).sum::<f64>() as u64,
        })
    }

    fn workspace(&self, operands: &[Outline]) -> Result<usize> {
        let (lengths, steps, number) = self.plan(operands)?;
        let between = &steps[..steps.len().saturating_sub(1)];
        let elements: f64 = between.iter().map(|step| lengths.size(&step.result)).sum();
        Ok((elements * number.native().size() as f64) as usize)
    }
}
