//! Sorting keys: quicksort down to what a network sorts.

use super::Key;

/// Keys that a pivot is chosen among.
const SAMPLE: usize = 32;

/// Sorts the keys, in O(n log n).
pub fn sort<K: Key>(keys: &mut [K]) {
    let few = K::few();
    if keys.len() <= few {
        return K::sort_few(keys);
    }
    if size_of::<K>() <= 2 {
        return count(keys);
    }
    if is_sorted(keys) {
        return;
    }
    quicksort(keys, few, None, 2 * keys.len().ilog2());
}

/// Most arrays that are not sorted show it soon.
fn is_sorted<K: Key>(keys: &[K]) -> bool {
    keys.chunks(256).all(|chunk| chunk.windows(2).fold(true, |so_far, pair| so_far & (pair[0] <= pair[1])))
        && keys.chunks(256).zip(keys.chunks(256).skip(1)).all(|(a, b)| a.last() <= b.first())
}

/// `floor` is a key that none is below; `budget` how many more partitions may be tried.
fn quicksort<K: Key>(mut keys: &mut [K], few: usize, mut floor: Option<K>, mut budget: u32) {
    loop {
        if keys.len() <= few {
            return K::sort_few(keys);
        }
        if budget == 0 {
            return keys.sort_unstable();
        }
        budget -= 1;
        let pivot = pivot(keys);
        if floor == Some(pivot) {
            // Many equal keys, none below them: they are in place.
            let Some(next) = pivot.successor() else { return };
            let equal = K::split(keys, next);
            keys = &mut keys[equal..];
            floor = Some(next);
            continue;
        }
        let middle = K::split(keys, pivot);
        let (low, high) = keys.split_at_mut(middle);
        if low.len() < high.len() {
            quicksort(low, few, floor, budget);
            (keys, floor) = (high, Some(pivot));
        } else {
            quicksort(high, few, Some(pivot), budget);
            keys = low;
        }
    }
}

/// A key of about the middle: the median of some that are spread evenly.
fn pivot<K: Key>(keys: &[K]) -> K {
    let mut sample = [K::default(); SAMPLE];
    let step = keys.len() / SAMPLE;
    for (at, key) in sample.iter_mut().enumerate() {
        // From another place of each stretch, so that no period of the keys hides half of them.
        *key = keys[at * step + (at * 7919) % step.max(1)];
    }
    K::sort_few(&mut sample);
    sample[SAMPLE / 2]
}

/// Moves the smaller keys, about half of them, before the larger ones; says how many they are.
pub fn halve<K: Key>(keys: &mut [K]) -> usize {
    if keys.len() <= K::few() {
        return 0;
    }
    let pivot = pivot(keys);
    K::split(keys, pivot)
}

/// Sorts keys of at most two bytes by counting them.
fn count<K: Key>(keys: &mut [K]) {
    let smallest = if size_of::<K>() == 1 { i64::from(i8::MIN) } else { i64::from(i16::MIN) };
    let room = 1 << (8 * size_of::<K>());
    if keys.len() < room / 16 {
        return keys.sort_unstable();
    }
    let mut counts = vec![(0_usize, K::default()); room];
    for &key in &*keys {
        let slot = &mut counts[(key.widened() - smallest) as usize];
        *slot = (slot.0 + 1, key);
    }
    let mut start = 0;
    for (count, key) in counts {
        keys[start..start + count].fill(key);
        start += count;
    }
}
