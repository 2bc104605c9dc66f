//! Eigenvalues and eigenvectors of Hermitian matrices.

use faer::diag::DiagMut;
use faer::dyn_stack::{MemStack, StackReq};
use faer::linalg::evd::{self, ComputeEigenvectors, tridiag};
use faer::{Par, Spec};

use crate::bidiagonal_reduction::SMALL;
use crate::matrix::{columns, columns_mut};
use crate::space::{Space, bytes};
use crate::{
    Crew, Double, NoConvergence, divide_and_conquer, qr, range, tridiagonal, tridiagonal_reduction,
    tridiagonal_vectors,
};

/// Bytes that [`decompose`] works in.
pub(crate) fn space<T: Double>(n: usize, vectors: bool) -> usize {
    if n == 0 {
        return 0;
    }
    let reduction = reduction_space::<T>(n);
    if !vectors {
        return bytes(StackReq::new::<f64>(n).and(reduction));
    }
    let all = evd::self_adjoint_evd_scratch::<T>(n, ComputeEigenvectors::Yes, Par::Seq, Spec::default());
    let all = all.or(divide_and_conquer::symmetric_space(n));
    let numbers = StackReq::new::<T>(n).array(3);
    bytes(StackReq::all_of(&[numbers, all, reduction, StackReq::new::<T>(qr::work_length(n))]))
}

fn reduction_space<T: Double>(n: usize) -> StackReq {
    let work = if T::IS_REAL {
        StackReq::new::<T>(tridiagonal_reduction::work_length(n))
    } else {
        tridiag::tridiag_in_place_scratch::<T>(n, Par::Seq, Spec::default())
    };
    StackReq::new::<T>(n).and(work)
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
        Some(vectors) if T::IS_REAL => with_vectors(matrix, n, values, vectors, space)?,
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
            values.iter_mut().zip(&*found).for_each(|(value, found)| *value = found.real_part());
        }
        None => values_alone(matrix, n, values, space)?,
    }
    values.iter_mut().for_each(|value| *value *= factor);
    Ok(())
}

/// Of a real matrix, by our own reduction.
fn with_vectors<T: Double>(
    matrix: &mut [T],
    n: usize,
    values: &mut [f64],
    vectors: &mut [T],
    space: &mut Space<'_>,
) -> Result<(), NoConvergence> {
    let crew = space.crew();
    let (mut scales, stack) = space.stack().make_with::<T>(n - 1, |_| T::ZERO);
    reduce(matrix, n, &mut scales, stack, crew);
    let (mut beside, stack) =
        stack.make_with::<f64>(n - 1, |place| matrix[place * n + place + 1].real_part());
    for (place, value) in values.iter_mut().enumerate() {
        *value = matrix[place * n + place].real_part();
    }
    divide_and_conquer::eigenvectors(values, &mut beside, vectors, stack, crew)?;
    let (mut work, _) = stack.make_with::<T>(qr::work_length(n), |_| T::ZERO);
    qr::apply_within(&mut matrix[1..], n, n - 1, &scales, false, &mut vectors[1..], n, n, &mut work, crew);
    Ok(())
}

/// Makes a matrix tridiagonal: its diagonal and what stands below it.
fn reduce<T: Double>(matrix: &mut [T], n: usize, scales: &mut [T], stack: &mut MemStack, crew: &dyn Crew) {
    if T::IS_REAL {
        let (mut work, _) = stack.make_with::<T>(tridiagonal_reduction::work_length(n), |_| T::ZERO);
        tridiagonal_reduction::reduce(matrix, n, scales, &mut work, crew);
    } else {
        let (matrix, scales) = (columns_mut(matrix, n, n), columns_mut(scales, 1, n - 1));
        tridiag::tridiag_in_place(matrix, scales, Par::Seq, stack, Spec::default());
    }
}

fn values_alone<T: Double>(
    matrix: &mut [T],
    n: usize,
    values: &mut [f64],
    space: &mut Space<'_>,
) -> Result<(), NoConvergence> {
    let crew = space.crew();
    let (mut beside, stack) = space.stack().make_with::<f64>(n - 1, |_| 0.0);
    if n > 1 {
        let (mut scales, stack) = stack.make_with::<T>(n - 1, |_| T::ZERO);
        reduce(matrix, n, &mut scales, stack, crew);
    }
    for place in 0..n {
        values[place] = matrix[place * n + place].real_part();
        if place + 1 < n {
            beside[place] = matrix[place * n + place + 1].size();
        }
    }
    tridiagonal::eigenvalues(values, &mut beside)
}
