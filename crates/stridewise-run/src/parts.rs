//! Slices shared among threads part by part.

use std::sync::{Mutex, PoisonError};

use crate::threads;

/// Gives each of the parts to `work`, with its place among them: on as many threads as `cost` (in bytes moved and
/// operations done, of all parts together) pays for.
pub fn share_parts<P: Send>(parts: Vec<P>, cost: usize, work: impl Fn(usize, P) + Sync) {
    if parts.len() < 2 || !threads::pays(cost) {
        return parts.into_iter().enumerate().for_each(|(place, part)| work(place, part));
    }
    let parts: Vec<Mutex<Option<P>>> = parts.into_iter().map(|part| Mutex::new(Some(part))).collect();
    threads::share_here(parts.len(), 1, cost, &|range| {
        for place in range {
            let part = parts[place].lock().unwrap_or_else(PoisonError::into_inner).take();
            if let Some(part) = part {
                work(place, part);
            }
        }
    });
}

/// How many parts to make of work of this cost, so that threads that fall behind leave some to the others: one where
/// it does not pay for threads.
pub fn part_count(cost: usize) -> usize {
    if threads::pays(cost) { 4 * threads::count() } else { 1 }
}
