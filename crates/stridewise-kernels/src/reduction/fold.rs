//! Folds in lanes (for what may meet in any order) and in order.
#![expect(unsafe_code, reason = "reads elements behind raw pointers")]

use std::hint::black_box;
use std::ops::Mul;

use stridewise_core::Element;
use stridewise_core::op::FloatErrors;

use crate::status;

/// Accumulators side by side: enough to fill vector registers.
const LANES: usize = 16;

/// Elements whose product is made in lanes at a time: where one of them leaves the range of numbers, that many are
/// multiplied again in their order.
const PRODUCT_BLOCK: usize = 512;

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

/// A fold by what is exact, so that the compiler may have the elements meet as it likes.
///
/// # Safety
/// As [`super::Fold`].
#[inline(always)]
pub(super) unsafe fn fold_exact<T: Element>(
    length: usize,
    source: *const u8,
    stride: isize,
    accumulator: *mut u8,
    f: impl Fn(T, T) -> T,
) {
    // SAFETY: the caller vouches for the accumulator and for `length` elements.
    unsafe {
        if stride != size_of::<T>() as isize {
            return fold_in_order(length, source, stride, accumulator, f);
        }
        let source = source.cast::<T>();
        let mut result = accumulator.cast::<T>().read_unaligned();
        for place in 0..length {
            result = f(result, source.add(place).read_unaligned());
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

/// Floats whose products [`fold_product`] makes.
pub(super) trait Factor: Element + Mul<Output = Self> {
    const ONE: Self;

    fn magnitude(self) -> Self;

    /// Neither zero, infinite nor NaN: what a further factor may take beyond the range of numbers.
    fn is_within_range(self) -> bool;
}

macro_rules! factor {
    ($($type:ty)*) => {$(
        impl Factor for $type {
            const ONE: Self = 1.0;

            #[inline(always)]
            fn magnitude(self) -> Self {
                self.abs()
            }

            #[inline(always)]
            fn is_within_range(self) -> bool {
                self.is_finite() && self != 0.0
            }
        }
    )*};
}

factor!(f32 f64);

/// A product in lanes, except where a lane overflows, underflows or loses its value: there in order, so that no result
/// is lost to which elements stand beside each other.
///
/// # Safety
/// As [`super::Fold`].
pub(super) unsafe fn fold_product<T: Factor>(
    length: usize,
    source: *const u8,
    stride: isize,
    accumulator: *mut u8,
) {
    let mut place = source;
    let mut left = length;
    while left > 0 {
        let count = left.min(PRODUCT_BLOCK);
        // SAFETY: the caller vouches for the accumulator and for `length` elements.
        unsafe {
            let dense = stride == size_of::<T>() as isize && count >= 2 * LANES;
            if !(dense && multiply_block(count, place.cast::<T>(), accumulator.cast::<T>())) {
                fold_in_order::<T>(count, place, stride, accumulator, |a, b| a * b);
            }
        }
        place = place.wrapping_offset(count as isize * stride);
        left -= count;
    }
}

/// Multiplies the accumulator by a block's product in lanes; `false`, and nothing is done, where that left the range of
/// numbers.
///
/// # Safety
/// There must be `length` elements, and an accumulator.
unsafe fn multiply_block<T: Factor>(length: usize, source: *const T, accumulator: *mut T) -> bool {
    // SAFETY: the caller's promise.
    let before = unsafe { accumulator.read_unaligned() };
    let product = if before.is_within_range() {
        let held = status::Held::new();
        status::clear();
        // SAFETY: as above.
        let product = unsafe { product_in_lanes(length, source, T::ONE) };
        let errors = status::read();
        held.restore(FloatErrors::NONE);
        if !errors.is_empty() {
            return false;
        }
        product
    } else {
        // Beside a zero or an infinity nothing overflows; what becomes NaN does so in any order.
        // SAFETY: as above.
        unsafe { product_in_lanes(length, source, before.magnitude()) }
    };
    // The last multiplication must not come before the status is restored.
    // SAFETY: as above.
    unsafe { accumulator.write_unaligned(before * black_box(product)) };
    true
}

/// Not inlined, so that its arithmetic stays between the two looks at the floating-point status.
///
/// # Safety
/// There must be `length` elements.
#[inline(never)]
unsafe fn product_in_lanes<T: Factor>(length: usize, source: *const T, start: T) -> T {
    let mut lanes = [start; LANES];
    let whole = length - length % LANES;
    for place in (0..whole).step_by(LANES) {
        // SAFETY: the caller's promise.
        let chunk = unsafe { source.add(place).cast::<[T; LANES]>().read_unaligned() };
        lanes = std::array::from_fn(|lane| lanes[lane] * chunk[lane]);
    }
    let product = lanes.into_iter().fold(start, |product, lane| product * lane);
    // SAFETY: as above.
    (whole..length).fold(product, |product, place| product * unsafe { source.add(place).read_unaligned() })
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
