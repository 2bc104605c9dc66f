//! Singular vectors of upper bidiagonal matrices.
//!
//! The matrix is a row that couples two halves, of which the first has a column more than rows: its last right vector is one
//! that the half makes zero (LAPACK's `lasd1` to `lasd3`).

use faer::dyn_stack::{MemStack, StackReq};

use super::deflation::{Columns, Pole, State, deflate, give_places, move_ahead, tolerance};
use super::packed::Packed;
use super::rank_one::{self, Solved, Vectors};
use super::secular::Squares;
use super::{SHARED_FROM, UNDIVIDED, bring_to_one, conquer_both, largest_size, write_vectors};
use crate::crew::{Alone, Crew, columns_of_a_share, share_out};
use crate::orthogonal::rotation::Rotation;
use crate::range::power_of_two;
use crate::singular_values::bidiagonal;
use crate::{Double, NoConvergence};

/// Numbers that joining two halves needs for each row, beside five matrices.
const NUMBERS: usize = rank_one::NUMBERS + 1;

/// Memory that [`singular_vectors`] works in.
pub(crate) fn space(n: usize) -> StackReq {
    let matrix = StackReq::new::<f64>(n * n);
    StackReq::all_of(&[matrix.array(5), StackReq::new::<f64>(NUMBERS * n), StackReq::new::<Pole>(n)])
}

/// Overwrites the diagonal by the singular values, the largest first, and writes the left and the right vectors as columns
/// of two matrices of the same order. What stands above the diagonal is overwritten.
///
/// At most `8/3 n³` operations, and fewer where singular values lie close to each other.
///
/// # Errors
/// Where the iteration that finds those of small parts does not end.
pub(crate) fn singular_vectors<T: Double>(
    diagonal: &mut [f64],
    above: &mut [f64],
    left: &mut [T],
    right: &mut [T],
    stack: &mut MemStack,
    crew: &dyn Crew,
) -> Result<(), NoConvergence> {
    let n = diagonal.len();
    let scale = bring_to_one(diagonal, above);
    let (mut left_basis, stack) = stack.make_with::<f64>(n * n, |_| 0.0);
    let (mut right_basis, stack) = stack.make_with::<f64>(n * n, |_| 0.0);
    let (mut packed, stack) = stack.make_with::<f64>(n * n, |_| 0.0);
    let (mut differences, stack) = stack.make_with::<f64>(n * n, |_| 0.0);
    let (mut inner, stack) = stack.make_with::<f64>(n * n, |_| 0.0);
    let (mut numbers, stack) = stack.make_with::<f64>(NUMBERS * n, |_| 0.0);
    let (mut poles, _) = stack.make_with::<Pole>(n, |_| Pole::NONE);
    let mut levels = 0;
    while n >> levels > UNDIVIDED {
        levels += 1;
    }
    let whole = Part {
        diagonal,
        above,
        left: &mut left_basis,
        right: &mut right_basis,
        packed: &mut packed,
        differences: &mut differences,
        inner: &mut inner,
        numbers: &mut numbers,
        poles: &mut poles,
        first: 0,
        step: n,
    };
    whole.conquer(levels, crew)?;
    for (column, (pole, &value)) in poles.iter_mut().zip(&*diagonal).enumerate() {
        *pole = Pole { value, column, ..Pole::NONE };
    }
    poles.sort_unstable_by(|one, other| other.value.total_cmp(&one.value));
    write_vectors(left, &left_basis, &poles);
    write_vectors(right, &right_basis, &poles);
    diagonal.iter_mut().zip(&*poles).for_each(|(value, pole)| *value = pole.value * scale);
    Ok(())
}

/// Consecutive rows, as many columns or one more, and memory of their own for each column: `step` elements of each matrix.
struct Part<'a> {
    /// Becomes the singular values, in the order of the bases.
    diagonal: &'a mut [f64],
    /// As many as rows where there is a column more, else one less.
    above: &'a mut [f64],
    /// Zero beside the rows of this part.
    left: &'a mut [f64],
    /// Zero beside the columns of this part. If there is one more, the last vector belongs to no value.
    right: &'a mut [f64],
    packed: &'a mut [f64],
    differences: &'a mut [f64],
    inner: &'a mut [f64],
    numbers: &'a mut [f64],
    poles: &'a mut [Pole],
    /// The first row.
    first: usize,
    step: usize,
}

