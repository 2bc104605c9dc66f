//! Many products of one shape.
#![expect(unsafe_code, reason = "calls products on raw pointers into matrices")]

use std::ops::Range;
use std::sync::OnceLock;

use smallvec::SmallVec;
use stridewise_core::{Error, Result};
use stridewise_kernels::product::{Kernels, Matrix, Problem, Way};

use super::single;
use crate::threads;

type Steps = SmallVec<[isize; 4]>;

/// Products of matrices that lie at the same steps from each other.
pub(super) struct Batch<'a> {
    /// The first product.
    pub problem: Problem,
    /// How often there is one along each axis, and the bytes from one to the next: of the left matrix, the right one and
    /// the target.
    pub lengths: &'a [usize],
    pub steps: [Steps; 3],
    /// Whether these are dot products of conjugated left vectors.
    pub conjugates: bool,
}

// SAFETY: the pointers are to matrices that are valid for as long as the batch, and each product has a target of its own.
unsafe impl Sync for Batch<'_> {}

impl Batch<'_> {
    /// Computes all products.
    ///
    /// # Safety
    /// As [`single::multiply`], for each of them; targets must be apart from each other.
    ///
    /// # Errors
    /// As [`single::multiply`].
    pub(super) unsafe fn run(&self, kernels: &Kernels) -> Result<()> {
        let count: usize = self.lengths.iter().product();
        let each = single::work(kernels.size, self.problem.shape);
        let work = each.saturating_mul(count);
        // Large products are shared among threads one by one.
        if !threads::pays(work) || count < threads::count() || threads::pays(each / 4) {
            // SAFETY: the caller's promise.
            return unsafe { self.some(kernels, 0..count, true) };
        }
        let failed = OnceLock::<Error>::new();
        threads::share_here(count, 1, work, &|range: Range<usize>| {
            // SAFETY: as above, for some of the products.
            if let Err(error) = unsafe { self.some(kernels, range, false) } {
                failed.set(error).unwrap_or(());
            }
        });
        failed.into_inner().map_or(Ok(()), Err)
    }

    /// Computes some of the products, one after the other.
    ///
    /// # Safety
    /// As [`Batch::run`].
    unsafe fn some(&self, kernels: &Kernels, range: Range<usize>, on_pool: bool) -> Result<()> {
        let [rows, _, columns] = self.problem.shape;
        if rows == 1 && columns == 1 {
            // SAFETY: the caller's promise.
            return unsafe { self.some_dots(kernels, range, on_pool) };
        }
        let oriented = self.problem.oriented(kernels.size);
        let at_once = oriented.way(kernels) == Way::AtOnce;
        let turned = self.problem.turns(kernels.size);
        let small = at_once && !(on_pool && threads::pays(single::work(kernels.size, self.problem.shape)));
        let mut places = Places::new(self, range.start);
        for _ in range {
            let [left, right, target] = places.offsets;
            // SAFETY: the caller's promise.
            unsafe {
                if small {
                    let (left, right) = if turned { (right, left) } else { (left, right) };
                    kernels.multiply(&moved(oriented, [left, right, target]));
                } else {
                    single::multiply(kernels, moved(self.problem, [left, right, target]), on_pool)?;
                }
            }
            places.advance(1);
        }
        Ok(())
    }

    /// As [`Batch::some`], of dot products: those along the last axis at once.
    ///
    /// # Safety
    /// As [`Batch::run`].
    unsafe fn some_dots(&self, kernels: &Kernels, range: Range<usize>, on_pool: bool) -> Result<()> {
        let last = self.lengths.len().wrapping_sub(1);
        let mut places = Places::new(self, range.start);
        let mut left = range.len();
        while left > 0 {
            let mut dots = single::one_dot(&moved(self.problem, places.offsets), self.conjugates);
            if dots.length <= single::PIECE && !self.lengths.is_empty() {
                dots.count = left.min(self.lengths[last] - places.index[last]);
                dots.next = [0, 1, 2].map(|operand| self.steps[operand][last]);
            }
            // SAFETY: the caller's promise.
            unsafe { single::dot(kernels, dots, on_pool)? };
            places.advance(dots.count);
            left -= dots.count;
        }
        Ok(())
    }
}

/// The problem at other places.
fn moved(problem: Problem, [left, right, target]: [isize; 3]) -> Problem {
    let moved =
        |matrix: Matrix, offset: isize| Matrix { start: matrix.start.wrapping_offset(offset), ..matrix };
    Problem {
        left: moved(problem.left, left),
        right: moved(problem.right, right),
        target: moved(problem.target, target),
        ..problem
    }
}

/// Where the operands of one product after the other stand.
struct Places<'a> {
    batch: &'a Batch<'a>,
    index: SmallVec<[usize; 4]>,
    offsets: [isize; 3],
}

impl<'a> Places<'a> {
    fn new(batch: &'a Batch<'a>, mut place: usize) -> Self {
        let mut index = SmallVec::from_elem(0, batch.lengths.len());
        let mut offsets = [0; 3];
        for (axis, &length) in batch.lengths.iter().enumerate().rev() {
            index[axis] = place % length;
            place /= length;
            for (offset, steps) in offsets.iter_mut().zip(&batch.steps) {
                *offset += index[axis] as isize * steps[axis];
            }
        }
        Self { batch, index, offsets }
    }

    /// Goes on by so many products, at most to the end of the last axis.
    #[inline]
    fn advance(&mut self, mut by: usize) {
        for (axis, &length) in self.batch.lengths.iter().enumerate().rev() {
            self.index[axis] += by;
            for (offset, steps) in self.offsets.iter_mut().zip(&self.batch.steps) {
                *offset += by as isize * steps[axis];
            }
            by = 1;
            if self.index[axis] < length {
                return;
            }
            self.index[axis] = 0;
            for (offset, steps) in self.offsets.iter_mut().zip(&self.batch.steps) {
                *offset -= length as isize * steps[axis];
            }
        }
    }
}
