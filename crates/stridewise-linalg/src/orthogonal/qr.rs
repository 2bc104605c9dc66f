//! Orthogonal factors by Householder reflections, with LAPACK's conventions.
//!
//! A reflection is `I - scale · v · vᴴ` with `v` beginning with one. The factored matrix holds R on and above the
//! diagonal, which is real, and below it what follows the ones. Many reflections at once are `I - V · T · Vᴴ` with a
//! triangular `T` (Schreiber and Van Loan, 1989).

use crate::Scalar;
use crate::crew::{Crew, share_out};
use crate::matrix::{
    block, block_mut, columns, columns_mut, multiply, multiply_adjoint, multiply_adjoint_closely,
    subtract_product,
};
use crate::orthogonal::reflection::{self, Reflection};

/// Columns that are reflected together.
const PANEL: usize = 32;

/// Below so many columns all are reflected one by one.
const BLOCKED_FROM: usize = 48;

/// Targets of more columns than this are reflected in pieces that are no wider: narrow ones would take longer for each column.
const PIECE: usize = 64;

/// Columns of the pieces that so many are cut into: evenly, and mostly into an even number.
fn piece_width(width: usize) -> usize {
    if width <= PIECE { width } else { width.div_ceil(2 * width.div_ceil(2 * PIECE)).next_multiple_of(4) }
}

/// Elements that factors, their application and the orthogonal factor are worked in, on matrices of so many columns.
pub fn work_length(width: usize) -> usize {
    2 * PANEL * PANEL + 2 * PANEL * width
}

/// Overwrites a matrix by its factors; `scales` has one place for each of the `min(rows, width)` reflections.
pub(crate) fn factor<T: Scalar>(
    matrix: &mut [T],
    rows: usize,
    width: usize,
    scales: &mut [T],
    work: &mut [T],
    crew: &dyn Crew,
) {
    let count = rows.min(width);
    if width < BLOCKED_FROM {
        factor_by_columns(matrix, rows, rows, width, scales);
        return;
    }
    for first in (0..count).step_by(PANEL) {
        let size = PANEL.min(count - first);
        let (panel, rest) = matrix[first * rows..].split_at_mut(size * rows);
        let scales = &mut scales[first..first + size];
        factor_by_columns(&mut panel[first..], rows, rows - first, size, scales);
        let others = width - first - size;
        if others > 0 {
            let panel = Panel { vectors: &mut panel[first..], step: rows, rows: rows - first, scales };
            panel.apply(true, &mut rest[first..], rows, others, work, crew);
        }
    }
}

/// Factors a matrix that begins at the slice's start, its columns `step` elements apart.
fn factor_by_columns<T: Scalar>(matrix: &mut [T], step: usize, rows: usize, width: usize, scales: &mut [T]) {
    for place in 0..rows.min(width) {
        let (left, right) = matrix.split_at_mut(((place + 1) * step).min(matrix.len()));
        let column = &mut left[place * step + place..place * step + rows];
        let Reflection { head, scale } = reflection::make(column);
        scales[place] = scale;
        if place + 1 < width {
            column[0] = T::ONE;
            reflection::apply(column, scale.conjugate(), &mut right[place..], step, width - place - 1);
        }
        column[0] = T::of_real(head);
    }
}

/// Multiplies `target`, of `width` columns and the factored matrix's rows, from the left by Q, or by Qᴴ if `adjoint`. The
/// factors are left as they were found.
pub(crate) fn apply<T: Scalar>(
    factors: &mut [T],
    rows: usize,
    scales: &[T],
    adjoint: bool,
    target: &mut [T],
    width: usize,
    work: &mut [T],
    crew: &dyn Crew,
) {
    apply_within(factors, rows, rows, scales, adjoint, target, rows, width, work, crew);
}

/// As [`apply`], for factors and a target that are parts of matrices, their columns so many elements apart.
pub(crate) fn apply_within<T: Scalar>(
    factors: &mut [T],
    step: usize,
    rows: usize,
    scales: &[T],
    adjoint: bool,
    target: &mut [T],
    target_step: usize,
    width: usize,
    work: &mut [T],
    crew: &dyn Crew,
) {
    let count = scales.len();
    let panels = count.div_ceil(PANEL);
    if width == 0 {
        return;
    }
    for place in 0..panels {
        let first = if adjoint { place } else { panels - 1 - place } * PANEL;
        let scales = &scales[first..count.min(first + PANEL)];
        let panel = Panel { vectors: &mut factors[first * step + first..], step, rows: rows - first, scales };
        panel.apply(adjoint, &mut target[first..], target_step, width, work, crew);
    }
}

