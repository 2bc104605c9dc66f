//! Cholesky's factor of large matrices: the square at the head of a panel of columns on one thread, all else shared.

use faer::dyn_stack::{MemStack, StackReq};
use faer::linalg::cholesky::llt::factor as blocked;
use faer::linalg::triangular_solve::solve_lower_triangular_in_place_with_conj;
use faer::{Conj, Par, Spec};

use crate::Scalar;
use crate::crew::{Crew, columns_of_a_share, share_out};
use crate::elimination::cholesky::NotPositiveDefinite;
use crate::matrix::{block, block_mut, pieces_of_columns, subtract_product_by_adjoint};

/// The order from which on this way is taken.
pub(crate) const FROM: usize = 256;

/// Columns that are eliminated together.
const PANEL: usize = 64;

/// Memory that [`factor`] works in.
pub(crate) fn space<T: Scalar>() -> StackReq {
    blocked::cholesky_in_place_scratch::<T>(PANEL, Par::Seq, Spec::default())
}

/// Overwrites the lower triangle of a Hermitian matrix by its factor. Above it, anything may stand afterwards.
///
/// # Errors
/// Where a pivot is not positive.
pub(crate) fn factor<T: Scalar>(
    matrix: &mut [T],
    n: usize,
    stack: &mut MemStack,
    crew: &dyn Crew,
) -> Result<(), NotPositiveDefinite> {
    for first in (0..n).step_by(PANEL) {
        let (size, rows) = (PANEL.min(n - first), n - first);
        let (panel, behind) = matrix[first * n..].split_at_mut(size * n);
        let (mut head, below) = block_mut(&mut panel[first..], rows, size, n).split_at_row_mut(size);
        blocked::cholesky_in_place(
            head.as_mut(),
            blocked::LltRegularization::default(),
            Par::Seq,
            stack,
            Spec::default(),
        )
        .map_err(|_| NotPositiveDefinite)?;
        let head = head.as_ref();
        let rest = rows - size;
        let together = columns_of_a_share(rest);
        let shares = pieces_of_columns(below.transpose_mut(), together);
        share_out(crew, shares, |_, share| {
            solve_lower_triangular_in_place_with_conj(head, Conj::Yes, share, Par::Seq);
        });
        let panel = &*panel;
        share_out(crew, behind.chunks_mut(together * n), |share, columns| {
            let (above, width) = (first + size + share * together, columns.len() / n);
            let left = block(&panel[above..], n - above, size, n);
            let target = block_mut(&mut columns[above..], n - above, width, n);
            subtract_product_by_adjoint(target, left, left.subrows(0, width));
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use faer::dyn_stack::MemBuffer;

    use super::*;
    use crate::crew::Alone;

    #[test]
    fn the_factor_times_its_adjoint_is_the_matrix() {
        for n in [1, 63, 64, 65, 130, 200] {
            let element = |row: usize, column: usize| ((row * 7 + column * 3) % 11) as f64 - 5.0;
            let mut original = vec![0.0; n * n];
            for (place, sum) in original.iter_mut().enumerate() {
                let (row, column) = (place % n, place / n);
                *sum = (0..n).map(|inner| element(row, inner) * element(column, inner)).sum();
                if row == column {
                    *sum += n as f64;
                }
            }
            let mut matrix = original.clone();
            let mut memory = MemBuffer::new(space::<f64>());
            factor(&mut matrix, n, MemStack::new(&mut memory), &Alone).unwrap();
            for row in 0..n {
                for column in 0..=row {
                    let product: f64 =
                        (0..=column).map(|inner| matrix[inner * n + row] * matrix[inner * n + column]).sum();
                    let expected = original[column * n + row];
                    assert!((product - expected).abs() < 1e-11 * n as f64, "{n} {row} {column}");
                }
            }
            // Late in the matrix, a pivot is not positive.
            let mut matrix = original.clone();
            matrix[n * n - 1] = -1.0;
            let failed = factor(&mut matrix, n, MemStack::new(&mut memory), &Alone);
            assert_eq!(failed, Err(NotPositiveDefinite));
        }
    }
}
