//! Eigenvalues and eigenvectors of Hermitian matrices.

use faer::dyn_stack::{MemStack, StackReq};

use crate::column_passes::{ALIGNMENT, step};
use crate::hermitian::{tridiagonal, tridiagonal_reduction, tridiagonal_vectors};
use crate::orthogonal::qr;
use crate::singular_values::bidiagonal_reduction::SMALL;
use crate::space::{Space, bytes};
use crate::{Crew, Double, NoConvergence, divide_and_conquer, range};

/// Bytes that [`decompose`] works in.
pub(crate) fn space<T: Double>(n: usize, vectors: bool) -> usize {
    if n == 0 {
        return 0;
    }
    let kept = StackReq::new_aligned::<T>(step::<T>(n) * n, ALIGNMENT);
    let numbers = StackReq::new::<T>(n).and(StackReq::new::<f64>(n));
    let mut last = StackReq::new_aligned::<T>(tridiagonal_reduction::work_length::<T>(n), ALIGNMENT);
    if vectors {
        last = last.or(divide_and_conquer::symmetric_space(n)).or(StackReq::new::<T>(qr::work_length(n)));
    }
    bytes(StackReq::all_of(&[kept, numbers, last]))
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
        Some(vectors) => with_vectors(matrix, n, values, vectors, space)?,
        None => values_alone(matrix, n, values, space)?,
    }
    values.iter_mut().for_each(|value| *value *= factor);
    Ok(())
}

fn with_vectors<T: Double>(
    matrix: &[T],
    n: usize,
    values: &mut [f64],
    vectors: &mut [T],
    space: &mut Space<'_>,
) -> Result<(), NoConvergence> {
    let crew = space.crew();
    let (mut reflections, stack) =
        space.stack().make_aligned_with::<T>(step::<T>(n) * n, ALIGNMENT, |_| T::ZERO);
    let (mut scales, stack) = stack.make_with::<T>(n - 1, |_| T::ZERO);
    let (mut beside, stack) = stack.make_with::<f64>(n - 1, |_| 0.0);
    reduce(matrix, n, &mut reflections, values, &mut beside, &mut scales, stack, crew);
    divide_and_conquer::eigenvectors(values, &mut beside, vectors, stack, crew)?;
    let (mut work, _) = stack.make_with::<T>(qr::work_length(n), |_| T::ZERO);
    let (reflections, target) = (&mut reflections[1..], &mut vectors[1..]);
    qr::apply_within(reflections, step::<T>(n), n - 1, &scales, false, target, n, n, &mut work, crew);
    Ok(())
}

fn values_alone<T: Double>(
    matrix: &[T],
    n: usize,
    values: &mut [f64],
    space: &mut Space<'_>,
) -> Result<(), NoConvergence> {
    let crew = space.crew();
    let stack = space.stack();
    let (mut reflections, stack) = stack.make_aligned_with::<T>(step::<T>(n) * n, ALIGNMENT, |_| T::ZERO);
    let (mut scales, stack) = stack.make_with::<T>(n - 1, |_| T::ZERO);
    let (mut beside, stack) = stack.make_with::<f64>(n - 1, |_| 0.0);
    reduce(matrix, n, &mut reflections, values, &mut beside, &mut scales, stack, crew);
    tridiagonal::eigenvalues(values, &mut beside)
}

/// Makes a matrix tridiagonal; the reflections that do it are kept in a padded one.
fn reduce<T: Double>(
    matrix: &[T],
    n: usize,
    reflections: &mut [T],
    diagonal: &mut [f64],
    beside: &mut [f64],
    scales: &mut [T],
    stack: &mut MemStack,
    crew: &dyn Crew,
) {
    let work = tridiagonal_reduction::work_length::<T>(n);
    let (mut work, _) = stack.make_aligned_with::<T>(work, ALIGNMENT, |_| T::ZERO);
    tridiagonal_reduction::fill_padded(reflections, matrix, n);
    tridiagonal_reduction::reduce(reflections, n, diagonal, beside, scales, &mut work, crew);
}
