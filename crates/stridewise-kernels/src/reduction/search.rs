//! Where the largest or smallest element stands: the first of equals, the first NaN before all others.
#![expect(unsafe_code, reason = "reads elements behind raw pointers")]

use stridewise_core::{Number, dispatch};

use super::extreme::{Extreme, FEWEST};
use crate::inner_loop::at_levels;

/// The position of the extreme element among `length` ones, of which there is at least one.
///
/// # Safety
/// The elements must be valid for reads.
pub type Search = unsafe fn(length: usize, source: *const u8, stride: isize) -> usize;

/// Elements whose extreme is found before its place is looked for. Few blocks have a better one than those before them.
const BLOCK: usize = 2048;

/// The search for the largest or the smallest element of this dtype; where `skipping`, NaN counts as the worst number.
pub fn find_search(number: Number, largest: bool, skipping: bool) -> Search {
    macro_rules! search {
        ($type:ty, $largest:literal, $skipping:literal) => {
            at_levels!(Search: (length: usize, source: *const u8, stride: isize) -> usize;
                search::<$type, $largest, $skipping>(length, source, stride))
        };
    }
    dispatch!(number, T => match (largest, skipping) {
        (true, false) => search!(T, true, false),
        (false, false) => search!(T, false, false),
        (true, true) => search!(T, true, true),
        (false, true) => search!(T, false, true),
    })
}

/// # Safety
/// As [`Search`].
#[inline(always)]
unsafe fn search<T: Extreme, const LARGEST: bool, const SKIPPING: bool>(
    length: usize,
    source: *const u8,
    stride: isize,
) -> usize {
    let better = |element: T, best: T| if LARGEST { element.exceeds(best) } else { best.exceeds(element) };
    let at = |place: usize| {
        // SAFETY: the caller vouches for every element.
        let element = unsafe { source.wrapping_offset(place as isize * stride).cast::<T>().read_unaligned() };
        if SKIPPING { element.or_worst::<LARGEST>() } else { element }
    };
    let (mut best, mut place_of_best) = (at(0), 0);
    if best.is_nan() {
        return 0;
    }
    let mut start = 1;
    if stride == size_of::<T>() as isize {
        while length - start >= FEWEST {
            let count = BLOCK.min(length - start);
            // SAFETY: so many elements are left.
            let found = unsafe { T::of_run::<LARGEST, SKIPPING>(count, source.add(start * size_of::<T>())) };
            let Some(found) = found else {
                if SKIPPING {
                    // Nothing but NaN and the worst number: no better than what was found before.
                    start += count;
                    continue;
                }
                return (start..start + count).find(|&place| at(place).is_nan()).unwrap_or(start);
            };
            if better(found, best) {
                let place = (start..start + count).find(|&place| !better(found, at(place)));
                (best, place_of_best) = (found, place.unwrap_or(start));
            }
            start += count;
        }
    }
    for place in start..length {
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
