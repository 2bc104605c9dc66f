//! Square matrices made bidiagonal by reflections, one at a time, as LAPACK's `gebd2` makes them.

use crate::orthogonal::reflection::{self, Reflection};
use crate::{Double, Scalar};

/// The order up to which matrices are decomposed this way.
///
/// LAPACK divides larger ones, whose signs are then those of other steps.
pub(crate) const SMALL: usize = 25;

/// Writes `matrix = left · bidiagonal · rightᴴ`: the diagonal, the elements above it, and both bases. The matrix is
/// overwritten.
pub(crate) fn reduce<T: Double>(
    matrix: &mut [T],
    n: usize,
    diagonal: &mut [f64],
    above: &mut [f64],
    left: &mut [T],
    right: &mut [T],
) {
    let (mut left_scales, mut right_scales) = ([T::ZERO; SMALL], [T::ZERO; SMALL]);
    // Reflections of rows are kept in columns of the right basis until they make it up.
    for place in 0..n {
        let (done, rest) = matrix.split_at_mut((place + 1) * n);
        let column = &mut done[place * n + place..];
        let Reflection { head, scale } = reflection::make(column);
        column[0] = T::ONE;
        (diagonal[place], left_scales[place]) = (head, scale);
        let others = n - place - 1;
        if others == 0 {
            break;
        }
        reflection::apply(column, scale.conjugate(), &mut rest[place..], n, others);
        let vector = &mut right[place * n + place + 1..(place + 1) * n];
        for (element, column) in vector.iter_mut().zip(rest.chunks_exact(n)) {
            *element = column[place].conjugate();
        }
        let Reflection { head, scale } = reflection::make(vector);
        vector[0] = T::ONE;
        (above[place], right_scales[place]) = (head, scale);
        let mut product = [T::ZERO; SMALL];
        let product = &mut product[..others];
        for (column, &factor) in rest.chunks_exact(n).zip(&*vector) {
            for (sum, &element) in product.iter_mut().zip(&column[place + 1..]) {
                *sum += element * factor;
            }
        }
        for (column, &factor) in rest.chunks_exact_mut(n).zip(&*vector) {
            let factor = scale * factor.conjugate();
            for (element, &sum) in column[place + 1..].iter_mut().zip(&*product) {
                *element -= sum * factor;
            }
        }
    }
    form_basis(matrix, n, 0, &left_scales, left);
    let reflections = &mut matrix[..n * n];
    reflections.copy_from_slice(&right[..n * n]);
    form_basis(reflections, n, 1, &right_scales, right);
}

/// Writes the product of reflections, the one of column `k` being of what stands from row `k + offset` on.
pub(crate) fn form_basis<T: Scalar>(
    reflections: &[T],
    n: usize,
    offset: usize,
    scales: &[T],
    basis: &mut [T],
) {
    basis.fill(T::ZERO);
    basis.iter_mut().step_by(n + 1).for_each(|element| *element = T::ONE);
    for place in (0..n - offset).rev() {
        let first = place + offset;
        let vector = &reflections[place * n + first..(place + 1) * n];
        reflection::apply(vector, scales[place], &mut basis[first * n + first..], n, n - first);
    }
}
