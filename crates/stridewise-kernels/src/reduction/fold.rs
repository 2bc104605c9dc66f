//! Folds in lanes (for what may meet in any order) and in order.
#![expect(unsafe_code, reason = "reads elements behind raw pointers")]

use stridewise_core::Element;

/// Accumulators side by side: enough to fill vector registers.
const LANES: usize = 16;

/// # Safety
/// As [`super::Fold`].
#[inline(always)]
pub(super) unsafe fn fold_in_lanes<T: Element>(
    length: usize,
    source: *const u8,
    stride: isize,
    accumulator: *mut u8,
    f: impl Fn(T, T) -> T,
) {
    // SAFETY: the caller vouches for the accumulator and for `length` elements.
    unsafe {
        let mut result = accumulator.cast::<T>().read_unaligned();
        let mut place = source;
        let mut left = length;
        if stride == size_of::<T>() as isize && length >= 2 * LANES {
            let mut lanes = place.cast::<[T; LANES]>().read_unaligned();
            place = place.add(size_of::<[T; LANES]>());
            left -= LANES;
            while left >= LANES {
                let chunk = place.cast::<[T; LANES]>().read_unaligned();
                lanes = std::array::from_fn(|lane| f(lanes[lane], chunk[lane]));
                place = place.add(size_of::<[T; LANES]>());
                left -= LANES;
            }
            for lane in lanes {
                result = f(result, lane);
            }
        }
        for _ in 0..left {
            result = f(result, place.cast::<T>().read_unaligned());
            place = place.wrapping_offset(stride);
        }
        accumulator.cast::<T>().write_unaligned(result);
    }
}

/// # Safety
/// As [`super::Fold`].
#[inline(always)]
pub(super) unsafe fn fold_in_order<T: Element>(
    length: usize,
    source: *const u8,
    stride: isize,
    accumulator: *mut u8,
    f: impl Fn(T, T) -> T,
) {
    // SAFETY: the caller vouches for the accumulator and for `length` elements.
    unsafe {
        let mut result = accumulator.cast::<T>().read_unaligned();
        let mut place = source;
        for _ in 0..length {
            result = f(result, place.cast::<T>().read_unaligned());
            place = place.wrapping_offset(stride);
        }
        accumulator.cast::<T>().write_unaligned(result);
    }
}

/// Looks for an element whose truth is `SOUGHT` and, having found one, at no further one.
///
/// # Safety
/// As [`super::Fold`], with a boolean accumulator.
#[inline(always)]
pub(super) unsafe fn logical<T: Element, const SOUGHT: bool>(
    length: usize,
    source: *const u8,
    stride: isize,
    accumulator: *mut u8,
) {
    // SAFETY: the caller vouches for the accumulator and for `length` elements.
    unsafe {
        if (accumulator.read() != 0) == SOUGHT {
            return;
        }
        let mut place = source;
        let mut left = length;
        if stride == size_of::<T>() as isize {
            while left >= LANES {
                let chunk = place.cast::<[T; LANES]>().read_unaligned();
                if chunk.iter().fold(false, |found, element| found | (element.to_bool() == SOUGHT)) {
                    accumulator.write(u8::from(SOUGHT));
                    return;
                }
                place = place.add(size_of::<[T; LANES]>());
                left -= LANES;
            }
        }
        for _ in 0..left {
            if place.cast::<T>().read_unaligned().to_bool() == SOUGHT {
                accumulator.write(u8::from(SOUGHT));
                return;
            }
            place = place.wrapping_offset(stride);
        }
    }
}
