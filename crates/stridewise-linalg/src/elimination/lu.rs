//! Gaussian elimination with partial pivoting: systems of equations, inverses, determinants.
//!
//! Here matrices have their rows one behind the other. Blocked algorithms see them as transposed: what they factor is the
//! transposed matrix, and they solve with the transposed factors.

use faer::dyn_stack::StackReq;
use faer::linalg::lu::partial_pivoting as blocked;
use faer::perm::PermRef;
use faer::{Conj, Par, Spec};

use crate::crew::Crew;
use crate::elimination::lu_by_panels;
use crate::elimination::small::{self, LARGEST};
use crate::matrix::{columns, columns_mut};
use crate::space::{Space, bytes};
use crate::{Real, Scalar};

/// A matrix that has no inverse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Singular;

fn blocked_space<T: Scalar>(n: usize, afterwards: StackReq) -> usize {
    if n >= lu_by_panels::FROM {
        return bytes(StackReq::new::<usize>(n).and(lu_by_panels::factor_space::<T>(n)));
    }
    let places = StackReq::new::<usize>(n);
    let factoring = blocked::factor::lu_in_place_scratch::<usize, T>(n, n, Par::Seq, Spec::default());
    bytes(places.and(places).and(factoring.or(afterwards)))
}

/// The factored matrix, its permutation, and what is left of the space.
fn with_factors<T: Scalar, R>(
    matrix: &mut [T],
    n: usize,
    space: &mut Space<'_>,
    then: impl FnOnce(&[T], PermRef<'_, usize>, usize, &mut faer::dyn_stack::MemStack) -> R,
) -> R {
    let (mut forward, stack) = space.stack().make_with::<usize>(n, |_| 0);
    let (mut backward, stack) = stack.make_with::<usize>(n, |_| 0);
    let (info, permutation) = blocked::factor::lu_in_place(
        columns_mut(matrix, n, n),
        &mut forward,
        &mut backward,
        Par::Seq,
        stack,
        Spec::default(),
    );
    then(matrix, permutation, info.transposition_count, stack)
}

/// The factors of a large matrix, the order of rows that they have, and the number of exchanges that made it.
fn by_panels<T: Scalar, R>(
    matrix: &mut [T],
    n: usize,
    space: &mut Space<'_>,
    then: impl FnOnce(&[T], &mut [usize], usize, &dyn Crew) -> R,
) -> R {
    let crew = space.crew();
    let (mut order, stack) = space.stack().make_with::<usize>(n, |_| 0);
    let exchanges = lu_by_panels::factor(matrix, n, &mut order, stack, crew);
    then(matrix, &mut order, exchanges, crew)
}

fn require_pivots<T: Scalar>(factors: &[T], n: usize) -> Result<(), Singular> {
    if small::is_singular(factors, n) { Err(Singular) } else { Ok(()) }
}

/// Bytes that [`solve`] works in.
pub(crate) fn solve_space<T: Scalar>(n: usize, width: usize) -> usize {
    if n <= LARGEST {
        return 0;
    }
    blocked_space::<T>(n, blocked::solve::solve_transpose_in_place_scratch::<usize, T>(n, width, Par::Seq))
}

/// Solves `matrix · x = right` for `width` right sides at once, in place. The matrix is overwritten.
///
/// # Errors
/// Where a pivot is zero.
pub(crate) fn solve<T: Scalar>(
    matrix: &mut [T],
    n: usize,
    right: &mut [T],
    width: usize,
    space: &mut Space<'_>,
) -> Result<(), Singular> {
    if n <= LARGEST {
        let mut pivots = [0; LARGEST];
        small::factor(matrix, n, &mut pivots);
        require_pivots(matrix, n)?;
        if width > 0 {
            small::solve(matrix, n, &pivots, right, width);
        }
        return Ok(());
    }
    if n >= lu_by_panels::FROM {
        return by_panels(matrix, n, space, |factors, order, _, crew| {
            require_pivots(factors, n)?;
            if width > 0 {
                lu_by_panels::solve_transposed(factors, n, order, right, crew);
            }
            Ok(())
        });
    }
    with_factors(matrix, n, space, |factors, permutation, _, stack| {
        require_pivots(factors, n)?;
        let factors = columns(factors, n, n);
        blocked::solve::solve_transpose_in_place_with_conj(
            factors,
            factors,
            permutation,
            Conj::No,
            columns_mut(right, width, n).transpose_mut(),
            Par::Seq,
            stack,
        );
        Ok(())
    })
}

/// Bytes that [`invert`] works in.
pub(crate) fn invert_space<T: Scalar>(n: usize) -> usize {
    if n <= LARGEST {
        return 0;
    }
    blocked_space::<T>(n, blocked::inverse::inverse_scratch::<usize, T>(n, Par::Seq))
}

/// Writes the inverse. The matrix is overwritten.
///
/// # Errors
/// Where a pivot is zero.
pub(crate) fn invert<T: Scalar>(
    matrix: &mut [T],
    n: usize,
    inverse: &mut [T],
    space: &mut Space<'_>,
) -> Result<(), Singular> {
    if n <= LARGEST {
        let mut pivots = [0; LARGEST];
        small::factor(matrix, n, &mut pivots);
        require_pivots(matrix, n)?;
        inverse.fill(T::ZERO);
        inverse.iter_mut().step_by(n + 1).for_each(|element| *element = T::ONE);
        if n > 0 {
            small::solve(matrix, n, &pivots, inverse, n);
        }
        return Ok(());
    }
    if n >= lu_by_panels::FROM {
        return by_panels(matrix, n, space, |factors, order, _, crew| {
            require_pivots(factors, n)?;
            lu_by_panels::invert(factors, n, order, inverse, crew);
            Ok(())
        });
    }
    with_factors(matrix, n, space, |factors, permutation, _, stack| {
        require_pivots(factors, n)?;
        let factors = columns(factors, n, n);
        blocked::inverse::inverse(columns_mut(inverse, n, n), factors, factors, permutation, Par::Seq, stack);
        Ok(())
    })
}

/// A determinant that cannot overflow: its sign, or for complex numbers its direction, and the logarithm of its size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LogDeterminant<T: Scalar> {
    pub sign: T,
    pub logarithm: T::Size,
}

