//! Running results: each element met by the result so far.
#![expect(unsafe_code, reason = "reads and writes elements behind raw pointers")]

use stridewise_core::op::Op;
use stridewise_core::{Element, Number};

use crate::elementwise::of_pair;
use crate::reduction::of_present;
use crate::take::Run;

/// Writes the running results of `count` elements, the first element itself. Elements are native and may stand at any
/// address.
///
/// # Safety
/// The source must be valid for `count` reads, the target for as many writes; they are the same elements, or apart.
pub type Scan = unsafe fn(count: usize, source: Run, target: Run);

macro_rules! scan {
    ($type:ty; $f:expr) => {{
        let scan: Scan = |count, source, target| {
            // SAFETY: whoever calls a `Scan` keeps its promise for the dtype that it was found by.
            unsafe { scan::<$type>(count, source, target, |first| first, $f) }
        };
        scan
    }};
    ($type:ty, $unit:expr; $f:expr) => {{
        let scan: Scan = |count, source, target| {
            // SAFETY: as above.
            unsafe { scan::<$type>(count, source, target, |first: $type| first.or($unit), $f) }
        };
        scan
    }};
}

/// The scan by a binary operation over elements of this dtype; `None` where there is none better than its loop.
pub fn find(op: Op, number: Number) -> Option<Scan> {
    of_pair!(op, number, scan)
}

/// The scan by a sum or a product in which zero or one stands for NaN; `None` where no element may be NaN.
pub fn find_skipping(op: Op, number: Number) -> Option<Scan> {
    of_present!(op, number, scan)
}

/// # Safety
/// As [`Scan`], for elements of `T`.
#[inline(always)]
unsafe fn scan<T: Element>(
    count: usize,
    source: Run,
    target: Run,
    start: impl Fn(T) -> T,
    f: impl Fn(T, T) -> T,
) {
    if count == 0 {
        return;
    }
    // SAFETY: the caller's promise.
    unsafe {
        let mut result = start(source.start.cast::<T>().read_unaligned());
        target.start.cast::<T>().write_unaligned(result);
        let size = size_of::<T>() as isize;
        if source.stride == size && target.stride == size {
            for place in 1..count {
                result = f(result, source.start.cast::<T>().add(place).read_unaligned());
                target.start.cast::<T>().add(place).write_unaligned(result);
            }
        } else {
            for place in 1..count {
                result = f(result, source.at(place).cast::<T>().read_unaligned());
                target.at(place).cast::<T>().write_unaligned(result);
            }
        }
    }
}
