//! Long transforms as two rounds of short ones, each of which stays in the cache.
//!
//! The input is a matrix of `rows` by `columns`. The first round transforms its columns and turns each number by a root
//! of unity, the second round transforms the rows; the result, read by columns, is the transform: Bailey, FFTs in
//! external or hierarchical memory (1990), without its transpositions, which are the walker's strides.

use std::sync::Arc;

use num_complex::Complex;

use crate::complex::{Direction, Plan};
use crate::precision::Precision;
use crate::roots::Roots;

/// Points from which on a transform is cut in two: it and its result leave the second-level cache.
const SHORTEST: usize = 1 << 15;
/// Columns and rows at least: shorter rounds cost more passes than they save.
const NARROWEST: usize = 64;

/// Turned numbers that share a root.
const GROUP: usize = 8;

/// A transform cut in two.
#[derive(Clone, Debug)]
pub struct Halves<T: Precision> {
    direction: Direction,
    rows: usize,
    columns: usize,
    down: Plan<T>,
    along: Plan<T>,
    roots: Arc<Roots>,
}

impl<T: Precision> Halves<T> {
    /// For transforms of this length, where cutting them pays: by length alone.
    pub fn of(length: usize, direction: Direction) -> Option<Self> {
        if length < SHORTEST {
            return None;
        }
        let rows = (NARROWEST..=length.isqrt()).rev().find(|&rows| length.is_multiple_of(rows))?;
        let columns = length / rows;
        Some(Self {
            direction,
            rows,
            columns,
            down: Plan::of(rows, direction),
            along: Plan::of(columns, direction),
            roots: Arc::new(Roots::of(length)),
        })
    }

    pub fn rows(&self) -> usize {
        self.rows
    }

    pub fn columns(&self) -> usize {
        self.columns
    }

    /// The complex numbers of scratch that either round takes.
    pub fn scratch_length(&self) -> usize {
        self.down.scratch_length().max(self.along.scratch_length())
    }

    /// The first round, of one column.
    ///
    /// # Panics
    /// Where input or output are not as long as there are rows.
    pub fn down(
        &self,
        column: usize,
        input: &[Complex<T>],
        output: &mut [Complex<T>],
        scratch: &mut [Complex<T>],
    ) {
        self.down.transform(input, output, T::from_double(1.0), scratch);
        let root = |place: usize| {
            let root = self.roots.get(place * column);
            let root = if self.direction == Direction::Inverse { root.conj() } else { root };
            Complex::new(T::from_double(root.re), T::from_double(root.im))
        };
        let fine: [Complex<T>; GROUP] = std::array::from_fn(root);
        for (group, numbers) in output.chunks_mut(GROUP).enumerate() {
            let coarse = root(group * GROUP);
            for (number, fine) in numbers.iter_mut().zip(fine) {
                *number = *number * (coarse * fine);
            }
        }
    }

    /// The second round, of one row, times `scale`.
    ///
    /// # Panics
    /// Where input or output are not as long as there are columns.
    pub fn along(
        &self,
        input: &[Complex<T>],
        output: &mut [Complex<T>],
        scale: T,
        scratch: &mut [Complex<T>],
    ) {
        self.along.transform(input, output, scale, scratch);
    }
}
