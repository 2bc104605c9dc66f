//! Sums and products that pass NaN by: as zero, or as one. A complex number is NaN where a part of it is.
#![expect(unsafe_code, reason = "reads elements behind raw pointers")]

use num_complex::Complex;
use stridewise_core::dtype::F16;
use stridewise_core::op::Op;
use stridewise_core::{Number, dispatch};

use super::Fold;
use super::fold::{fold_half_product, product};
use super::pairwise::pairwise;
use crate::elementwise::Ordered;
use crate::inner_loop::{Loop, at_levels, loop_over};

/// How many of `length` elements, the first at `source` and each `stride` bytes behind the one before, are NaN.
///
/// # Safety
/// The elements must be valid for reads.
pub type Count = unsafe fn(length: usize, source: *const u8, stride: isize) -> usize;

const COUNTED_AT_ONCE: usize = 1 << 20;

/// What a sum or product that passes NaN by is made with.
#[derive(Clone, Copy, Debug)]
pub struct Skipping {
    /// As [`find`](super::find) has it, with the same tree.
    pub fold: Option<Fold>,
    /// Accumulator, element, accumulator. Only elements are passed by: an accumulator that is NaN stays so.
    pub inner: Loop,
    /// Element, and the same or what stands for NaN.
    pub replace: Loop,
    pub count: Count,
    /// Element, count (int64), count.
    pub count_each: Loop,
}

/// Elements that may be NaN.
pub(crate) trait Present: Ordered {
    const ZERO: Self;
    const ONE: Self;

    /// The element, or what stands for it where it is NaN.
    #[inline(always)]
    fn or(self, other: Self) -> Self {
        if self.is_nan() { other } else { self }
    }
}

macro_rules! present {
    ($($type:ty: $zero:expr, $one:expr;)*) => {$(
        impl Present for $type {
            const ZERO: Self = $zero;
            const ONE: Self = $one;
        }
    )*};
}

present! {
    F16: F16::from_bits(0), F16::from_bits(0x3c00);
    f32: 0.0, 1.0;
    f64: 0.0, 1.0;
    Complex<f32>: Complex::new(0.0, 0.0), Complex::new(1.0, 0.0);
    Complex<f64>: Complex::new(0.0, 0.0), Complex::new(1.0, 0.0);
}

/// `Some` of what a macro makes of a type, of what stands for NaN, and of a function: of what `$op` makes of a result so far
/// and an element that is not passed by. `None` for other operations, and dtypes without NaN.
macro_rules! of_present {
    ($op:expr, $number:expr, $made:ident) => {{
        use stridewise_core::dispatch;
        use stridewise_core::op::Op;
        use $crate::elementwise::{ComplexParts, Real};
        use $crate::reduction::Present;
        match $op {
            Op::Add => dispatch!($number, T in floats =>
                    Some($made!(T, T::ZERO; |a: T, b: T| T::narrow(a.widen() + b.or(T::ZERO).widen()))), else =>
                dispatch!($number, T in complexes => Some($made!(T, T::ZERO; |a: T, b: T| a + b.or(T::ZERO))), else => None)),
            Op::Multiply => dispatch!($number, T in floats =>
                    Some($made!(T, T::ONE; |a: T, b: T| T::narrow(a.widen() * b.or(T::ONE).widen()))), else =>
                dispatch!($number, T in complexes => Some($made!(T, T::ONE; |a: T, b: T| a.times(b.or(T::ONE)))), else => None)),
            _ => None,
        }
    }};
}

pub(crate) use of_present;

/// The sum or product that passes NaN by; `None` for other operations, and for dtypes without NaN.
pub fn skipping(op: Op, number: Number) -> Option<Skipping> {
    macro_rules! inner {
        ($type:ty, $unit:expr; $f:expr) => {
            (
                loop_over!(binary: $type, $type => $type; $f),
                loop_over!(unary: $type => $type; |element: $type| element.or($unit)),
            )
        };
    }
    let (inner, replace) = of_present!(op, number, inner)?;
    let fold = match (op, number) {
        (Op::Add, number) => pairwise(number, true),
        (Op::Multiply, Number::F16) => Some(fold_half_product::<true> as Fold),
        (Op::Multiply, Number::F32) => Some(product!(f32, true)),
        (Op::Multiply, Number::F64) => Some(product!(f64, true)),
        _ => None,
    };
    dispatch!(number, T => {
        let count = at_levels!(Count: (length: usize, source: *const u8, stride: isize) -> usize;
            count::<T>(length, source, stride));
        let count_each = loop_over!(binary: T, i64 => i64; |element: T, count: i64| count + i64::from(element.is_nan()));
        Some(Skipping { fold, inner, replace, count, count_each })
    })
}

/// # Safety
/// As [`Count`].
#[inline(always)]
unsafe fn count<T: Ordered>(length: usize, source: *const u8, stride: isize) -> usize {
    let mut total = 0;
    // Counts of 32 bits fill more lanes of a register; so many elements do not overflow one.
    for start in (0..length).step_by(COUNTED_AT_ONCE) {
        let end = length.min(start + COUNTED_AT_ONCE);
        let mut count = 0_u32;
        // SAFETY: the caller vouches for every element.
        unsafe {
            if stride == size_of::<T>() as isize {
                for place in start..end {
                    count += u32::from(source.cast::<T>().add(place).read_unaligned().is_nan());
                }
            } else {
                for place in start..end {
                    let element = source.wrapping_offset(place as isize * stride).cast::<T>();
                    count += u32::from(element.read_unaligned().is_nan());
                }
            }
        }
        total += count as usize;
    }
    total
}
