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
        let [rows, inner, columns] = self.problem.shape;
        let is_dot = rows == 1 && columns == 1;
        let oriented = self.problem.oriented(kernels.size);
        let at_once = !is_dot && oriented.way(kernels) == Way::AtOnce;
        let turned = self.problem.turns(kernels.size);
        let small = at_once && !(on_pool && threads::pays(single::work(kernels.size, self.problem.shape)));
        let mut places = Places::new(self, range.start);
        for _ in range {
            let [left, right, target] = places.offsets;
            let moved = |matrix: Matrix, offset: isize| Matrix {
                start: matrix.start.wrapping_offset(offset),
                ..matrix
            };
            // SAFETY: the caller's promise.
            unsafe {
                if small {
                    let (left, right) = if turned { (right, left) } else { (left, right) };
                    kernels.multiply(&Problem {
                        left: moved(oriented.left, left),
                        right: moved(oriented.right, right),
                        target: moved(oriented.target, target),
                        ..oriented
                    });
                } else if is_dot {
                    let problem = &self.problem;
                    let at = |matrix: &Matrix, offset: isize| matrix.start.wrapping_offset(offset);
                    let operands =
                        [at(&problem.left, left).cast_const(), at(&problem.right, right).cast_const()];
                    let steps = [problem.left.column_step, problem.right.row_step];
                    let target = at(&problem.target, target);
                    single::dot(kernels, inner, operands, steps, self.conjugates, target, on_pool)?;
                } else {
                    let problem = Problem {
                        left: moved(self.problem.left, left),
                        right: moved(self.problem.right, right),
                        target: moved(self.problem.target, target),
                        ..self.problem
                    };
                    single::multiply(kernels, problem, on_pool)?;
                }
            }
            places.advance();
        }
        Ok(())
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

    #[inline]
    fn advance(&mut self) {
        for (axis, &length) in self.batch.lengths.iter().enumerate().rev() {
            self.index[axis] += 1;
            for (offset, steps) in self.offsets.iter_mut().zip(&self.batch.steps) {
                *offset += steps[axis];
            }
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
