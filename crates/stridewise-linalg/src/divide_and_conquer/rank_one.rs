//! Eigenvectors of a diagonal matrix that was changed by a matrix of rank one.

use super::deflation::Pole;
use super::secular::{Axis, LANES, Secular};
use crate::crew::{Crew, columns_of_a_share, share_out};

/// Numbers that [`solve`] needs for each row, where there are some.
pub(super) const NUMBERS: usize = 6;

/// Roots of the secular equation, and what makes vectors of them.
pub(super) struct Solved<'a> {
    pub(super) roots: &'a [f64],
    /// Weights with which the roots are exact.
    pub(super) weights: &'a [f64],
}

/// Solves the secular equation, and writes the poles' differences from each root as a column.
pub(super) fn solve<'a, A: Axis>(
    poles: &[Pole],
    strength: f64,
    differences: &mut [f64],
    numbers: &'a mut [f64],
    crew: &dyn Crew,
) -> Solved<'a> {
    let count = poles.len();
    let padded = count.next_multiple_of(LANES);
    let (values, numbers) = numbers.split_at_mut(padded);
    let (weights, numbers) = numbers.split_at_mut(padded);
    let (stable, numbers) = numbers.split_at_mut(count);
    let roots = &mut numbers[..count];
    for (pole, (value, weight)) in poles.iter().zip(values.iter_mut().zip(&mut *weights)) {
        (*value, *weight) = (pole.value, pole.weight);
    }
    let secular = Secular::<A>::new(values, weights, count, strength);
    let together = columns_of_a_share(count);
    let shares = differences.chunks_mut(together * count).zip(roots.chunks_mut(together));
    share_out(crew, shares, |place, (differences, roots)| {
        let task = Roots { secular, first: place * together, differences, roots };
        pulp::Arch::new().dispatch(
            #[inline(always)]
            || task.find(),
        );
    });
    let differences = &*differences;
    share_out(crew, stable.chunks_mut(together), |place, weights| {
        let task = Weights { secular, differences, first: place * together, weights };
        pulp::Arch::new().dispatch(
            #[inline(always)]
            || task.find(),
        );
    });
    Solved { roots, weights: stable }
}

/// The roots behind some poles, and the poles' differences from each as a column.
struct Roots<'a, A> {
    secular: Secular<'a, A>,
    first: usize,
    differences: &'a mut [f64],
    roots: &'a mut [f64],
}

impl<A: Axis> Roots<'_, A> {
    #[inline(always)]
    fn find(self) {
        let count = self.differences.len() / self.roots.len();
        let columns = self.differences.chunks_exact_mut(count);
        for (place, (root, differences)) in self.roots.iter_mut().zip(columns).enumerate() {
            *root = self.secular.root(self.first + place, differences);
        }
    }
}

/// The weights, of some poles, with which the equation has these roots exactly.
struct Weights<'a, A> {
    secular: Secular<'a, A>,
    differences: &'a [f64],
    first: usize,
    weights: &'a mut [f64],
}

impl<A: Axis> Weights<'_, A> {
    #[inline(always)]
    fn find(self) {
        let Self { secular, differences, first, weights } = self;
        let (poles, given) = secular.poles();
        let rows = first..first + weights.len();
        let own = &poles[rows.clone()];
        weights.fill(-1.0);
        for (place, (column, &pole)) in differences.chunks_exact(poles.len()).zip(poles).enumerate() {
            let column = &column[rows.clone()];
            let middle = place.clamp(rows.start, rows.end) - first;
            for range in [0..middle, middle..weights.len()] {
                let factors = own[range.clone()].iter().zip(&column[range.clone()]);
                for (weight, (&other, &difference)) in weights[range].iter_mut().zip(factors) {
                    let distance = A::difference(other, pole, 0.0);
                    *weight *= difference / if distance == 0.0 { 1.0 } else { distance };
                }
            }
        }
        for (weight, given) in weights.iter_mut().zip(&given[rows]) {
            *weight = weight.max(0.0).sqrt().copysign(*given);
        }
    }
}

/// What vectors are made of: weights, divided by differences.
#[derive(Clone, Copy)]
pub(super) struct Vectors<'a> {
    pub(super) poles: &'a [Pole],
    pub(super) weights: &'a [f64],
    /// Stands for the first quotient.
    pub(super) head: Option<f64>,
}

impl Vectors<'_> {
    /// Overwrites columns of differences by vectors of length one, ordered by the poles' places.
    pub(super) fn overwrite(self, columns: &mut [f64], work: &mut [f64]) {
        let task = Overwriting { vectors: self, columns, work };
        pulp::Arch::new().dispatch(
            #[inline(always)]
            || task.run(),
        );
    }

    /// As [`overwrite`](Self::overwrite), elsewhere.
    pub(super) fn write(self, differences: &[f64], columns: &mut [f64], work: &mut [f64]) {
        let task = Writing { vectors: self, differences, columns, work };
        pulp::Arch::new().dispatch(
            #[inline(always)]
            || task.run(),
        );
    }

    /// Writes a vector in the order of the poles; returns its length.
    #[inline(always)]
    fn quotients(self, differences: &[f64], vector: &mut [f64]) -> f64 {
        let mut squares = [0.0; LANES];
        let (chunks, rest) = vector.as_chunks_mut::<LANES>();
        let (weights, weights_rest) = self.weights.as_chunks::<LANES>();
        let (differences, differences_rest) = differences.as_chunks::<LANES>();
        for ((chunk, weights), differences) in chunks.iter_mut().zip(weights).zip(differences) {
            for lane in 0..LANES {
                chunk[lane] = weights[lane] / differences[lane];
                squares[lane] += chunk[lane] * chunk[lane];
            }
        }
        for (lane, element) in rest.iter_mut().enumerate() {
            *element = weights_rest[lane] / differences_rest[lane];
            squares[lane] += *element * *element;
        }
        let mut square: f64 = squares.iter().sum();
        if let Some(head) = self.head {
            square += head * head - vector[0] * vector[0];
            vector[0] = head;
        }
        square.sqrt()
    }

    #[inline(always)]
    fn place(self, vector: &[f64], scale: f64, column: &mut [f64]) {
        for (pole, &element) in self.poles.iter().zip(vector) {
            column[pole.place] = element * scale;
        }
    }
}

struct Overwriting<'a> {
    vectors: Vectors<'a>,
    columns: &'a mut [f64],
    work: &'a mut [f64],
}

impl Overwriting<'_> {
    #[inline(always)]
    fn run(self) {
        for column in self.columns.chunks_exact_mut(self.vectors.poles.len()) {
            let scale = 1.0 / self.vectors.quotients(column, self.work);
            self.vectors.place(self.work, scale, column);
        }
    }
}

struct Writing<'a> {
    vectors: Vectors<'a>,
    differences: &'a [f64],
    columns: &'a mut [f64],
    work: &'a mut [f64],
}

impl Writing<'_> {
    #[inline(always)]
    fn run(self) {
        let count = self.vectors.poles.len();
        for (column, differences) in
            self.columns.chunks_exact_mut(count).zip(self.differences.chunks_exact(count))
        {
            let scale = 1.0 / self.vectors.quotients(differences, self.work);
            self.vectors.place(self.work, scale, column);
        }
    }
}
