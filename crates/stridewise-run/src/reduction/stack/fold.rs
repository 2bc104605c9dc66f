//! Computing slices and folding them.
#![expect(unsafe_code, reason = "has elements computed into scratch, and folds them behind raw pointers")]

use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use stridewise_core::layout::Order;
use stridewise_core::op::{FloatErrors, Op, Resolution};
use stridewise_core::{DType, Number, Result};
use stridewise_kernels::{elementwise, status};

use super::super::pass::Loops;
use super::super::{Nan, Reduction, identity_value, kept_layout, met_errors, start_value};
use super::{Cut, Grouping, Part, Stack};
use crate::Array;
use crate::fresh::Fresh;
use crate::late::{self, Program, Scratch};
use crate::rows::{self, Tree};
use crate::threads::{self, Sharing};

/// The reduction of an array that waits, whose elements are brought to the dtype `number`; `None` where it does not wait.
/// The result has its axes of length one.
pub(in super::super) fn reduce(
    stack: &Stack,
    array: &Array,
    request: &Reduction<'_>,
    number: Number,
) -> Result<Option<(Array, FloatErrors)>> {
    let op = request.op;
    let skips = !matches!(request.nan, Nan::Met);
    let truth = op.row().resolution == Resolution::Logical && number == Number::Bool;
    let loops = Loops::of(op, number, number, skips, truth)?;
    let result = Array::fresh(number.native(), kept_layout(array, request.axes, number.size())?)?;
    let start = start_value(request, number);
    if let Some(start) = start {
        result.fill(start)?;
    }
    // Along one axis the first element is done where there is no start; along several, meeting it twice changes nothing.
    let first = usize::from(start.is_none() && request.axes.len() == 1);
    let grouping = stack.grouping(op, number, first, &loops);
    let counts = match request.nan {
        Nan::Counted(counts) => Some(counts.view().address_for_writing()),
        Nan::Met | Nan::Skipped => None,
    };
    let whole = Accumulators {
        results: result.view().address_for_writing(),
        counts,
        begins: if start.is_some() || first > 0 { Begin::There } else { Begin::WithFirst },
    };
    let outcome = late::in_pass(array, op, number, |program| {
        let several = threads::pays(program.work());
        let cut = stack.cut(stack.slices - first, grouping, several);
        let pass = Pass { program, stack, cut, first, loops, grouping, op, number };
        status::clear();
        if let Err(error) = if cut.along > 1 { pass.in_groups(&whole) } else { pass.run(&whole) } {
            // Who else holds the array finds it written.
            program.over(0..array.size(), &mut program.scratch());
            return Err(error);
        }
        Ok(met_errors()? & op.row().reported(&[number]))
    });
    outcome.map(|errors| Ok((result, errors?))).transpose()
}

/// What slices are folded into: one for each element of the result, for each part along the stack.
#[derive(Clone, Copy)]
struct Accumulators {
    results: *mut u8,
    /// To which is added how many elements are passed by.
    counts: Option<*mut u8>,
    begins: Begin,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Begin {
    /// With what they hold.
    There,
    /// With the first element that each of them meets.
    WithFirst,
}

// SAFETY: parts have accumulators of their own, and what they are in outlives the pass.
unsafe impl Sync for Accumulators {}

struct Pass<'a> {
    program: &'a Program<'a>,
    stack: &'a Stack,
    cut: Cut,
    /// Slices that are not folded, but begun with.
    first: usize,
    loops: Loops,
    grouping: Grouping,
    op: Op,
    number: Number,
}

/// Memory of one who takes part.
struct Space {
    elements: Fresh<u8>,
    /// Of a tree.
    levels: Fresh<u8>,
}

