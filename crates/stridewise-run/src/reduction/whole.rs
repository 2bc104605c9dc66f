//! Reductions of a run of elements to one: a fixed tree, whose parts several threads may compute.
//!
//! Which elements meet in which order follows from the number of elements, the operation and its dtype. Neither the
//! threads nor where the elements come from (memory, or a pass that computes them) changes a bit.
#![expect(unsafe_code, reason = "calls folds on runs of elements")]

use std::ops::Range;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use stridewise_core::Number;
use stridewise_core::op::{Identity, Op};
use stridewise_kernels::cast::cast_steps;
use stridewise_kernels::elementwise;
use stridewise_kernels::inner_loop::Loop;
use stridewise_kernels::reduction::{self, Count, Fold, left_half, skipping};
use stridewise_kernels::take::Run;

use super::is_float_sum;
use crate::cell::Cell;
use crate::rows::nothing;
use crate::threads;

/// Most elements that one fold takes: what a pass computes at a time, and what stays in the first-level cache.
pub(crate) const LEAF: usize = 2048;

/// Fewest elements of a part of the tree that a thread takes at a time.
const TASK: usize = 16 * LEAF;

/// Parts that a tree has at most, about.
const TASKS: usize = 128;

/// Where the elements of a reduction come from.
pub(crate) trait Elements: Sync {
    /// Memory that a task needs to bring elements into.
    type Scratch;

    fn scratch(&self) -> Self::Scratch;

    /// The elements of a range, in native byte order.
    ///
    /// # Safety
    /// The range must lie within the elements and hold at most [`LEAF`] of them. What is returned is valid for reads
    /// until the next call with this scratch.
    unsafe fn run(&self, range: Range<usize>, scratch: &mut Self::Scratch) -> Run;

    /// Whether elements that cannot change the result may be left out: not where computing them has effects.
    fn may_stop_early(&self) -> bool;
}

/// Elements at equal distances in memory.
pub(crate) struct InMemory(pub Run);

impl Elements for InMemory {
    type Scratch = ();

    fn scratch(&self) {}

    #[inline]
    unsafe fn run(&self, range: Range<usize>, (): &mut ()) -> Run {
        Run { start: self.0.at(range.start), ..self.0 }
    }

    fn may_stop_early(&self) -> bool {
        true
    }
}

/// Elements of float16 as float32, in which they are summed.
struct Widened<'a, E> {
    narrow: &'a E,
    cast: Loop,
}

impl<E: Elements> Elements for Widened<'_, E> {
    type Scratch = (E::Scratch, Vec<f32>);

    fn scratch(&self) -> Self::Scratch {
        (self.narrow.scratch(), vec![0.0; LEAF])
    }

    unsafe fn run(&self, range: Range<usize>, (scratch, wide): &mut Self::Scratch) -> Run {
        let length = range.len();
        // SAFETY: the caller's promise.
        let narrow = unsafe { self.narrow.run(range, scratch) };
        let start = wide.as_mut_ptr().cast::<u8>();
        // SAFETY: the scratch holds a leaf, which is no shorter than the run.
        unsafe { (self.cast)(length, [narrow.start, start].as_ptr(), [narrow.stride, 4].as_ptr()) };
        Run { start, stride: 4 }
    }

    fn may_stop_early(&self) -> bool {
        self.narrow.may_stop_early()
    }
}

/// A reduction of all elements to one.
pub(crate) struct Whole {
    /// The binary loop: accumulator, element, accumulator.
    inner: Loop,
    /// As `inner`, where what is met is another accumulator.
    meet: Loop,
    fold: Option<Fold>,
    op: Op,
    /// Of the accumulator, and of the elements unless their truth is what is folded.
    number: Number,
    /// Whether NaN is passed by.
    skips: bool,
    /// What counts the elements that are passed by, where somebody wants to know.
    count: Option<Count>,
    missing: AtomicUsize,
}

impl Whole {
    /// The reduction of elements of one dtype with an accumulator of this one: the same, except that truth values fold
    /// elements of any dtype. `None` where there is no such loop.
    pub(crate) fn of(op: Op, number: Number, elements: Number) -> Option<Self> {
        let inner = elementwise::find(op, &[number, number])?;
        let truth = matches!(op, Op::LogicalAnd | Op::LogicalOr) && number == Number::Bool;
        let fold = if truth { reduction::find_logical(op, elements) } else { reduction::find(op, number) };
        (number == elements || fold.is_some()).then_some(Self {
            inner,
            meet: inner,
            fold,
            op,
            number,
            skips: false,
            count: None,
            missing: AtomicUsize::new(0),
        })
    }

