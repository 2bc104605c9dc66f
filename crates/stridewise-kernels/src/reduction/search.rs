//! Where the largest or smallest element stands: the first of equals, the first NaN before all others.
#![expect(unsafe_code, reason = "reads elements behind raw pointers")]

use stridewise_core::{Element, Number, dispatch};

use crate::elementwise::Ordered;

/// The position of the extreme element among `length` ones, of which there is at least one.
///
/// # Safety
/// The elements must be valid for reads.
pub type Search = unsafe fn(length: usize, source: *const u8, stride: isize) -> usize;

/// Elements whose extreme is found before its place is looked for. Few blocks have a better one than those before them.
const BLOCK: usize = 512;

/// The search for the largest or the smallest element of this dtype.
pub fn find_search(number: Number, largest: bool) -> Search {
    dispatch!(number, T => if largest {
        at_levels!(Search: (length: usize, source: *const u8, stride: isize) -> usize;
            search::<T>(length, source, stride, |candidate, best| candidate.exceeds(best), Ordered::larger))
    } else {
        at_levels!(Search: (length: usize, source: *const u8, stride: isize) -> usize;
            search::<T>(length, source, stride, |candidate, best| best.exceeds(candidate), Ordered::smaller))
    })
}

/// # Safety
/// As [`Search`].
#[inline(always)]
unsafe fn search<T: Element + Ordered>(
    length: usize,
    source: *const u8,
    stride: isize,
    better: impl Fn(T, T) -> bool,
    extreme: impl Fn(T, T) -> T,
) -> usize {
    // SAFETY: the caller vouches for every element.
    let at = |place: usize| unsafe {
        source.wrapping_offset(place as isize * stride).cast::<T>().read_unaligned()
    };
    let (mut best, mut place_of_best) = (at(0), 0);
    if best.is_nan() {
        return 0;
    }
    let mut start = 1;
    if stride == size_of::<T>() as isize {
        while length - start >= BLOCK {
            // SAFETY: so many elements are left.
            let found = unsafe { extreme_of_block::<T>(source.add(start * size_of::<T>()), &extreme) };
            if found.is_nan() {
                return (start..start + BLOCK).find(|&place| at(place).is_nan()).unwrap_or(start);
            }
            if better(found, best) {
                let place = (start..start + BLOCK).find(|&place| !better(found, at(place)));
                (best, place_of_best) = (found, place.unwrap_or(start));
            }
            start += BLOCK;
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

/// The extreme of a block, NaN where there is one.
///
/// # Safety
/// There must be a block of elements.
#[inline(always)]
unsafe fn extreme_of_block<T: Element + Ordered>(source: *const u8, extreme: &impl Fn(T, T) -> T) -> T {
    const LANES: usize = 32;
    // SAFETY: the caller's promise.
    unsafe {
        let mut lanes = source.cast::<[T; LANES]>().read_unaligned();
        for place in (LANES..BLOCK).step_by(LANES) {
            let chunk = source.add(place * size_of::<T>()).cast::<[T; LANES]>().read_unaligned();
            lanes = std::array::from_fn(|lane| extreme(lanes[lane], chunk[lane]));
        }
        for half in [16, 8, 4, 2, 1] {
            for lane in 0..half {
                lanes[lane] = extreme(lanes[lane], lanes[lane + half]);
            }
        }
        lanes[0]
    }
}
