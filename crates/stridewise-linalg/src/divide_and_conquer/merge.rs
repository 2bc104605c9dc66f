//! Two halves put together.

use super::Part;
use super::deflation::{Columns, Pole, State, deflate};
use super::secular::{LANES, Secular};
use crate::crew::{Crew, share_out};
use crate::matrix::{block_mut, columns, multiply};

/// Fewer columns are not worth another thread.
const COLUMNS_OF_A_SHARE: usize = 48;
const MOST_SHARES: usize = 16;

impl Part<'_> {
    /// Makes the eigenvectors of the whole of those of its halves, which `coupling` couples.
    pub(super) fn merge(&mut self, coupling: f64, crew: &dyn Crew) {
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
            *pole = Pole { value, weight: element * std::f64::consts::FRAC_1_SQRT_2, column, state };
        }
        poles.sort_unstable_by(|one, other| one.value.total_cmp(&other.value));
        let strength = 2.0 * coupling.abs();
        deflate(poles, strength, Columns { elements: basis, step, rows: first..first + rows });
        let count = move_ahead(poles);
        if count == 0 {
            return;
        }
        let (poles, finals) = poles.split_at_mut(count);
        let packed =
            Packed::new(packed, poles, finals, [half, rows], |column| &basis[column * step + first..]);

        let (places, numbers) = numbers.split_at_mut(rows + LANES);
        let (weights, numbers) = numbers.split_at_mut(rows + LANES);
        let (stable, numbers) = numbers.split_at_mut(count);
        let roots = &mut numbers[..count];
        for (pole, (place, weight)) in poles.iter().zip(places.iter_mut().zip(&mut *weights)) {
            (*place, *weight) = (pole.value, pole.weight);
        }
        let secular = Secular::new(places, weights, count, strength);
        let differences = &mut inner[..count * count];
        let together = columns_of_a_share(count);
        let shares = differences.chunks_mut(together * count).zip(roots.chunks_mut(together));
        share_out(crew, shares, |place, (differences, roots)| {
            let task = Roots { secular, first: place * together, differences, roots };
            pulp::Arch::new().dispatch(
                #[inline(always)]
                || task.find(),
            );
        });
        share_out(crew, stable.chunks_mut(together), |place, weights| {
            let first = place * together;
            let task = Weights { poles, places: secular.poles(), differences, first, weights };
            pulp::Arch::new().dispatch(
                #[inline(always)]
                || task.find(),
            );
        });
        let shares = differences.chunks_mut(together * count).zip(basis.chunks_mut(together * step));
        share_out(crew, shares, |_, (columns, target)| {
            // Products are written over what it was worked in.
            let task = Vectors { poles, weights: stable, columns, work: &mut target[first..first + count] };
            pulp::Arch::new().dispatch(
                #[inline(always)]
                || task.find(),
            );
            packed.multiply(columns, &mut target[first..], step);
        });

        for (target, found) in basis.chunks_exact_mut(step).skip(count).zip(packed.finals.chunks_exact(rows))
        {
            target[first..first + rows].copy_from_slice(found);
        }
        diagonal[..count].copy_from_slice(&roots[..count]);
        diagonal[count..].iter_mut().zip(&*finals).for_each(|(value, pole)| *value = pole.value);
    }
}

/// Columns that one thread works on, of so many.
fn columns_of_a_share(count: usize) -> usize {
    let shares = (count / COLUMNS_OF_A_SHARE).clamp(1, MOST_SHARES);
    // As many as the threads of most machines divide.
    count.div_ceil(1 << shares.ilog2())
}

/// Moves the poles of the secular equation before those that are final, and tells how many they are. They stay in order.
fn move_ahead(poles: &mut [Pole]) -> usize {
    let mut count = 0;
    for place in 0..poles.len() {
        if poles[place].state != State::Final {
            poles.swap(count, place);
            count += 1;
        }
    }
    count
}

/// The halves' eigenvectors, without the rows where they have no elements.
struct Packed<'a> {
    /// Rows of the first half.
    upper: &'a [f64],
    lower: &'a [f64],
    /// All rows of those that are eigenvectors of the whole.
    finals: &'a [f64],
    /// Of both halves.
    rows: [usize; 2],
    /// How many vectors have no elements in the second half, and how many in the first.
    alone: [usize; 2],
    both: usize,
}