    /// The sum or product of the elements that are not NaN, which may count the others; there must be a start. `None` for
    /// other operations, and for dtypes without NaN.
    pub(crate) fn of_present(op: Op, number: Number, counting: bool) -> Option<Self> {
        let skipping = skipping(op, number)?;
        Some(Self {
            inner: skipping.inner,
            fold: skipping.fold,
            skips: true,
            count: counting.then_some(skipping.count),
            ..Self::of(op, number, number)?
        })
    }

    /// How many elements were passed by, where they are counted.
    pub(crate) fn missing(&self) -> usize {
        self.missing.load(Ordering::Relaxed)
    }

    /// Reduces `length` elements, of which there must be one where there is no `start`; `work` says what that costs, in
    /// bytes moved and operations done.
    ///
    /// Raises floating-point errors on this thread, whichever threads met them.
    pub(crate) fn reduce<E: Elements>(
        &self,
        length: usize,
        start: Option<Cell>,
        elements: &E,
        work: usize,
    ) -> Cell {
        if length == 0 {
            return start.unwrap_or(Cell::EMPTY);
        }
        if self.number == Number::F16 && matches!(self.op, Op::Add | Op::Multiply) {
            return self.widened(length, start, elements, work);
        }
        if !self.is_tree() {
            return self.in_order(length, start, elements);
        }
        self.in_tree(length, start, elements, work)
    }

    fn in_tree<E: Elements>(&self, length: usize, start: Option<Cell>, elements: &E, work: usize) -> Cell {
        let tree = Tree { whole: self, elements, first: self.first(), decided: AtomicBool::new(false) };
        let total = tree.total(length, work);
        start.map_or(total, |start| self.meet(start, total))
    }

    /// Whether elements may meet in another order than their own. Products of floats may not: what overflows on the way
    /// depends on it.
    fn is_tree(&self) -> bool {
        let exact = !self.number.is_inexact() || !matches!(self.op, Op::Multiply);
        self.op.row().identity != Identity::None && self.fold.is_some() && exact
    }

    /// What a leaf's accumulator starts with; `None` for its first element.
    fn first(&self) -> Option<Cell> {
        match self.op {
            Op::LogicalAnd => Some(Cell::of_truth(true)),
            Op::LogicalOr => Some(Cell::of_truth(false)),
            op if is_float_sum(op, self.number) => {
                Some(Cell::new(self.number.native(), nothing(self.number)))
            }
            _ => None,
        }
    }

    /// One accumulator and another.
    fn meet(&self, mut left: Cell, mut right: Cell) -> Cell {
        let (a, b) = (left.run().start, right.run().start);
        // SAFETY: cells hold elements of the loop's dtype.
        unsafe { (self.meet)(1, [a, b, a].as_ptr(), [0; 3].as_ptr()) };
        left
    }

    /// Folds a run, of which there is an element, into an accumulator; `None` for that element.
    ///
    /// # Safety
    /// The run must hold so many elements.
    #[inline]
    unsafe fn fold(&self, run: Run, length: usize, start: Option<Cell>) -> Cell {
        let (mut accumulator, run, length) = match start {
            Some(start) => (start, run, length),
            None => {
                // SAFETY: the run has a first element, of the accumulator's dtype.
                let first = unsafe { Cell::read(run.start, self.number.size()) };
                (first, Run { start: run.start.wrapping_offset(run.stride), ..run }, length - 1)
            }
        };
        let target = accumulator.run().start;
        // SAFETY: the caller's promise; the accumulator is an element of its dtype, which stands still.
        unsafe {
            if let Some(count) = self.count {
                self.missing.fetch_add(count(length, run.start, run.stride), Ordering::Relaxed);
            }
            match self.fold {
                Some(fold) => fold(length, run.start, run.stride, target),
                None => {
                    (self.inner)(length, [target, run.start, target].as_ptr(), [0, run.stride, 0].as_ptr())
                }
            }
        }
        accumulator
    }

    /// One leaf after the other, on this thread.
    fn in_order<E: Elements>(&self, length: usize, start: Option<Cell>, elements: &E) -> Cell {
        let mut scratch = elements.scratch();
        let mut accumulator = start;
        for begin in (0..length).step_by(LEAF) {
            let end = length.min(begin + LEAF);
            // SAFETY: the range lies within the elements, is no longer than a leaf, and is not empty.
            let folded = unsafe {
                let run = elements.run(begin..end, &mut scratch);
                self.fold(run, end - begin, accumulator)
            };
            accumulator = Some(folded);
        }
        accumulator.unwrap_or(Cell::EMPTY)
    }

