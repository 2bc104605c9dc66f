//! Tables that were made, kept for the next transform of their length.

use std::sync::{Arc, Mutex, MutexGuard, TryLockError};

/// Entries kept at most.
const MOST_ENTRIES: usize = 64;
/// Points of all entries kept at most; each point takes one to four complex numbers of tables.
const MOST_POINTS: usize = 1 << 22;

#[derive(Debug)]
struct Entry<K, V: ?Sized> {
    key: K,
    points: usize,
    value: Arc<V>,
}

/// Values by key, the one used last at the end.
#[derive(Debug)]
pub struct Cache<K, V: ?Sized> {
    entries: Mutex<Vec<Entry<K, V>>>,
}

impl<K: PartialEq, V: ?Sized> Cache<K, V> {
    pub(crate) const fn new() -> Self {
        Self { entries: Mutex::new(Vec::new()) }
    }

    /// The value, kept or made now, for a transform of so many points.
    pub(crate) fn get(&self, key: K, points: usize, make: impl FnOnce() -> Arc<V>) -> Arc<V> {
        if let Some(mut entries) = self.lock()
            && let Some(place) = entries.iter().rposition(|entry| entry.key == key)
        {
            entries[place..].rotate_left(1);
            return Arc::clone(&entries[entries.len() - 1].value);
        }
        // Made without the lock: the tables of a long transform take as long as the transform.
        let value = make();
        if points <= MOST_POINTS
            && let Some(mut entries) = self.lock()
        {
            entries.push(Entry { key, points, value: Arc::clone(&value) });
            let fits = |entries: &[Entry<K, V>]| {
                entries.len() <= MOST_ENTRIES
                    && entries.iter().map(|entry| entry.points).sum::<usize>() <= MOST_POINTS
            };
            let dropped = (0..entries.len()).find(|&first| fits(&entries[first..])).unwrap_or(0);
            entries.drain(..dropped);
        }
        value
    }

    /// The entries, unless somebody else holds them for long: in the child of a fork that can be for ever.
    fn lock(&self) -> Option<MutexGuard<'_, Vec<Entry<K, V>>>> {
        for _ in 0..64 {
            match self.entries.try_lock() {
                Ok(entries) => return Some(entries),
                Err(TryLockError::Poisoned(poisoned)) => return Some(poisoned.into_inner()),
                Err(TryLockError::WouldBlock) => std::thread::yield_now(),
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(cache: &Cache<usize, usize>) -> Vec<usize> {
        cache.lock().map(|entries| entries.iter().map(|entry| entry.key).collect()).unwrap_or_default()
    }

    fn get(cache: &Cache<usize, usize>, key: usize) -> Arc<usize> {
        cache.get(key, key, || Arc::new(key))
    }

    #[test]
    fn what_was_used_last_is_kept() {
        let cache = Cache::new();
        for key in 1..=MOST_ENTRIES {
            get(&cache, key);
        }
        let first = get(&cache, 1);
        assert!(Arc::ptr_eq(&first, &get(&cache, 1)));
        get(&cache, 1000);
        let kept = keys(&cache);
        assert_eq!(kept.len(), MOST_ENTRIES);
        assert!(kept.contains(&1) && kept.contains(&1000) && !kept.contains(&2), "{kept:?}");
    }

    #[test]
    fn a_long_one_takes_the_place_of_others() {
        let cache = Cache::new();
        for key in [1 << 20, (1 << 20) + 1, 1 << 21, MOST_POINTS + 1] {
            assert_eq!(*get(&cache, key), key);
        }
        assert!(keys(&cache).iter().sum::<usize>() <= MOST_POINTS);
        assert_eq!(keys(&cache).last(), Some(&(1 << 21)));
    }
}
