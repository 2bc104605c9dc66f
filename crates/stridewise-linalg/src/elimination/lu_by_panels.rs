//! Gaussian elimination of large matrices: a panel of columns at a time on one thread, all others shared.

use faer::dyn_stack::{MemStack, StackReq};
use faer::linalg::lu::partial_pivoting::factor;
use faer::linalg::triangular_solve::{
    solve_lower_triangular_in_place_with_conj, solve_unit_lower_triangular_in_place_with_conj,
    solve_unit_upper_triangular_in_place_with_conj, solve_upper_triangular_in_place_with_conj,
};
use faer::{Conj, Par, Spec};

use crate::Scalar;
use crate::crew::{Crew, columns_of_a_share, share_out};
use crate::matrix::{block, block_mut, columns_mut, pieces_of_columns, subtract_product};

/// The order from which on this way is taken.
pub(crate) const FROM: usize = 256;

/// Columns that are eliminated by one thread.
const PANEL: usize = 64;

/// Memory that [`factor`] works in.
pub(crate) fn factor_space<T: Scalar>(n: usize) -> StackReq {
    let places = StackReq::new::<usize>(n);
    places.array(2).and(factor::lu_in_place_scratch::<usize, T>(n, PANEL, Par::Seq, Spec::default()))
}

/// Overwrites a matrix by its triangular factors, of which the lower one has ones on its diagonal: their product has the rows
/// `order` of the matrix. Tells how many exchanges of rows make that order.
pub(crate) fn factor<T: Scalar>(
    matrix: &mut [T],
    n: usize,
    order: &mut [usize],
    stack: &mut MemStack,
    crew: &dyn Crew,
) -> usize {
    order.iter_mut().enumerate().for_each(|(place, row)| *row = place);
    let mut exchanges = 0;
    for first in (0..n).step_by(PANEL) {
        let (size, rows) = (PANEL.min(n - first), n - first);
        let (before, rest) = matrix.split_at_mut(first * n);
        let (panel, behind) = rest.split_at_mut(size * n);
        let (mut forward, stack) = stack.make_with::<usize>(rows, |_| 0);
        let (mut backward, stack) = stack.make_with::<usize>(rows, |_| 0);
        let (info, _) = factor::lu_in_place(
            block_mut(&mut panel[first..], rows, size, n),
            &mut forward,
            &mut backward,
            Par::Seq,
            stack,
            Spec::default(),
        );
        exchanges += info.transposition_count;
        let moved = Moved::of(&forward);
        moved.apply(&mut order[first..]);

        let panel = &panel[first..];
        let of_share = |columns: usize| columns_of_a_share(columns) * n;
        let factored = before.chunks_mut(of_share(first)).map(|columns| (columns, false));
        let others = behind.chunks_mut(of_share(n - first - size)).map(|columns| (columns, true));
        share_out(crew, factored.chain(others), |_, (columns, is_behind)| {
            columns.chunks_exact_mut(n).for_each(|column| moved.apply(&mut column[first..]));
            if is_behind {
                let width = columns.len() / n;
                let (mut upper, lower) =
                    block_mut(&mut columns[first..], rows, width, n).split_at_row_mut(size);
                let triangle = block(panel, size, size, n);
                solve_unit_lower_triangular_in_place_with_conj(triangle, Conj::No, upper.as_mut(), Par::Seq);
                if rows > size {
                    subtract_product(lower, block(&panel[size..], rows - size, size, n), upper.as_ref());
                }
            }
        });
    }
    exchanges
}

/// Where elements come from that change their places: those of a panel's rows, and as many others at most.
struct Moved {
    places: [(usize, usize); 2 * PANEL],
    count: usize,
}

impl Moved {
    fn of(order: &[usize]) -> Self {
        let mut moved = Self { places: [(0, 0); 2 * PANEL], count: 0 };
        for (place, &from) in order.iter().enumerate().filter(|&(place, &from)| place != from) {
            moved.places[moved.count] = (place, from);
            moved.count += 1;
        }
        moved
    }

    fn apply<T: Copy>(&self, column: &mut [T]) {
        let places = &self.places[..self.count];
        let Some(&(first, _)) = places.first() else { return };
        let mut found = [column[first]; 2 * PANEL];
        for (found, &(_, from)) in found.iter_mut().zip(places) {
            *found = column[from];
        }
        for (&found, &(place, _)) in found.iter().zip(places) {
            column[place] = found;
        }
    }
}