    /// The sum or product of float16, rounded once.
    fn widened<E: Elements>(&self, length: usize, start: Option<Cell>, elements: &E, work: usize) -> Cell {
        let (narrow, wide) = (Number::F16.native(), Number::F32.native());
        let cast = |from, to, mut cell: Cell| {
            let mut result = Cell::EMPTY;
            let places = [cell.run().start, result.run().start];
            // SAFETY: cells hold the largest element.
            unsafe { cast_steps(from, to)[0].0(1, places.as_ptr(), [0; 2].as_ptr()) };
            result
        };
        let whole = if self.skips {
            Self::of_present(self.op, Number::F32, self.count.is_some())
        } else {
            Self::of(self.op, Number::F32, Number::F32)
        };
        let Some(whole) = whole else { return Cell::EMPTY };
        let start = start.map(|start| cast(narrow, wide, start));
        let widened = Widened { narrow: elements, cast: cast_steps(narrow, wide)[0].0 };
        let total = if whole.is_tree() {
            whole.in_tree(length, start, &widened, work)
        } else {
            whole.in_order(length, start, &widened)
        };
        self.missing.fetch_add(whole.missing(), Ordering::Relaxed);
        cast(wide, narrow, total)
    }
}

/// A tree over all elements.
struct Tree<'a, E> {
    whole: &'a Whole,
    elements: &'a E,
    first: Option<Cell>,
    /// Whether a truth value that no other changes was found.
    decided: AtomicBool,
}

impl<E: Elements> Tree<'_, E> {
    /// The sum of the tree. Large trees are cut into subtrees, which threads share.
    fn total(&self, length: usize, work: usize) -> Cell {
        let limit = TASK.max(length / TASKS);
        if length <= limit || !threads::pays(work) {
            return self.subtree(0..length, &mut self.elements.scratch());
        }
        let mut ranges = Vec::new();
        self.cut(0..length, limit, &mut ranges);
        let sums: Vec<OnceLock<Cell>> = ranges.iter().map(|_| OnceLock::new()).collect();
        threads::share_here(ranges.len(), 1, work, &|places| {
            let mut scratch = self.elements.scratch();
            for place in places {
                let _ = sums[place].set(self.subtree(ranges[place].clone(), &mut scratch));
            }
        });
        self.join(length, limit, &mut sums.into_iter().map(|sum| sum.into_inner().unwrap_or(Cell::EMPTY)))
    }

    /// The subtrees of at most `limit` elements, from left to right.
    fn cut(&self, range: Range<usize>, limit: usize, into: &mut Vec<Range<usize>>) {
        if range.len() <= limit {
            into.push(range);
            return;
        }
        let middle = range.start + left_half(range.len(), self.whole.number);
        self.cut(range.start..middle, limit, into);
        self.cut(middle..range.end, limit, into);
    }

    /// What the subtrees that [`Tree::cut`] makes give together.
    fn join(&self, length: usize, limit: usize, sums: &mut impl Iterator<Item = Cell>) -> Cell {
        if length <= limit {
            return sums.next().unwrap_or(Cell::EMPTY);
        }
        let half = left_half(length, self.whole.number);
        let left = self.join(half, limit, sums);
        let right = self.join(length - half, limit, sums);
        self.whole.meet(left, right)
    }

    fn subtree(&self, range: Range<usize>, scratch: &mut E::Scratch) -> Cell {
        if range.len() <= LEAF {
            return self.leaf(range, scratch);
        }
        let middle = range.start + left_half(range.len(), self.whole.number);
        let left = self.subtree(range.start..middle, scratch);
        let right = self.subtree(middle..range.end, scratch);
        self.whole.meet(left, right)
    }

    fn leaf(&self, range: Range<usize>, scratch: &mut E::Scratch) -> Cell {
        let logical = matches!(self.whole.op, Op::LogicalAnd | Op::LogicalOr);
        if logical
            && self.decided.load(Ordering::Relaxed)
            && let Some(first) = self.first
        {
            return first;
        }
        let length = range.len();
        // SAFETY: ranges of the tree lie within the elements; a leaf is neither too long nor empty.
        let folded = unsafe {
            let run = self.elements.run(range, scratch);
            self.whole.fold(run, length, self.first)
        };
        if logical && self.elements.may_stop_early() && folded.truth() == (self.whole.op == Op::LogicalOr) {
            self.decided.store(true, Ordering::Relaxed);
        }
        folded
    }
}

#[cfg(test)]
mod tests;
