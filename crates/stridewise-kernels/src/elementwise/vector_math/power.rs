//! `power`: exp2(y log2(x)), with the logarithm in two words, since the product may be a thousand times as large as
//! what its fraction must be exact to. The exponents 2, 3 and 4 are products, with what rounding takes from them.

use stridewise_core::op::FloatErrors;

use super::coefficients::{
    BINARY_LOG_E_64, EXP_SHORT_64, LN2_FULL_64, LOG_LONG_64, LOG_SHORT_64, TWO_THIRDS_64,
};
use super::exponential::{exp_reduced, scale};
use super::float::Float;
use super::function::Binary;
use super::levels::Level;
use super::polynomial::polynomial;

pub(super) struct Power;

/// Whole exponents below this are told apart from fractions, and odd ones from even ones, by adding [`Float::WHOLE`].
const LARGEST_WHOLE: f64 = (1_u64 << 51) as f64;

/// What adding `b` to the larger `a` gives, and what rounding takes from it.
#[inline(always)]
fn fast_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    (sum, b - (sum - a))
}

/// log2(x 2^`shift`) of a positive normal x, as the sum of two numbers.
#[inline(always)]
fn log2_in_two<L: Level>(x: f64, shift: f64) -> (f64, f64) {
    let (m, k) = x.split_power();
    let k = k + shift;
    let f = m - 1.0;
    // s = f / (2 + f)
    let (below, below_low) = fast_sum(2.0, f);
    let inverse = 1.0 / below;
    let s = f * inverse;
    let product = s * below;
    let left = (f - product) - L::product_error(s, below, product);
    let s_low = L::mul_add(-s, below_low, left) * inverse;
    // log(m) = 2 s + s z (2/3 + z p(z)) with z = s^2
    let z = s * s;
    let z_low = L::mul_add(s + s, s_low, L::product_error(s, s, z));
    let p = z * polynomial::<L, _, _>(z, LOG_LONG_64);
    let (q, q_lost) = fast_sum(TWO_THIRDS_64[0], p);
    let q_low = TWO_THIRDS_64[1] + q_lost;
    let w = z * q;
    let w_low = L::product_error(z, q, w) + L::mul_add(z, q_low, z_low * q);
    let v = s * w;
    let v_low = L::product_error(s, w, v) + L::mul_add(s, w_low, s_low * w);
    let (log, log_lost) = fast_sum(s + s, v);
    let log_low = log_lost + (v_low + (s_low + s_low));
    // to base 2
    let [scale, scale_low] = BINARY_LOG_E_64;
    let fraction = log * scale;
    let fraction_low = L::product_error(log, scale, fraction) + L::mul_add(log, scale_low, log_low * scale);
    let (sum, lost) = fast_sum(k, fraction);
    (sum, lost + fraction_low)
}

/// exp2(e + `e_low`) before scaling, with the power of two to scale by.
#[inline(always)]
fn exp2_of_two<L: Level>(e: f64, e_low: f64) -> (f64, f64) {
    let shifted = e + f64::WHOLE;
    // Where e is large, its second word is no small part of the fraction.
    let (fraction, fraction_low) = fast_sum(e - (shifted - f64::WHOLE), e_low);
    let [ln2, ln2_low] = LN2_FULL_64;
    let r = fraction * ln2;
    let lost = L::mul_add(fraction_low, ln2, L::product_error(fraction, ln2, r));
    let lost = L::mul_add(fraction, ln2_low, lost);
    (exp_reduced::<L, f64>(r, L::mul_add(lost, r, lost)), shifted)
}

/// Whether the common way gives the right power of x: it takes no logarithm of what has none, and the result, whose
/// binary logarithm is `e`, is normal.
#[inline(always)]
fn is_right(x: f64, y: f64, e: f64) -> bool {
    let whole = (y + f64::WHOLE) - f64::WHOLE == y;
    let magnitude = x.abs();
    (f64::MIN_POSITIVE..f64::INFINITY).contains(&magnitude)
        & (e.abs() < 1021.0)
        & ((x > 0.0) | (whole & (y.abs() < LARGEST_WHOLE)))
}

/// The sign of a power of a negative number whose exponent is whole, and below [`LARGEST_WHOLE`].
#[inline(always)]
fn with_sign_of_power(result: f64, x: f64, y: f64) -> f64 {
    let odd = f64::is_odd(y + f64::WHOLE);
    if odd & (x < 0.0) { -result } else { result }
}

/// Whether a power is computed as a product.
#[inline(always)]
fn is_product<F: Float>(y: F) -> bool {
    (y == F::of(2.0)) | (y == F::of(3.0)) | (y == F::of(4.0))
}

/// x to the power of 2, 3 or 4, and whether neither it nor what rounding takes from it comes near the ends of the range.
#[inline(always)]
fn product<L: Level>(x: f64, y: f64) -> (f64, bool) {
    let square = x * x;
    let square_low = L::product_error(x, x, square);
    let (factor, low_factor) = if y == 3.0 { (x, x) } else { (square, square + square) };
    let result = square * factor;
    let low = L::mul_add(square_low, low_factor, L::product_error(square, factor, result));
    let result = if y == 2.0 { square } else { result + low };
    (result, (1e-280..1e290).contains(&result.abs()))
}

/// The same in single precision: three or four factors lose less in double precision than the last rounding takes.
#[inline(always)]
fn single_product(x: f64, y: f64) -> (f64, bool) {
    let square = x * x;
    let result = match () {
        () if y == 2.0 => square,
        () if y == 3.0 => square * x,
        () => square * square,
    };
    (result, (1e-37..1e38).contains(&result.abs()))
}

