//! `sinh`, `cosh` and `tanh`.
//!
//! With |x| = k ln 2 + r, exp(|x|) and exp(-|x|) are 2^k and 2^-k times cosh(r) and sinh(r) added and subtracted, so
//! sinh and cosh are sums of cosh(r) and sinh(r), which are polynomials.

use super::coefficients::{COSH_32, COSH_64, SINH_32, SINH_64, TANH_32};
use super::exponential::{Exponential, beyond_linear, exp_reduced, reduce, scale};
use super::float::Float;
use super::function::Unary;
use super::levels::Level;
use super::polynomial::polynomial;
use crate::elementwise::real::Real;

pub(super) struct Sinh;
pub(super) struct Cosh;
pub(super) struct Tanh;

/// The constants of one float.
pub(super) trait Hyperbolic: Exponential {
    /// tanh is 1 for operands above this.
    const ONE_FROM: Self;
    /// sinh and tanh of operands below this are the operand.
    const LINEAR: Self;

    /// (sinh(r) - r) / r^3, of z = r^2
    fn sinh_polynomial<L: Level>(z: Self) -> Self;
    /// (cosh(r) - 1 - r^2/2) / r^4, of z = r^2
    fn cosh_polynomial<L: Level>(z: Self) -> Self;

    /// tanh of anything but NaN.
    #[inline(always)]
    fn tanh<L: Level>(x: Self) -> Self {
        tanh_by_parts::<L, Self>(x)
    }
}

impl Hyperbolic for f64 {
    const ONE_FROM: Self = 22.0;
    const LINEAR: Self = 1e-9;

    #[inline(always)]
    fn sinh_polynomial<L: Level>(z: Self) -> Self {
        polynomial::<L, _, _>(z, SINH_64)
    }

    #[inline(always)]
    fn cosh_polynomial<L: Level>(z: Self) -> Self {
        polynomial::<L, _, _>(z, COSH_64)
    }
}

impl Hyperbolic for f32 {
    const ONE_FROM: Self = 10.0;
    const LINEAR: Self = 1e-5;

    #[inline(always)]
    fn sinh_polynomial<L: Level>(z: Self) -> Self {
        polynomial::<L, _, _>(z, SINH_32)
    }

    #[inline(always)]
    fn cosh_polynomial<L: Level>(z: Self) -> Self {
        polynomial::<L, _, _>(z, COSH_32)
    }

    /// A polynomial where tanh is below 0.6; beyond it 1 - 2 / (exp(2 |x|) + 1), of which the quotient, the smaller part,
    /// may be off by a unit of its own.
    #[inline(always)]
    fn tanh<L: Level>(x: Self) -> Self {
        const NEAR: f32 = 0.7;
        let magnitude = x.absolute();
        let square = magnitude * magnitude;
        let near = L::mul_add(magnitude * square, polynomial::<L, _, _>(square, TANH_32), magnitude);
        let clamped = if magnitude > Self::ONE_FROM { Self::ONE_FROM } else { magnitude };
        let doubled = clamped + clamped;
        let shifted = L::mul_add(doubled, std::f32::consts::LOG2_E, Self::WHOLE);
        let k = shifted - Self::WHOLE;
        let r = L::mul_add(k, -Self::LN2[1], L::mul_add(k, -Self::LN2[0], doubled));
        let exponential = (1.0 + beyond_linear::<L, Self>(r, r)).times_power(shifted);
        let far = 1.0 - 2.0 / (exponential + 1.0);
        (if magnitude < NEAR { near } else { far }).with_sign_of(x)
    }
}

/// `even` cosh(r) + `odd` sinh(r), where |`even`| is zero or larger than |`odd` r|. `even_lost` is what rounding took
/// from `even`.
#[inline(always)]
fn combine<L: Level, F: Hyperbolic>(r: F, r_low: F, (even, even_lost): (F, F), odd: F) -> F {
    let z = r * r;
    let cosh = L::mul_add(z * z, F::cosh_polynomial::<L>(z), F::of(0.5) * z);
    let sinh = L::mul_add(r * z, F::sinh_polynomial::<L>(z), r_low);
    let linear = odd * r;
    let lost_linear = L::product_error(odd, r, linear);
    let sum = even + linear;
    let lost = (linear - (sum - even)) + (lost_linear + even_lost);
    sum + (L::mul_add(even, cosh, lost) + odd * sinh)
}

