//! Reductions along some axes of an array that waits to be computed, in the pass that computes it: slab by slab.
//!
//! A slab is a few neighbouring slices along the slowest axis, where that one stays: each element of the result is made
//! of one slab, in the order in which it would be of the whole array.
#![expect(unsafe_code, reason = "has elements computed into memory of a slab")]

use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use stridewise_core::op::FloatErrors;
use stridewise_core::{Layout, Number, Order, Result};

use super::{Nan, Reduction, kept_layout, reduce_into, without_axes};
use crate::late::{self, Program};
use crate::{Array, threads};

/// Elements that a slab should have: they stay in the second-level cache.
const ELEMENTS: usize = 1 << 13;

/// Elements beyond which slabs are long: they leave the caches that they stay in best.
const SHORT: usize = 1 << 14;

/// Elements of the longest slab that is worth keeping while it is reduced.
const LONGEST: usize = 1 << 16;

/// How an array is cut along its slowest axis.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slabs {
    axis: usize,
    length: usize,
    /// Elements at one place of the axis.
    slice: usize,
    /// Places of the axis in a slab; two at least, since a run alone is reduced in another tree.
    rows: usize,
}

impl Slabs {
    /// The slabs of an array whose axis of the longest steps stays; `None` where it does not, or they would be long.
    pub(super) fn of(array: &Array, axes: &[usize]) -> Option<Self> {
        Self::up_to(SHORT, array, axes)
    }

    /// As [`of`](Self::of), of arrays that have no better cut.
    pub(super) fn of_long(array: &Array, axes: &[usize]) -> Option<Self> {
        Self::up_to(LONGEST, array, axes)
    }

    fn up_to(most: usize, array: &Array, axes: &[usize]) -> Option<Self> {
        let axis = (0..array.ndim())
            .filter(|&axis| array.shape()[axis] > 1)
            .max_by_key(|&axis| array.strides()[axis].unsigned_abs())?;
        let length = array.shape()[axis];
        let slice = array.size() / length;
        let rows = (ELEMENTS / slice.max(1)).max(2);
        (!axes.contains(&axis) && slice > 0 && rows * slice <= most).then_some(Self {
            axis,
            length,
            slice,
            rows,
        })
    }

    /// How many there are.
    fn count(&self) -> usize {
        (self.length / self.rows).max(1)
    }

    /// The places of the axis in one of them: the last one has what is left over, too.
    fn places(&self, slab: usize) -> Range<usize> {
        let end = if slab + 1 == self.count() { self.length } else { (slab + 1) * self.rows };
        slab * self.rows..end
    }

    /// Its elements, in memory order.
    fn elements(&self, slab: usize) -> Range<usize> {
        let places = self.places(slab);
        places.start * self.slice..places.end * self.slice
    }

    /// The part of a layout that is a slab, starting at the layout's own start.
    fn part(&self, layout: &Layout, slab: usize) -> Layout {
        let mut part = layout.clone();
        part.shape[self.axis] = self.places(slab).len();
        part
    }

    /// What a slab's elements are reduced into, of a result that has its axes of length one.
    fn of_kept(&self, kept: &Array, slab: usize) -> Array {
        let mut layout = self.part(kept.layout(), slab);
        let before = kept.strides()[self.axis] * self.places(slab).start as isize;
        layout.offset = layout.offset.wrapping_add_signed(before);
        kept.with_layout(layout)
    }

    /// Memory for a slab of the array, of another dtype.
    fn array(&self, whole: &Array, slab: usize, number: Number) -> Result<Array> {
        let layout = self.part(whole.layout(), slab);
        Array::fresh(number.native(), layout.like(number.size(), whole.item_size(), Order::Keep))
    }
}

/// The reduction of an array that waits; `None` where it does not. The slabs' elements are of the dtype
/// `elements`. The result has its axes of length one.
pub(super) fn reduce(
    slabs: &Slabs,
    array: &Array,
    request: &Reduction<'_>,
    (number, elements): (Number, Number),
    direct_truth: bool,
) -> Result<Option<(Array, FloatErrors)>> {
    let result = Array::fresh(number.native(), kept_layout(array, request.axes, number.size())?)?;
    let outcome: Mutex<Result<FloatErrors>> = Mutex::new(Ok(FloatErrors::NONE));
    let work = |slab: usize, source: Result<Array>| {
        let met = source.and_then(|source| {
            let part = result.with_layout(without_axes(slabs.of_kept(&result, slab).layout(), request.axes));
            let counts;
            let mut request = *request;
            if let Nan::Counted(all) = request.nan {
                counts = slabs.of_kept(all, slab);
                request.nan = Nan::Counted(&counts);
            }
            reduce_into(request.op, &source, &request, &part, direct_truth)
        });
        let mut outcome = outcome.lock().unwrap_or_else(PoisonError::into_inner);
        if let Ok(all) = &mut *outcome {
            match met {
                Ok(one) => *all = *all | one,
                Err(error) => *outcome = Err(error),
            }
        }
    };
    let pass = |program: &Program<'_>| {
        threads::share(slabs.count(), 1, program.work(), &|range| {
            let mut scratch = program.scratch();
            for slab in range {
                let source = slabs.array(array, slab, elements);
                match &source {
                    // SAFETY: the slab is fresh, of the elements' dtype, and has one place for each.
                    Ok(source) => unsafe {
                        program.run_to(slabs.elements(slab), &mut scratch, source.view().place());
                    },
                    // Who else holds the array finds it written.
                    Err(_) => program.over(slabs.elements(slab), &mut scratch),
                }
                work(slab, source);
            }
        });
    };
    if late::in_pass(array, request.op, elements, pass).is_none() {
        return Ok(None);
    }
    let errors = outcome.into_inner().unwrap_or_else(PoisonError::into_inner)?;
    Ok(Some((result, errors)))
}
