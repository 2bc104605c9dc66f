//! Eigenvalues and eigenvectors of Hermitian matrices.

use faer::diag::DiagMut;
use faer::dyn_stack::StackReq;
use faer::linalg::evd::{self, ComputeEigenvectors, tridiag};
use faer::{Par, Spec};

use crate::bidiagonal_reduction::SMALL;
use crate::matrix::{columns, columns_mut};
use crate::space::{Space, bytes};
use crate::{Double, NoConvergence, range, tridiagonal, tridiagonal_vectors};

/// Bytes that [`decompose`] works in.
pub(crate) fn space<T: Double>(n: usize, vectors: bool) -> usize {
    if n == 0 {
        return 0;
    }
    let numbers = StackReq::new::<T>(n);
    if vectors {
        let all = evd::self_adjoint_evd_scratch::<T>(n, ComputeEigenvectors::Yes, Par::Seq, Spec::default());
        return bytes(numbers.and(all));
    }
    let reduction = tridiag::tridiag_in_place_scratch::<T>(n, Par::Seq, Spec::default());
    bytes(numbers.and(StackReq::new::<f64>(n)).and(reduction))
}

/// Writes the eigenvalues of a Hermitian matrix, of which it reads the lower triangle, the smallest first; and where
/// `vectors` are wanted, as columns, an orthogonal basis of eigenvectors in the same order.
///
/// # Errors
/// Where an element of the triangle is not finite, or the iteration does not end.
pub(crate) fn decompose<T: Double>(
    matrix: &mut [T],
    n: usize,
    values: &mut [f64],
    vectors: Option<&mut [T]>,
    space: &mut Space<'_>,
) -> Result<(), NoConvergence> {
    if n == 0 {
        return Ok(());
    }
    for column in 0..n {
        matrix[column * n..column * n + column].fill(T::ZERO);
        // The diagonal of a Hermitian matrix is real, whatever stands there.
        let diagonal = &mut matrix[column * n + column];
        *diagonal = T::of_real(diagonal.real_part());
    }
    if !matrix.iter().all(|element| element.is_finite_number()) {
        return Err(NoConvergence);
    }
    let factor = range::bring_into(matrix);
    match vectors {
        Some(vectors) if n <= SMALL => {
            let mut beside = [0.0; SMALL];
            let beside = &mut beside[..n - 1];
            tridiagonal_vectors::reduce(matrix, n, values, beside, vectors);
            tridiagonal_vectors::eigenvectors(values, beside, vectors)?;
        }
        Some(vectors) => {
            let (mut found, stack) = space.stack().make_with::<T>(n, |_| T::ZERO);
            evd::self_adjoint_evd(
                columns(matrix, n, n),
                DiagMut::from_slice_mut(&mut found),
                Some(columns_mut(vectors, n, n)),
                Par::Seq,
                stack,
                Spec::default(),
            )
            .map_err(|_| NoConvergence)?;
            for (value, found) in values.iter_mut().zip(&*found) {
                *value = found.real_part();
            }
        }
        None => values_alone(matrix, n, values, space)?,
    }
    values.iter_mut().for_each(|value| *value *= factor);
    Ok(())
}

fn values_alone<T: Double>(
    matrix: &mut [T],
    n: usize,
    values: &mut [f64],
    space: &mut Space<'_>,
) -> Result<(), NoConvergence> {
    let (mut beside, stack) = space.stack().make_with::<f64>(n - 1, |_| 0.0);
    if n > 1 {
        let (mut reflections, stack) = stack.make_with::<T>(n - 1, |_| T::ZERO);
        tridiag::tridiag_in_place(
            columns_mut(matrix, n, n),
            columns_mut(&mut reflections, 1, n - 1),
            Par::Seq,
            stack,
            Spec::default(),
        );
    }
    for place in 0..n {
        values[place] = matrix[place * n + place].real_part();
        if place + 1 < n {
            beside[place] = matrix[place * n + place + 1].size();
        }
    }
    tridiagonal::eigenvalues(values, &mut beside)
}