impl<'a> Packed<'a> {
    /// Copies the columns of the poles, ordered by their states, and those of the final ones; the poles' columns become
    /// their places in that order.
    fn new<'b>(
        memory: &'a mut [f64],
        poles: &mut [Pole],
        finals: &[Pole],
        [half, rows]: [usize; 2],
        column: impl Fn(usize) -> &'b [f64],
    ) -> Self {
        let count = |state| poles.iter().filter(|pole| pole.state == state).count();
        let alone = [count(State::First), count(State::Second)];
        let both = poles.len() - alone[0] - alone[1];
        let (upper, memory) = memory.split_at_mut((alone[0] + both) * half);
        let (lower, memory) = memory.split_at_mut((both + alone[1]) * (rows - half));
        let last = &mut memory[..finals.len() * rows];
        let mut next = [0, alone[0], alone[0] + both];
        for pole in poles {
            let vector = column(pole.column);
            let next = &mut next[pole.state as usize];
            if pole.state != State::Second {
                upper[*next * half..][..half].copy_from_slice(&vector[..half]);
            }
            if pole.state != State::First {
                let size = rows - half;
                lower[(*next - alone[0]) * size..][..size].copy_from_slice(&vector[half..rows]);
            }
            pole.column = *next;
            *next += 1;
        }
        for (target, pole) in last.chunks_exact_mut(rows).zip(finals) {
            target.copy_from_slice(&column(pole.column)[..rows]);
        }
        Self { upper, lower, finals: last, rows: [half, rows - half], alone, both }
    }

    /// Writes the products with the columns of `inner`, one for each pole, to as many columns of `target`, `step` elements
    /// apart.
    fn multiply(&self, inner: &[f64], target: &mut [f64], step: usize) {
        let count = self.alone.iter().sum::<usize>() + self.both;
        let width = inner.len() / count;
        let inner = columns(inner, count, width);
        let [half, other] = self.rows;
        let [first, second] = self.alone;
        let left = columns(self.upper, half, count - second);
        multiply(block_mut(target, half, width, step), left, inner.subrows(0, count - second));
        let left = columns(self.lower, other, count - first);
        multiply(
            block_mut(&mut target[half..], other, width, step),
            left,
            inner.subrows(first, count - first),
        );
    }
}

/// The roots behind some poles, and the poles' differences from each as a column.
struct Roots<'a> {
    secular: Secular<'a>,
    first: usize,
    differences: &'a mut [f64],
    roots: &'a mut [f64],
}

impl Roots<'_> {
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
struct Weights<'a> {
    poles: &'a [Pole],
    places: &'a [f64],
    differences: &'a [f64],
    first: usize,
    weights: &'a mut [f64],
}

impl Weights<'_> {
    #[inline(always)]
    fn find(self) {
        let Self { poles, places, differences, first, weights } = self;
        let rows = first..first + weights.len();
        weights.fill(-1.0);
        let own = &places[rows.clone()];
        for (place, column) in differences.chunks_exact(poles.len()).enumerate() {
            let column = &column[rows.clone()];
            let middle = place.clamp(rows.start, rows.end) - first;
            for range in [0..middle, middle..weights.len()] {
                for ((weight, &other), &difference) in
                    weights[range.clone()].iter_mut().zip(&own[range.clone()]).zip(&column[range])
                {
                    let distance = other - places[place];
                    *weight *= difference / if distance == 0.0 { 1.0 } else { distance };
                }
            }
        }
        for (weight, pole) in weights.iter_mut().zip(&poles[rows]) {
            *weight = weight.max(0.0).sqrt().copysign(pole.weight);
        }
    }
}

/// Eigenvectors, in the order of the packed columns, in the place of columns of differences.
struct Vectors<'a> {
    poles: &'a [Pole],
    weights: &'a [f64],
    columns: &'a mut [f64],
    work: &'a mut [f64],
}

impl Vectors<'_> {
    #[inline(always)]
    fn find(self) {
        let Self { poles, weights, columns, work } = self;
        for column in columns.chunks_exact_mut(poles.len()) {
            let mut squares = [0.0; LANES];
            let (chunks, rest) = work.as_chunks_mut::<LANES>();
            let (weights, weights_rest) = weights.as_chunks::<LANES>();
            let (differences, differences_rest) = column.as_chunks::<LANES>();
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
            let length = squares.iter().sum::<f64>().sqrt();
            for (pole, &element) in poles.iter().zip(&*work) {
                column[pole.column] = element / length;
            }
        }
    }
}
