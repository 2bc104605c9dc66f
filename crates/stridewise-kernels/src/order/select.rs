//! The elements that would stand at some places if all were sorted.

use super::{Key, sort};

/// Keys that pivots are chosen among, where there are enough.
const SAMPLE: usize = 512;

/// Moves the keys so that those at `places`, which rise, stand where sorting would put them, with none larger before
/// and none smaller behind. O(n) for few places.
///
/// Floyd and Rivest's way: pivots beside the places wanted, from a sample, leave little between them.
pub fn select<K: Key>(keys: &mut [K], places: &[usize]) {
    if places.len() > keys.len() / 8 {
        return sort(keys);
    }
    within(keys, places, 0, None, 4 * (keys.len() | 1).ilog2());
}

/// `places` count from `first`, where the keys begin; `floor` is a key that none is below; `budget` how many more
/// partitions may be tried.
fn within<K: Key>(
    mut keys: &mut [K],
    mut places: &[usize],
    mut first: usize,
    mut floor: Option<K>,
    mut budget: u32,
) {
    loop {
        let (Some(&lowest), Some(&highest)) = (places.first(), places.last()) else { return };
        if budget == 0 || keys.len() <= K::few() {
            return sort(keys);
        }
        budget -= 1;
        let pivot = pivot(keys, lowest - first, highest - first);
        let (from, above) = if floor == Some(pivot) {
            // Many equal keys, none below them: they are in place.
            let Some(next) = pivot.successor() else { return };
            let equal = K::split(keys, next);
            (equal, next)
        } else {
            let middle = K::split(keys, pivot);
            let in_low = places.partition_point(|&place| place < first + middle);
            let (low, high) = places.split_at(in_low);
            if high.is_empty() {
                keys = &mut keys[..middle];
                continue;
            }
            within(&mut keys[..middle], low, first, floor, budget);
            (middle, pivot)
        };
        keys = &mut keys[from..];
        first += from;
        places = &places[places.partition_point(|&place| place < first)..];
        floor = Some(above);
    }
}

/// A key that leaves the places `lowest` to `highest` on one side and as many keys as can be on the other; where they
/// are far apart, the median.
fn pivot<K: Key>(keys: &[K], lowest: usize, highest: usize) -> K {
    let mut sample = [K::default(); SAMPLE];
    let count = if keys.len() >= 8 * SAMPLE { SAMPLE } else { 32.min(keys.len()) };
    let step = keys.len() / count;
    let sample = &mut sample[..count];
    for (at, key) in sample.iter_mut().enumerate() {
        *key = keys[at * step + (at * 7919) % step.max(1)];
    }
    sort(sample);
    // About two standard deviations of a sample's rank.
    let margin = count.isqrt();
    let rank = |place: usize| place * count / keys.len();
    let (below, above) = (rank(lowest), count - rank(highest));
    let at = if above >= below && above > count / 4 {
        (rank(highest) + margin).min(count - 1)
    } else if below > count / 4 {
        rank(lowest).saturating_sub(margin)
    } else {
        count / 2
    };
    sample[at]
}
