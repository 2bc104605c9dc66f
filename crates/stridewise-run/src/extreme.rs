//! Positions of extreme elements along an axis.
#![expect(unsafe_code, reason = "calls searches on raw pointers into views")]

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use smallvec::SmallVec;
use stridewise_core::layout::Traversal;
use stridewise_core::op::Op;
use stridewise_core::{DType, Error, Number, Order, Result};
use stridewise_kernels::reduction::{Count, Search, find_search, skipping};
use stridewise_kernels::take::Run;

use crate::{Array, threads};

/// Lines at multiples of which parts of a pass start, where there are many.
const GRAIN: usize = 64;

/// Elements at multiples of which parts of a long line start.
const STRETCH: usize = 1 << 14;

/// The position of the first largest or smallest element of a one-dimensional array that has elements, in native byte
/// order; `None` for other arrays.
#[inline]
pub fn search_line(array: &Array, largest: bool) -> Option<usize> {
    let (&[length], &[stride]) = (array.shape(), array.strides()) else { return None };
    if length == 0 || !array.dtype().is_native() {
        return None;
    }
    let search = find_search(array.number(), largest, false);
    // SAFETY: the line is the array's own, and not empty.
    Some(unsafe { in_line(search, array, length, stride) })
}

/// What `search` finds in the only line of an array, which several threads look through where it is long.
///
/// # Safety
/// The search must be for the array's elements, of which there are `length`, at least one, at this distance.
unsafe fn in_line(search: Search, array: &Array, length: usize, stride: isize) -> usize {
    let size = array.item_size();
    let line = Run { start: array.view().address(), stride };
    let at = |place: usize| line.at(place);
    let work = length.saturating_mul(size);
    if !threads::pays(work) {
        // SAFETY: the caller's promise.
        return unsafe { search(length, at(0), stride) };
    }
    let found = Mutex::new(Vec::new());
    threads::share_here(length, STRETCH, work, &|range| {
        // SAFETY: the range lies within the line, and is not empty.
        let place = range.start + unsafe { search(range.len(), at(range.start), stride) };
        found.lock().unwrap_or_else(PoisonError::into_inner).push(place);
    });
    let mut found = found.into_inner().unwrap_or_else(PoisonError::into_inner);
    found.sort_unstable();
    let mut candidates = vec![0_u8; found.len() * size];
    for (place, element) in found.iter().zip(candidates.chunks_exact_mut(size)) {
        // SAFETY: the place lies within the line.
        unsafe { element.as_mut_ptr().copy_from_nonoverlapping(at(*place), size) };
    }
    // SAFETY: there was an element, so there is a candidate; the first of equals comes first.
    found[unsafe { search(found.len(), candidates.as_ptr(), size as isize) }]
}

/// For each line along `axis` the position (int64) of its first largest or smallest element. The array must be in
/// native byte order and have elements along the axis, unless it has no line. Where `skips`, NaN counts as the worst
/// number.
///
/// # Errors
/// Memory error where there are no bytes for the result; where it `skips`, value error for a line of nothing but NaN.
pub fn search_along(array: &Array, axis: usize, largest: bool, skips: bool) -> Result<Array> {
    let kept: SmallVec<[usize; 4]> = (0..array.ndim()).filter(|&other| other != axis).collect();
    let lines = array.layout().permuted(&kept);
    let result = Array::empty(DType::I64, &lines.shape, Order::C)?;
    let (length, stride) = (array.shape()[axis], array.strides()[axis]);
    let search = find_search(array.number(), largest, skips);
    let hopeless = skips.then(|| Hopeless::of(array.number())).flatten();
    let walk = Traversal::new(&lines.shape, &[&lines.strides, result.strides()]);
    if result.size() == 1 {
        // SAFETY: the line is the array's own, and not empty; the result is one int64.
        unsafe {
            let place = in_line(search, array, length, stride);
            if let Some(hopeless) = &hopeless {
                hopeless.look(array.view().address(), length, stride, place);
            }
            result.view().address_for_writing().cast::<i64>().write_unaligned(place as i64);
        }
        return hopeless.map_or(Ok(()), Hopeless::found).map(|()| result);
    }
    let source = Run { start: array.view().address(), stride };
    let target = Run { start: result.view().address_for_writing(), stride: 0 };
    let part = |walk: &Traversal, starts: &[isize]| {
        let (count, steps) = (walk.inner_length(), walk.inner_strides());
        let (from, to) = (source.moved(starts[0]), target.moved(starts[1]));
        let _ = walk.for_each(|offsets| -> std::result::Result<(), ()> {
            for line in 0..count as isize {
                let start = from.moved(offsets[0] + line * steps[0]).start;
                let target = to.moved(offsets[1] + line * steps[1]).start;
                // SAFETY: the line lies inside the array, and is not empty where there is a line; the result is int64,
                // and no other thread writes this place.
                unsafe {
                    let place = search(length, start, stride);
                    target.cast::<i64>().write_unaligned(place as i64);
                    if let Some(hopeless) = &hopeless {
                        hopeless.look(start, length, stride, place);
                    }
                }
            }
            Ok(())
        });
    };
    let work = array.size().saturating_mul(array.item_size());
    let (axis, lines) = walk.longest_axis();
    if threads::pays(work) && lines > 1 {
        threads::share_here(lines, GRAIN.min(lines / 8), work, &|range| {
            let (walk, starts) = walk.part(axis, range);
            part(&walk, &starts);
        });
    } else {
        part(&walk, &[0, 0]);
    }
    hopeless.map_or(Ok(()), Hopeless::found).map(|()| result)
}

/// Whether some line has nothing but NaN.
struct Hopeless {
    count: Count,
    found: AtomicBool,
}

impl Hopeless {
    /// `None` for dtypes without NaN.
    fn of(number: Number) -> Option<Self> {
        Some(Self { count: skipping(Op::Add, number)?.count, found: AtomicBool::new(false) })
    }

    /// Looks at a line in which `place` was found: at all of it only where NaN stands there.
    ///
    /// # Safety
    /// The line must hold `length` elements of the dtype, `place` below it.
    unsafe fn look(&self, start: *const u8, length: usize, stride: isize, place: usize) {
        // SAFETY: the caller's promise.
        let missing = |place: usize, length: usize| unsafe {
            (self.count)(length, start.wrapping_offset(place as isize * stride), stride)
        };
        if missing(place, 1) > 0 && missing(0, length) == length {
            self.found.store(true, Ordering::Relaxed);
        }
    }

    fn found(self) -> Result<()> {
        if self.found.into_inner() { Err(Error::value("All-NaN slice encountered")) } else { Ok(()) }
    }
}
