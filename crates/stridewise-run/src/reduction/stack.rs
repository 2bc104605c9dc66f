//! Reductions along the slowest axis of an array that waits to be computed, in the pass that computes it.
//!
//! The array is a stack of slices: one for each place of the slowest axes, which are reduced. Slices are computed a few at
//! a time and folded into the result in the order in which they would be read from memory, so each element of the result
//! is made of the same elements in the same order, or the same [tree](crate::rows).
//!
//! Threads share the columns of wide slices. Stacks of narrow ones are cut along the stack, where that changes no bit: into
//! subtrees, or anywhere if elements may meet in any order.

mod fold;

use std::cmp::Reverse;
use std::ops::Range;

use smallvec::SmallVec;
use stridewise_core::Number;
use stridewise_core::layout::Traversal;
use stridewise_core::op::{Identity, Op};

use super::pass::Loops;
use super::{Reduction, is_float_sum};
use crate::Array;
use crate::rows::{BLOCK, Rows};
pub(super) use fold::reduce;

/// Elements that are computed at a time, about: what is computed and what it is folded into stay in the first caches.
const SLAB: usize = 1 << 12;

/// Elements of the longest column that is worth computing.
const LONGEST_COLUMN: usize = 1 << 13;

/// Elements of a wide slice that a thread takes.
const WIDTH: usize = 1 << 10;

/// Elements of a slice from which on two threads may take half of it each: of narrower ones they would read the same lines
/// of memory, and compute too little at a time.
const NARROW: usize = 1 << 9;

/// Elements of a part of a stack of narrow slices at least, and how many such parts there are at most, about: each has an
/// accumulator of its own for every element of the result.
const PART: usize = 1 << 14;
const PARTS: usize = 32;

/// Elements of an array that is worth several threads, whatever computes it: to be written by them, where they cannot
/// share the reduction.
const SHARED: usize = 1 << 17;

/// Some neighbouring axes, all of which stay or all of which are reduced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Axis {
    length: usize,
    is_reduced: bool,
}

/// Who may reduce what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Grouping {
    /// Each element of the result meets its elements one after the other.
    InOrder,
    /// They are summed in the tree of [`rows`](crate::rows).
    Tree,
    /// They may be reduced in groups of neighbours.
    Any,
}

/// How an array is cut into slices.
#[derive(Clone, Debug)]
pub(super) struct Stack {
    /// Stacks one behind the other: places of the axes that stay and are slower than all reduced ones.
    stacks: usize,
    /// Slices of a stack.
    slices: usize,
    /// The axes of a slice, slowest first; the first one stays. Its places are columns.
    axes: SmallVec<[Axis; 4]>,
    /// Elements of a column, and how many of the result it is reduced to.
    column: usize,
    kept: usize,
}

/// A part of the work: some slices of some columns of one stack.
#[derive(Clone, Debug)]
struct Part {
    stack: usize,
    columns: Range<usize>,
    slices: Range<usize>,
    /// Which of those along the stack it is.
    along: usize,
}

/// How stacks are cut into parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Cut {
    /// Columns of a part; the last one has what is left over, too.
    columns: usize,
    across: usize,
    /// Slices of a part.
    slices: usize,
    along: usize,
}

/// The walks over what is computed at a time.
struct Walks {
    /// Over elements, their places in the result, and in counts if there are any.
    folded: Traversal,
    /// The same for a tree.
    rows: Rows,
}

impl Stack {
    /// The slices of an array; `None` where its slowest axis is not reduced, or nothing stays, or columns are too long, or
    /// the array is large and threads cannot share it.
    pub(super) fn of(array: &Array, request: &Reduction<'_>) -> Option<Self> {
        let mut order: SmallVec<[usize; 4]> =
            (0..array.ndim()).filter(|&axis| array.shape()[axis] > 1).collect();
        order.sort_by_key(|&axis| Reverse(array.strides()[axis].unsigned_abs()));
        // Axes of one place may have any stride, and walks over memory that order axes by those another order.
        if order.len() < array.ndim() && request.axes.len() > 1 && !array.view().is_c_contiguous() {
            return None;
        }
        let mut axes: SmallVec<[Axis; 4]> = SmallVec::new();
        for axis in order {
            let (length, is_reduced) = (array.shape()[axis], request.axes.contains(&axis));
            match axes.last_mut() {
                Some(last) if last.is_reduced == is_reduced => last.length *= length,
                _ => axes.push(Axis { length, is_reduced }),
            }
        }
        let stacks = if axes.first()?.is_reduced { 1 } else { axes.remove(0).length };
        if axes.len() < 2 {
            return None;
        }
        let slices = axes.remove(0).length;
        let product = |only_kept: bool| -> usize {
            axes[1..].iter().filter(|axis| !(only_kept && axis.is_reduced)).map(|axis| axis.length).product()
        };
        let (column, kept) = (product(false), product(true));
        let stack = Self { stacks, slices, axes, column, kept };
        let shares = array.size() < SHARED || stack.may_be_shared(request.op, array.number());
        (column <= LONGEST_COLUMN && shares).then_some(stack)
    }

    fn columns(&self) -> usize {
        self.axes[0].length
    }

    /// Elements of a slice.
    fn slice(&self) -> usize {
        self.columns() * self.column
    }

    /// Whether neighbours lie in one run that is folded at once.
    fn runs(&self) -> bool {
        self.axes.last().is_some_and(|axis| axis.is_reduced)
    }

    /// How many rows, or runs, of the [tree](crate::rows) a slice has.
    fn rows(&self) -> usize {
        let reduced = self.axes.iter().filter(|axis| axis.is_reduced).map(|axis| axis.length);
        let run = if self.runs() { self.axes.last().map_or(1, |axis| axis.length) } else { 1 };
        reduced.product::<usize>() / run
    }

