//! Angles as a whole number of quarter turns and a rest of at most an eighth of a turn.

use super::coefficients::{HALF_PI_32, HALF_PI_64, HALF_PI_SHORT_32, HALF_PI_SHORT_64, TWO_OVER_PI};
use super::float::Float;
use super::levels::Level;

/// The constants of one float.
pub(super) trait QuarterTurns: Float {
    const HALF_PI: [Self; 2];
    const HALF_PI_SHORT: [Self; 3];
    /// Below this an angle's number of quarter turns times the short words is exact.
    const LARGEST_ANGLE: Self;
}

impl QuarterTurns for f64 {
    const HALF_PI: [Self; 2] = HALF_PI_64;
    const HALF_PI_SHORT: [Self; 3] = HALF_PI_SHORT_64;
    const LARGEST_ANGLE: Self = 1.6e6;
}

impl QuarterTurns for f32 {
    const HALF_PI: [Self; 2] = HALF_PI_32;
    const HALF_PI_SHORT: [Self; 3] = HALF_PI_SHORT_32;
    const LARGEST_ANGLE: Self = 12_800.0;
}

/// An angle: `quarters`, a whole number plus [`Float::WHOLE`], times pi/2, and `rest` and `rest_low`, which sum to at
/// most pi/4.
#[derive(Clone, Copy)]
pub(super) struct Angle<F> {
    pub quarters: F,
    pub rest: F,
    pub rest_low: F,
}

/// The parts of an angle, and whether they are exact to about twice the float's bits. They are not where the angle is
/// huge, or so close to a multiple of pi/2 that too little is left of the digits of pi.
#[inline(always)]
pub(super) fn reduce<L: Level, F: QuarterTurns>(x: F) -> (Angle<F>, bool) {
    let quarters = L::mul_add(x, F::of(std::f64::consts::FRAC_2_PI), F::WHOLE);
    let n = quarters - F::WHOLE;
    let (rest, rest_low) = if L::FUSED {
        // Exact: what is left has no bits below those of x and of n pi/2.
        let first = L::mul_add(-n, F::HALF_PI[0], x);
        let second = n * F::HALF_PI[1];
        let rest = first - second;
        (rest, (first - rest) - second)
    } else {
        let first = x - n * F::HALF_PI_SHORT[0];
        let second = n * F::HALF_PI_SHORT[1];
        let between = first - second;
        let from_second = first - between;
        let lost = (first - (between + from_second)) + (from_second - second);
        let third = n * F::HALF_PI_SHORT[2];
        let rest = between - third;
        (rest, ((between - rest) - third) + lost)
    };
    let enough = rest.absolute() * F::of(65536.0) >= x.absolute();
    (Angle { quarters, rest, rest_low }, enough & (x.absolute() < F::LARGEST_ANGLE))
}

/// The parts of any finite angle of at least 2^-20, by as many digits of 2/pi as it needs (Payne and Hanek).
pub(super) fn reduce_exactly(x: f64) -> Angle<f64> {
    let bits = x.to_bits();
    let significand = u128::from(bits & ((1 << 52) - 1) | 1 << 52);
    let exponent = (bits >> 52 & 0x7ff) as i32 - 1075;
    // x = significand 2^exponent. Digits of 2/pi that give whole multiples of four quarter turns are left out: the
    // window begins with the one that gives two.
    let start = (128 + exponent - 2) as usize;
    let word = |place: usize| {
        let two_words = u128::from(TWO_OVER_PI[start / 64 + place]) << 64
            | u128::from(TWO_OVER_PI[start / 64 + place + 1]);
        u128::from((two_words << (start % 64) >> 64) as u64)
    };
    let low = significand * word(2);
    let middle = significand * word(1) + (low >> 64);
    let high = significand * word(0) + (middle >> 64);
    let (high, middle, low) = (high as u64, middle as u64, low as u64);
    // The turns modulo four are in two bits, below them is the fraction of a quarter turn.
    let fraction_high = u128::from(high << 2 | middle >> 62) << 64 | u128::from(middle << 2 | low >> 62);
    let fraction_low = low << 2;
    let negative = fraction_high >> 127 == 1;
    let quarters = (high >> 62) + u64::from(negative);
    let (magnitude, magnitude_low) = if negative {
        (!fraction_high + u128::from(fraction_low == 0), fraction_low.wrapping_neg())
    } else {
        (fraction_high, fraction_low)
    };
    let zeros = magnitude.leading_zeros().min(63);
    let magnitude = magnitude << zeros | u128::from(magnitude_low) >> (64 - zeros);
    // The first 53 bits, and the next ones.
    let first = ((magnitude >> 75) as f64) * power(75);
    let second = ((magnitude & ((1 << 75) - 1)) as f64) * power(0);
    let unit = power(-128 - zeros as i32);
    let (first, second) = (first * unit, second * unit);
    let product = first * HALF_PI_64[0];
    let lost = first.mul_add(HALF_PI_64[0], -product) + (first * HALF_PI_64[1] + second * HALF_PI_64[0]);
    let rest = product + lost;
    let rest_low = lost - (rest - product);
    let sign = if negative == (x > 0.0) { -1.0 } else { 1.0 };
    let turns = if x > 0.0 { quarters as f64 } else { -(quarters as f64) };
    Angle { quarters: turns + f64::WHOLE, rest: sign * rest, rest_low: sign * rest_low }
}

fn power(exponent: i32) -> f64 {
    f64::power_of_two(exponent)
}
