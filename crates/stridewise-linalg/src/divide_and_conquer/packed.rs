//! The vectors of two halves, in the order in which they make those of the whole.

use super::deflation::{Pole, State, count_states};
use crate::matrix::{block_mut, columns, multiply};

/// The halves' eigenvectors, without the rows where they have no elements.
pub(super) struct Packed<'a> {
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
    /// Copies the columns of the poles to their places, and those of the final ones behind each other.
    pub(super) fn new<'b>(
        memory: &'a mut [f64],
        poles: &[Pole],
        finals: &[Pole],
        [half, rows]: [usize; 2],
        column: impl Fn(usize) -> &'b [f64],
    ) -> Self {
        let [first, both, second] = count_states(poles);
        let alone = [first, second];
        let (upper, memory) = memory.split_at_mut((first + both) * half);
        let (lower, memory) = memory.split_at_mut((both + second) * (rows - half));
        let last = &mut memory[..finals.len() * rows];
        for pole in poles {
            let vector = column(pole.column);
            if pole.state != State::Second {
                upper[pole.place * half..][..half].copy_from_slice(&vector[..half]);
            }
            if pole.state != State::First {
                let size = rows - half;
                lower[(pole.place - first) * size..][..size].copy_from_slice(&vector[half..rows]);
            }
        }
        for (target, pole) in last.chunks_exact_mut(rows).zip(finals) {
            target.copy_from_slice(&column(pole.column)[..rows]);
        }
        Self { upper, lower, finals: last, rows: [half, rows - half], alone, both }
    }

    /// Writes the products with the columns of `inner`, one for each pole, to as many columns of `target`, `step` elements
    /// apart.
    pub(super) fn multiply(&self, inner: &[f64], target: &mut [f64], step: usize) {
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

    /// Copies those of the whole to columns, from row `first` on.
    pub(super) fn copy_finals<'b>(&self, targets: impl Iterator<Item = &'b mut [f64]>, first: usize) {
        let rows = self.rows.iter().sum();
        for (target, found) in targets.zip(self.finals.chunks_exact(rows)) {
            target[first..first + rows].copy_from_slice(found);
        }
    }
}