    /// Whether threads can share the reduction of a large array.
    fn may_be_shared(&self, op: Op, elements: Number) -> bool {
        let along = match op {
            Op::Add => self.rows().is_power_of_two(),
            Op::Maximum | Op::Minimum | Op::Fmax | Op::Fmin => !elements.is_inexact() || !self.runs(),
            Op::LogicalAnd | Op::LogicalOr => true,
            _ => !elements.is_inexact() && op.row().identity != Identity::None,
        };
        along || self.slice() >= NARROW || self.stacks * self.columns() >= 2 * PARTS
    }

    /// In which groups elements may meet, if all but the `first` slices are folded.
    fn grouping(&self, op: Op, number: Number, first: usize, loops: &Loops) -> Grouping {
        if is_float_sum(op, number) && loops.sums().is_some() {
            let rows = (self.slices - first) * self.rows();
            return if rows > BLOCK { Grouping::Tree } else { Grouping::InOrder };
        }
        let is_extreme = matches!(op, Op::Maximum | Op::Minimum | Op::Fmax | Op::Fmin);
        let is_exact = !number.is_inexact() || (is_extreme && !self.runs());
        if loops.has_fold() && op.row().identity != Identity::None && is_exact {
            Grouping::Any
        } else {
            Grouping::InOrder
        }
    }

    /// How to cut so many slices, for one thread or several.
    fn cut(&self, slices: usize, grouping: Grouping, several: bool) -> Cut {
        let is_narrow = self.slice() < 2 * WIDTH;
        let whole = Cut { columns: self.columns(), across: 1, slices, along: 1 };
        let smallest = slices.div_ceil(PARTS).max(PART.div_ceil(self.slice()));
        let part = match grouping {
            Grouping::Any => smallest,
            Grouping::Tree if self.rows().is_power_of_two() => {
                (smallest * self.rows()).next_power_of_two().max(BLOCK) / self.rows()
            }
            Grouping::Tree | Grouping::InOrder => slices,
        };
        if several && is_narrow && self.stacks == 1 && part < slices {
            return Cut { slices: part, along: slices.div_ceil(part), ..whole };
        }
        if is_narrow && !(several && self.slice() >= NARROW) {
            return whole;
        }
        let width = if is_narrow { self.slice() / 2 } else { WIDTH };
        // One column alone would be one run, with what is above and below it, where its elements are.
        let columns = width.div_ceil(self.column).max(2);
        Cut { columns, across: (self.columns() / columns).max(1), ..whole }
    }

    /// The walks over so many slices of so many columns, which stand dense in memory: elements of the first of these sizes
    /// are folded into elements of the others.
    fn walks(&self, slices: usize, columns: usize, sizes: &[usize]) -> Walks {
        let mut axes: SmallVec<[Axis; 4]> =
            SmallVec::from_slice(&[Axis { length: slices, is_reduced: true }]);
        axes.extend(self.axes.iter().copied());
        axes[1].length = columns;
        let steps: SmallVec<[SmallVec<[isize; 4]>; 3]> = sizes
            .iter()
            .enumerate()
            .map(|(operand, &size)| {
                let mut steps: SmallVec<[isize; 4]> = SmallVec::new();
                let mut step = size as isize;
                for axis in axes.iter().rev() {
                    let moves = operand == 0 || !axis.is_reduced;
                    steps.push(if moves { step } else { 0 });
                    step *= if moves { axis.length as isize } else { 1 };
                }
                steps.reverse();
                steps
            })
            .collect();
        let walk = |operands: usize, wanted: &dyn Fn(&Axis) -> bool| {
            let places: SmallVec<[usize; 4]> =
                (0..axes.len()).filter(|&place| wanted(&axes[place])).collect();
            let shape: SmallVec<[usize; 4]> = places.iter().map(|&place| axes[place].length).collect();
            let steps: SmallVec<[SmallVec<[isize; 4]>; 3]> = steps[..operands]
                .iter()
                .map(|steps| places.iter().map(|&place| steps[place]).collect())
                .collect();
            let strides: SmallVec<[&[isize]; 3]> = steps.iter().map(SmallVec::as_slice).collect();
            Traversal::in_c_order(&shape, &strides)
        };
        Walks {
            folded: walk(sizes.len(), &|_| true),
            rows: Rows::over(
                walk(sizes.len(), &|axis| !axis.is_reduced),
                walk(1, &|axis| axis.is_reduced),
                self.runs(),
                slices * self.rows(),
            ),
        }
    }

    /// Slices of so many columns that are computed at a time.
    fn at_a_time(&self, columns: usize) -> usize {
        (SLAB / (columns * self.column)).max(1)
    }
}

impl Cut {
    /// Columns of the widest part.
    fn widest(&self, stack: &Stack) -> usize {
        stack.columns() - (self.across - 1) * self.columns
    }

    fn count(&self, stack: &Stack) -> usize {
        stack.stacks * self.across * self.along
    }

    /// One of the parts, of all slices from `first` on.
    fn part(&self, stack: &Stack, place: usize, first: usize) -> Part {
        let (rest, across) = (place / self.across, place % self.across);
        let (stack_place, along) = (rest / self.along, rest % self.along);
        let begin = across * self.columns;
        let end = if across + 1 == self.across { stack.columns() } else { begin + self.columns };
        let start = first + along * self.slices;
        Part {
            stack: stack_place,
            columns: begin..end,
            slices: start..(start + self.slices).min(stack.slices),
            along,
        }
    }
}
