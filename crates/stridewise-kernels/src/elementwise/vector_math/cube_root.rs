//! `cbrt`.
//!
//! x = 2^(3 q + j) m with j one of -1, 0, 1 and m between the roots of 1/2 and 2. A polynomial gives the root of m to
//! some twenty bits, one step of Halley's to three times as many, and one of Newton's, with the cube in two words,
//! the last bit.

use super::coefficients::{CBRT_32, CBRT_64};
use super::float::Float;
use super::function::Unary;
use super::levels::Level;
use super::polynomial::polynomial;

pub(super) struct Cbrt;

pub(super) trait CubeRoot: Float {
    /// A power of eight that makes subnormal numbers normal, and its cube root.
    const TO_NORMAL: [Self; 2];

    /// The cube root of m, to some twenty bits.
    fn polynomial<L: Level>(m: Self) -> Self;
}

impl CubeRoot for f64 {
    const TO_NORMAL: [Self; 2] = [(1_u64 << 60) as f64, (1_u64 << 20) as f64];

    #[inline(always)]
    fn polynomial<L: Level>(m: Self) -> Self {
        polynomial::<L, _, _>(m, CBRT_64)
    }
}

impl CubeRoot for f32 {
    const TO_NORMAL: [Self; 2] = [(1_u64 << 30) as f32, (1_u64 << 10) as f32];

    #[inline(always)]
    fn polynomial<L: Level>(m: Self) -> Self {
        polynomial::<L, _, _>(m, CBRT_32)
    }
}

/// The cube root of a positive normal number.
#[inline(always)]
fn positive_root<L: Level, F: CubeRoot>(x: F) -> F {
    let (m, k) = x.split_power();
    let shifted = L::mul_add(k, F::of(1.0 / 3.0), F::WHOLE);
    let j = k - (shifted - F::WHOLE) * F::of(3.0);
    let (power, root_of_power) = match () {
        () if j > F::ZERO => (F::of(2.0), F::of(1.259_921_049_894_873_2)),
        () if j < F::ZERO => (F::of(0.5), F::of(0.793_700_525_984_099_7)),
        () => (F::ONE, F::ONE),
    };
    let a = m * power;
    let guess = F::polynomial::<L>(m) * root_of_power;
    let cube = guess * guess * guess;
    let inverse = F::ONE / (cube + cube + a);
    let y = guess - guess * (cube - a) * inverse;
    // y - (y^3 - a) / (3 y^2), where 3 y^2 is the inverse's reciprocal over y.
    let square = y * y;
    let square_low = L::product_error(y, y, square);
    let cube = square * y;
    let cube_low = L::product_error(square, y, cube) + square_low * y;
    let left = (a - cube) - cube_low;
    let root = L::mul_add(left * y, inverse, y);
    root.times_power(shifted)
}

impl<F: CubeRoot> Unary<F> for Cbrt {
    #[inline(always)]
    fn common<L: Level>(x: F) -> (F, bool) {
        let magnitude = x.absolute();
        let y = positive_root::<L, F>(magnitude).with_sign_of(x);
        (y, (magnitude >= F::SMALLEST_NORMAL) & (magnitude < F::INFINITY))
    }

    #[inline(always)]
    fn rare<L: Level>(x: F) -> F {
        if x.not_a_number() || x.infinite() || x == F::ZERO {
            return x;
        }
        let [scale, root_of_scale] = F::TO_NORMAL;
        (positive_root::<L, F>(x.absolute() * scale) / root_of_scale).with_sign_of(x)
    }
}
