//! What products say of themselves before they run.

use stridewise_core::op::{Op, OperandType, resolve};
use stridewise_core::operation::{self, Operation, Outlines};
use stridewise_core::{Cost, Error, Layout, Number, Result};
use stridewise_kernels::product::{Kernels, computing_number, find};

use super::outline::Outline;
use super::single;

/// One of the operations with core dimensions: `matmul`, `matvec`, `vecmat` or `vecdot`.
///
/// ```
/// use stridewise_core::op::Op;
/// use stridewise_core::operation::{Operation, Outline};
/// use stridewise_core::{DType, Layout};
/// use stridewise_run::product::Product;
///
/// let matrix = Outline { dtype: DType::F64, layout: Layout::contiguous(&[100, 100], 8)? };
/// let cost = Product(Op::Matmul).cost(&[matrix.clone(), matrix])?;
/// assert_eq!((cost.flops, cost.bytes_written), (2_000_000, 80_000));
/// # Ok::<(), stridewise_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Product(pub Op);

/// A product whose operands are known.
struct Known {
    outline: Outline,
    number: Number,
    kernels: &'static Kernels,
}

impl Product {
    fn known(self, operands: &[operation::Outline]) -> Result<Known> {
        let [left, right] = operands else { return Err(Error::value("a product takes two arrays")) };
        let types = [OperandType::Strong(left.dtype), OperandType::Strong(right.dtype)];
        let number = resolve(self.0, &types)?.outputs[0];
        let outline = Outline::new(self.0, &left.layout.shape, &right.layout.shape)?;
        let kernels = find(computing_number(number))
            .ok_or_else(|| Error::type_error(format!("no products of {}", number.name())))?;
        Ok(Known { outline, number, kernels })
    }
}

impl Operation for Product {
    fn name(&self) -> &'static str {
        self.0.row().name
    }

    fn infer(&self, operands: &[operation::Outline]) -> Result<Outlines> {
        let known = self.known(operands)?;
        let layout = Layout::contiguous(&known.outline.shape(), known.number.size())?;
        Ok([operation::Outline { dtype: known.number.native(), layout }].into_iter().collect())
    }

    fn cost(&self, operands: &[operation::Outline]) -> Result<Cost> {
        let Known { outline, number, .. } = self.known(operands)?;
        let [rows, inner, columns] = outline.sizes.map(|size| size as u64);
        let count: u64 = outline.lead.iter().map(|&length| length as u64).product();
        // A complex product takes four of real numbers, and its sum two.
        let each = if number.is_complex() { 8 } else { 2 };
        let products = count.saturating_mul(rows).saturating_mul(inner).saturating_mul(columns);
        let bytes = |operand: &operation::Outline| (operand.layout.size() * operand.dtype.size()) as u64;
        let written = count * rows * columns * number.size() as u64;
        Ok(Cost {
            passes: 1,
            bytes_read: operands.iter().map(bytes).sum(),
            bytes_written: written,
            bytes_allocated: written,
            flops: products.saturating_mul(each),
        })
    }

    fn workspace(&self, operands: &[operation::Outline]) -> Result<usize> {
        let Known { outline, number, kernels } = self.known(operands)?;
        let widened = |operand: &operation::Outline| match operand.dtype == number.native() {
            true if computing_number(number) == number => 0,
            _ => operand.layout.size() * kernels.size,
        };
        Ok(operands.iter().map(widened).sum::<usize>() + single::packed_bytes(kernels, outline.sizes))
    }
}
