//! One walk over the elements, in which each run is folded into its place of the result.
#![expect(unsafe_code, reason = "calls folds and loops on raw pointers into views")]

use smallvec::SmallVec;
use stridewise_core::layout::Traversal;
use stridewise_core::op::{Identity, Op};
use stridewise_core::{DType, Error, Number, Order, Result, Strides};
use stridewise_kernels::inner_loop::Loop;
use stridewise_kernels::reduction::{Fold, Skipping};
use stridewise_kernels::take::Run;
use stridewise_kernels::{elementwise, reduction};

use super::is_float_sum;
use crate::rows::{self, Rows, Sums};
use crate::{Array, threads};

/// Places of the result at multiples of which parts of a pass start, along an axis that is long enough.
const GRAIN: usize = 256;

/// Bytes of rows that are worth cutting into parts for threads.
const NARROW: usize = 4096;

/// The result's strides over the source's axes: zero along reduced ones.
fn spread_over(result: &Array, axes: &[usize], ndim: usize) -> Strides {
    let mut kept = result.strides().iter();
    (0..ndim).map(|axis| if axes.contains(&axis) { 0 } else { kept.next().copied().unwrap_or(0) }).collect()
}

/// What elements are folded with.
#[derive(Clone, Copy)]
pub(super) struct Loops {
    /// The binary loop: accumulator, element, accumulator.
    pub(super) inner: Loop,
    fold: Option<Fold>,
    /// Whether accumulators are of the elements' dtype.
    same: bool,
    /// Where NaN is passed by.
    skipping: Option<Skipping>,
}

impl Loops {
    /// Those of an accumulator of dtype `number` and these elements, of which NaN may be passed by; the truth of elements
    /// may be what is folded.
    ///
    /// # Errors
    /// Type error where there is no such loop.
    pub(super) fn of(op: Op, number: Number, elements: Number, skips: bool, truth: bool) -> Result<Self> {
        let inner = elementwise::find(op, &[number, number])
            .ok_or_else(|| Error::type_error(format!("ufunc '{}' has no such loop", op.row().name)))?;
        let skipping = if skips { reduction::skipping(op, number) } else { None };
        let fold = match skipping {
            Some(skipping) => skipping.fold,
            None if truth => reduction::find_logical(op, elements),
            None => reduction::find(op, number),
        };
        Ok(Self { inner, fold, same: elements == number, skipping })
    }

    /// Whether runs have a fold of their own.
    pub(super) fn has_fold(&self) -> bool {
        self.fold.is_some()
    }

    /// What sums of rows are made with; `None` where there is no fold.
    pub(super) fn sums(&self) -> Option<Sums> {
        Some(Sums { add: self.inner, fold: self.fold?, skipping: self.skipping })
    }

    /// Folds each run of a walk over elements and accumulators into its place; where the walk is over counts, too, how many
    /// elements are passed by is added to them. All start at `starts`.
    ///
    /// # Safety
    /// Elements and accumulators, which lie apart or stand still, must be of the loops' dtypes and valid over the walk,
    /// counts int64.
    pub(super) unsafe fn over(&self, walk: &Traversal, starts: &[*mut u8]) {
        let (length, steps) = (walk.inner_length(), walk.inner_strides());
        let _ = walk.for_each(|offsets| -> std::result::Result<(), ()> {
            let at = |operand: usize| (starts[operand].wrapping_offset(offsets[operand]), steps[operand]);
            // SAFETY: the caller's promise.
            unsafe {
                self.one(length, at(0), at(1));
                if let (Some(skipping), true) = (self.skipping, starts.len() > 2) {
                    add_missing(&skipping, length, at(0), at(2));
                }
            }
            Ok(())
        });
    }

    /// # Safety
    /// Source and target must hold `length` elements with their steps.
    unsafe fn one(&self, length: usize, source: (*mut u8, isize), target: (*mut u8, isize)) {
        match self.fold {
            // SAFETY: the caller's promise; a step of zero is one accumulator.
            Some(fold) if target.1 == 0 => unsafe { fold(length, source.0, source.1, target.0) },
            // SAFETY: as above, element by element where the loop reads another dtype than the source's.
            Some(fold) if !self.same => unsafe {
                for element in 0..length as isize {
                    fold(
                        1,
                        source.0.wrapping_offset(element * source.1),
                        0,
                        target.0.wrapping_offset(element * target.1),
                    );
                }
            },
            // SAFETY: the accumulators are first input and output; they stand still or lie apart.
            _ => unsafe {
                self.skipping.map_or(self.inner, |skipping| skipping.inner)(
                    length,
                    [target.0, source.0, target.0].as_ptr(),
                    [target.1, source.1, target.1].as_ptr(),
                );
            },
        }
    }
}

/// Adds how many of `length` elements are passed by to their counts, all to one that stands still.
///
/// # Safety
/// The source must hold `length` elements of the dtype, the counts int64, with their steps.
unsafe fn add_missing(
    skipping: &Skipping,
    length: usize,
    source: (*mut u8, isize),
    counts: (*mut u8, isize),
) {
    // SAFETY: the caller's promise.
    unsafe {
        if counts.1 == 0 {
            let count = counts.0.cast::<i64>();
            let missing = (skipping.count)(length, source.0, source.1) as i64;
            count.write_unaligned(count.read_unaligned() + missing);
        } else {
            (skipping.count_each)(
                length,
                [source.0, counts.0, counts.0].as_ptr(),
                [source.1, counts.1, counts.1].as_ptr(),
            );
        }
    }
}

