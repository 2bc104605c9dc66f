//! Half precision from and to single, in integers.
//!
//! Loops read the processor's floating-point status afterwards. Its own conversions work on whole registers, and where a
//! compiler fills one with what is left over from something else, they record errors that no element met. Integers
//! record nothing.

use super::F16;

const MAGNITUDE: u16 = 0x7fff;
const SIGN: u16 = 0x8000;
const INFINITY: u16 = 0x7c00;
const QUIET: u16 = 0x0200;
/// Bits of a single's significand that a half lacks.
const SURPLUS: u32 = 13;
/// What the exponents' biases differ by, in its place.
const BIAS: u32 = 112 << 23;
/// The bits of the smallest normal half, as a single.
const SMALLEST_NORMAL: u32 = 113 << 23;
/// Those of 65520, the smallest that is rounded to infinity.
const ROUNDED_TO_INFINITY: u32 = 0x477f_f000;
const SINGLE_INFINITY: u32 = 0x7f80_0000;

/// The same number in single precision; NaN become quiet.
///
/// ```
/// use stridewise_core::dtype::{F16, half_to_single};
///
/// assert_eq!(half_to_single(F16::from_bits(0x3c01)), 1.0 + 2f32.powi(-10));
/// ```
#[inline(always)]
pub fn half_to_single(half: F16) -> f32 {
    let bits = half.to_bits();
    let magnitude = u32::from(bits & MAGNITUDE) << SURPLUS;
    // A subnormal becomes the distance of two normal numbers, which is exact.
    let subnormal = f32::from_bits(magnitude + SMALLEST_NORMAL) - f32::from_bits(SMALLEST_NORMAL);
    let infinite = u32::from(INFINITY) << SURPLUS;
    let wide = if magnitude >= infinite {
        let quiet = if magnitude > infinite { u32::from(QUIET) << SURPLUS } else { 0 };
        (magnitude + 2 * BIAS) | quiet
    } else if magnitude < 1 << 23 {
        subnormal.to_bits()
    } else {
        magnitude + BIAS
    };
    f32::from_bits(wide | u32::from(bits & SIGN) << 16)
}

/// The nearest half, ties to even; infinite from 65520 on. NaN become quiet and keep the upper bits of their payload.
///
/// ```
/// use stridewise_core::dtype::single_to_half;
///
/// assert_eq!(single_to_half(65519.0).to_bits(), 0x7bff);
/// assert_eq!(single_to_half(65520.0).to_bits(), 0x7c00);
/// ```
#[inline(always)]
pub fn single_to_half(single: f32) -> F16 {
    let bits = single.to_bits();
    let magnitude = bits & 0x7fff_ffff;
    // Beside one half the last place is that of subnormal halves, and the addition rounds.
    let subnormal = (f32::from_bits(magnitude) + 0.5).to_bits().wrapping_sub(0.5_f32.to_bits());
    let narrow = if magnitude > SINGLE_INFINITY {
        u32::from(INFINITY | QUIET) | magnitude >> SURPLUS & 0x3ff
    } else if magnitude >= ROUNDED_TO_INFINITY {
        u32::from(INFINITY)
    } else if magnitude < SMALLEST_NORMAL {
        subnormal
    } else {
        normal(magnitude)
    };
    F16::from_bits(narrow as u16 | (bits >> 16) as u16 & SIGN)
}

/// The same where the number and its half are normal, which most are; one comparison tells.
#[inline(always)]
pub fn single_to_normal_half(single: f32) -> Option<F16> {
    let bits = single.to_bits();
    let magnitude = bits & 0x7fff_ffff;
    (magnitude.wrapping_sub(SMALLEST_NORMAL) < ROUNDED_TO_INFINITY - SMALLEST_NORMAL)
        .then(|| F16::from_bits(normal(magnitude) as u16 | (bits >> 16) as u16 & SIGN))
}

/// The bits of a normal half, rounded to even.
#[inline(always)]
fn normal(magnitude: u32) -> u32 {
    let odd = magnitude >> SURPLUS & 1;
    magnitude.wrapping_sub(BIAS).wrapping_add((1 << (SURPLUS - 1)) - 1 + odd) >> SURPLUS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_half_is_what_the_crate_of_halves_says() {
        for bits in 0..=u16::MAX {
            let half = F16::from_bits(bits);
            let expected = half.to_f32();
            assert_eq!(half_to_single(half).to_bits(), expected.to_bits(), "{bits:#x}");
            assert_eq!(single_to_half(expected).to_bits(), F16::from_f32(expected).to_bits(), "{bits:#x}");
        }
    }

    #[test]
    fn singles_around_every_half_and_between_them_are_rounded_to_even() {
        for bits in 0..=u16::MAX {
            let single = F16::from_bits(bits).to_f32().to_bits();
            // Half of the last place of a normal half, of the smallest subnormal, and what lies beside them.
            for middle in [0_u32, 1 << 12, 1 << 13, 1 << 22, 1 << 23] {
                for beside in [-1_i32, 0, 1] {
                    for way in [-1_i32, 1] {
                        let near = single.wrapping_add_signed(way * middle as i32 + beside);
                        let near = f32::from_bits(near);
                        assert_eq!(
                            single_to_half(near).to_bits(),
                            F16::from_f32(near).to_bits(),
                            "{near:e} {:#x}",
                            near.to_bits()
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn singles_of_all_magnitudes_are_rounded() {
        for step in 0..1_u32 << 22 {
            let single = f32::from_bits(step.wrapping_mul(1021));
            let half = F16::from_f32(single);
            assert_eq!(single_to_half(single).to_bits(), half.to_bits(), "{single:e}");
            let expected = (half.is_normal() && single.abs() >= 2f32.powi(-14)).then_some(half);
            assert_eq!(single_to_normal_half(single), expected, "{single:e}");
        }
    }
}
