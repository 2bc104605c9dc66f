//! Slices as `faer`'s matrices.

use faer::linalg::matmul::matmul_with_conj;
use faer::{Accum, Conj, MatMut, MatRef, Par};

use crate::Scalar;

/// A matrix whose columns lie one behind the other.
pub(crate) fn columns<T>(elements: &[T], rows: usize, columns: usize) -> MatRef<'_, T> {
    MatRef::from_column_major_slice(elements, rows, columns)
}

/// As [`columns`], to write to.
pub(crate) fn columns_mut<T>(elements: &mut [T], rows: usize, columns: usize) -> MatMut<'_, T> {
    MatMut::from_column_major_slice_mut(elements, rows, columns)
}

/// A part of a matrix, from the slice's start on, whose columns are `step` elements apart.
pub(crate) fn block<T>(elements: &[T], rows: usize, columns: usize, step: usize) -> MatRef<'_, T> {
    MatRef::from_column_major_slice_with_stride(elements, rows, columns, step)
}

/// As [`block`], to write to.
pub(crate) fn block_mut<T>(elements: &mut [T], rows: usize, columns: usize, step: usize) -> MatMut<'_, T> {
    MatMut::from_column_major_slice_with_stride_mut(elements, rows, columns, step)
}

/// A matrix in pieces of so many columns.
pub(crate) fn pieces_of_columns<T>(
    matrix: MatMut<'_, T>,
    together: usize,
) -> impl Iterator<Item = MatMut<'_, T>> {
    let mut rest = Some(matrix);
    std::iter::from_fn(move || {
        let matrix = rest.take().filter(|rest| rest.ncols() > 0)?;
        let width = together.min(matrix.ncols());
        let (piece, others) = matrix.split_at_col_mut(width);
        rest = Some(others);
        Some(piece)
    })
}

/// `target = left · right`.
pub(crate) fn multiply<T: Scalar>(target: MatMut<'_, T>, left: MatRef<'_, T>, right: MatRef<'_, T>) {
    matmul_with_conj(target, Accum::Replace, left, Conj::No, right, Conj::No, T::ONE, Par::Seq);
}

/// `target = leftᴴ · right`.
pub(crate) fn multiply_adjoint<T: Scalar>(target: MatMut<'_, T>, left: MatRef<'_, T>, right: MatRef<'_, T>) {
    let left = left.transpose();
    matmul_with_conj(target, Accum::Replace, left, Conj::Yes, right, Conj::No, T::ONE, Par::Seq);
}

/// Products that [`multiply_adjoint_closely`] adds up at once.
const FEW: usize = 16;

/// `target = leftᴴ · right`, summed up by sums of few products each: those of many that are all alike are rounded to the same
/// side each time.
pub(crate) fn multiply_adjoint_closely<T: Scalar>(
    mut target: MatMut<'_, T>,
    left: MatRef<'_, T>,
    right: MatRef<'_, T>,
) {
    target.fill(T::ZERO);
    for first in (0..left.nrows()).step_by(FEW) {
        let count = FEW.min(left.nrows() - first);
        let (left, right) = (left.subrows(first, count).transpose(), right.subrows(first, count));
        matmul_with_conj(target.as_mut(), Accum::Add, left, Conj::Yes, right, Conj::No, T::ONE, Par::Seq);
    }
}

/// `target = left · rightᴴ`.
pub(crate) fn multiply_by_adjoint<T: Scalar>(
    target: MatMut<'_, T>,
    left: MatRef<'_, T>,
    right: MatRef<'_, T>,
) {
    let right = right.transpose();
    matmul_with_conj(target, Accum::Replace, left, Conj::No, right, Conj::Yes, T::ONE, Par::Seq);
}

/// `target -= left · right`.
pub(crate) fn subtract_product<T: Scalar>(target: MatMut<'_, T>, left: MatRef<'_, T>, right: MatRef<'_, T>) {
    matmul_with_conj(target, Accum::Add, left, Conj::No, right, Conj::No, -T::ONE, Par::Seq);
}

/// `target -= left · rightᴴ`.
pub(crate) fn subtract_product_by_adjoint<T: Scalar>(
    target: MatMut<'_, T>,
    left: MatRef<'_, T>,
    right: MatRef<'_, T>,
) {
    let right = right.transpose();
    matmul_with_conj(target, Accum::Add, left, Conj::No, right, Conj::Yes, -T::ONE, Par::Seq);
}