/// One walk over the source that folds every run into its place of the result.
pub(super) struct Pass<'a> {
    pub(super) source: &'a Array,
    pub(super) result: &'a Array,
    pub(super) loops: Loops,
    /// To which is added how many elements are passed by.
    pub(super) counts: Option<Array>,
}

impl Pass<'_> {
    fn spread(&self, axes: &[usize]) -> Strides {
        spread_over(self.result, axes, self.source.ndim())
    }

    pub(super) fn run(&self, op: Op, axes: &[usize]) {
        let commutes = op.row().identity != Identity::None;
        // Asked for here, where the memory is held: another thread would wait for this one.
        let from = Run { start: self.source.view().address(), stride: 0 };
        let to = Run { start: self.result.view().address_for_writing(), stride: 0 };
        let count =
            self.counts.as_ref().map(|counts| Run { start: counts.view().address_for_writing(), stride: 0 });
        if is_float_sum(op, self.result.number())
            && let Some(sums) = self.loops.sums()
            && let Some(rows) = Rows::of(self.source, axes, self.result, self.counts.as_ref())
        {
            self.share(&rows.kept, &|kept, offsets| {
                let mut starts: SmallVec<[*mut u8; 3]> =
                    SmallVec::from_slice(&[from.moved(offsets[0]).start, to.moved(offsets[1]).start]);
                starts.extend(count.map(|count| count.moved(offsets[2]).start));
                // SAFETY: source and result are views of the loop's dtype; result and counts have the kept axes' shape,
                // and parts of them are apart.
                unsafe { rows::sum(&rows, kept, self.source.dtype(), &starts, &sums) };
            });
            return;
        }
        let spread = self.spread(axes);
        let spread_counts = self.counts.as_ref().map(|counts| spread_over(counts, axes, self.source.ndim()));
        let mut strides: SmallVec<[&[isize]; 3]> = SmallVec::from_slice(&[self.source.strides(), &spread]);
        strides.extend(spread_counts.as_deref());
        let walk = if commutes {
            Traversal::new(self.source.shape(), &strides)
        } else {
            Traversal::in_c_order(self.source.shape(), &strides)
        };
        self.share(&walk, &|walk, starts| {
            let mut places: SmallVec<[*mut u8; 3]> =
                SmallVec::from_slice(&[from.moved(starts[0]).start, to.moved(starts[1]).start]);
            places.extend(count.map(|count| count.moved(starts[2]).start));
            // SAFETY: the walk stays inside the source's shape, over which result and counts are spread.
            unsafe { self.loops.over(walk, &places) };
        });
    }

    /// Runs `part` over the walk (of source and result), in parts along an axis of the result on several threads where
    /// the size pays for them. Each element of the result is made by one thread, from its elements in the walk's order.
    fn share(&self, walk: &Traversal, part: &(dyn Fn(&Traversal, &[isize]) + Sync)) {
        let work = self.source.size().saturating_mul(self.source.item_size());
        let axis = if threads::pays(work) { walk.longest_axis_of(1) } else { None };
        // Parts of narrow rows would bring the same lines of memory to every thread. A source that stands still has only one.
        let apart = |axis: usize, length: usize| {
            let step = walk.inner_strides().iter().copied().find(|step| *step != 0).unwrap_or(0);
            !walk.is_inner(axis) || step.unsigned_abs().saturating_mul(length) >= NARROW
        };
        let Some((axis, length)) = axis.filter(|&(axis, length)| length >= 2 && apart(axis, length)) else {
            part(walk, &[0; 3]);
            return;
        };
        threads::share_here(length, GRAIN.min(length / 8), work, &|range| {
            let (walk, starts) = walk.part(axis, range);
            part(&walk, &starts);
        });
    }

    pub(super) fn masked(&self, mask: &Array, axes: &[usize]) -> Result<()> {
        let spread = self.spread(axes);
        let mask =
            if mask.dtype() == DType::BOOL { mask.clone() } else { mask.astype(DType::BOOL, Order::Keep)? };
        let mask = mask.broadcast_to(self.source.shape())?;
        let walk = Traversal::new(self.source.shape(), &[self.source.strides(), &spread, mask.strides()]);
        let (length, steps) = (walk.inner_length(), walk.inner_strides());
        let (from, to) = (self.source.view().address(), self.result.view().address_for_writing());
        let truth = mask.view().address();
        let _ = walk.for_each(|offsets| -> std::result::Result<(), ()> {
            let is_true = |element: usize| {
                // SAFETY: the mask has the source's shape, and a boolean is one byte.
                unsafe { truth.wrapping_offset(offsets[2] + element as isize * steps[2]).read() != 0 }
            };
            let mut start = 0;
            while start < length {
                if !is_true(start) {
                    start += 1;
                    continue;
                }
                let end = (start..length).find(|&element| !is_true(element)).unwrap_or(length);
                let source = from.wrapping_offset(offsets[0] + start as isize * steps[0]);
                let target = to.wrapping_offset(offsets[1] + start as isize * steps[1]);
                // SAFETY: the run lies inside the source's shape.
                unsafe { self.loops.one(end - start, (source, steps[0]), (target, steps[1])) };
                start = end;
            }
            Ok(())
        });
        Ok(())
    }
}
