//! Sorting and selecting elements by their keys, on several threads where threads are free and it pays.

use std::sync::{Mutex, PoisonError};

use stridewise_core::Element;
use stridewise_core::dtype::Kind;
use stridewise_kernels::order::{Key, OnKeys, Sortable, compare, halve, select, sort};
use stridewise_run::parts::{part_count, share_parts};

/// Bytes of keys times this are what sorting them costs, about.
const COST: usize = 4;

/// Sorts keys; with free threads, halves of halves on several of them.
pub(super) fn sort_keys<K: Key>(keys: &mut [K], free_threads: bool) {
    let cost = size_of_val(keys).saturating_mul(COST);
    let wanted = if free_threads { part_count(cost) } else { 1 };
    if wanted == 1 || keys.is_sorted() {
        return sort(keys);
    }
    let mut parts = vec![keys];
    while parts.len() < wanted {
        let halves = Mutex::new(Vec::with_capacity(2 * parts.len()));
        share_parts(parts, cost, |_, part| {
            let middle = halve(part);
            let (low, high) = part.split_at_mut(middle);
            halves.lock().unwrap_or_else(PoisonError::into_inner).extend([low, high]);
        });
        parts = halves.into_inner().unwrap_or_else(PoisonError::into_inner);
    }
    share_parts(parts, cost, |_, part| sort(part));
}

struct Sorting {
    free_threads: bool,
}

impl OnKeys for Sorting {
    fn work<K: Key>(&mut self, keys: &mut [K]) {
        sort_keys(keys, self.free_threads);
    }
}

struct Selecting<'a> {
    places: &'a [usize],
}

impl OnKeys for Selecting<'_> {
    fn work<K: Key>(&mut self, keys: &mut [K]) {
        select(keys, self.places);
    }
}

/// Sorts the elements; with `stable`, equal ones keep their order.
pub(crate) fn sort_elements<T: Sortable>(elements: &mut [T], stable: bool, free_threads: bool) {
    // Of equal elements only zeros can be told from each other, by their signs.
    let zeros = if stable && T::NUMBER.kind() == Kind::Float { zeros(elements) } else { Vec::new() };
    if !T::on_keys(elements, &mut Sorting { free_threads }) {
        return elements.sort_by(|a, b| compare(*a, *b));
    }
    if !zeros.is_empty() {
        let start = elements.partition_point(|&element| compare(element, T::default()).is_lt());
        elements[start..start + zeros.len()].copy_from_slice(&zeros);
    }
}

/// The zeros, where some of them are negative.
fn zeros<T: Element>(elements: &[T]) -> Vec<T> {
    let is_zero = |element: &&T| **element == T::default();
    if !elements.iter().filter(is_zero).any(|element| element.to_f64().is_sign_negative()) {
        return Vec::new();
    }
    elements.iter().filter(is_zero).copied().collect()
}

/// Moves the elements so that those at `places`, which rise, stand where sorting would put them, with none larger before
/// and none smaller behind.
pub(crate) fn select_elements<T: Sortable>(elements: &mut [T], mut places: &[usize]) {
    if T::on_keys(elements, &mut Selecting { places }) {
        return;
    }
    let (mut rest, mut first) = (elements, 0);
    while let Some((&place, later)) = places.split_first() {
        rest.select_nth_unstable_by(place - first, |a, b| compare(*a, *b));
        rest = &mut rest[place - first + 1..];
        (first, places) = (place + 1, later);
    }
}

/// Writes the places of the elements in their order, equal ones by place.
pub(crate) fn argsort_elements<T: Sortable>(elements: &[T], places: &mut [i64], free_threads: bool) {
    if let Some(packing) = T::pack(elements, places) {
        sort_keys(places, free_threads);
        return T::unpack(packing, elements, places);
    }
    for (place, slot) in places.iter_mut().enumerate() {
        *slot = place as i64;
    }
    places.sort_by(|&a, &b| compare(elements[a as usize], elements[b as usize]));
}
