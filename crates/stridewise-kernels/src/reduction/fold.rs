//! Folds in lanes (for what may meet in any order) and in order.
#![expect(unsafe_code, reason = "reads elements behind raw pointers")]

use std::hint::black_box;
use std::ops::Mul;

use stridewise_core::Element;
use stridewise_core::dtype::{F16, half_to_single};
use stridewise_core::op::FloatErrors;

use crate::elementwise::Real;
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

    /// What a product takes this for: one where NaN is skipped.
    fn factor<const SKIPPING: bool>(self) -> Self;

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
            fn factor<const SKIPPING: bool>(self) -> Self {
                if SKIPPING && self.is_nan() { Self::ONE } else { self }
            }

            #[inline(always)]
            fn is_within_range(self) -> bool {
                self.is_finite() && self != 0.0
            }
        }
    )*};
}

factor!(f32 f64);

/// Multiplies dense elements in lanes, all beginning with the last argument. Called by pointer, so that its arithmetic
/// stays between two looks at the floating-point status.
pub(super) type InLanes<T> = unsafe fn(length: usize, source: *const T, start: T) -> T;

/// The [`fold_product`] of a type, for the processor at hand.
macro_rules! product {
    ($type:ty, $skipping:literal) => {{
        let fold: $crate::reduction::Fold = |length, source, stride, accumulator| {
            use $crate::reduction::fold::{InLanes, fold_product, product_in_lanes};
            let in_lanes = $crate::inner_loop::at_levels!(InLanes<$type>:
                (length: usize, source: *const $type, start: $type) -> $type;
                product_in_lanes::<$type, $skipping>(length, source, start));
            // SAFETY: whoever calls a `Fold` keeps its promise for the dtype that it was found by.
            unsafe { fold_product::<$type, $skipping>(length, source, stride, accumulator, in_lanes) }
        };
        fold
    }};
}

pub(super) use product;

/// A product in lanes, except where a lane overflows, underflows or loses its value: there in order, so that no result
/// is lost to which elements stand beside each other.
///
/// # Safety
/// As [`super::Fold`].
pub(super) unsafe fn fold_product<T: Factor, const SKIPPING: bool>(
    length: usize,
    source: *const u8,
    stride: isize,
    accumulator: *mut u8,
    in_lanes: InLanes<T>,
) {
    let mut place = source;
    let mut left = length;
    while left > 0 {
        let count = left.min(PRODUCT_BLOCK);
        // SAFETY: the caller vouches for the accumulator and for `length` elements.
        unsafe {
            let dense = stride == size_of::<T>() as isize && count >= 2 * LANES;
            if !(dense && multiply_block(count, place.cast::<T>(), accumulator.cast::<T>(), in_lanes)) {
                fold_in_order::<T>(count, place, stride, accumulator, |a, b| a * b.factor::<SKIPPING>());
            }
        }
        place = place.wrapping_offset(count as isize * stride);
        left -= count;
    }
}

/// A product of float16, rounded once.
///
/// # Safety
/// As [`super::Fold`].
pub(super) unsafe fn fold_half_product<const SKIPPING: bool>(
    length: usize,
    source: *const u8,
    stride: isize,
    accumulator: *mut u8,
) {
    let accumulator = accumulator.cast::<F16>();
    // SAFETY: the caller vouches for the accumulator and for `length` elements.
    unsafe {
        let mut product = half_to_single(accumulator.read_unaligned());
        let mut place = source;
        for _ in 0..length {
            product *= half_to_single(place.cast::<F16>().read_unaligned()).factor::<SKIPPING>();
            place = place.wrapping_offset(stride);
        }
        accumulator.write_unaligned(F16::narrow(product));
    }
}

/// Multiplies the accumulator by a block's product in lanes; `false`, and nothing is done, where that left the range of
/// numbers.
///
/// # Safety
/// There must be `length` elements, and an accumulator.
unsafe fn multiply_block<T: Factor>(
    length: usize,
    source: *const T,
    accumulator: *mut T,
    in_lanes: InLanes<T>,
) -> bool {
    // What is behind the pointer must not be known here.
    let in_lanes = black_box(in_lanes);
    // SAFETY: the caller's promise.
    let before = unsafe { accumulator.read_unaligned() };
    let product = if before.is_within_range() {
        let held = status::Held::new();
        status::clear();
        // SAFETY: as above.
        let product = unsafe { in_lanes(length, source, T::ONE) };
        let errors = status::read();
        held.restore(FloatErrors::NONE);
        if !errors.is_empty() {
            return false;
        }
        product
    } else {
        // Beside a zero or an infinity nothing overflows; what becomes NaN does so in any order.
        // SAFETY: as above.
        unsafe { in_lanes(length, source, before.magnitude()) }
    };
    // The last multiplication must not come before the status is restored.
    // SAFETY: as above.
    unsafe { accumulator.write_unaligned(before * black_box(product)) };
    true
}

/// # Safety
/// There must be `length` elements.
#[inline(always)]
pub(super) unsafe fn product_in_lanes<T: Factor, const SKIPPING: bool>(
    length: usize,
    source: *const T,
    start: T,
) -> T {
    let mut lanes = [start; LANES];
    let whole = length - length % LANES;
    for place in (0..whole).step_by(LANES) {
        // SAFETY: the caller's promise.
        let chunk = unsafe { source.add(place).cast::<[T; LANES]>().read_unaligned() };
        lanes = std::array::from_fn(|lane| lanes[lane] * chunk[lane].factor::<SKIPPING>());
    }
    let product = lanes.into_iter().fold(start, |product, lane| product * lane);
    // SAFETY: as above.
    let factor = |place: usize| unsafe { source.add(place).read_unaligned() }.factor::<SKIPPING>();
    (whole..length).fold(product, |product, place| product * factor(place))
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