/// Writes the first `width` columns of Q. The factors are left as they were found.
pub(crate) fn form<T: Scalar>(
    factors: &mut [T],
    rows: usize,
    scales: &[T],
    target: &mut [T],
    width: usize,
    work: &mut [T],
    crew: &dyn Crew,
) {
    target.fill(T::ZERO);
    for place in 0..rows.min(width) {
        target[place * rows + place] = T::ONE;
    }
    let count = scales.len();
    if count < BLOCKED_FROM {
        for (place, &scale) in scales.iter().enumerate().rev() {
            let vector = &mut factors[place * rows + place..(place + 1) * rows];
            let head = std::mem::replace(&mut vector[0], T::ONE);
            reflection::apply(vector, scale, &mut target[place * rows + place..], rows, width - place);
            vector[0] = head;
        }
        return;
    }
    for first in (0..count).step_by(PANEL).rev() {
        let scales = &scales[first..count.min(first + PANEL)];
        let panel =
            Panel { vectors: &mut factors[first * rows + first..], step: rows, rows: rows - first, scales };
        // The columns before the panel's are unit vectors still, which it leaves alone.
        panel.apply(false, &mut target[first * rows + first..], rows, width - first, work, crew);
    }
}

/// Consecutive reflections, each a row further down than the one before.
struct Panel<'a, T> {
    /// From the first one's head on.
    vectors: &'a mut [T],
    /// From one vector to the next.
    step: usize,
    /// Elements of the first vector.
    rows: usize,
    scales: &'a [T],
}

impl<T: Scalar> Panel<'_, T> {
    fn apply(
        self,
        adjoint: bool,
        target: &mut [T],
        target_step: usize,
        width: usize,
        work: &mut [T],
        crew: &dyn Crew,
    ) {
        let Self { vectors, step, rows, scales } = self;
        let size = scales.len();
        // The upper triangle, which is not the vectors', makes room for their zeros and ones meanwhile.
        let mut kept = [[T::ZERO; PANEL]; PANEL];
        for (column, kept) in kept[..size].iter_mut().enumerate() {
            let upper = &mut vectors[column * step..=column * step + column];
            kept[..=column].copy_from_slice(upper);
            upper.fill(T::ZERO);
            upper[column] = T::ONE;
        }
        let v = block(vectors, rows, size, step);
        let (joint, work) = work.split_at_mut(size * size);
        let (grams, work) = work.split_at_mut(size * size);
        // Together, reflections are one only as far as these products are right.
        multiply_adjoint_closely(columns_mut(grams, size, size), v, v);
        join(grams, scales, joint);
        let (first, work) = work.split_at_mut(size * width);
        let second = &mut work[..size * width];
        let joint = columns(joint, size, size);
        let piece = piece_width(width);
        let products = first.chunks_mut(size * piece).zip(second.chunks_mut(size * piece));
        let pieces = target.chunks_mut(target_step * piece).zip(products);
        share_out(crew, pieces, |_, (target, (first, second))| {
            let width = first.len() / size;
            let mut target = block_mut(target, rows, width, target_step);
            multiply_adjoint(columns_mut(first, size, width), v, target.as_ref());
            let first = columns(first, size, width);
            if adjoint {
                multiply_adjoint(columns_mut(second, size, width), joint, first);
            } else {
                multiply(columns_mut(second, size, width), joint, first);
            }
            subtract_product(target.as_mut(), v, columns(second, size, width));
        });
        for (column, kept) in kept[..size].iter().enumerate() {
            vectors[column * step..=column * step + column].copy_from_slice(&kept[..=column]);
        }
    }
}

/// The upper triangular matrix that joins reflections, from the products `grams` of their vectors.
fn join<T: Scalar>(grams: &[T], scales: &[T], joint: &mut [T]) {
    let size = scales.len();
    joint.fill(T::ZERO);
    for (last, &scale) in scales.iter().enumerate() {
        let (before, column) = joint.split_at_mut(last * size);
        for row in 0..last {
            let products = &grams[last * size..last * size + last];
            let sum =
                (row..last).fold(T::ZERO, |sum, inner| sum + before[inner * size + row] * products[inner]);
            column[row] = -(scale * sum);
        }
        column[last] = scale;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Alone;

    #[test]
    fn bases_of_columns_of_equal_elements_are_orthogonal() {
        let (rows, width) = (300, 50);
        let mut matrix: Vec<f64> =
            (0..rows * width).map(|place| f64::from(place % rows >= place / rows)).collect();
        let (mut scales, mut work) = (vec![0.0; width], vec![0.0; work_length(rows)]);
        factor(&mut matrix, rows, width, &mut scales, &mut work, &Alone);
        let mut basis = vec![0.0; rows * width];
        form(&mut matrix, rows, &scales, &mut basis, width, &mut work, &Alone);
        let mut squares = 0.0;
        for (place, one) in basis.chunks_exact(rows).enumerate() {
            for (other_place, other) in basis.chunks_exact(rows).enumerate() {
                // Sums of few terms, for the test's own sake.
                let few = one.chunks(16).zip(other.chunks(16));
                let product: f64 =
                    few.map(|(one, other)| one.iter().zip(other).map(|(x, y)| x * y).sum::<f64>()).sum();
                squares += (product - f64::from(place == other_place)).powi(2);
            }
        }
        assert!(squares.sqrt() < 1e-13, "{:e}", squares.sqrt());
    }
}