/// For |x| large enough that exp(-|x|) does not count, half of exp(|x|), though exp(|x|) may overflow.
#[inline(always)]
fn half_exp<L: Level, F: Exponential>(x: F) -> F {
    if x.absolute() > F::OVERFLOW + F::ONE {
        return F::INFINITY;
    }
    let (shifted, r, r_low) = reduce::<L, F>(x.absolute());
    scale(exp_reduced::<L, F>(r, r_low), shifted - F::ONE)
}

impl<F: Hyperbolic> Unary<F> for Sinh {
    #[inline(always)]
    fn common<L: Level>(x: F) -> (F, bool) {
        let (shifted, r, r_low) = reduce::<L, F>(x.absolute());
        let (grows, shrinks) = (F::of(0.5).times_power(shifted), F::of(0.5).over_power(shifted));
        let even = grows - shrinks;
        let lost = (grows - even) - shrinks;
        let y = combine::<L, F>(r, r_low, (even, lost), grows + shrinks).with_sign_of(x);
        (if x.absolute() < F::LINEAR { x } else { y }, x.absolute() < F::COMMON)
    }

    #[inline(always)]
    fn rare<L: Level>(x: F) -> F {
        if x.not_a_number() { x } else { half_exp::<L, F>(x).with_sign_of(x) }
    }
}

impl<F: Hyperbolic> Unary<F> for Cosh {
    #[inline(always)]
    fn common<L: Level>(x: F) -> (F, bool) {
        let (shifted, r, r_low) = reduce::<L, F>(x.absolute());
        let (grows, shrinks) = (F::of(0.5).times_power(shifted), F::of(0.5).over_power(shifted));
        let even = grows + shrinks;
        let lost = (grows - even) + shrinks;
        (combine::<L, F>(r, r_low, (even, lost), grows - shrinks), x.absolute() < F::COMMON)
    }

    #[inline(always)]
    fn rare<L: Level>(x: F) -> F {
        if x.not_a_number() { x } else { half_exp::<L, F>(x) }
    }
}

/// With e = exp(2 |x|) - 1, e / (e + 2), each with what rounding took from it.
#[inline(always)]
fn tanh_by_parts<L: Level, F: Hyperbolic>(x: F) -> F {
    let magnitude = x.absolute();
    let clamped = if magnitude > F::ONE_FROM { F::ONE_FROM } else { magnitude };
    let (shifted, r, r_low) = reduce::<L, F>(clamped + clamped);
    let power = F::ONE.times_power(shifted);
    let inverse_power = F::ONE.over_power(shifted);
    let one = F::ONE - inverse_power;
    let lost_one = (F::ONE - one) - inverse_power;
    let sum = one + r;
    let lost = r - (sum - one);
    let beyond = beyond_linear::<L, F>(r, (lost + lost_one) + r_low);
    let e = sum + beyond;
    let e_low = (beyond - (e - sum)) * power;
    let e = e * power;
    let two = F::of(2.0);
    let (larger, smaller) = if e > two { (e, two) } else { (two, e) };
    let below = larger + smaller;
    let below_low = (smaller - (below - larger)) + e_low;
    let inverse = F::ONE / below;
    let quotient = e * inverse;
    let product = quotient * below;
    let left = (e - product) - L::product_error(quotient, below, product);
    let y = L::mul_add(L::mul_add(-quotient, below_low, left + e_low), inverse, quotient);
    if magnitude < F::LINEAR { x } else { y.with_sign_of(x) }
}

impl<F: Hyperbolic> Unary<F> for Tanh {
    #[inline(always)]
    fn common<L: Level>(x: F) -> (F, bool) {
        (F::tanh::<L>(x), !x.not_a_number())
    }

    #[inline(always)]
    fn rare<L: Level>(x: F) -> F {
        x
    }
}
