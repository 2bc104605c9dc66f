//! Eigenvalues and eigenvectors of Hermitian matrices. They are computed in double precision, and rounded to the array's.

use stridewise_core::operation::{Operation, Outline, Outlines};
use stridewise_core::{Cost, Error, dispatch};
use stridewise_linalg::{Iterative, Scalar, Space};
use stridewise_run::Fresh;

use super::cholesky::conjugate;
use super::singular::rounded;
use super::stack::{
    by_columns, by_rows, common_number, cost, count, double, from_columns, lead, only, outlines,
    require_square, stacked,
};
use super::walk::{Stack, pieces, pieces_of_some};
use crate::{Array, Result};

/// The part of a Hermitian matrix that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Triangle {
    Lower,
    Upper,
}

fn no_convergence() -> Error {
    Error::linear_algebra("Eigenvalues did not converge")
}

/// The eigenvalues of each Hermitian matrix along a last axis, the smallest first.
///
/// # Errors
/// Linear algebra error where matrices are not square or an element is not finite; type error for half precision.
pub fn eigvalsh(array: &Array, triangle: Triangle) -> Result<Array> {
    Ok(decompose(array, triangle, false)?.0)
}

/// The eigenvalues of each Hermitian matrix along a last axis, the smallest first, and an orthonormal basis of
/// eigenvectors, as columns.
///
/// # Errors
/// As [`eigvalsh`].
///
/// ```
/// use stridewise::{Array, linalg::{Triangle, eigh}};
///
/// let (values, _) = eigh(&Array::from_slice(&[3.0, 0.0, 0.0, 2.0], &[2, 2])?, Triangle::Lower)?;
/// assert_eq!(values.to_vec::<f64>(), [2.0, 3.0]);
/// # Ok::<(), stridewise::Error>(())
/// ```
pub fn eigh(array: &Array, triangle: Triangle) -> Result<(Array, Array)> {
    let (values, vectors) = decompose(array, triangle, true)?;
    Ok((values, vectors.ok_or_else(no_convergence)?))
}

/// Operations that one matrix takes.
fn flops(n: usize, vectors: bool) -> u64 {
    (n as u64).saturating_pow(3).saturating_mul(if vectors { 16 } else { 4 }) / 3
}

fn decompose(array: &Array, triangle: Triangle, with_vectors: bool) -> Result<(Array, Option<Array>)> {
    let n = require_square(array.shape())?;
    let number = common_number(&[array.number()])?;
    let ahead = lead(array.shape());
    dispatch!(double(number), T in doubles => {
        let mut matrices = match triangle {
            Triangle::Lower => by_columns::<T>(array)?,
            Triangle::Upper => by_rows::<T>(array)?,
        };
        if triangle == Triangle::Upper {
            conjugate(matrices.elements());
        }
        let mut values = Fresh::<f64>::new(&stacked(ahead, &[n]))?;
        let mut vectors = if with_vectors { Some(Fresh::<T>::new(array.shape())?) } else { None };
        let bases = pieces_of_some(vectors.as_mut().map(|vectors| vectors.elements()), n * n);
        let found = pieces(values.elements(), n).zip(bases);
        let stack = Stack { count: count(array.shape()), order: n, flops: flops(n, with_vectors) };
        stack.walk(
            pieces(matrices.elements(), n * n).zip(found),
            || Fresh::space(T::symmetric_space(n, with_vectors)),
            |(matrix, (values, basis)), space, crew| {
                T::symmetric(matrix, n, values, basis, &mut Space::with(space.bytes(), crew))
                    .map_err(|_| no_convergence())
            },
        )?;
        let vectors = match vectors {
            Some(vectors) => Some(rounded(from_columns(vectors)?, number)?),
            None => None,
        };
        Ok((rounded(values.finish(), number.real())?, vectors))
    }, else => Err(no_convergence()))
}

/// The singular value decomposition of each Hermitian matrix, of which the lower triangle is read, from its eigenvalues.
///
/// # Errors
/// As [`eigvalsh`].
pub fn hermitian_svd(array: &Array) -> Result<(Array, Array, Array)> {
    let n = require_square(array.shape())?;
    let number = common_number(&[array.number()])?;
    let (eigenvalues, eigenvectors) = eigh(array, Triangle::Lower)?;
    let mut eigenvalues: Vec<f64> = eigenvalues.cast_to_vec()?;
    let ahead = lead(array.shape());
    dispatch!(double(number), T in doubles => {
        let mut vectors = by_columns::<T>(&eigenvectors)?;
        let mut values = Fresh::<f64>::new(&stacked(ahead, &[n]))?;
        let mut left = Fresh::<T>::new(array.shape())?;
        let mut right = Fresh::<T>::new(array.shape())?;
        let both = pieces(left.elements(), n * n).zip(pieces(right.elements(), n * n));
        let found = pieces(&mut eigenvalues, n).zip(pieces(vectors.elements(), n * n));
        let found = found.zip(pieces(values.elements(), n)).zip(both);
        let mut order: Vec<usize> = (0..n).collect();
        for (((found, vectors), values), (left, right)) in found.take(count(array.shape())) {
            order.sort_by(|&a, &b| found[a].abs().total_cmp(&found[b].abs()).then(a.cmp(&b)).reverse());
            for (to, &from) in order.iter().enumerate() {
                values[to] = found[from].abs();
                let vector = &vectors[from * n..(from + 1) * n];
                left[to * n..(to + 1) * n].copy_from_slice(vector);
                let sign = if found[from] < 0.0 { -1.0 } else { 1.0 };
                for (target, element) in right[to * n..(to + 1) * n].iter_mut().zip(vector) {
                    *target = element.conjugate().times_real(sign);
                }
            }
        }
        let left = from_columns(left)?;
        Ok((rounded(left, number)?, rounded(values.finish(), number.real())?, rounded(right.finish(), number)?))
    }, else => Err(no_convergence()))
}

/// [`eigh`], or without `vectors` [`eigvalsh`], as an operation.
#[derive(Clone, Copy, Debug)]
pub struct Eigh {
    pub vectors: bool,
}

impl Operation for Eigh {
    fn name(&self) -> &'static str {
        if self.vectors { "eigh" } else { "eigvalsh" }
    }

    fn infer(&self, operands: &[Outline]) -> Result<Outlines> {
        let array = only(self.name(), operands)?;
        let shape = &array.layout.shape;
        let n = require_square(shape)?;
        let number = common_number(&[array.dtype.number()])?;
        let values = (number.real(), stacked(lead(shape), &[n]));
        if self.vectors { outlines([values, (number, shape.clone())]) } else { outlines([values]) }
    }

    fn cost(&self, operands: &[Outline]) -> Result<Cost> {
        let results = self.infer(operands)?;
        let shape = &operands[0].layout.shape;
        let flops = flops(require_square(shape)?, self.vectors);
        Ok(cost(operands, &results, flops.saturating_mul(count(shape) as u64)))
    }

    fn workspace(&self, operands: &[Outline]) -> Result<usize> {
        let number = double(common_number(&[only(self.name(), operands)?.dtype.number()])?);
        let shape = &operands[0].layout.shape;
        let n = require_square(shape)?;
        let copies = if self.vectors { 2 } else { 1 } * operands[0].layout.size() * number.native().size();
        Ok(copies + dispatch!(number, T in doubles => T::symmetric_space(n, self.vectors), else => 0))
    }
}
