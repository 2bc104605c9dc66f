//! What transforms say of themselves before they run.

use stridewise_core::operation::{Operation, Outline, Outlines};
use stridewise_core::{Cost, Error};
use stridewise_fft::Halves;

use super::transform::{Kind, Transform};
use crate::Result;

/// Floating-point operations of a complex transform, about.
fn flops(points: usize) -> usize {
    5 * points * (points.max(2).ilog2() as usize + 1)
}

/// Bytes moved and operations done on so many lanes of complex numbers, for the choice of threads.
pub(super) fn work(points: usize, lanes: usize) -> usize {
    (flops(points) + 32 * points).saturating_mul(lanes)
}

impl Operation for Transform {
    fn name(&self) -> &'static str {
        match self.kind {
            Kind::Forward => "fft",
            Kind::Inverse => "ifft",
            Kind::RealForward => "rfft",
            Kind::RealInverse => "irfft",
        }
    }

    fn infer(&self, operands: &[Outline]) -> Result<Outlines> {
        let [operand] = operands else { return Err(Error::value("a transform takes one array")) };
        let (_, result) = self.dtypes(operand.dtype.number())?;
        let layout = self.result_layout(operand, result.native())?;
        Ok([Outline { dtype: result.native(), layout }].into_iter().collect())
    }

    fn cost(&self, operands: &[Outline]) -> Result<Cost> {
        let result = &self.infer(operands)?[0];
        let lanes = result.layout.size() / self.result_length().max(1);
        let real = self.kind != Kind::Inverse && !operands[0].dtype.number().is_complex();
        let halved = real || self.kind == Kind::RealInverse;
        let flops = (flops(self.points) * lanes) as u64;
        let bytes = (result.layout.size() * result.dtype.size()) as u64;
        Ok(Cost {
            passes: if Halves::<f64>::of(self.points, self.kind.direction()).is_some() { 2 } else { 1 },
            bytes_read: (operands[0].layout.size() * operands[0].dtype.size()) as u64,
            bytes_written: bytes,
            bytes_allocated: bytes,
            flops: if halved { flops / 2 } else { flops },
        })
    }

    fn workspace(&self, operands: &[Outline]) -> Result<usize> {
        let (computed, _) =
            self.dtypes(operands.first().map_or(stridewise_core::Number::F64, |o| o.dtype.number()))?;
        let complex = if computed.native().size() > 8 { 16 } else { 8 };
        Ok(2 * self.points * complex)
    }
}
