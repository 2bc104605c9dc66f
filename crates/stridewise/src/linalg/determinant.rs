//! Determinants.

use stridewise_core::operation::{Operation, Outline, Outlines};
use stridewise_core::{Cost, Error, dispatch};
use stridewise_linalg::{Linear, Scalar, Space};
use stridewise_run::Fresh;

use super::stack::{by_rows, common_number, cost, count, lead, only, outlines, require_square};
use super::walk::{Stack, pieces};
use crate::{Array, Result};

fn no_number() -> Error {
    Error::type_error("linear algebra computes in single and double precision")
}

fn flops(n: usize) -> u64 {
    (n as u64).saturating_pow(3).saturating_mul(2) / 3
}

fn stack(array: &Array, n: usize) -> Stack {
    Stack { count: count(array.shape()), order: n, flops: flops(n) }
}

/// The determinant of each matrix.
///
/// # Errors
/// Linear algebra error where matrices are not square; type error for half precision.
///
/// ```
/// use stridewise::{Array, linalg::determinant};
///
/// let matrix = Array::from_slice(&[1, 2, 3, 4], &[2, 2])?;
/// assert_eq!(determinant(&matrix)?.to_vec::<f64>(), [-2.0]);
/// # Ok::<(), stridewise::Error>(())
/// ```
pub fn determinant(array: &Array) -> Result<Array> {
    let n = require_square(array.shape())?;
    dispatch!(common_number(&[array.number()])?, T in linear => {
        let mut matrices = by_rows::<T>(array)?;
        let mut results = Fresh::<T>::new(lead(array.shape()))?;
        stack(array, n).walk(
            pieces(matrices.elements(), n * n).zip(results.elements()),
            || Fresh::space(T::determinant_space(n)),
            |(matrix, result), space, crew| {
                *result = T::determinant(matrix, n, &mut Space::with(space.bytes(), crew));
                Ok(())
            },
        )?;
        Ok(results.finish())
    }, else => Err(no_number()))
}

/// The sign of each matrix's determinant (of complex ones its direction) and the logarithm of its size: zero and minus
/// infinity where it is zero.
///
/// # Errors
/// As [`determinant`].
pub fn log_determinant(array: &Array) -> Result<(Array, Array)> {
    let n = require_square(array.shape())?;
    dispatch!(common_number(&[array.number()])?, T in linear => {
        let mut matrices = by_rows::<T>(array)?;
        let mut signs = Fresh::<T>::new(lead(array.shape()))?;
        let mut logarithms = Fresh::<<T as Scalar>::Size>::new(lead(array.shape()))?;
        stack(array, n).walk(
            pieces(matrices.elements(), n * n).zip(signs.elements().iter_mut().zip(logarithms.elements())),
            || Fresh::space(T::determinant_space(n)),
            |(matrix, (sign, logarithm)), space, crew| {
                let found = T::log_determinant(matrix, n, &mut Space::with(space.bytes(), crew));
                (*sign, *logarithm) = (found.sign, found.logarithm);
                Ok(())
            },
        )?;
        Ok((signs.finish(), logarithms.finish()))
    }, else => Err(no_number()))
}

/// [`determinant`], or `log`, [`log_determinant`] as an operation.
#[derive(Clone, Copy, Debug)]
pub struct Determinant {
    pub log: bool,
}

impl Operation for Determinant {
    fn name(&self) -> &'static str {
        if self.log { "slogdet" } else { "det" }
    }

    fn infer(&self, operands: &[Outline]) -> Result<Outlines> {
        let array = only(self.name(), operands)?;
        require_square(&array.layout.shape)?;
        let number = common_number(&[array.dtype.number()])?;
        let shape = lead(&array.layout.shape);
        if self.log {
            outlines([(number, shape.into()), (number.real(), shape.into())])
        } else {
            outlines([(number, shape.into())])
        }
    }

    fn cost(&self, operands: &[Outline]) -> Result<Cost> {
        let shape = &operands[0].layout.shape;
        let flops = flops(require_square(shape)?).saturating_mul(count(shape) as u64);
        Ok(cost(operands, &self.infer(operands)?, flops))
    }

    fn workspace(&self, operands: &[Outline]) -> Result<usize> {
        let number = self.infer(operands)?[0].dtype.number();
        let shape = &operands[0].layout.shape;
        let n = require_square(shape)?;
        let copy = operands[0].layout.size() * number.native().size();
        Ok(copy + dispatch!(number, T in linear => T::determinant_space(n), else => 0))
    }
}
