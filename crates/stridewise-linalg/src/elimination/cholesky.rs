//! The lower triangular factor of positive definite matrices.

use faer::linalg::cholesky::llt::factor as blocked;
use faer::{Par, Spec};

use crate::elimination::cholesky_by_panels;
use crate::matrix::columns_mut;
use crate::space::{Space, bytes};
use crate::{Real, Scalar};

/// A matrix that is not positive definite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotPositiveDefinite;

/// The largest matrix that takes the plain loops.
const SMALL: usize = 16;

/// Bytes that [`factor`] works in.
pub(crate) fn space<T: Scalar>(n: usize) -> usize {
    if n <= SMALL {
        return 0;
    }
    if n >= cholesky_by_panels::FROM {
        return bytes(cholesky_by_panels::space::<T>());
    }
    bytes(blocked::cholesky_in_place_scratch::<T>(n, Par::Seq, Spec::default()))
}

/// Overwrites a Hermitian matrix, of which it reads the lower triangle, by its lower triangular factor. What is above the
/// diagonal becomes zero.
///
/// # Errors
/// Where a pivot is not positive; pivots that are no numbers pass, as in NumPy.
pub(crate) fn factor<T: Scalar>(
    matrix: &mut [T],
    n: usize,
    space: &mut Space<'_>,
) -> Result<(), NotPositiveDefinite> {
    if n <= SMALL || has_nan(matrix, n) {
        factor_by_columns(matrix, n)?;
    } else if n >= cholesky_by_panels::FROM {
        let crew = space.crew();
        cholesky_by_panels::factor(matrix, n, space.stack(), crew)?;
    } else {
        blocked::cholesky_in_place(
            columns_mut(matrix, n, n),
            blocked::LltRegularization::default(),
            Par::Seq,
            space.stack(),
            Spec::default(),
        )
        .map_err(|_| NotPositiveDefinite)?;
    }
    for column in 0..n {
        let pivot = &mut matrix[column * n + column];
        *pivot = T::of_real(pivot.real_part());
        matrix[column * n..column * n + column].fill(T::ZERO);
    }
    Ok(())
}

fn has_nan<T: Scalar>(matrix: &[T], n: usize) -> bool {
    #[expect(clippy::eq_op, reason = "only what is no number differs from itself")]
    (0..n)
        .any(|column| matrix[column * n + column..(column + 1) * n].iter().any(|element| element != element))
}

/// Column by column, each taking away what those before it account for.
fn factor_by_columns<T: Scalar>(matrix: &mut [T], n: usize) -> Result<(), NotPositiveDefinite> {
    for k in 0..n {
        let (before, rest) = matrix.split_at_mut(k * n);
        let column = &mut rest[k..n];
        for earlier in before.chunks_exact(n) {
            let factor = earlier[k].conjugate();
            for (element, &other) in column.iter_mut().zip(&earlier[k..]) {
                *element -= other * factor;
            }
        }
        let pivot = column[0].real_part();
        if pivot <= T::Size::ZERO {
            return Err(NotPositiveDefinite);
        }
        let root = pivot.root();
        column[0] = T::of_real(root);
        let scale = root.reciprocal();
        column[1..].iter_mut().for_each(|element| *element = element.times_real(scale));
    }
    Ok(())
}
