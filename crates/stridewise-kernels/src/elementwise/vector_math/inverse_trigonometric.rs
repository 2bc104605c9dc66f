//! `arctan` and `arctan2`.
//!
//! The angle of the point (x, y) is a multiple of pi/4 and arctan(u), where u is y/x, or (y - x)/(y + x), or -x/y,
//! whichever is at most tan(pi/8); arctan(u) is u and a polynomial of small terms.

use stridewise_core::op::FloatErrors;

use super::coefficients::{
    ARCTAN_32, ARCTAN_64, HALF_PI_32, HALF_PI_64, PI_32, PI_64, QUARTER_PI_32, QUARTER_PI_64,
};
use super::float::Float;
use super::function::{Binary, Unary};
use super::levels::Level;
use super::polynomial::polynomial;

pub(super) struct Arctan;
pub(super) struct Arctan2;

/// A power of two that brings coordinates of double precision between the bounds where their ratio is.
const SCALE: i32 = 600;

/// The constants of one float.
pub(super) trait InverseTrigonometric: Float {
    const QUARTER_PI: [Self; 2];
    const HALF_PI: [Self; 2];
    const PI: [Self; 2];
    /// Coordinates between these have products and reciprocals far from overflow and underflow.
    const COORDINATES: [Self; 2];
    /// arctan of numbers below this is the number, and pi/2 less the reciprocal above its reciprocal.
    const LINEAR: Self;

    /// (arctan(u) - u) / u^3, of z = u^2
    fn polynomial<L: Level>(z: Self) -> Self;
}

impl InverseTrigonometric for f64 {
    const QUARTER_PI: [Self; 2] = QUARTER_PI_64;
    const HALF_PI: [Self; 2] = HALF_PI_64;
    const PI: [Self; 2] = PI_64;
    const COORDINATES: [Self; 2] = [1e-140, 1e140];
    const LINEAR: Self = 1e-9;

    #[inline(always)]
    fn polynomial<L: Level>(z: Self) -> Self {
        polynomial::<L, _, _>(z, ARCTAN_64)
    }
}

impl InverseTrigonometric for f32 {
    const QUARTER_PI: [Self; 2] = QUARTER_PI_32;
    const HALF_PI: [Self; 2] = HALF_PI_32;
    const PI: [Self; 2] = PI_32;
    const COORDINATES: [Self; 2] = [1e-15, 1e15];
    const LINEAR: Self = 1e-5;

    #[inline(always)]
    fn polynomial<L: Level>(z: Self) -> Self {
        polynomial::<L, _, _>(z, ARCTAN_32)
    }
}

/// The angle of (`x`, `y`), both positive; less than pi where `left` says that x stands for -x.
#[inline(always)]
fn angle<L: Level, F: InverseTrigonometric>(y: F, x: F, left: bool) -> F {
    let (flat, steep) = (F::of(std::f64::consts::SQRT_2 - 1.0), F::of(std::f64::consts::SQRT_2 + 1.0));
    let is_flat = y < flat * x;
    let is_steep = y > steep * x;
    let difference = y - x;
    let from_x = difference - y;
    let difference_low = (y - (difference - from_x)) - (x + from_x);
    let sum = y + x;
    let from_x = sum - y;
    let sum_low = (y - (sum - from_x)) + (x - from_x);
    let (above, above_low, below, below_low, base) = match () {
        () if is_flat => (y, F::ZERO, x, F::ZERO, [F::ZERO; 2]),
        () if is_steep => (-x, F::ZERO, y, F::ZERO, F::HALF_PI),
        () => (difference, difference_low, sum, sum_low, F::QUARTER_PI),
    };
    let inverse = F::ONE / below;
    let u = above * inverse;
    let product = u * below;
    let rest = (above - product) - L::product_error(u, below, product);
    let u_low = L::mul_add(-u, below_low, rest + above_low) * inverse;
    let z = u * u;
    // The slope of arctan is 1 / (1 + z).
    let small = L::mul_add(u * z, F::polynomial::<L>(z), L::mul_add(-z, u_low, u_low));
    let (base, base_low) = if left {
        let turned = F::PI[0] - base[0];
        (turned, (F::PI[0] - turned) - base[0] + (F::PI[1] - base[1]))
    } else {
        (base[0], base[1])
    };
    let (u, small) = if left { (-u, -small) } else { (u, small) };
    let total = base + u;
    let lost = u - (total - base);
    total + (lost + (base_low + small))
}

impl<F: InverseTrigonometric> Unary<F> for Arctan {
    #[inline(always)]
    fn common<L: Level>(x: F) -> (F, bool) {
        let magnitude = x.absolute();
        let y = angle::<L, F>(magnitude, F::ONE, false).with_sign_of(x);
        (if magnitude < F::LINEAR { x } else { y }, magnitude < F::COORDINATES[1])
    }

    #[inline(always)]
    fn rare<L: Level>(x: F) -> F {
        if x.not_a_number() { x } else { F::HALF_PI[0].with_sign_of(x) }
    }
}

impl<F: InverseTrigonometric> Binary<F> for Arctan2 {
    #[inline(always)]
    fn common<L: Level>(y: F, x: F) -> (F, bool) {
        let (height, width) = (y.absolute(), x.absolute());
        let [least, most] = F::COORDINATES;
        let inside = (height > least) & (height < most) & (width > least) & (width < most);
        (angle::<L, F>(height, width, x < F::ZERO).with_sign_of(y), inside)
    }

    #[inline(always)]
    fn rare<L: Level>(y: F, x: F) -> (F, FloatErrors) {
        let none = FloatErrors::NONE;
        if x.not_a_number() || y.not_a_number() {
            return (if y.not_a_number() { y } else { x }, none);
        }
        let (height, width) = (y.absolute(), x.absolute());
        let signed = |angle: F| (angle.with_sign_of(y), none);
        if height == F::ZERO || width.infinite() && !height.infinite() {
            return signed(if x.has_sign() { F::PI[0] } else { F::ZERO });
        }
        if width == F::ZERO || height.infinite() && !width.infinite() {
            return signed(F::HALF_PI[0]);
        }
        if height.infinite() {
            let three_quarters = F::of(0.75 * std::f64::consts::PI);
            return signed(if x.has_sign() { three_quarters } else { F::QUARTER_PI[0] });
        }
        // Both are finite and not zero.
        let (height, width) = (height.double(), width.double());
        let ratio = height / width;
        let with_errors = |angle: F| {
            let tiny = angle < F::SMALLEST_NORMAL;
            (angle.with_sign_of(y), if tiny { FloatErrors::UNDERFLOW } else { none })
        };
        if ratio < f64::COORDINATES[0] {
            return if x.has_sign() { signed(F::PI[0]) } else { with_errors(F::of(ratio)) };
        }
        if ratio > f64::COORDINATES[1] {
            return signed(F::HALF_PI[0]);
        }
        let larger = if ratio > 1.0 { height } else { width };
        let scale = match () {
            () if larger > f64::COORDINATES[1] => f64::power_of_two(-SCALE),
            () if larger < f64::COORDINATES[0] => f64::power_of_two(SCALE),
            () => 1.0,
        };
        with_errors(F::of(angle::<L, f64>(height * scale, width * scale, x.has_sign())))
    }
}
