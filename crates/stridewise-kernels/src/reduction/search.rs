//! Where the largest or smallest element stands: the first of equals, the first NaN before all others.
#![expect(unsafe_code, reason = "reads elements behind raw pointers")]

use stridewise_core::{Element, Number, dispatch};

use crate::elementwise::Ordered;

/// The position of the extreme element among `length` ones, of which there is at least one.
///
/// # Safety
/// The elements must be valid for reads.
pub type Search = unsafe fn(length: usize, source: *const u8, stride: isize) -> usize;

/// The search for the largest or the smallest element of this dtype.
pub fn find_search(number: Number, largest: bool) -> Search {
    dispatch!(number, T => if largest {
        |length, source, stride| {
            // SAFETY: the caller keeps the promise of `Search`.
            unsafe { search::<T>(length, source, stride, |candidate, best| candidate.exceeds(best)) }
        }
    } else {
        |length, source, stride| {
            // SAFETY: as above.
            unsafe { search::<T>(length, source, stride, |candidate, best| best.exceeds(candidate)) }
        }
    })
}

#[inline(always)]
unsafe fn search<T: Element + Ordered>(
    length: usize,
    source: *const u8,
    stride: isize,
    better: impl Fn(T, T) -> bool,
) -> usize {
    // SAFETY: the caller vouches for every element.
    let at = |place: usize| unsafe {
        source.wrapping_offset(place as isize * stride).cast::<T>().read_unaligned()
    };
    let (mut best, mut place_of_best) = (at(0), 0);
    if best.is_nan() {
        return 0;
    }
    for place in 1..length {
        let candidate = at(place);
        if candidate.is_nan() {
            return place;
        }
        if better(candidate, best) {
            (best, place_of_best) = (candidate, place);
        }
    }
    place_of_best
}
