//! Eigenvectors of symmetric tridiagonal matrices.
//!
//! The matrix is two halves and a coupling of rank one (Cuppen, 1981).

use faer::dyn_stack::{MemStack, StackReq};

use super::deflation::{Columns, Pole, State, deflate, give_places, move_ahead, tolerance};
use super::packed::Packed;
use super::rank_one::{self, Solved, Vectors};
use super::secular::Numbers;
use super::{SHARED_FROM, UNDIVIDED, bring_to_one, conquer_both, write_vectors};
use crate::crew::{Alone, Crew, columns_of_a_share, share_out};
use crate::hermitian::tridiagonal_vectors;
use crate::{Double, NoConvergence};

/// Memory that [`eigenvectors`] works in.
pub(crate) fn space(n: usize) -> StackReq {
    let matrix = StackReq::new::<f64>(n * n);
    StackReq::all_of(&[
        matrix.array(3),
        StackReq::new::<f64>(rank_one::NUMBERS * n),
        StackReq::new::<Pole>(n),
    ])
}

/// Overwrites the diagonal by the eigenvalues, the smallest first, and writes the eigenvectors in the same order, as columns
/// of a matrix of the same order. What stands beside the diagonal is overwritten.
///
/// At most `4/3 n³` operations, and fewer where eigenvalues lie close to each other.
///
/// # Errors
/// Where the iteration that finds those of small parts does not end.
pub(crate) fn eigenvectors<T: Double>(
    diagonal: &mut [f64],
    beside: &mut [f64],
    vectors: &mut [T],
    stack: &mut MemStack,
    crew: &dyn Crew,
) -> Result<(), NoConvergence> {
    let n = diagonal.len();
    // What is small is measured against the vectors, which have length one.
    let scale = bring_to_one(diagonal, beside);
    let (mut basis, stack) = stack.make_with::<f64>(n * n, |_| 0.0);
    let (mut packed, stack) = stack.make_with::<f64>(n * n, |_| 0.0);
    let (mut inner, stack) = stack.make_with::<f64>(n * n, |_| 0.0);
    let (mut numbers, stack) = stack.make_with::<f64>(rank_one::NUMBERS * n, |_| 0.0);
    let (mut poles, _) = stack.make_with::<Pole>(n, |_| Pole::NONE);
    let mut levels = 0;
    while n.div_ceil(1 << levels) > UNDIVIDED {
        levels += 1;
    }
    let whole = Part {
        diagonal,
        beside,
        basis: &mut basis,
        packed: &mut packed,
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
    poles.sort_unstable_by(|one, other| one.value.total_cmp(&other.value));
    write_vectors(vectors, &basis, &poles);
    diagonal.iter_mut().zip(&*poles).for_each(|(value, pole)| *value = pole.value * scale);
    Ok(())
}

/// Consecutive rows and columns, and memory of their own for each column: `step` elements of each matrix.
struct Part<'a> {
    /// Becomes the eigenvalues, in the order of the basis.
    diagonal: &'a mut [f64],
    /// Between these rows, and behind the last one where others follow.
    beside: &'a mut [f64],
    /// Zero beside the rows of this part.
    basis: &'a mut [f64],
    packed: &'a mut [f64],
    inner: &'a mut [f64],
    numbers: &'a mut [f64],
    poles: &'a mut [Pole],
    /// The first row.
    first: usize,
    step: usize,
}