/// Bytes that [`determinant`] and [`log_determinant`] work in.
pub(crate) fn determinant_space<T: Scalar>(n: usize) -> usize {
    if n <= LARGEST { 0 } else { blocked_space::<T>(n, StackReq::EMPTY) }
}

/// The pivots, and whether an odd number of rows was exchanged; `None` where a pivot is zero. The matrix is overwritten.
fn over_pivots<T: Scalar, R>(
    matrix: &mut [T],
    n: usize,
    space: &mut Space<'_>,
    then: impl FnOnce(&mut dyn Iterator<Item = T>, bool) -> R,
) -> Option<R> {
    let finish = |factors: &[T], exchanges: usize| {
        if small::is_singular(factors, n) {
            return None;
        }
        Some(then(&mut factors.iter().step_by(n + 1).copied(), exchanges % 2 == 1))
    };
    if n <= LARGEST {
        let mut pivots = [0; LARGEST];
        small::factor(matrix, n, &mut pivots);
        let exchanges = (0..n).filter(|&k| pivots[k] != k).count();
        return finish(matrix, exchanges);
    }
    if n >= lu_by_panels::FROM {
        return by_panels(matrix, n, space, |factors, _, exchanges, _| finish(factors, exchanges));
    }
    with_factors(matrix, n, space, |factors, _, exchanges, _| finish(factors, exchanges))
}

/// The determinant. The matrix is overwritten.
pub(crate) fn determinant<T: Scalar>(matrix: &mut [T], n: usize, space: &mut Space<'_>) -> T {
    let product = over_pivots(matrix, n, space, |pivots, odd| {
        let product = pivots.fold(T::ONE, |product, pivot| product * pivot);
        if odd { -product } else { product }
    });
    product.unwrap_or(T::ZERO)
}

/// The determinant's sign and the logarithm of its size: zero and minus infinity for a singular matrix. The matrix is
/// overwritten.
pub(crate) fn log_determinant<T: Scalar>(
    matrix: &mut [T],
    n: usize,
    space: &mut Space<'_>,
) -> LogDeterminant<T> {
    let found = over_pivots(matrix, n, space, |pivots, odd| {
        let mut sign = if odd { -T::ONE } else { T::ONE };
        let mut logarithm = T::Size::ZERO;
        for pivot in pivots {
            let size = pivot.size();
            sign *= direction(pivot, size);
            logarithm += size.logarithm();
        }
        LogDeterminant { sign, logarithm }
    });
    found.unwrap_or_else(|| LogDeterminant { sign: T::ZERO, logarithm: -T::Size::of_f64(f64::INFINITY) })
}

/// The number divided by its size. NaN has the positive one, among real numbers.
fn direction<T: Scalar>(number: T, size: T::Size) -> T {
    if T::NUMBER.is_complex() {
        number.times_real(size.reciprocal())
    } else if number.real_part() < T::Size::ZERO {
        -T::ONE
    } else {
        T::ONE
    }
}