/// Solves with the transposed matrix, that was [factored](factor), for as many right sides as `right` has columns, its rows one
/// behind the other. The order is overwritten.
pub(crate) fn solve_transposed<T: Scalar>(
    factors: &[T],
    n: usize,
    order: &mut [usize],
    right: &mut [T],
    crew: &dyn Crew,
) {
    let width = right.len() / n;
    let factors = block(factors, n, n, n).transpose();
    let together = columns_of_a_share(width);
    let sides = pieces_of_columns(columns_mut(right, width, n).transpose_mut(), together);
    share_out(crew, sides, |_, mut side| {
        solve_lower_triangular_in_place_with_conj(factors, Conj::No, side.as_mut(), Par::Seq);
        solve_unit_upper_triangular_in_place_with_conj(factors, Conj::No, side, Par::Seq);
    });
    give_places(right, width, order);
}

/// Writes the inverse of the matrix that was [factored](factor). The order is overwritten.
pub(crate) fn invert<T: Scalar>(
    factors: &[T],
    n: usize,
    order: &mut [usize],
    inverse: &mut [T],
    crew: &dyn Crew,
) {
    let together = columns_of_a_share(n);
    share_out(crew, inverse.chunks_mut(together * n), |share, columns| {
        let (first, width) = (share * together, columns.len() / n);
        columns.fill(T::ZERO);
        columns.iter_mut().skip(first).step_by(n + 1).for_each(|element| *element = T::ONE);
        // Above its first row, the lower triangle's inverse has nothing in these columns.
        let rest = n - first;
        solve_unit_lower_triangular_in_place_with_conj(
            block(&factors[first * n + first..], rest, rest, n),
            Conj::No,
            block_mut(&mut columns[first..], rest, width, n),
            Par::Seq,
        );
        solve_upper_triangular_in_place_with_conj(
            block(factors, n, n, n),
            Conj::No,
            columns_mut(columns, n, width),
            Par::Seq,
        );
    });
    give_places(inverse, n, order);
}

/// Moves each piece `k` of this length to the place `order[k]`, as which the order then stands.
fn give_places<T>(elements: &mut [T], length: usize, order: &mut [usize]) {
    for place in 0..order.len() {
        while order[place] != place {
            let other = order[place];
            let (low, high) = elements.split_at_mut(place.max(other) * length);
            low[place.min(other) * length..][..length].swap_with_slice(&mut high[..length]);
            order.swap(place, other);
        }
    }
}

#[cfg(test)]
mod tests {
    use faer::dyn_stack::MemBuffer;
    use stridewise_testkit::words::Words;

    use super::*;
    use crate::crew::Alone;

    #[test]
    fn factors_multiply_to_the_matrix_with_its_rows_in_order() {
        for n in [1, 63, 64, 65, 130, 200] {
            let mut words = Words::new(7);
            let original: Vec<f64> = (0..n * n).map(|_| words.number()).collect();
            let (mut matrix, mut order) = (original.clone(), vec![0; n]);
            let mut memory = MemBuffer::new(factor_space::<f64>(n));
            let exchanges = factor(&mut matrix, n, &mut order, MemStack::new(&mut memory), &Alone);
            for column in 0..n {
                for row in 0..n {
                    let lower = |inner: usize| if inner == row { 1.0 } else { matrix[inner * n + row] };
                    let product: f64 =
                        (0..=row.min(column)).map(|inner| lower(inner) * matrix[column * n + inner]).sum();
                    let expected = original[column * n + order[row]];
                    assert!((product - expected).abs() < 1e-13 * n as f64, "{n} {row} {column}");
                }
            }
            assert!((0..n).all(|row| (0..row).all(|column| matrix[column * n + row].abs() <= 1.0)));
            let cycles = {
                let mut seen = vec![false; n];
                (0..n)
                    .filter(|&start| {
                        let is_new = !seen[start];
                        let mut place = start;
                        while !std::mem::replace(&mut seen[place], true) {
                            place = order[place];
                        }
                        is_new
                    })
                    .count()
            };
            assert_eq!(exchanges % 2, (n - cycles) % 2, "{n}: the sign of the order");

            let mut inverse = vec![f64::NAN; n * n];
            invert(&matrix, n, &mut order.clone(), &mut inverse, &Alone);
            let mut solution: Vec<f64> =
                (0..n * n).map(|place| if place % (n + 1) == 0 { 1.0 } else { 0.0 }).collect();
            solve_transposed(&matrix, n, &mut order, &mut solution, &Alone);
            for column in 0..n {
                for row in 0..n {
                    let product: f64 =
                        (0..n).map(|inner| original[inner * n + row] * inverse[column * n + inner]).sum();
                    let expected = if row == column { 1.0 } else { 0.0 };
                    assert!((product - expected).abs() < 1e-10, "{n} {row} {column}: {product}");
                    // The transposed inverse, row by row: the same elements.
                    let (one, other) = (solution[column * n + row], inverse[column * n + row]);
                    assert!((one - other).abs() < 1e-10 * one.abs().max(1.0), "{n} {row} {column}");
                }
            }
        }
    }
}
