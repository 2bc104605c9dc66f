//! Least squares of any rank, by an orthogonal factor and the singular values of what it leaves.

use crate::matrix::{columns, columns_mut, multiply, multiply_adjoint};
use crate::orthogonal::qr;
use crate::singular_values::singular::{self, Vectors};
use crate::space::Space;
use crate::{Double, NoConvergence};

/// Memory that [`solve`] works in: elements and bytes.
pub(crate) fn space<T: Double>(rows: usize, width: usize, right_width: usize) -> (usize, usize) {
    let count = rows.min(width);
    let square = core_rows(rows, width);
    let elements = square * width
        + square * count
        + width * count
        + count * right_width
        + count
        + qr::work_length(width.max(right_width));
    (elements, singular::space::<T>(square, width, Vectors::Reduced))
}

/// Rows of the matrix whose singular values are computed: of a tall one, those of its triangular factor.
fn core_rows(rows: usize, width: usize) -> usize {
    if rows > width { width } else { rows }
}

/// Writes, to the first `width` rows of `solution`, the shortest vectors that minimise the distance between
/// `matrix · solution` and the columns of `right`, of which there are `right_width`; and the singular values. Those up to
/// `cutoff` times the largest count as zero; tells how many do not. Both operands are overwritten: what stands behind the
/// first `width` rows of `right` afterwards is as long as the distance. A column of `right` that is not finite is solved by
/// NaN.
///
/// # Errors
/// As [`singular::decompose`].
pub(crate) fn solve<T: Double>(
    matrix: &mut [T],
    [rows, width]: [usize; 2],
    right: &mut [T],
    right_width: usize,
    cutoff: f64,
    values: &mut [f64],
    solution: &mut [T],
    work: &mut [T],
    space: &mut Space<'_>,
) -> Result<usize, NoConvergence> {
    solution.fill(T::ZERO);
    if !matrix.iter().all(|element| element.is_finite_number()) {
        return Err(NoConvergence);
    }
    let count = rows.min(width);
    if count == 0 {
        return Ok(0);
    }
    for column in right.chunks_exact_mut(rows) {
        if !column.iter().all(|element| element.is_finite_number()) {
            column.fill(T::of_real(f64::NAN));
        }
    }
    let square = core_rows(rows, width);
    let (core, work) = work.split_at_mut(square * width);
    let (left, work) = work.split_at_mut(square * count);
    let (basis, work) = work.split_at_mut(width * count);
    let (products, work) = work.split_at_mut(count * right_width);
    let (scales, work) = work.split_at_mut(count);
    if rows > width {
        qr::factor(matrix, rows, width, scales, work, space.crew());
        qr::apply(matrix, rows, scales, true, right, right_width, work, space.crew());
        for (column, target) in core.chunks_exact_mut(width).enumerate() {
            target[..=column].copy_from_slice(&matrix[column * rows..=column * rows + column]);
            target[column + 1..].fill(T::ZERO);
        }
    } else {
        core.copy_from_slice(matrix);
    }
    singular::decompose(core, [square, width], Vectors::Reduced, values, left, basis, space)?;
    let threshold = values[0] * cutoff;
    let rank = values.iter().filter(|&&value| value > threshold).count();
    if right_width == 0 {
        return Ok(rank);
    }
    let known = crate::matrix::block(right, square, right_width, rows);
    multiply_adjoint(columns_mut(products, count, right_width), columns(left, square, count), known);
    for column in products.chunks_exact_mut(count) {
        for (place, element) in column.iter_mut().enumerate() {
            *element = if place < rank { element.times_real(values[place].recip()) } else { T::ZERO };
        }
    }
    multiply(
        columns_mut(solution, width, right_width),
        columns(basis, width, count),
        columns(products, count, right_width),
    );
    Ok(rank)
}
