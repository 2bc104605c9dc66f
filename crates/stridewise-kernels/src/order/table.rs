//! Integers that lie close together, looked up and counted in a table of all from the smallest to the largest.

use stridewise_core::Bool;

use super::{Key, Keyed};

/// From where to where integers reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    smallest: i64,
    /// The largest integer less the smallest one.
    width: u64,
}

also_wide! {
    fn span<T: Keyed>(elements: &[T]) -> Span {
        let (mut smallest, mut largest) = (i64::MAX, i64::MIN);
        for element in elements {
            let key = element.rank().widened();
            smallest = smallest.min(key);
            largest = largest.max(key);
        }
        Span { smallest, width: largest.wrapping_sub(smallest) as u64 }
    }
}

impl Span {
    /// The span of the elements, which are integers; `None` where there are none.
    pub fn of<T: Keyed>(elements: &[T]) -> Option<Self> {
        (!elements.is_empty()).then(|| span(elements))
    }

    /// Slots of a table for these integers; `None` where it would have more than `most`.
    pub fn slots(self, most: usize) -> Option<usize> {
        usize::try_from(self.width).ok().filter(|&width| width < most).map(|width| width + 1)
    }

    /// The integer's place in the table, which is behind its end for one that is not in the span.
    #[inline(always)]
    fn place<T: Keyed>(self, element: T) -> usize {
        element.rank().widened().wrapping_sub(self.smallest) as u64 as usize
    }

    /// The integer at a place of the table.
    #[inline(always)]
    pub fn element<T: Keyed>(self, place: usize) -> T {
        T::from_key(T::Key::narrowed(self.smallest.wrapping_add(place as i64)))
    }

    /// Sets the slots of the elements, which are in the span.
    pub fn mark<T: Keyed>(self, elements: &[T], table: &mut [Bool]) {
        for &element in elements {
            if let Some(slot) = table.get_mut(self.place(element)) {
                *slot = Bool(1);
            }
        }
    }

    /// Writes for each element whether its slot is set, or is not with `invert`; those of elements outside are not.
    pub fn look_up<T: Keyed>(self, elements: &[T], table: &[Bool], invert: bool, flags: &mut [Bool]) {
        for (&element, flag) in elements.iter().zip(flags) {
            let set = table.get(self.place(element)).is_some_and(|slot| slot.get());
            *flag = Bool::from(set != invert);
        }
    }

    /// Adds to the slot of each element, which is in the span, one.
    pub fn count<T: Keyed>(self, elements: &[T], table: &mut [i64]) {
        for &element in elements {
            if let Some(slot) = table.get_mut(self.place(element)) {
                *slot += 1;
            }
        }
    }

    /// Sets the slot of each element, which is in the span, to the place of the first one there.
    pub fn first<T: Keyed>(self, elements: &[T], table: &mut [i64]) {
        for (place, &element) in elements.iter().enumerate().rev() {
            if let Some(slot) = table.get_mut(self.place(element)) {
                *slot = place as i64;
            }
        }
    }

    /// Writes for each element what its slot holds.
    pub fn take<T: Keyed>(self, elements: &[T], table: &[i64], values: &mut [i64]) {
        for (&element, value) in elements.iter().zip(values) {
            *value = table.get(self.place(element)).copied().unwrap_or(0);
        }
    }
}