impl Part<'_> {
    /// The halves above and below the middle row. The first one has a column more than rows, the second one if this part has.
    fn halves(&mut self) -> [Part<'_>; 2] {
        let Self { first, step, .. } = *self;
        let half = self.diagonal.len() / 2;
        let both = half + 1;
        let (diagonal, other_diagonal) = self.diagonal.split_at_mut(both);
        let (above, other_above) = self.above.split_at_mut(both);
        let (left, other_left) = self.left.split_at_mut(both * step);
        let (right, other_right) = self.right.split_at_mut(both * step);
        let (packed, other_packed) = self.packed.split_at_mut(both * step);
        let (differences, other_differences) = self.differences.split_at_mut(both * step);
        let (inner, other_inner) = self.inner.split_at_mut(both * step);
        let (numbers, other_numbers) = self.numbers.split_at_mut(both * NUMBERS);
        let (poles, other_poles) = self.poles.split_at_mut(both);
        [
            Part {
                diagonal: &mut diagonal[..half],
                above: &mut above[..half],
                left,
                right,
                packed,
                differences,
                inner,
                numbers,
                poles: &mut poles[..half],
                first,
                step,
            },
            Part {
                diagonal: other_diagonal,
                above: other_above,
                left: other_left,
                right: other_right,
                packed: other_packed,
                differences: other_differences,
                inner: other_inner,
                numbers: other_numbers,
                poles: other_poles,
                first: first + both,
                step,
            },
        ]
    }

    /// How many columns there are.
    fn width(&self) -> usize {
        self.above.len() + 1
    }

    /// Finds the singular vectors of the part, divided so many times.
    fn conquer(mut self, levels: u32, crew: &dyn Crew) -> Result<(), NoConvergence> {
        if levels == 0 {
            return self.undivided();
        }
        let crew = if self.diagonal.len() < SHARED_FROM { &Alone } else { crew };
        let half = self.diagonal.len() / 2;
        let coupling = [self.diagonal[half], self.above[half]];
        conquer_both(crew, self.halves(), |part| part.conquer(levels - 1, crew))?;
        self.merge(coupling, crew);
        Ok(())
    }

    fn undivided(self) -> Result<(), NoConvergence> {
        let (rows, width) = (self.diagonal.len(), self.width());
        let Self { diagonal, above, left, right, packed, inner, first, step, .. } = self;
        let (left_vectors, right_vectors) = (&mut packed[..rows * rows], &mut inner[..width * width]);
        for (vectors, order) in [(&mut *left_vectors, rows), (&mut *right_vectors, width)] {
            vectors.fill(0.0);
            vectors.iter_mut().step_by(order + 1).for_each(|element| *element = 1.0);
        }
        if width > rows {
            turn_last_column_to_zero(diagonal, above, right_vectors);
        }
        let (above, square) = (&mut above[..rows - 1], &mut right_vectors[..rows * width]);
        bidiagonal::singular_vectors(diagonal, above, left_vectors, square)?;
        for (basis, vectors, order) in [(left, &*left_vectors, rows), (right, &*right_vectors, width)] {
            for (column, vector) in basis.chunks_exact_mut(step).zip(vectors.chunks_exact(order)) {
                column[first..first + order].copy_from_slice(vector);
            }
        }
        Ok(())
    }

    /// Makes the singular vectors of the whole of those of its halves, which a row with these two elements couples.
    fn merge(&mut self, coupling: [f64; 2], crew: &dyn Crew) {
        let width = self.width();
        let Self { diagonal, left, right, packed, differences, inner, numbers, poles, first, step, .. } =
            self;
        let (first, step, rows) = (*first, *step, diagonal.len());
        let half = rows / 2;
        left[half * step + first + half] = 1.0;
        let largest = largest_size(diagonal.iter().chain(&coupling));
        if largest == 0.0 {
            return;
        }
        // Squares are to be within the range of numbers.
        let scale = power_of_two(largest);
        let coupling = coupling.map(|element| element / scale);
        let tolerance = tolerance(largest / scale);
        for (column, (pole, &value)) in poles.iter_mut().zip(&**diagonal).enumerate() {
            let vector = &right[column * step + first..][..width];
            let (state, weight) = if column < half {
                (State::First, coupling[0] * vector[half])
            } else {
                (State::Second, coupling[1] * vector[half + 1])
            };
            *pole = Pole { value: value / scale, weight, column, place: 0, state };
        }
        // What the halves make zero makes up the first pole's right vector, and one that the whole makes zero.
        let alone = coupling[0] * right[half * step + first + half];
        let left = Columns { elements: left, step, rows: first..first + rows };
        let mut right = Columns { elements: right, step, rows: first..first + width };
        let weight = if width > rows {
            let other = coupling[1] * right.elements[rows * step + first + half + 1];
            let weight = alone.hypot(other);
            if weight > tolerance {
                let rotation = Rotation { cosine: alone / weight, sine: other / weight };
                right.turn(rotation, half, rows);
            }
            weight
        } else {
            alone
        };
        poles[half] = Pole {
            value: 0.0,
            weight: if weight.abs() > tolerance { weight } else { tolerance },
            column: half,
            place: 0,
            state: State::Both,
        };
        poles.swap(0, half);
        let others = &mut poles[1..];
        others.sort_unstable_by(|one, other| one.value.total_cmp(&other.value));
        let mut bases = [left, right];
        deflate(others, 1.0, tolerance, &mut bases);
        let count = move_ahead(poles);
        let (poles, finals) = poles.split_at_mut(count);
        if let Some(second) = poles.get_mut(1) {
            second.value = second.value.max(0.5 * tolerance);
        }
        give_places(poles);
        let [left, right] = bases.map(|basis| basis.elements);

        let (factors, numbers) = numbers.split_at_mut(count);
        let differences = &mut differences[..count * count];
        let inner = &mut inner[..count * count];
        let Solved { roots, weights } = rank_one::solve::<Squares>(poles, 1.0, differences, numbers, crew);
        for (factor, (pole, weight)) in factors.iter_mut().zip(poles.iter().zip(weights)) {
            *factor = pole.value * weight;
        }
        let together = columns_of_a_share(count);

        let column = |column: usize| &left[column * step + first..];
        let left_packed = Packed::new(packed, poles, finals, [half + 1, rows], column);
        let vectors = Vectors { poles, weights: factors, head: Some(-1.0) };
        let shares = inner.chunks_mut(together * count).zip(differences.chunks(together * count));
        share_out(crew, shares.zip(left.chunks_mut(together * step)), |_, ((inner, differences), target)| {
            vectors.write(differences, inner, &mut target[first..first + count]);
            left_packed.multiply(inner, &mut target[first..], step);
        });
        left_packed.copy_finals(left.chunks_exact_mut(step).skip(count), first);

        let column = |column: usize| &right[column * step + first..];
        let right_packed = Packed::new(packed, poles, finals, [half + 1, width], column);
        let vectors = Vectors { poles, weights, head: None };
        let shares = differences.chunks_mut(together * count).zip(right.chunks_mut(together * step));
        share_out(crew, shares, |_, (inner, target)| {
            vectors.overwrite(inner, &mut target[first..first + count]);
            right_packed.multiply(inner, &mut target[first..], step);
        });
        right_packed.copy_finals(right.chunks_exact_mut(step).skip(count), first);

        let values = roots.iter().copied().chain(finals.iter().map(|pole| pole.value));
        diagonal.iter_mut().zip(values).for_each(|(value, found)| *value = found * scale);
    }
}

