//! The places of elements, by where the elements stand among bounds.

use std::hint::select_unpredictable;

use super::Keyed;

also_wide! {
    /// Writes the places of the elements below the first of the bounds, which rise, then of those equal to it, of those
    /// between it and the second one, and so on; in each of these groups they rise.
    pub(super) fn divide<T: Keyed>(elements: &[T], bounds: &[T], places: &mut [i64]) {
        if let &[bound] = bounds {
            return by_one_bound(elements, bound.rank(), places);
        }
        let bounds: Vec<T::Key> = bounds.iter().map(|bound| bound.rank()).collect();
        into_groups(elements, bounds.len(), places, |element| {
            let rank = element.rank();
            bounds.iter().map(|&bound| usize::from(rank >= bound) + usize::from(rank > bound)).sum()
        });
    }
}

#[inline(always)]
fn by_one_bound<T: Keyed>(elements: &[T], bound: T::Key, places: &mut [i64]) {
    let (mut below, mut equal) = (0, 0);
    for element in elements {
        let rank = element.rank();
        below += usize::from(rank < bound);
        equal += usize::from(rank == bound);
    }
    // Where the next place of each group goes.
    let (mut low, mut middle, mut high) = (0, below, below + equal);
    for (place, element) in elements.iter().enumerate() {
        let rank = element.rank();
        let (is_below, is_equal) = (rank < bound, rank == bound);
        let slot = select_unpredictable(is_below, low, select_unpredictable(is_equal, middle, high));
        places[slot] = place as i64;
        low += usize::from(is_below);
        middle += usize::from(is_equal);
        high += usize::from(!(is_below | is_equal));
    }
}

/// Writes the places of the elements of the first group, then of the second one, up to the group of twice the number of
/// bounds.
#[inline(always)]
pub(super) fn into_groups<T: Copy>(
    elements: &[T],
    bounds: usize,
    places: &mut [i64],
    group: impl Fn(T) -> usize,
) {
    let mut starts = vec![0; 2 * bounds + 2];
    for &element in elements {
        starts[group(element) + 1] += 1;
    }
    for at in 1..starts.len() {
        starts[at] += starts[at - 1];
    }
    for (place, &element) in elements.iter().enumerate() {
        let slot = &mut starts[group(element)];
        places[*slot] = place as i64;
        *slot += 1;
    }
}
