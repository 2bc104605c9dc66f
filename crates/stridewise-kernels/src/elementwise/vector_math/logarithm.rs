//! `log`, `log2`, `log10` and `log1p`.
//!
//! x = 2^k (1 + f) with 1 + f between the roots of 1/2 and 2, so log(x) = k ln 2 + log(1 + f). With s = f / (2 + f),
//! log(1 + f) = 2 atanh(s) = f - f^2/2 + s (f^2/2 + s^2 p(s^2)): the first term is exact and the largest, so that
//! the others, and k ln 2, may be rounded.

use stridewise_core::op::FloatErrors;

use super::coefficients::{
    INVERSE_LN2_32, INVERSE_LN2_64, INVERSE_LN10_32, INVERSE_LN10_64, LN2_32, LN2_64, LOG_32, LOG_64,
    LOG10_2_32, LOG10_2_64,
};
use super::float::Float;
use super::function::Unary;
use super::levels::Level;
use super::polynomial::polynomial;

pub(super) struct Log;
pub(super) struct Log2;
pub(super) struct Log10;
pub(super) struct Log1p;

/// The constants of one float.
pub(super) trait Logarithm: Float {
    const LN2: [Self; 2];
    const LOG10_2: [Self; 2];
    const INVERSE_LN2: [Self; 2];
    const INVERSE_LN10: [Self; 2];
    /// The power of two that makes subnormal numbers normal.
    const TO_NORMAL: i32;
    /// A number whose exponent is nearly the largest.
    const HUGE: Self;
    /// The squares of numbers below this are far from overflow.
    const LARGE: Self;
    /// arcsinh and arctanh of numbers below this are the number.
    const LINEAR: Self;

    /// (2 atanh(s) / s - 2) / s^2, of z = s^2
    fn polynomial<L: Level>(z: Self) -> Self;
}

impl Logarithm for f64 {
    const LN2: [Self; 2] = LN2_64;
    const LOG10_2: [Self; 2] = LOG10_2_64;
    const INVERSE_LN2: [Self; 2] = INVERSE_LN2_64;
    const INVERSE_LN10: [Self; 2] = INVERSE_LN10_64;
    const TO_NORMAL: i32 = 54;
    const HUGE: Self = 1e307;
    const LARGE: Self = 1e140;
    const LINEAR: Self = 1e-9;

    #[inline(always)]
    fn polynomial<L: Level>(z: Self) -> Self {
        polynomial::<L, _, _>(z, LOG_64)
    }
}

impl Logarithm for f32 {
    const LN2: [Self; 2] = LN2_32;
    const LOG10_2: [Self; 2] = LOG10_2_32;
    const INVERSE_LN2: [Self; 2] = INVERSE_LN2_32;
    const INVERSE_LN10: [Self; 2] = INVERSE_LN10_32;
    const TO_NORMAL: i32 = 25;
    const HUGE: Self = 1e37;
    const LARGE: Self = 1e15;
    const LINEAR: Self = 1e-5;

    #[inline(always)]
    fn polynomial<L: Level>(z: Self) -> Self {
        polynomial::<L, _, _>(z, LOG_32)
    }
}

/// f^2/2 and s (f^2/2 + s^2 p(s^2)): what log(1 + f) is beyond f is the second less the first.
#[inline(always)]
fn beyond_linear<L: Level, F: Logarithm>(f: F) -> (F, F) {
    let half_square = F::of(0.5) * f * f;
    let s = f / (F::of(2.0) + f);
    let z = s * s;
    (half_square, s * L::mul_add(z, F::polynomial::<L>(z), half_square))
}

/// log(x 2^`shift`) of a positive normal x.
#[inline(always)]
pub(super) fn natural<L: Level, F: Logarithm>(x: F, shift: F) -> F {
    let (m, k) = x.split_power();
    let k = k + shift;
    let f = m - F::ONE;
    let (_, rest) = beyond_linear::<L, F>(f);
    let large = k * F::LN2[0];
    let sum = large + f;
    let lost = f - (sum - large);
    sum + (lost + L::mul_add(F::of(-0.5) * f, f, L::mul_add(k, F::LN2[1], rest)))
}