/// Makes the elements zero that stand in a column more than there are rows, and turns the right basis along.
fn turn_last_column_to_zero(diagonal: &mut [f64], above: &mut [f64], right: &mut [f64]) {
    let rows = diagonal.len();
    let mut beyond = above[rows - 1];
    for row in (0..rows).rev() {
        let (rotation, length) = Rotation::onto_first(diagonal[row], beyond);
        diagonal[row] = length;
        rotation.turn(right, rows + 1, row, rows);
        if row > 0 {
            beyond = -rotation.sine * above[row - 1];
            above[row - 1] *= rotation.cosine;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::f64::consts::PI;

    use faer::dyn_stack::MemBuffer;
    use stridewise_testkit::words::Words;

    use super::*;

    /// The singular values, after a check of the vectors.
    fn decomposed(diagonal: &[f64], above: &[f64], what: &str) -> Vec<f64> {
        let n = diagonal.len();
        let (mut values, mut rest) = (diagonal.to_vec(), above.to_vec());
        let (mut left, mut right) = (vec![f64::NAN; n * n], vec![f64::NAN; n * n]);
        let mut memory = MemBuffer::new(space(n));
        let stack = MemStack::new(&mut memory);
        singular_vectors(&mut values, &mut rest, &mut left, &mut right, stack, &Alone).unwrap();
        assert!(values.iter().rev().is_sorted() && values[n - 1] >= 0.0, "{what}");
        let largest =
            diagonal.iter().chain(above).fold(0.0_f64, |largest, element| largest.max(element.abs()));
        let tolerance = 1e-15 * (n as f64 + 20.0);
        for (place, &value) in values.iter().enumerate() {
            let (u, v) = (&left[place * n..(place + 1) * n], &right[place * n..(place + 1) * n]);
            for row in 0..n {
                let next = if row + 1 < n { above[row] * v[row + 1] } else { 0.0 };
                let off = (diagonal[row] * v[row] + next - value * u[row]).abs();
                assert!(off <= tolerance * largest, "{what}: A v is off by {off:e} of {largest:e}");
                let before = if row > 0 { above[row - 1] * u[row - 1] } else { 0.0 };
                let off = (diagonal[row] * u[row] + before - value * v[row]).abs();
                assert!(off <= tolerance * largest, "{what}: A' u is off by {off:e} of {largest:e}");
            }
        }
        for basis in [left, right] {
            for one in 0..n {
                for other in 0..=one {
                    let pair = (&basis[one * n..(one + 1) * n], &basis[other * n..(other + 1) * n]);
                    let product: f64 = pair.0.iter().zip(pair.1).map(|(x, y)| x * y).sum();
                    let expected = if one == other { 1.0 } else { 0.0 };
                    assert!(
                        (product - expected).abs() <= tolerance,
                        "{what}: {one} times {other} is {product:e}"
                    );
                }
            }
        }
        values
    }

    #[test]
    fn ones_have_known_singular_values() {
        for n in [1, 2, 25, 26, 27, 51, 52, 53, 54, 100, 257] {
            for sign in [1.0, -1.0] {
                let values = decomposed(&vec![sign; n], &vec![1.0; n - 1], &format!("ones of {n}"));
                for (place, value) in values.iter().enumerate() {
                    let expected = 2.0 * (PI * (place + 1) as f64 / (2 * n + 1) as f64).cos();
                    assert!((value - expected).abs() < 1e-14, "{n} {place}: {value} {expected}");
                }
            }
        }
    }

    #[test]
    fn every_kind_of_matrix_has_orthogonal_bases() {
        for n in [2, 27, 40, 63, 130] {
            for (what, diagonal, above) in kinds(n) {
                for scale in [1.0, 1e-290, 1e290, 1e-12] {
                    let scaled =
                        |elements: &[f64]| elements.iter().map(|element| element * scale).collect::<Vec<_>>();
                    let (diagonal, above) = (scaled(&diagonal), scaled(&above));
                    let what = format!("{what} of {n} times {scale:e}");
                    let values = decomposed(&diagonal, &above, &what);
                    let (mut expected, mut rest) = (diagonal.clone(), above.clone());
                    bidiagonal::singular_values(&mut expected, &mut rest).unwrap();
                    for (value, expected) in values.iter().zip(&expected) {
                        let off = (value - expected).abs();
                        assert!(
                            off <= 1e-15 * (n as f64 + 20.0) * values[0],
                            "{what}: {value:e} {expected:e}"
                        );
                    }
                }
            }
        }
    }

    /// A name, the diagonal, and what stands above it.
    fn kinds(n: usize) -> Vec<(&'static str, Vec<f64>, Vec<f64>)> {
        let mut words = Words::new(88_172_645_463_325_252);
        let mut random = |_: usize| words.number();
        let places = || 0..n;
        let gaps = || 0..n - 1;
        let graded = |place: usize| (-(place as f64)).exp2();
        let holes = |place: usize| if place % 7 == 3 { 0.0 } else { 1.0 };
        vec![
            ("random", places().map(&mut random).collect(), gaps().map(&mut random).collect()),
            ("zeros", vec![0.0; n], vec![0.0; n - 1]),
            ("unit", vec![1.0; n], vec![0.0; n - 1]),
            ("diagonal in disorder", places().map(&mut random).collect(), vec![0.0; n - 1]),
            ("nothing on the diagonal", vec![0.0; n], gaps().map(&mut random).collect()),
            ("zeros on the diagonal", places().map(holes).collect(), vec![1.0; n - 1]),
            ("zeros above the diagonal", vec![1.0; n], gaps().map(holes).collect()),
            ("hardly coupled", vec![1.0; n], vec![1e-17; n - 1]),
            ("weakly coupled", places().map(&mut random).collect(), vec![1e-9; n - 1]),
            ("strongly coupled", places().map(&mut random).collect(), vec![-1e9; n - 1]),
            ("Kahan's", places().map(|place| 0.9_f64.powi(place as i32)).collect(), vec![-0.4; n - 1]),
            ("graded", places().map(graded).collect(), gaps().map(graded).collect()),
            ("graded upwards", places().rev().map(graded).collect(), gaps().rev().map(graded).collect()),
            (
                "of low rank",
                places().map(|place| if place < 5 { 1.0 } else { 1e-17 }).collect(),
                vec![1e-17; n - 1],
            ),
            (
                "of one element",
                places().map(|place| if place == n / 2 { 1.0 } else { 0.0 }).collect(),
                vec![0.0; n - 1],
            ),
        ]
    }
}
