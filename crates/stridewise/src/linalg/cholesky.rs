//! Triangular factors of positive definite matrices.

use stridewise_core::operation::{Operation, Outline, Outlines};
use stridewise_core::{Cost, Error, dispatch};
use stridewise_linalg::{Linear, Scalar, Space};
use stridewise_run::Fresh;

use super::stack::{
    by_columns, by_rows, common_number, cost, count, from_columns, only, outlines, require_square,
};
use super::walk::{Stack, pieces};
use crate::{Array, Result};

/// The lower triangular factor L of each positive definite matrix `L · Lᴴ`, of which the lower triangle is read; or
/// `upper`, Lᴴ, and the upper one is read.
///
/// # Errors
/// Linear algebra error where matrices are not square or one is not positive definite; type error for half precision.
///
/// ```
/// use stridewise::{Array, linalg::cholesky};
///
/// let matrix = Array::from_slice(&[4.0, 2.0, 2.0, 5.0], &[2, 2])?;
/// assert_eq!(cholesky(&matrix, false)?.to_vec::<f64>(), [2.0, 0.0, 1.0, 2.0]);
/// # Ok::<(), stridewise::Error>(())
/// ```
pub fn cholesky(array: &Array, upper: bool) -> Result<Array> {
    let n = require_square(array.shape())?;
    let number = common_number(&[array.number()])?;
    let refused = || Error::linear_algebra("Matrix is not positive definite");
    dispatch!(number, T in linear => {
        // Row by row, the upper triangle of a matrix is the lower one of its conjugate column by column.
        let mut matrices = if upper { by_rows::<T>(array)? } else { by_columns::<T>(array)? };
        let stack = Stack { count: if n == 0 { 0 } else { count(array.shape()) }, order: n, flops: flops(n) };
        stack.walk(
            pieces(matrices.elements(), n * n),
            || Fresh::space(T::cholesky_space(n)),
            |matrix, space, crew| {
                T::cholesky(matrix, n, &mut Space::with(space.bytes(), crew)).map_err(|_| refused())
            },
        )?;
        if upper { Ok(matrices.finish()) } else { from_columns(matrices) }
    }, else => Err(refused()))
}

fn flops(n: usize) -> u64 {
    (n as u64).saturating_pow(3) / 3
}

/// [`cholesky`] as an operation.
#[derive(Clone, Copy, Debug)]
pub struct Cholesky {
    pub upper: bool,
}

impl Operation for Cholesky {
    fn name(&self) -> &'static str {
        "cholesky"
    }

    fn infer(&self, operands: &[Outline]) -> Result<Outlines> {
        let array = only(self.name(), operands)?;
        require_square(&array.layout.shape)?;
        outlines([(common_number(&[array.dtype.number()])?, array.layout.shape.clone())])
    }

    fn cost(&self, operands: &[Outline]) -> Result<Cost> {
        let shape = &operands[0].layout.shape;
        let flops = flops(require_square(shape)?).saturating_mul(count(shape) as u64);
        Ok(cost(operands, &self.infer(operands)?, flops))
    }

    fn workspace(&self, operands: &[Outline]) -> Result<usize> {
        let result = &self.infer(operands)?[0];
        let n = require_square(&result.layout.shape)?;
        let copy = if self.upper { 0 } else { result.layout.size() * result.dtype.size() };
        Ok(copy + dispatch!(result.dtype.number(), T in linear => T::cholesky_space(n), else => 0))
    }
}

/// The conjugates of a slice, in place.
pub(super) fn conjugate<T: Scalar>(elements: &mut [T]) {
    if T::NUMBER.is_complex() {
        elements.iter_mut().for_each(|element| *element = element.conjugate());
    }
}
