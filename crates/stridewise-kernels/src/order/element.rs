//! What can be put into order: all elements.
#![expect(unsafe_code, reason = "sees elements as keys of the same size")]

use std::cmp::Ordering;

use stridewise_core::Element;
use stridewise_core::dtype::{C64, C128};

use super::{Key, Keyed, Packing, compare, divide, search};

/// Work on the keys of elements, whatever their type.
pub trait OnKeys {
    fn work<K: Key>(&mut self, keys: &mut [K]);
}

/// An element, with the ways to sort that it has.
pub trait Sortable: Element {
    /// Works on the elements as keys; does nothing and says `false` where they have none.
    fn on_keys(elements: &mut [Self], work: &mut impl OnKeys) -> bool;

    /// Writes what sorts as the elements and their places do; `None` where the elements have no keys.
    fn pack(elements: &[Self], packed: &mut [i64]) -> Option<Packing>;

    /// Leaves the places alone of what was packed and sorted.
    fn unpack(packing: Packing, elements: &[Self], packed: &mut [i64]);

    /// For each wanted element how many of the sorted ones come before it, with `right` before or together with it.
    fn search(sorted: &[Self], wanted: &[Self], right: bool, places: &mut [i64]);

    /// Writes the places of the elements below the first of the bounds, which rise, then of those equal to it, of those
    /// between it and the second one, and so on; in each of these groups they rise.
    fn divide(elements: &[Self], bounds: &[Self], places: &mut [i64]);
}

also_wide! {
    /// Replaces the elements by their keys.
    fn to_keys<T: Keyed>(elements: &mut [T]) -> &mut [T::Key] {
        const { assert!(size_of::<T>() == size_of::<T::Key>() && align_of::<T>() >= align_of::<T::Key>()) };
        let (start, count) = (elements.as_mut_ptr(), elements.len());
        for place in 0..count {
            // SAFETY: the slice holds `count` elements, as large as keys and no less aligned; every bit pattern is
            // one of either.
            unsafe {
                let element = start.add(place);
                element.cast::<T::Key>().write(element.read().to_key());
            }
        }
        // SAFETY: as above; the keys are borrowed as the elements were.
        unsafe { std::slice::from_raw_parts_mut(start.cast::<T::Key>(), count) }
    }
}

also_wide! {
    /// Replaces keys, as which the elements were seen, by the elements.
    fn from_keys<T: Keyed>(elements: &mut [T]) -> () {
        for element in elements {
            // SAFETY: elements are as large as keys and no less aligned; every bit pattern is one of either.
            *element = T::from_key(unsafe { std::ptr::from_mut(element).cast::<T::Key>().read() });
        }
    }
}

impl<T: Keyed> Sortable for T {
    fn on_keys(elements: &mut [Self], work: &mut impl OnKeys) -> bool {
        work.work(to_keys(elements));
        from_keys(elements);
        true
    }

    fn pack(elements: &[Self], packed: &mut [i64]) -> Option<Packing> {
        Some(Packing::pack(elements, packed))
    }

    fn unpack(packing: Packing, elements: &[Self], packed: &mut [i64]) {
        packing.unpack(elements, packed);
    }

    fn search(sorted: &[Self], wanted: &[Self], right: bool, places: &mut [i64]) {
        search::search(sorted, wanted, right, places);
    }

    fn divide(elements: &[Self], bounds: &[Self], places: &mut [i64]) {
        divide::divide(elements, bounds, places);
    }
}

/// Complex numbers have an order that no integer of their size has: equal real parts may differ in their bits.
macro_rules! compared {
    ($($type:ty),*) => {$(
        impl Sortable for $type {
            fn on_keys(_: &mut [Self], _: &mut impl OnKeys) -> bool {
                false
            }

            fn pack(_: &[Self], _: &mut [i64]) -> Option<Packing> {
                None
            }

            fn unpack(_: Packing, _: &[Self], _: &mut [i64]) {}

            fn search(sorted: &[Self], wanted: &[Self], right: bool, places: &mut [i64]) {
                for (&element, place) in wanted.iter().zip(places) {
                    let before = |&other: &Self| compare(other, element).is_lt() || right && compare(other, element).is_eq();
                    *place = sorted.partition_point(before) as i64;
                }
            }

            fn divide(elements: &[Self], bounds: &[Self], places: &mut [i64]) {
                divide::into_groups(elements, bounds.len(), places, |element| {
                    let above = |&bound: &Self| match compare(element, bound) {
                        Ordering::Less => 0,
                        Ordering::Equal => 1,
                        Ordering::Greater => 2,
                    };
                    bounds.iter().map(above).sum()
                });
            }
        }
    )*};
}

compared!(C64, C128);