/// log(1 + x + `x_low`), where x is more than -1 and far from overflow.
#[inline(always)]
pub(super) fn log_1p_in_two<L: Level, F: Logarithm>(x: F, x_low: F) -> F {
    let (larger, smaller) = if x > F::ONE { (x, F::ONE) } else { (F::ONE, x) };
    let sum = larger + smaller;
    let lost = ((smaller - (sum - larger)) + x_low) * sum.inverse_power();
    let (m, k) = sum.split_power();
    let f = m - F::ONE;
    let (_, rest) = beyond_linear::<L, F>(f);
    // The logarithm's slope, times what the sum lost: nearly 1 / (1 + f), halfway to what was lost.
    let middle = L::mul_add(lost, F::of(0.5), f);
    let slope = L::mul_add(L::mul_add(middle, F::of(0.8), -F::ONE), middle, F::ONE);
    let large = k * F::LN2[0];
    let first = large + f;
    let lost_first = f - (first - large);
    let small = L::mul_add(k, F::LN2[1], L::mul_add(lost, slope, rest));
    first + (lost_first + L::mul_add(F::of(-0.5) * f, f, small))
}

/// log(x 2^`shift`) of a positive normal x, to another base: `scale` is the reciprocal of its natural logarithm and
/// `power` the logarithm of 2, both in two words.
#[inline(always)]
fn scaled<L: Level, F: Logarithm>(x: F, shift: F, scale: [F; 2], power: [F; 2]) -> F {
    let (m, k) = x.split_power();
    let k = k + shift;
    let f = m - F::ONE;
    let (half_square, rest) = beyond_linear::<L, F>(f);
    if L::FUSED {
        // A fused product rounds together with what is added to it.
        let beyond = L::mul_add(F::of(-0.5) * f, f, rest);
        let small = L::mul_add(beyond, scale[0], (f + beyond) * scale[1]);
        let fraction = L::mul_add(f, scale[0], small);
        return L::mul_add(k, power[0], L::mul_add(k, power[1], fraction));
    }
    // log(1 + f) in two words, of which the first has half of the bits, so that its product is exact.
    let high = (f - half_square).halves().0;
    let low = ((f - high) - half_square) + rest;
    let large = k * power[0];
    let middle = high * scale[0];
    let sum = large + middle;
    let lost = middle - (sum - large);
    let small = L::mul_add(low, scale[0], (low + high) * scale[1]);
    sum + (lost + L::mul_add(k, power[1], small))
}

/// The result where there is no logarithm of a positive normal number to compute, else what `normal` gives for such
/// a number and the power of two that it is to be multiplied with.
#[inline(always)]
fn rare<F: Logarithm>(x: F, normal: impl Fn(F, F) -> F) -> F {
    if x.not_a_number() {
        x
    } else if x < F::ZERO {
        F::INVALID
    } else if x == F::ZERO {
        -F::INFINITY
    } else if x.infinite() {
        x
    } else {
        normal(x * F::power_of_two(F::TO_NORMAL), F::of(-f64::from(F::TO_NORMAL)))
    }
}

#[inline(always)]
fn is_common<F: Float>(x: F) -> bool {
    (x >= F::SMALLEST_NORMAL) & (x < F::INFINITY)
}

macro_rules! logarithm {
    ($name:ident: |$level:ident, $x:ident, $shift:ident| $body:expr) => {
        impl<F: Logarithm> Unary<F> for $name {
            const INFINITE: FloatErrors = FloatErrors::DIVIDE;

            #[inline(always)]
            fn common<$level: Level>($x: F) -> (F, bool) {
                let $shift = F::ZERO;
                ($body, is_common($x))
            }

            #[inline(always)]
            fn rare<$level: Level>(x: F) -> F {
                rare(x, |$x, $shift| $body)
            }
        }
    };
}

logarithm!(Log: |L, x, shift| natural::<L, F>(x, shift));
logarithm!(Log2: |L, x, shift| scaled::<L, F>(x, shift, F::INVERSE_LN2, [F::ONE, F::ZERO]));
logarithm!(Log10: |L, x, shift| scaled::<L, F>(x, shift, F::INVERSE_LN10, F::LOG10_2));

impl<F: Logarithm> Unary<F> for Log1p {
    const INFINITE: FloatErrors = FloatErrors::DIVIDE;

    #[inline(always)]
    fn common<L: Level>(x: F) -> (F, bool) {
        let y = log_1p_in_two::<L, F>(x, F::ZERO);
        (y.with_sign_of(x), (x > -F::ONE) & (x < F::HUGE))
    }

    #[inline(always)]
    fn rare<L: Level>(x: F) -> F {
        if x.not_a_number() || x == F::INFINITY {
            x
        } else if x == -F::ONE {
            -F::INFINITY
        } else if x < F::ZERO {
            F::INVALID
        } else {
            natural::<L, F>(x, F::ZERO)
        }
    }
}