impl Pass<'_> {
    fn dtype(&self) -> DType {
        self.number.native()
    }

    /// Elements of the result.
    fn results(&self) -> usize {
        self.stack.stacks * self.stack.columns() * self.stack.kept
    }

    fn space(&self) -> Result<Space> {
        let Self { stack, cut, .. } = self;
        let columns = cut.widest(stack);
        let elements = stack.at_a_time(cut.columns) * columns * stack.column;
        let levels = match self.grouping {
            Grouping::Tree => Tree::space(self.dtype(), columns * stack.kept, cut.slices * stack.rows()),
            Grouping::InOrder | Grouping::Any => 0,
        };
        Ok(Space { elements: Fresh::space(elements * self.number.size())?, levels: Fresh::space(levels)? })
    }

    /// Folds each part into its accumulators, on as many threads as that pays for.
    fn run(&self, into: &Accumulators) -> Result<()> {
        let outcome = Mutex::new(Ok(()));
        Sharing::new(self.cut.count(self.stack), 1, self.program.work()).run_here(&|member| {
            let mut scratch = self.program.scratch();
            match self.space() {
                Ok(mut space) => {
                    for place in member.flatten() {
                        let part = self.cut.part(self.stack, place, self.first);
                        self.fold(&part, into, &mut scratch, &mut space);
                    }
                }
                Err(error) => *outcome.lock().unwrap_or_else(PoisonError::into_inner) = Err(error),
            }
        });
        outcome.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    /// Folds each part along the stack into accumulators of its own, and those into the result.
    fn in_groups(&self, into: &Accumulators) -> Result<()> {
        let (results, groups, dense) = (self.results(), self.cut.along, self.number.size() as isize);
        let partial = Array::empty(self.dtype(), &[groups, results], Order::C)?;
        let identity = identity_value(self.op, self.number).filter(|_| self.grouping == Grouping::Any);
        if let Some(identity) = identity {
            partial.fill(identity)?;
        }
        let counts = match into.counts {
            None => None,
            Some(_) => Some(Array::zeros(DType::I64, &[groups, results], Order::C)?),
        };
        let places = Accumulators {
            results: partial.view().address_for_writing(),
            counts: counts.as_ref().map(|counts| counts.view().address_for_writing()),
            begins: if identity.is_some() { Begin::There } else { Begin::WithFirst },
        };
        if self.first > 0 {
            let part = Part { stack: 0, columns: 0..self.stack.columns(), slices: 0..1, along: 0 };
            // SAFETY: the first slice has as many elements as the result.
            unsafe { self.compute(&part, 0..1, &mut self.program.scratch(), into.results) };
        }
        self.run(&places)?;
        let group = |group: usize| places.results.wrapping_add(group * results * self.number.size());
        let meet = |target: *mut u8, other: *mut u8| {
            // SAFETY: both are as many elements of the loop's dtype.
            unsafe { (self.loops.inner)(results, [target, other, target].as_ptr(), [dense; 3].as_ptr()) };
        };
        match self.grouping {
            Grouping::Tree => {
                let mut levels = Fresh::space(Tree::space_of_sums(self.dtype(), results, groups))?;
                // SAFETY: there is the space for so many groups of sums, one behind the other in `partial`.
                unsafe {
                    let mut tree =
                        Tree::of_sums(self.loops.inner, self.dtype(), results, pointer(&mut levels));
                    (0..groups).for_each(|place| tree.add_sums(group(place)));
                    meet(into.results, tree.finish());
                }
            }
            Grouping::Any | Grouping::InOrder => {
                if into.begins == Begin::WithFirst {
                    // SAFETY: both hold the result's elements.
                    unsafe { group(0).copy_to_nonoverlapping(into.results, results * self.number.size()) };
                }
                // The first one may be met twice by operations that begin with it.
                (0..groups).for_each(|place| meet(into.results, group(place)));
            }
        }
        if let (Some(target), Some(counts)) = (into.counts, places.counts)
            && let Some(add) = elementwise::find(Op::Add, &[Number::I64; 2])
        {
            for place in 0..groups {
                let other = counts.wrapping_add(place * results * 8);
                // SAFETY: both are as many counts.
                unsafe { add(results, [target, other, target].as_ptr(), [8; 3].as_ptr()) };
            }
        }
        Ok(())
    }

    /// Computes the slices of a part, a few at a time, and folds them into its accumulators.
    fn fold(&self, part: &Part, into: &Accumulators, scratch: &mut Scratch, space: &mut Space) {
        let (stack, size) = (self.stack, self.number.size());
        let columns = part.columns.len();
        // There are several stacks, or several parts along one.
        let before = (part.stack + part.along) * stack.columns() + part.columns.start;
        let at = |start: *mut u8, size: usize| start.wrapping_add(before * stack.kept * size);
        let results = at(into.results, size);
        let counts = into.counts.map(|counts| at(counts, size_of::<i64>()));
        let elements = pointer(&mut space.elements);
        // SAFETY: the space for a tree was made for the widest part, and all of its slices.
        let mut tree = unsafe {
            Tree::of_rows(self.loops.inner, self.dtype(), columns * stack.kept, pointer(&mut space.levels))
        };
        if self.first > 0 && self.cut.along == 1 {
            // SAFETY: the first slice has as many elements as the result.
            unsafe { self.compute(part, 0..1, scratch, results) };
        }
        let sizes = [size, size, size_of::<i64>()];
        let sizes = &sizes[..if counts.is_some() { 3 } else { 2 }];
        let at_a_time = stack.at_a_time(self.cut.columns);
        let mut walks = None;
        let mut slices = part.slices.clone();
        while !slices.is_empty() {
            let next = slices.start..slices.end.min(slices.start + at_a_time);
            if walks.as_ref().is_none_or(|(count, _)| *count != next.len()) {
                walks = Some((next.len(), stack.walks(next.len(), columns, sizes)));
            }
            let Some((_, walks)) = &walks else { return };
            // SAFETY: the space holds so many slices of the widest part; accumulators are of the result's shape.
            unsafe {
                self.compute(part, next.clone(), scratch, elements);
                match (self.grouping, self.loops.sums()) {
                    (Grouping::Tree, Some(sums)) => {
                        rows::add(&walks.rows, &mut tree, elements, counts, &sums)
                    }
                    _ => {
                        if into.begins == Begin::WithFirst && slices.start == part.slices.start {
                            walks.rows.copy_first(elements, results, size);
                        }
                        let mut starts = [elements, results, std::ptr::null_mut()];
                        starts[2] = counts.unwrap_or(starts[2]);
                        self.loops.over(&walks.folded, &starts[..sizes.len()]);
                    }
                }
            }
            slices.start = next.end;
        }
        if self.grouping == Grouping::Tree {
            let (total, length) = (tree.finish(), columns * stack.kept);
            // SAFETY: both are as many elements of the loop's dtype.
            unsafe {
                if self.cut.along > 1 {
                    total.copy_to_nonoverlapping(results, length * size);
                } else {
                    let step = size as isize;
                    (self.loops.inner)(length, [results, total, results].as_ptr(), [step; 3].as_ptr());
                }
            }
        }
    }

    /// Where some slices of a part are among the elements of the array.
    fn ranges(&self, part: &Part, slices: Range<usize>) -> impl Iterator<Item = Range<usize>> {
        let (all, slice, column) = (self.stack.columns(), self.stack.slice(), self.stack.column);
        let before = part.stack * self.stack.slices;
        let at_once = if part.columns.len() == all { slices.len() } else { 1 };
        let length = (at_once - 1) * slice + part.columns.len() * column;
        let first = part.columns.start * column;
        slices.step_by(at_once.max(1)).map(move |place| {
            let start = (before + place) * slice + first;
            start..start + length
        })
    }

    /// Computes some slices of a part to `place`.
    ///
    /// # Safety
    /// `place` must be valid for writes of so many elements.
    unsafe fn compute(&self, part: &Part, slices: Range<usize>, scratch: &mut Scratch, place: *mut u8) {
        let mut place = place;
        for range in self.ranges(part, slices) {
            let bytes = range.len() * self.number.size();
            // SAFETY: the caller's promise; slices lie within the array.
            unsafe { self.program.run_to(range, scratch, place) };
            place = place.wrapping_add(bytes);
        }
    }
}

fn pointer(space: &mut Fresh<u8>) -> *mut u8 {
    space.bytes().as_mut_ptr().cast()
}
