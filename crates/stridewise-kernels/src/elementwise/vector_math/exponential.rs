//! `exp`, `exp2` and `expm1`.
//!
//! x = k ln 2 + r with a whole k and |r| at most ln(2)/2, so exp(x) = 2^k exp(r), where exp(r) is 1 + r and a
//! polynomial of small terms. What rounding takes from r and from 1 + r is carried along: only the last sum rounds
//! by half a unit.

use stridewise_core::op::FloatErrors;

use super::coefficients::{EXP_32, EXP_64, EXP2_32, LN2_32, LN2_64, LN2_FULL_32, LN2_FULL_64};
use super::float::Float;
use super::function::Unary;
use super::levels::Level;
use super::polynomial::polynomial;

pub(super) struct Exp;
pub(super) struct Exp2;
pub(super) struct Expm1;

/// The constants of one float.
pub(super) trait Exponential: Float {
    const LN2: [Self; 2];
    const LN2_FULL: [Self; 2];
    /// exp and exp2 have normal results for operands of at most these magnitudes.
    const COMMON: Self;
    const COMMON_BASE_2: Self;
    /// The least operands for which exp and exp2 overflow.
    const OVERFLOW: Self;
    const OVERFLOW_BASE_2: Self;
    /// For operands below these exp and exp2 vanish, and expm1 is -1.
    const VANISHES: Self;
    const VANISHES_BASE_2: Self;
    const MINUS_ONE: Self;

    /// (exp(r) - 1 - r - r^2/2) / r^3
    fn polynomial<L: Level>(r: Self) -> Self;

    /// exp2 of operands with normal results.
    #[inline(always)]
    fn exp2_common<L: Level>(x: Self) -> Self {
        exp2_as_exp::<L, Self>(x)
    }
}

impl Exponential for f64 {
    const LN2: [Self; 2] = LN2_64;
    const LN2_FULL: [Self; 2] = LN2_FULL_64;
    const COMMON: Self = 708.0;
    const COMMON_BASE_2: Self = 1021.0;
    const OVERFLOW: Self = 709.782712893384;
    const OVERFLOW_BASE_2: Self = 1024.0;
    const VANISHES: Self = -746.0;
    const VANISHES_BASE_2: Self = -1076.0;
    const MINUS_ONE: Self = -40.0;

    #[inline(always)]
    fn polynomial<L: Level>(r: Self) -> Self {
        polynomial::<L, _, _>(r, EXP_64)
    }
}

impl Exponential for f32 {
    const LN2: [Self; 2] = LN2_32;
    const LN2_FULL: [Self; 2] = LN2_FULL_32;
    const COMMON: Self = 87.0;
    const COMMON_BASE_2: Self = 125.0;
    const OVERFLOW: Self = 88.722_84;
    const OVERFLOW_BASE_2: Self = 128.0;
    const VANISHES: Self = -105.0;
    const VANISHES_BASE_2: Self = -151.0;
    const MINUS_ONE: Self = -20.0;

    #[inline(always)]
    fn polynomial<L: Level>(r: Self) -> Self {
        polynomial::<L, _, _>(r, EXP_32)
    }

    /// A polynomial of the fraction itself, as exact as need be where a product rounds together with a sum.
    #[inline(always)]
    fn exp2_common<L: Level>(x: Self) -> Self {
        if !L::FUSED {
            return exp2_as_exp::<L, Self>(x);
        }
        let shifted = x + Self::WHOLE;
        let fraction = x - (shifted - Self::WHOLE);
        let [ln2, ln2_low] = LN2_FULL_32;
        let beyond =
            L::mul_add(fraction * fraction, polynomial::<L, _, _>(fraction, EXP2_32), fraction * ln2_low);
        (1.0 + L::mul_add(fraction, ln2, beyond)).times_power(shifted)
    }
}

/// k plus [`Float::WHOLE`], r, and what exp(r) - 1 lacks for r's second word.
#[inline(always)]
pub(super) fn reduce<L: Level, F: Exponential>(x: F) -> (F, F, F) {
    let shifted = L::mul_add(x, F::of(std::f64::consts::LOG2_E), F::WHOLE);
    let k = shifted - F::WHOLE;
    let high = L::mul_add(k, -F::LN2[0], x);
    let low = k * F::LN2[1];
    let r = high - low;
    let lost = (high - r) - low;
    (shifted, r, L::mul_add(lost, r, lost))
}

