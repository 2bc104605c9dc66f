//! `sin`, `cos` and `tan`.
//!
//! An angle is a number of quarter turns and a rest. Sine and cosine of the rest are polynomials; the quarter turns
//! say which of the two, with which sign.

use stridewise_core::op::FloatErrors;

use super::coefficients::{COS_32, COS_64, SIN_32, SIN_64};
use super::float::Float;
use super::function::Unary;
use super::levels::Level;
use super::polynomial::polynomial;
use super::reduction_by_pi::{Angle, QuarterTurns, reduce, reduce_exactly};

pub(super) struct Sin;
pub(super) struct Cos;
pub(super) struct Tan;

/// The constants of one float.
pub(super) trait Trigonometric: QuarterTurns {
    /// Sine and tangent of angles below this are the angle.
    const LINEAR: Self;

    /// (sin(r) - r) / r^3, of z = r^2
    fn sin_polynomial<L: Level>(z: Self) -> Self;
    /// (cos(r) - 1 + r^2/2) / r^4, of z = r^2
    fn cos_polynomial<L: Level>(z: Self) -> Self;
}

impl Trigonometric for f64 {
    const LINEAR: Self = 1e-9;

    #[inline(always)]
    fn sin_polynomial<L: Level>(z: Self) -> Self {
        polynomial::<L, _, _>(z, SIN_64)
    }

    #[inline(always)]
    fn cos_polynomial<L: Level>(z: Self) -> Self {
        polynomial::<L, _, _>(z, COS_64)
    }
}

impl Trigonometric for f32 {
    const LINEAR: Self = 1e-5;

    #[inline(always)]
    fn sin_polynomial<L: Level>(z: Self) -> Self {
        polynomial::<L, _, _>(z, SIN_32)
    }

    #[inline(always)]
    fn cos_polynomial<L: Level>(z: Self) -> Self {
        polynomial::<L, _, _>(z, COS_32)
    }
}

/// Sine and cosine of an angle's rest, each as a large and a small part that are still to be added.
#[inline(always)]
fn sin_cos<L: Level, F: Trigonometric>(angle: Angle<F>) -> ((F, F), (F, F)) {
    let Angle { rest, rest_low, .. } = angle;
    let z = rest * rest;
    let half = F::of(0.5);
    let half_square = z * half;
    let one_less = F::ONE - half_square;
    let sine = L::mul_add(rest * z, F::sin_polynomial::<L>(z), rest_low * one_less);
    // What rounding took from 1 - z/2, and from z.
    let lost = (F::ONE - one_less) - half_square;
    let lost = L::mul_add(-half, L::product_error(rest, rest, z), lost);
    let cosine = L::mul_add(z * z, F::cos_polynomial::<L>(z), L::mul_add(-rest, rest_low, lost));
    ((rest, sine), (one_less, cosine))
}

#[inline(always)]
fn sin_of<L: Level, F: Trigonometric>(angle: Angle<F>) -> F {
    let (sine, cosine) = sin_cos::<L, F>(angle);
    let (large, small) = if F::is_odd(angle.quarters) { cosine } else { sine };
    (large + small).flip_by_twos(angle.quarters)
}

/// The cosine is the sine a quarter turn later.
#[inline(always)]
fn later<F: Float>(angle: Angle<F>) -> Angle<F> {
    Angle { quarters: angle.quarters + F::ONE, ..angle }
}

/// The quotient of sine and cosine, with what rounding took from each.
#[inline(always)]
fn tan_of<L: Level, F: Trigonometric>(angle: Angle<F>) -> F {
    let (sine, cosine) = sin_cos::<L, F>(angle);
    let whole = |(large, small): (F, F)| {
        let sum = large + small;
        (sum, small - (sum - large))
    };
    let (sine, cosine) = (whole(sine), whole(cosine));
    let odd = F::is_odd(angle.quarters);
    let (above, above_low) = if odd { cosine } else { sine };
    let (below, below_low) = if odd { (-sine.0, -sine.1) } else { cosine };
    let inverse = F::ONE / below;
    let quotient = above * inverse;
    let product = quotient * below;
    let left = (above - product) - L::product_error(quotient, below, product);
    L::mul_add(L::mul_add(-quotient, below_low, left + above_low), inverse, quotient)
}

/// The result for operands without a common way: computed in double precision, with as many digits of pi as needed.
#[inline(always)]
fn rare<F: Float>(x: F, of: impl Fn(Angle<f64>) -> f64) -> F {
    if x.not_a_number() {
        x
    } else if x.infinite() {
        F::INVALID
    } else if x.absolute() < F::ONE {
        // Subnormal.
        x
    } else {
        F::of(of(reduce_exactly(x.double())))
    }
}

impl<F: Trigonometric> Unary<F> for Sin {
    const TINY: FloatErrors = FloatErrors::UNDERFLOW;

    #[inline(always)]
    fn common<L: Level>(x: F) -> (F, bool) {
        let (angle, enough) = reduce::<L, F>(x);
        let y = sin_of::<L, F>(angle);
        let normal = (x.absolute() >= F::SMALLEST_NORMAL) | (x == F::ZERO);
        (if x.absolute() < F::LINEAR { x } else { y }, enough & normal)
    }

    #[inline(always)]
    fn rare<L: Level>(x: F) -> F {
        rare(x, sin_of::<L, f64>)
    }
}

impl<F: Trigonometric> Unary<F> for Cos {
    #[inline(always)]
    fn common<L: Level>(x: F) -> (F, bool) {
        let (angle, enough) = reduce::<L, F>(x);
        (sin_of::<L, F>(later(angle)), enough)
    }

    #[inline(always)]
    fn rare<L: Level>(x: F) -> F {
        rare(x, |angle| sin_of::<L, f64>(later(angle)))
    }
}

impl<F: Trigonometric> Unary<F> for Tan {
    #[inline(always)]
    fn common<L: Level>(x: F) -> (F, bool) {
        let (angle, enough) = reduce::<L, F>(x);
        let y = tan_of::<L, F>(angle);
        (if x.absolute() < F::LINEAR { x } else { y }, enough)
    }

    #[inline(always)]
    fn rare<L: Level>(x: F) -> F {
        rare(x, tan_of::<L, f64>)
    }
}