impl Part<'_> {
    /// Both halves: of `length` rows the first one has half, rounded down.
    fn halves(&mut self) -> [Part<'_>; 2] {
        let Self { first, step, .. } = *self;
        let half = self.diagonal.len() / 2;
        let (diagonal, other_diagonal) = self.diagonal.split_at_mut(half);
        let (beside, other_beside) = self.beside.split_at_mut(half);
        let (basis, other_basis) = self.basis.split_at_mut(half * step);
        let (packed, other_packed) = self.packed.split_at_mut(half * step);
        let (inner, other_inner) = self.inner.split_at_mut(half * step);
        let (numbers, other_numbers) = self.numbers.split_at_mut(half * rank_one::NUMBERS);
        let (poles, other_poles) = self.poles.split_at_mut(half);
        [
            Part { diagonal, beside, basis, packed, inner, numbers, poles, first, step },
            Part {
                diagonal: other_diagonal,
                beside: other_beside,
                basis: other_basis,
                packed: other_packed,
                inner: other_inner,
                numbers: other_numbers,
                poles: other_poles,
                first: first + half,
                step,
            },
        ]
    }

    /// Finds the eigenvectors of the part, divided so many times.
    fn conquer(mut self, levels: u32, crew: &dyn Crew) -> Result<(), NoConvergence> {
        if levels == 0 {
            return self.undivided();
        }
        let crew = if self.diagonal.len() < SHARED_FROM { &Alone } else { crew };
        let half = self.diagonal.len() / 2;
        let coupling = self.beside[half - 1];
        self.diagonal[half - 1] -= coupling.abs();
        self.diagonal[half] -= coupling.abs();
        conquer_both(crew, self.halves(), |part| part.conquer(levels - 1, crew))?;
        self.merge(coupling, crew);
        Ok(())
    }

    fn undivided(self) -> Result<(), NoConvergence> {
        let Self { diagonal, beside, basis, packed, first, step, .. } = self;
        let n = diagonal.len();
        let vectors = &mut packed[..n * n];
        vectors.fill(0.0);
        vectors.iter_mut().step_by(n + 1).for_each(|element| *element = 1.0);
        tridiagonal_vectors::eigenvectors(diagonal, &mut beside[..n - 1], vectors)?;
        for (column, vector) in basis.chunks_exact_mut(step).zip(vectors.chunks_exact(n)) {
            column[first..first + n].copy_from_slice(vector);
        }
        Ok(())
    }

    /// Makes the eigenvectors of the whole of those of its halves, which `coupling` couples.
    fn merge(&mut self, coupling: f64, crew: &dyn Crew) {
        let Self { diagonal, basis, packed, inner, numbers, poles, first, step, .. } = self;
        let (first, step, rows) = (*first, *step, diagonal.len());
        let half = rows / 2;
        for (column, (pole, &value)) in poles.iter_mut().zip(&**diagonal).enumerate() {
            let vector = &basis[column * step + first..][..rows];
            let (state, element) = if column < half {
                (State::First, vector[half - 1])
            } else {
                (State::Second, vector[half].copysign(vector[half] * coupling))
            };
            *pole =
                Pole { value, weight: element * std::f64::consts::FRAC_1_SQRT_2, column, place: 0, state };
        }
        poles.sort_unstable_by(|one, other| one.value.total_cmp(&other.value));
        let strength = 2.0 * coupling.abs();
        let largest =
            poles.iter().fold(0.0_f64, |largest, pole| largest.max(pole.value.abs()).max(pole.weight.abs()));
        let columns = Columns { elements: basis, step, rows: first..first + rows };
        deflate(poles, strength, tolerance(largest), &mut [columns]);
        let count = move_ahead(poles);
        if count == 0 {
            return;
        }
        let (poles, finals) = poles.split_at_mut(count);
        give_places(poles);
        let packed =
            Packed::new(packed, poles, finals, [half, rows], |column| &basis[column * step + first..]);
        let inner = &mut inner[..count * count];
        let Solved { roots, weights } = rank_one::solve::<Numbers>(poles, strength, inner, numbers, crew);
        let vectors = Vectors { poles, weights, head: None };
        let together = columns_of_a_share(count);
        let shares = inner.chunks_mut(together * count).zip(basis.chunks_mut(together * step));
        share_out(crew, shares, |_, (inner, target)| {
            // Products are written over what it was worked in.
            vectors.overwrite(inner, &mut target[first..first + count]);
            packed.multiply(inner, &mut target[first..], step);
        });

        packed.copy_finals(basis.chunks_exact_mut(step).skip(count), first);
        diagonal[..count].copy_from_slice(roots);
        diagonal[count..].iter_mut().zip(&*finals).for_each(|(value, pole)| *value = pole.value);
    }
}

#[cfg(test)]
mod tests {
    use std::f64::consts::PI;

    use faer::dyn_stack::MemBuffer;
    use stridewise_testkit::words::Words;

    use super::*;
    use crate::hermitian::tridiagonal;

    /// The eigenvalues, after a check of the eigenvectors.
    fn decomposed(diagonal: &[f64], beside: &[f64], what: &str) -> Vec<f64> {
        let n = diagonal.len();
        let (mut values, mut rest) = (diagonal.to_vec(), beside.to_vec());
        let mut vectors = vec![f64::NAN; n * n];
        let mut memory = MemBuffer::new(space(n));
        eigenvectors(&mut values, &mut rest, &mut vectors, MemStack::new(&mut memory), &Alone).unwrap();
        assert!(values.is_sorted(), "{what}");
        let largest =
            diagonal.iter().chain(beside).fold(0.0_f64, |largest, element| largest.max(element.abs()));
        let tolerance = 1e-15 * (n as f64 + 20.0);
        for (vector, &value) in vectors.chunks_exact(n).zip(&values) {
            for row in 0..n {
                let mut image = diagonal[row] * vector[row];
                if row > 0 {
                    image += beside[row - 1] * vector[row - 1];
                }
                if row + 1 < n {
                    image += beside[row] * vector[row + 1];
                }
                let off = (image - value * vector[row]).abs();
                assert!(off <= tolerance * largest, "{what}: residual {off:e} of {largest:e}");
            }
        }
        for one in 0..n {
            for other in 0..=one {
                let pair = (&vectors[one * n..(one + 1) * n], &vectors[other * n..(other + 1) * n]);
                let product: f64 = pair.0.iter().zip(pair.1).map(|(x, y)| x * y).sum();
                let expected = if one == other { 1.0 } else { 0.0 };
                assert!(
                    (product - expected).abs() <= tolerance,
                    "{what}: {one} times {other} is {product:e}"
                );
            }
        }
        values
    }