impl Binary<f64> for Power {
    #[inline(always)]
    fn common<L: Level>(x: f64, y: f64) -> (f64, bool) {
        let (log, log_low) = log2_in_two::<L>(x.abs(), 0.0);
        let e = y * log;
        let e_low = L::mul_add(y, log_low, L::product_error(y, log, e));
        let (power, shifted) = exp2_of_two::<L>(e, e_low);
        let power = with_sign_of_power(power.times_power(shifted), x, y);
        (power, is_right(x, y, e))
    }

    #[inline(always)]
    fn is_short(y: f64) -> bool {
        is_product(y)
    }

    #[inline(always)]
    fn short<L: Level>(x: f64, y: f64) -> (f64, bool) {
        product::<L>(x, y)
    }

    #[inline(always)]
    fn rare<L: Level>(x: f64, y: f64) -> (f64, FloatErrors) {
        special(x, y).unwrap_or_else(|| {
            let magnitude = x.abs();
            let (normal, shift) =
                if magnitude < f64::MIN_POSITIVE { (magnitude * TO_NORMAL, -54.0) } else { (magnitude, 0.0) };
            let (log, log_low) = log2_in_two::<L>(normal, shift);
            let e = y * log;
            let result = if e > 1100.0 {
                f64::INFINITY
            } else if e < -1100.0 {
                0.0
            } else {
                let e_low = L::mul_add(y, log_low, L::product_error(y, log, e));
                let (power, shifted) = exp2_of_two::<L>(e, e_low);
                scale(power, shifted)
            };
            let signed = if is_odd(y) && x < 0.0 { -result } else { result };
            (signed, errors(result, f64::INFINITY, f64::MIN_POSITIVE))
        })
    }
}

/// In double precision: the logarithm needs no second word.
impl Binary<f32> for Power {
    #[inline(always)]
    fn common<L: Level>(x: f32, y: f32) -> (f32, bool) {
        let (power, shifted, e) = single::<L>(f64::from(x.abs()), f64::from(y));
        let right = is_right(x.into(), y.into(), e) & (e.abs() < 125.0);
        let power = with_sign_of_power(power.times_power(shifted), x.into(), y.into());
        (power as f32, right)
    }

    #[inline(always)]
    fn is_short(y: f32) -> bool {
        is_product(y)
    }

    #[inline(always)]
    fn short<L: Level>(x: f32, y: f32) -> (f32, bool) {
        let (result, is_right) = single_product(x.into(), y.into());
        (result as f32, is_right)
    }

    #[inline(always)]
    fn rare<L: Level>(x: f32, y: f32) -> (f32, FloatErrors) {
        let (x, y) = (f64::from(x), f64::from(y));
        if let Some((result, met)) = special(x, y) {
            return (result as f32, met);
        }
        let (power, shifted, e) = single::<L>(x.abs(), y);
        let result = match () {
            () if e > 200.0 => f32::INFINITY,
            () if e < -200.0 => 0.0,
            () => power.times_power(shifted) as f32,
        };
        let signed = if is_odd(y) && x < 0.0 { -result } else { result };
        (signed, errors(result.into(), f64::INFINITY, f32::MIN_POSITIVE.into()))
    }
}

/// exp2(e) before scaling, the power of two to scale by, and e = y log2(x), to some thirty-six bits.
#[inline(always)]
fn single<L: Level>(x: f64, y: f64) -> (f64, f64, f64) {
    let (m, k) = x.split_power();
    let f = m - 1.0;
    let s = f / (2.0 + f);
    let z = s * s;
    let log = L::mul_add(s * z, polynomial::<L, _, _>(z, LOG_SHORT_64), s + s);
    let e = y * L::mul_add(log, std::f64::consts::LOG2_E, k);
    let shifted = e + f64::WHOLE;
    let r = (e - (shifted - f64::WHOLE)) * std::f64::consts::LN_2;
    let square = r * r;
    let beyond = L::mul_add(square * r, polynomial::<L, _, _>(r, EXP_SHORT_64), square * 0.5);
    (1.0 + (r + beyond), shifted, e)
}

const TO_NORMAL: f64 = (1_u64 << 54) as f64;

fn is_odd(y: f64) -> bool {
    (y % 2.0).abs() == 1.0
}

fn errors(result: f64, infinity: f64, smallest: f64) -> FloatErrors {
    if result == infinity {
        FloatErrors::OVERFLOW
    } else if result < smallest {
        FloatErrors::UNDERFLOW
    } else {
        FloatErrors::NONE
    }
}

/// Powers that are no matter of arithmetic, as C99 has them.
fn special(x: f64, y: f64) -> Option<(f64, FloatErrors)> {
    let none = FloatErrors::NONE;
    if y == 0.0 || x == 1.0 {
        return Some((1.0, none));
    }
    if x.is_nan() || y.is_nan() {
        return Some((if x.is_nan() { x } else { y }, none));
    }
    let magnitude = x.abs();
    if y.is_infinite() {
        let result = match () {
            () if magnitude == 1.0 => 1.0,
            () if (magnitude > 1.0) == (y > 0.0) => f64::INFINITY,
            () => 0.0,
        };
        return Some((result, none));
    }
    let negative = x.is_sign_negative() && is_odd(y);
    let signed = |result: f64| if negative { -result } else { result };
    if x == 0.0 {
        return Some(if y > 0.0 {
            (signed(0.0), none)
        } else {
            (signed(f64::INFINITY), FloatErrors::DIVIDE)
        });
    }
    if x.is_infinite() {
        return Some((signed(if y > 0.0 { f64::INFINITY } else { 0.0 }), none));
    }
    (x < 0.0 && y % 1.0 != 0.0).then_some((<f64 as Float>::INVALID, FloatErrors::INVALID))
}
