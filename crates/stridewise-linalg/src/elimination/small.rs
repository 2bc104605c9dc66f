//! Factors of matrices that are too small for blocks, in straight lines and without memory of their own.
//!
//! These matrices have their rows one behind the other.

use crate::Scalar;

/// The largest matrix that is small.
pub(crate) const LARGEST: usize = 16;

/// Factors a matrix by Gaussian elimination with partial pivoting: the upper factor on and above the diagonal, below it
/// the lower one without its ones. `pivots[k]` is the row that was exchanged with row `k`.
///
/// Where a column has no pivot but zero it stays as it is, as in LAPACK.
#[inline(always)]
pub(crate) fn factor<T: Scalar>(matrix: &mut [T], n: usize, pivots: &mut [usize]) {
    for k in 0..n {
        let mut best = k;
        let mut largest = matrix[k * n + k].rough_size();
        for row in k + 1..n {
            let size = matrix[row * n + k].rough_size();
            if size > largest {
                (best, largest) = (row, size);
            }
        }
        pivots[k] = best;
        if best != k {
            let (above, below) = matrix.split_at_mut(best * n);
            above[k * n..k * n + n].swap_with_slice(&mut below[..n]);
        }
        let pivot = matrix[k * n + k];
        if pivot == T::ZERO {
            continue;
        }
        let scale = pivot.reciprocal();
        let (above, below) = matrix.split_at_mut((k + 1) * n);
        let pivot_row = &above[k * n + k + 1..k * n + n];
        for row in below.chunks_exact_mut(n) {
            let factor = row[k] * scale;
            row[k] = factor;
            for (element, &upper) in row[k + 1..].iter_mut().zip(pivot_row) {
                *element -= factor * upper;
            }
        }
    }
}

/// Whether the factored matrix has no inverse.
pub(crate) fn is_singular<T: Scalar>(factors: &[T], n: usize) -> bool {
    (0..n).any(|k| factors[k * n + k] == T::ZERO)
}

/// Solves for `width` right sides, rows one behind the other, in place.
#[inline(always)]
pub(crate) fn solve<T: Scalar>(factors: &[T], n: usize, pivots: &[usize], right: &mut [T], width: usize) {
    for (k, &other) in pivots[..n].iter().enumerate() {
        if other != k {
            for column in 0..width {
                right.swap(k * width + column, other * width + column);
            }
        }
    }
    for k in 0..n {
        let (above, below) = right.split_at_mut((k + 1) * width);
        let solved = &above[k * width..];
        for (row, line) in below.chunks_exact_mut(width).enumerate() {
            let factor = factors[(k + 1 + row) * n + k];
            for (element, &known) in line.iter_mut().zip(solved) {
                *element -= factor * known;
            }
        }
    }
    for k in (0..n).rev() {
        let scale = factors[k * n + k].reciprocal();
        let (above, below) = right.split_at_mut(k * width);
        let solved = &mut below[..width];
        solved.iter_mut().for_each(|element| *element *= scale);
        for (row, line) in above.chunks_exact_mut(width).enumerate() {
            let factor = factors[row * n + k];
            for (element, &known) in line.iter_mut().zip(&*solved) {
                *element -= factor * known;
            }
        }
    }
}
