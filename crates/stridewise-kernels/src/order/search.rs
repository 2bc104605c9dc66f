//! Where elements stand among sorted ones.
#![expect(unsafe_code, reason = "reads elements at places that a search cannot leave")]

use std::hint::select_unpredictable;

use super::{Keyed, is_nan};

/// Searches that take their steps together: while one waits for memory the others go on.
const TOGETHER: usize = 32;

also_wide! {
    /// For each wanted element how many of the sorted ones come before it, with `right` before or together with it; NaN
    /// comes last.
    pub fn search<T: Keyed>(sorted: &[T], wanted: &[T], right: bool, places: &mut [i64]) {
        if right {
            one_side::<T, true>(sorted, wanted, places);
        } else {
            one_side::<T, false>(sorted, wanted, places);
        }
    }
}

#[inline(always)]
fn one_side<T: Keyed, const RIGHT: bool>(sorted: &[T], wanted: &[T], places: &mut [i64]) {
    let (wanted, places) = in_groups::<T, TOGETHER, RIGHT>(sorted, wanted, places);
    let (wanted, places) = in_groups::<T, 4, RIGHT>(sorted, wanted, places);
    in_groups::<T, 1, RIGHT>(sorted, wanted, places);
}

/// Searches for as many as whole groups hold; gives what is left.
#[inline(always)]
fn in_groups<'a, T: Keyed, const N: usize, const RIGHT: bool>(
    sorted: &[T],
    wanted: &'a [T],
    places: &'a mut [i64],
) -> (&'a [T], &'a mut [i64]) {
    let (groups, rest) = wanted.as_chunks::<N>();
    let (slots, slots_of_rest) = places.as_chunks_mut::<N>();
    for (group, slots) in groups.iter().zip(slots) {
        *slots = together::<T, N, RIGHT>(sorted, group);
    }
    (rest, slots_of_rest)
}

/// Whether a sorted element comes before the wanted one, or, with `RIGHT`, not behind it; neither is a NaN, or the
/// sorted one is and comes last.
#[inline(always)]
fn is_before<T: Keyed, const RIGHT: bool>(element: T, wanted: T) -> bool {
    if RIGHT { element <= wanted } else { element < wanted }
}

#[inline(always)]
fn together<T: Keyed, const N: usize, const RIGHT: bool>(sorted: &[T], wanted: &[T; N]) -> [i64; N] {
    let mut starts = [0; N];
    let mut length = sorted.len();
    if length == 0 {
        return starts;
    }
    while length > 1 {
        let half = length / 2;
        for (start, &wanted) in starts.iter_mut().zip(wanted) {
            // SAFETY: each search has `length` elements left from `start` on, and half of them is not more.
            let element = unsafe { *sorted.get_unchecked(*start as usize + half - 1) };
            *start += select_unpredictable(is_before::<T, RIGHT>(element, wanted), half as i64, 0);
        }
        length -= half;
    }
    for (start, &wanted) in starts.iter_mut().zip(wanted) {
        // SAFETY: as above: one element is left.
        let element = unsafe { *sorted.get_unchecked(*start as usize) };
        *start += i64::from(is_before::<T, RIGHT>(element, wanted));
    }
    for (start, &wanted) in starts.iter_mut().zip(wanted) {
        if is_nan(wanted) {
            *start = sorted.partition_point(|&element| RIGHT || !is_nan(element)) as i64;
        }
    }
    starts
}
