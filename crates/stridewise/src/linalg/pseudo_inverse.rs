//! Pseudo-inverses.

use stridewise_core::operation::{Operation, Outline, Outlines};
use stridewise_core::{Cost, Order, dispatch};
use stridewise_linalg::{Iterative, Space, Vectors};
use stridewise_run::Fresh;

use super::singular::{no_convergence, rounded, stack};
use super::stack::{
    by_columns, common_number, cost, count, double, from_columns, lead, matrix_shape, only, outlines,
    require_stacked, stacked,
};
use super::symmetric::hermitian_svd;
use super::walk::pieces;
use crate::{Array, Result};

/// The pseudo-inverse of each matrix: singular values up to `cutoff` times the largest, one for all matrices or one for
/// each, count as zero. Of `hermitian` matrices the lower triangle is read.
///
/// # Errors
/// Linear algebra error where there are fewer than two axes or an element is not finite; value error where the cutoffs do
/// not fit the matrices; type error for half precision.
///
/// ```
/// use stridewise::{Array, linalg::pseudo_inverse};
///
/// let inverse = pseudo_inverse(&Array::from_slice(&[2.0, 0.0], &[2, 1])?, &Array::from_elements(&[1e-15])?, false)?;
/// assert_eq!(inverse.shape(), [1, 2]);
/// assert!((inverse.to_vec::<f64>()[0] - 0.5).abs() < 1e-15);
/// # Ok::<(), stridewise::Error>(())
/// ```
pub fn pseudo_inverse(array: &Array, cutoff: &Array, hermitian: bool) -> Result<Array> {
    require_stacked(array.shape())?;
    let number = common_number(&[array.number()])?;
    let [rows, columns] = matrix_shape(array.shape());
    let ahead = lead(array.shape());
    let length = rows.min(columns);
    let cutoffs: Vec<f64> = if cutoff.size() == 1 {
        vec![cutoff.cast_to_vec::<f64>()?[0]; count(array.shape())]
    } else {
        cutoff.broadcast_to(ahead)?.cast_to_vec()?
    };
    dispatch!(double(number), T in doubles => {
        let mut inverses = Fresh::<T>::new(&stacked(ahead, &[rows, columns]))?;
        let to = pieces(inverses.elements(), rows * columns).zip(cutoffs);
        let stack = stack(array, Vectors::Reduced);
        if hermitian {
            let (left, values, right) = hermitian_svd(&rounded(array.clone(), double(number))?)?;
            let (mut left, mut values) = (by_columns::<T>(&left)?, Fresh::<f64>::copy_of(&values, Order::C)?);
            // The rows are adjoint vectors.
            let mut right = Fresh::<T>::copy_of(&right, Order::C)?;
            super::cholesky::conjugate(right.elements());
            let both = pieces(left.elements(), rows * length).zip(pieces(right.elements(), columns * length));
            stack.walk(
                pieces(values.elements(), length).zip(both).zip(to),
                || Ok(()),
                |((values, (left, right)), (inverse, cutoff)), (), _| {
                    let cutoff = cutoff * values.first().copied().unwrap_or(0.0);
                    T::pseudo_inverse(values, left, right, [rows, columns], cutoff, inverse);
                    Ok(())
                },
            )?;
        } else {
            let mut matrices = by_columns::<T>(array)?;
            stack.walk(
                pieces(matrices.elements(), rows * columns).zip(to),
                || {
                    let both = (Fresh::<T>::new(&[length, rows])?, Fresh::<T>::new(&[length, columns])?);
                    let space = Fresh::space(T::singular_space(rows, columns, Vectors::Reduced))?;
                    Ok((Fresh::<f64>::new(&[length])?, both, space))
                },
                |(matrix, (inverse, cutoff)), (values, (left, right), space), crew| {
                    let (values, left, right) = (values.elements(), left.elements(), right.elements());
                    let space = &mut Space::with(space.bytes(), crew);
                    T::singular(matrix, [rows, columns], Vectors::Reduced, values, left, right, space)
                        .map_err(|_| no_convergence())?;
                    let cutoff = cutoff * values.first().copied().unwrap_or(0.0);
                    T::pseudo_inverse(values, left, right, [rows, columns], cutoff, inverse);
                    Ok(())
                },
            )?;
        }
        rounded(from_columns(inverses)?, number)
    }, else => Err(no_convergence()))
}

/// [`pseudo_inverse`] as an operation.
#[derive(Clone, Copy, Debug)]
pub struct PseudoInverse;

impl Operation for PseudoInverse {
    fn name(&self) -> &'static str {
        "pinv"
    }

    fn infer(&self, operands: &[Outline]) -> Result<Outlines> {
        let array = only(self.name(), operands)?;
        let shape = &array.layout.shape;
        require_stacked(shape)?;
        let [rows, columns] = matrix_shape(shape);
        outlines([(common_number(&[array.dtype.number()])?, stacked(lead(shape), &[columns, rows]))])
    }

    fn cost(&self, operands: &[Outline]) -> Result<Cost> {
        let results = self.infer(operands)?;
        let shape = &operands[0].layout.shape;
        let [rows, columns] = matrix_shape(shape).map(|length| length as u64);
        let (large, small) = (rows.max(columns), rows.min(columns));
        Ok(cost(operands, &results, 14 * large * small * small * count(shape) as u64))
    }

    fn workspace(&self, operands: &[Outline]) -> Result<usize> {
        let number = double(self.infer(operands)?[0].dtype.number());
        let [rows, columns] = matrix_shape(&operands[0].layout.shape);
        let elements = 2 * operands[0].layout.size() + rows.min(columns) * (rows + columns + 1);
        let own =
            dispatch!(number, T in doubles => T::singular_space(rows, columns, Vectors::Reduced), else => 0);
        Ok(elements * number.native().size() + own)
    }
}
