//! Singular values and vectors. They are computed in double precision, and rounded to the array's.

use stridewise_core::operation::{Operation, Outline, Outlines};
use stridewise_core::{Cost, Error, Number, Order, dispatch};
use stridewise_linalg::{Iterative, Space, Vectors};
use stridewise_run::Fresh;

use super::cholesky::conjugate;
use super::stack::{
    by_columns, by_rows, common_number, cost, count, double, from_columns, lead, matrix_shape, only,
    outlines, require_stacked, stacked,
};
use super::walk::{Stack, pieces};
use crate::{Array, Result};

pub(super) fn no_convergence() -> Error {
    Error::linear_algebra("SVD did not converge")
}

/// The array in the dtype that it is to be given out in.
pub(super) fn rounded(array: Array, number: Number) -> Result<Array> {
    if array.number() == number { Ok(array) } else { array.astype(number.native(), Order::C) }
}

/// The singular values of each matrix along a last axis, the largest first.
///
/// # Errors
/// Linear algebra error where there are fewer than two axes or an element is not finite; type error for half precision.
///
/// ```
/// use stridewise::{Array, linalg::singular_values};
///
/// let values = singular_values(&Array::from_slice(&[0.0, 2.0, 3.0, 0.0], &[2, 2])?)?;
/// assert_eq!(values.to_vec::<f64>(), [3.0, 2.0]);
/// # Ok::<(), stridewise::Error>(())
/// ```
pub fn singular_values(array: &Array) -> Result<Array> {
    Ok(decompose(array, Vectors::None)?.1)
}

/// Each matrix as the product of left singular vectors (columns), singular values, the largest first, and the adjoint of
/// the right vectors (rows); of either kind of vectors as many as values, or if `full` a whole basis.
///
/// # Errors
/// As [`singular_values`].
pub fn svd(array: &Array, full: bool) -> Result<(Array, Array, Array)> {
    decompose(array, if full { Vectors::Full } else { Vectors::Reduced })
}

/// Operations that one matrix takes.
fn flops(shape: [usize; 2], vectors: Vectors) -> u64 {
    let [rows, columns] = shape.map(|length| length as u64);
    let (large, small) = (rows.max(columns), rows.min(columns));
    let times = if vectors == Vectors::None { 4 } else { 12 };
    large.saturating_mul(small).saturating_mul(times * small)
}

/// The array's matrices.
pub(super) fn stack(array: &Array, vectors: Vectors) -> Stack {
    let shape = matrix_shape(array.shape());
    Stack { count: count(array.shape()), order: shape[0].max(shape[1]), flops: flops(shape, vectors) }
}

fn decompose(array: &Array, vectors: Vectors) -> Result<(Array, Array, Array)> {
    require_stacked(array.shape())?;
    let number = common_number(&[array.number()])?;
    let [rows, columns] = matrix_shape(array.shape());
    let ahead = lead(array.shape());
    let length = rows.min(columns);
    // Row by row, a matrix is its transpose column by column: left and right change places. Square ones are turned, since
    // the signs of their vectors are known.
    let turned = rows == columns;
    let (right_width, left_width) = vectors.widths(columns, rows);
    dispatch!(double(number), T in doubles => {
        let mut matrices = if turned { by_columns::<T>(array)? } else { by_rows::<T>(array)? };
        let mut values = Fresh::<f64>::new(&stacked(ahead, &[length]))?;
        let mut left = Fresh::<T>::new(&stacked(ahead, &[left_width, rows]))?;
        let mut right = Fresh::<T>::new(&stacked(ahead, &[right_width, columns]))?;
        let both = pieces(left.elements(), left_width * rows).zip(pieces(right.elements(), right_width * columns));
        let found = pieces(values.elements(), length).zip(both);
        stack(array, vectors).walk(
            pieces(matrices.elements(), rows * columns).zip(found),
            || Fresh::space(T::singular_space(columns, rows, vectors)),
            |(matrix, (values, (left, right))), space, crew| {
                let (left, right) = if turned { (left, right) } else { (right, left) };
                let space = &mut Space::with(space.bytes(), crew);
                T::singular(matrix, [columns, rows], vectors, values, left, right, space)
                    .map_err(|_| no_convergence())
            },
        )?;
        conjugate(if turned { right.elements() } else { left.elements() });
        let left = from_columns(left)?;
        Ok((rounded(left, number)?, rounded(values.finish(), number.real())?, rounded(right.finish(), number)?))
    }, else => Err(no_convergence()))
}

/// [`svd`] or [`singular_values`] as an operation.
#[derive(Clone, Copy, Debug)]
pub struct Svd {
    pub vectors: Vectors,
}

impl Operation for Svd {
    fn name(&self) -> &'static str {
        if self.vectors == Vectors::None { "svdvals" } else { "svd" }
    }

    fn infer(&self, operands: &[Outline]) -> Result<Outlines> {
        let array = only(self.name(), operands)?;
        let shape = &array.layout.shape;
        require_stacked(shape)?;
        let number = common_number(&[array.dtype.number()])?;
        let [rows, columns] = matrix_shape(shape);
        let values = (number.real(), stacked(lead(shape), &[rows.min(columns)]));
        if self.vectors == Vectors::None {
            return outlines([values]);
        }
        let (left, right) = self.vectors.widths(rows, columns);
        let left = (number, stacked(lead(shape), &[rows, left]));
        outlines([left, values, (number, stacked(lead(shape), &[right, columns]))])
    }

    fn cost(&self, operands: &[Outline]) -> Result<Cost> {
        let results = self.infer(operands)?;
        let shape = &operands[0].layout.shape;
        let flops = flops(matrix_shape(shape), self.vectors).saturating_mul(count(shape) as u64);
        Ok(cost(operands, &results, flops))
    }

    fn workspace(&self, operands: &[Outline]) -> Result<usize> {
        let results = self.infer(operands)?;
        let shape = &operands[0].layout.shape;
        let number = double(results[0].dtype.number());
        let [rows, columns] = matrix_shape(shape);
        let (_, left) = self.vectors.widths(columns, rows);
        let copies = (operands[0].layout.size() + count(shape) * left * rows) * number.native().size();
        let own =
            dispatch!(number, T in doubles => T::singular_space(columns, rows, self.vectors), else => 0);
        Ok(copies + own)
    }
}