    #[test]
    fn second_differences_have_known_eigenvalues() {
        for n in [1, 2, 3, 25, 26, 51, 52, 100, 257] {
            for sign in [1.0, -1.0] {
                let values = decomposed(&vec![2.0; n], &vec![sign; n - 1], &format!("differences of {n}"));
                for (place, value) in values.iter().enumerate() {
                    let expected = 2.0 - 2.0 * (PI * (place + 1) as f64 / (n + 1) as f64).cos();
                    assert!((value - expected).abs() < 1e-14, "{n} {place}: {value} {expected}");
                }
            }
        }
    }

    #[test]
    fn every_kind_of_matrix_has_an_orthogonal_basis() {
        for n in [2, 27, 40, 63, 130] {
            for (what, diagonal, beside) in kinds(n) {
                for scale in [1.0, 1e-290, 1e290, 1e-12] {
                    let scaled =
                        |elements: &[f64]| elements.iter().map(|element| element * scale).collect::<Vec<_>>();
                    let (diagonal, beside) = (scaled(&diagonal), scaled(&beside));
                    let what = format!("{what} of {n} times {scale:e}");
                    let values = decomposed(&diagonal, &beside, &what);
                    let (mut expected, mut rest) = (diagonal.clone(), beside.clone());
                    tridiagonal::eigenvalues(&mut expected, &mut rest).unwrap();
                    let largest = diagonal
                        .iter()
                        .chain(&beside)
                        .fold(0.0_f64, |largest, element| largest.max(element.abs()));
                    for (value, expected) in values.iter().zip(&expected) {
                        let off = (value - expected).abs();
                        assert!(off <= 1e-15 * (n as f64 + 20.0) * largest, "{what}: {value:e} {expected:e}");
                    }
                }
            }
        }
    }

    /// A name, the diagonal, and what stands beside it.
    fn kinds(n: usize) -> Vec<(&'static str, Vec<f64>, Vec<f64>)> {
        let mut words = Words::new(88_172_645_463_325_252);
        let mut random = |_: usize| words.number();
        let places = || 0..n;
        let gaps = || 0..n - 1;
        let wilkinson = |place: usize| (place as f64 - (n as f64 - 1.0) / 2.0).abs();
        let glued = |place: usize| ((place % 21) as f64 - 10.0).abs();
        let graded = |place: usize| (-(place as f64)).exp2();
        vec![
            ("random", places().map(&mut random).collect(), gaps().map(&mut random).collect()),
            ("zeros", vec![0.0; n], vec![0.0; n - 1]),
            ("unit", vec![1.0; n], vec![0.0; n - 1]),
            ("diagonal in disorder", places().map(&mut random).collect(), vec![0.0; n - 1]),
            ("nothing on the diagonal", vec![0.0; n], gaps().map(&mut random).collect()),
            ("hardly coupled", vec![1.0; n], vec![1e-17; n - 1]),
            ("weakly coupled", places().map(&mut random).collect(), vec![1e-9; n - 1]),
            ("strongly coupled", places().map(&mut random).collect(), vec![-1e9; n - 1]),
            ("Wilkinson's", places().map(wilkinson).collect(), vec![1.0; n - 1]),
            (
                "Wilkinson's, glued",
                places().map(glued).collect(),
                gaps().map(|place| if place % 21 == 20 { 1e-8 } else { 1.0 }).collect(),
            ),
            ("graded", places().map(graded).collect(), gaps().map(|place| 0.3 * graded(place)).collect()),
            ("graded upwards", places().rev().map(graded).collect(), gaps().rev().map(graded).collect()),
            (
                "of one element",
                places().map(|place| if place == n / 2 { 1.0 } else { 0.0 }).collect(),
                vec![0.0; n - 1],
            ),
        ]
    }
}
