//! `arcsin` and `arccos`.
//!
//! Up to 1/2, arcsin(x) is x and a polynomial of small terms. Above, it is pi/2 - 2 arcsin(u) with u^2 = (1 - x)/2,
//! which is at most 1/2 again.

use super::coefficients::{ARCSIN_32, ARCSIN_64};
use super::function::Unary;
use super::inverse_trigonometric::InverseTrigonometric;
use super::levels::Level;
use super::polynomial::polynomial;

pub(super) struct Arcsin;
pub(super) struct Arccos;

pub(super) trait Arcsine: InverseTrigonometric {
    /// (arcsin(u) - u) / u^3, of z = u^2
    fn arcsin_polynomial<L: Level>(z: Self) -> Self;
}

impl Arcsine for f64 {
    #[inline(always)]
    fn arcsin_polynomial<L: Level>(z: Self) -> Self {
        polynomial::<L, _, _>(z, ARCSIN_64)
    }
}

impl Arcsine for f32 {
    #[inline(always)]
    fn arcsin_polynomial<L: Level>(z: Self) -> Self {
        polynomial::<L, _, _>(z, ARCSIN_32)
    }
}

/// Whether `magnitude` is above 1/2, and the arcsine of it, or else of u as above, in a large and a small part.
#[inline(always)]
fn small_arcsin<L: Level, F: Arcsine>(magnitude: F) -> (bool, F, F) {
    let half = F::of(0.5);
    let above = magnitude > half;
    let z = if above { (F::ONE - magnitude) * half } else { magnitude * magnitude };
    let root = z.square_root();
    let square = root * root;
    // What rounding took from the root, which may be zero.
    let left = (z - square) - L::product_error(root, root, square);
    let root_low = left * half / (root + F::SMALLEST_NORMAL);
    let u = if above { root } else { magnitude };
    let beyond = u * z * F::arcsin_polynomial::<L>(z);
    (above, u, if above { beyond + root_low } else { beyond })
}

/// `base` less `large` and `small`, where `base` is zero or not less than `large`.
#[inline(always)]
fn subtract<F: Arcsine>(base: [F; 2], large: F, small: F) -> F {
    let difference = base[0] - large;
    let lost = (base[0] - difference) - large;
    difference + (lost + (base[1] - small))
}

#[inline(always)]
fn outside<F: Arcsine>(x: F) -> F {
    if x.not_a_number() { x } else { F::INVALID }
}

impl<F: Arcsine> Unary<F> for Arcsin {
    #[inline(always)]
    fn common<L: Level>(x: F) -> (F, bool) {
        let magnitude = x.absolute();
        let (above, large, small) = small_arcsin::<L, F>(magnitude);
        let far = subtract(F::HALF_PI, large + large, small + small);
        let y = if above { far } else { large + small };
        (y.with_sign_of(x), magnitude <= F::ONE)
    }

    #[inline(always)]
    fn rare<L: Level>(x: F) -> F {
        outside(x)
    }
}

impl<F: Arcsine> Unary<F> for Arccos {
    #[inline(always)]
    fn common<L: Level>(x: F) -> (F, bool) {
        let magnitude = x.absolute();
        let (above, large, small) = small_arcsin::<L, F>(magnitude);
        let negative = x < F::ZERO;
        // pi/2 - arcsin(x), or twice the angle from the end that x is near to.
        let (large, small) = if above { (large + large, small + small) } else { (large, small) };
        let base = match () {
            () if !above => F::HALF_PI,
            () if negative => F::PI,
            () => [F::ZERO; 2],
        };
        let (large, small) = if above == negative { (large, small) } else { (-large, -small) };
        (subtract(base, large, small), magnitude <= F::ONE)
    }

    #[inline(always)]
    fn rare<L: Level>(x: F) -> F {
        outside(x)
    }
}
