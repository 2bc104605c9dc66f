//! Operations in place at chosen elements, which may be chosen more than once.
#![expect(unsafe_code, reason = "reads and writes elements behind raw pointers")]

use stridewise_core::op::Op;
use stridewise_core::{Element, Number};

use crate::elementwise::of_pair;
use crate::take::{Run, wrapped};

/// Sets, one after the other, the elements at `count` positions (`i64`) of the `length` elements of a target to what the
/// operation makes of them and of as many values. Positions out of bounds are left out; negative ones count from the end.
///
/// # Safety
/// Positions and values must be valid for `count` reads, the target for reads and writes; it overlaps neither.
pub type Chosen = unsafe fn(target: Run, length: usize, positions: Run, count: usize, values: Run);

macro_rules! chosen {
    ($type:ty; $f:expr) => {{
        let chosen: Chosen = |target, length, positions, count, values| {
            // SAFETY: whoever calls a `Chosen` keeps its promise for the dtype that it was found by.
            unsafe { chosen::<$type>(target, length, positions, count, values, $f) }
        };
        chosen
    }};
}

/// The loop of a binary operation over elements of this dtype; `None` where there is none better than its loop over one
/// element.
pub fn find(op: Op, number: Number) -> Option<Chosen> {
    of_pair!(op, number, chosen)
}

/// # Safety
/// As [`Chosen`], for elements of `T`.
#[inline(always)]
unsafe fn chosen<T: Element>(
    target: Run,
    length: usize,
    positions: Run,
    count: usize,
    values: Run,
    f: impl Fn(T, T) -> T,
) {
    for place in 0..count {
        // SAFETY: the caller's promise; the position is in bounds.
        unsafe {
            let position = wrapped(positions.at(place).cast::<i64>().read_unaligned(), length);
            if position < length {
                let slot = target.at(position).cast::<T>();
                let value = values.at(place).cast::<T>().read_unaligned();
                slot.write_unaligned(f(slot.read_unaligned(), value));
            }
        }
    }
}