/// The same for powers of two: r is the fraction times ln 2.
#[inline(always)]
fn reduce_base_2<L: Level, F: Exponential>(x: F) -> (F, F, F) {
    let shifted = x + F::WHOLE;
    let fraction = x - (shifted - F::WHOLE);
    let [ln2, ln2_low] = F::LN2_FULL;
    let r = fraction * ln2;
    let lost = L::mul_add(fraction, ln2_low, L::product_error(fraction, ln2, r));
    (shifted, r, L::mul_add(lost, r, lost))
}

/// exp(r) - 1 - r + r_low with |r| at most ln(2)/2.
#[inline(always)]
pub(super) fn beyond_linear<L: Level, F: Exponential>(r: F, r_low: F) -> F {
    let square = r * r;
    L::mul_add(square, F::of(0.5), L::mul_add(square * r, F::polynomial::<L>(r), r_low))
}

/// exp(r) + r_low with |r| at most ln(2)/2.
#[inline(always)]
pub(super) fn exp_reduced<L: Level, F: Exponential>(r: F, r_low: F) -> F {
    let sum = F::ONE + r;
    let lost = r - (sum - F::ONE);
    sum + beyond_linear::<L, F>(r, lost + r_low)
}

#[inline(always)]
fn exp2_as_exp<L: Level, F: Exponential>(x: F) -> F {
    let (shifted, r, r_low) = reduce_base_2::<L, F>(x);
    exp_reduced::<L, F>(r, r_low).times_power(shifted)
}

/// `y` times 2 to the k that `shifted` holds, in two steps that overflow or underflow only at the end.
#[inline(always)]
pub(super) fn scale<F: Float>(y: F, shifted: F) -> F {
    let k = F::whole(shifted);
    let half = k / 2;
    y * F::power_of_two(half) * F::power_of_two(k - half)
}

impl<F: Exponential> Unary<F> for Exp {
    const TINY: FloatErrors = FloatErrors::UNDERFLOW;

    #[inline(always)]
    fn common<L: Level>(x: F) -> (F, bool) {
        let (shifted, r, r_low) = reduce::<L, F>(x);
        (exp_reduced::<L, F>(r, r_low).times_power(shifted), x.absolute() < F::COMMON)
    }

    #[inline(always)]
    fn rare<L: Level>(x: F) -> F {
        if x.not_a_number() {
            x
        } else if x > F::OVERFLOW {
            F::INFINITY
        } else if x < F::VANISHES {
            F::ZERO
        } else {
            let (shifted, r, r_low) = reduce::<L, F>(x);
            scale(exp_reduced::<L, F>(r, r_low), shifted)
        }
    }
}

impl<F: Exponential> Unary<F> for Exp2 {
    #[inline(always)]
    fn common<L: Level>(x: F) -> (F, bool) {
        (F::exp2_common::<L>(x), x.absolute() < F::COMMON_BASE_2)
    }

    #[inline(always)]
    fn rare<L: Level>(x: F) -> F {
        if x.not_a_number() {
            x
        } else if x >= F::OVERFLOW_BASE_2 {
            F::INFINITY
        } else if x < F::VANISHES_BASE_2 {
            F::ZERO
        } else {
            let (shifted, r, r_low) = reduce_base_2::<L, F>(x);
            scale(exp_reduced::<L, F>(r, r_low), shifted)
        }
    }

    #[inline(always)]
    fn errors(x: F, y: F) -> FloatErrors {
        let exact = y != F::ZERO && (x + F::WHOLE) - F::WHOLE == x;
        if x.infinite() || x.not_a_number() {
            FloatErrors::NONE
        } else if y.infinite() {
            FloatErrors::OVERFLOW
        } else if y < F::SMALLEST_NORMAL && !exact {
            FloatErrors::UNDERFLOW
        } else {
            FloatErrors::NONE
        }
    }
}

impl<F: Exponential> Unary<F> for Expm1 {
    #[inline(always)]
    fn common<L: Level>(x: F) -> (F, bool) {
        let clamped = if x < F::MINUS_ONE { F::MINUS_ONE } else { x };
        let (shifted, r, r_low) = reduce::<L, F>(clamped);
        // 2^k ((1 - 2^-k) + r + ...)
        let power = F::ONE.over_power(shifted);
        let one = F::ONE - power;
        let lost_one = (F::ONE - one) - power;
        let sum = one + r;
        let lost = r - (sum - one);
        let y = sum + beyond_linear::<L, F>(r, (lost + lost_one) + r_low);
        ((y * F::ONE.times_power(shifted)).with_sign_of(x), x < F::COMMON)
    }

    #[inline(always)]
    fn rare<L: Level>(x: F) -> F {
        <Exp as Unary<F>>::rare::<L>(x)
    }
}
