//! The two floats that functions compute in, and their bits.

use std::ops::{Add, Div, Mul, Neg, Sub};

use crate::elementwise::real::Real;

/// `f32` or `f64`.
pub(super) trait Float:
    Real<Wide = Self>
    + Copy
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
{
    const ZERO: Self;
    const ONE: Self;
    const INFINITY: Self;
    const SMALLEST_NORMAL: Self;
    /// What invalid operations give on x86: a quiet NaN with its sign set.
    const INVALID: Self;
    /// Adding this leaves the nearest whole number in the low bits, for numbers below a quarter of it.
    const WHOLE: Self;

    /// A constant; rounds to `f32`.
    fn of(value: f64) -> Self;
    fn double(self) -> f64;
    fn square_root(self) -> Self;
    fn fused(self, b: Self, c: Self) -> Self;
    /// Two numbers of half the bits that sum to this one.
    fn halves(self) -> (Self, Self);
    /// `self` times 2 to the whole number in `shifted`, which is the number plus [`Float::WHOLE`]. No operand and no
    /// result may be subnormal, zero or infinite.
    fn times_power(self, shifted: Self) -> Self;
    /// The same, divided by that power.
    fn over_power(self, shifted: Self) -> Self;
    /// m and k, a whole number, with `self` = m 2^k and m between the roots of 1/2 and 2, for positive normal numbers.
    fn split_power(self) -> (Self, Self);
    /// 2 to the -k of [`Float::split_power`]; zero where that is subnormal.
    fn inverse_power(self) -> Self;
    /// 2 to the `k`, which must be a normal number.
    fn power_of_two(k: i32) -> Self;
    /// Whether the whole number in `shifted` is odd.
    fn is_odd(shifted: Self) -> bool;
    /// `self`, with its sign flipped where the whole number in `shifted` has the bit of two.
    fn flip_by_twos(self, shifted: Self) -> Self;
    /// The whole number in `shifted`, as above.
    fn whole(shifted: Self) -> i32;
}

macro_rules! float {
    ($float:ident, $bits:ident, $signed:ident, whole: $whole:literal, low_half: $low:literal) => {
        impl Float for $float {
            const ZERO: Self = 0.0;
            const ONE: Self = 1.0;
            const INFINITY: Self = $float::INFINITY;
            const SMALLEST_NORMAL: Self = $float::MIN_POSITIVE;
            const INVALID: Self = $float::from_bits(!0 << ($float::MANTISSA_DIGITS - 2));
            const WHOLE: Self = $whole;

            #[inline(always)]
            fn of(value: f64) -> Self {
                value as $float
            }

            #[inline(always)]
            fn double(self) -> f64 {
                self.into()
            }

            #[inline(always)]
            fn square_root(self) -> Self {
                self.sqrt()
            }

            #[inline(always)]
            fn fused(self, b: Self, c: Self) -> Self {
                self.mul_add(b, c)
            }

            #[inline(always)]
            fn halves(self) -> (Self, Self) {
                let high = $float::from_bits(self.to_bits() & !$low);
                (high, self - high)
            }

            #[inline(always)]
            fn times_power(self, shifted: Self) -> Self {
                let exponent = shifted.to_bits() << ($float::MANTISSA_DIGITS - 1);
                $float::from_bits(self.to_bits().wrapping_add(exponent))
            }

            #[inline(always)]
            fn over_power(self, shifted: Self) -> Self {
                let exponent = shifted.to_bits() << ($float::MANTISSA_DIGITS - 1);
                $float::from_bits(self.to_bits().wrapping_sub(exponent))
            }

            #[inline(always)]
            fn split_power(self) -> (Self, Self) {
                let digits = $float::MANTISSA_DIGITS - 1;
                // Adding what 1 is over the root of 1/2 carries into the exponent just where m must be halved.
                let root = std::$float::consts::FRAC_1_SQRT_2.to_bits();
                let moved = self.to_bits().wrapping_add((1.0 as $float).to_bits() - root);
                let m = $float::from_bits((moved & ((1 << digits) - 1)) + root);
                // A number of this size holds a whole one in its low bits.
                let unit = (1_u64 << digits) as $float;
                let biased = $float::from_bits((moved >> digits) | unit.to_bits());
                (m, biased - (unit + ($float::MAX_EXP - 1) as $float))
            }

            #[inline(always)]
            fn inverse_power(self) -> Self {
                let digits = $float::MANTISSA_DIGITS - 1;
                let root = std::$float::consts::FRAC_1_SQRT_2.to_bits();
                let moved = self.to_bits().wrapping_add((1.0 as $float).to_bits() - root) >> digits;
                $float::from_bits((2 * ($float::MAX_EXP - 1) as $bits).wrapping_sub(moved) << digits)
            }

            #[inline(always)]
            fn power_of_two(k: i32) -> Self {
                let biased = k.wrapping_add($float::MAX_EXP - 1) as $bits;
                $float::from_bits(biased << ($float::MANTISSA_DIGITS - 1))
            }

            #[inline(always)]
            fn is_odd(shifted: Self) -> bool {
                shifted.to_bits() & 1 != 0
            }

            #[inline(always)]
            fn flip_by_twos(self, shifted: Self) -> Self {
                $float::from_bits(self.to_bits() ^ ((shifted.to_bits() & 2) << ($bits::BITS - 2)))
            }

            #[inline(always)]
            fn whole(shifted: Self) -> i32 {
                shifted.to_bits().wrapping_sub(Self::WHOLE.to_bits()) as $signed as i32
            }
        }
    };
}

float!(f32, u32, i32, whole: 12_582_912.0, low_half: 0xfff);
float!(f64, u64, i64, whole: 6_755_399_441_055_744.0, low_half: 0x7ff_ffff);
