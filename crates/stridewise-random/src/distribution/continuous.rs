//! Continuous distributions that one or two draws and a formula make.

use super::exponential::standard_exponential;
use super::normal::standard_normal;
use crate::bit_generator::BitGenerator;

/// A uniform double over (0, 1): zero is drawn again.
fn positive_uniform<B: BitGenerator + ?Sized>(bits: &mut B) -> f64 {
    loop {
        let uniform = bits.next_double();
        if uniform > 0.0 {
            return uniform;
        }
    }
}

/// A double of the standard Cauchy distribution.
pub fn standard_cauchy<B: BitGenerator + ?Sized>(bits: &mut B) -> f64 {
    let above = standard_normal(bits);
    above / standard_normal(bits)
}

/// A double of the Lomax (shifted Pareto) distribution.
pub fn pareto<B: BitGenerator + ?Sized>(bits: &mut B, a: f64) -> f64 {
    (standard_exponential(bits) / a).exp_m1()
}

/// A Weibull double of scale one.
pub fn weibull<B: BitGenerator + ?Sized>(bits: &mut B, a: f64) -> f64 {
    if a == 0.0 { 0.0 } else { standard_exponential(bits).powf(1.0 / a) }
}

/// A double over [0, 1] with density proportional to x^(a - 1).
pub fn power<B: BitGenerator + ?Sized>(bits: &mut B, a: f64) -> f64 {
    (-(-standard_exponential(bits)).exp_m1()).powf(1.0 / a)
}

/// A Laplace double.
pub fn laplace<B: BitGenerator + ?Sized>(bits: &mut B, mean: f64, scale: f64) -> f64 {
    let uniform = positive_uniform(bits);
    if uniform >= 0.5 {
        mean - scale * (2.0 - uniform - uniform).ln()
    } else {
        mean + scale * (uniform + uniform).ln()
    }
}

/// A Gumbel double.
pub fn gumbel<B: BitGenerator + ?Sized>(bits: &mut B, mode: f64, scale: f64) -> f64 {
    let uniform = 1.0 - positive_uniform(bits);
    mode - scale * (-uniform.ln()).ln()
}

/// A logistic double.
pub fn logistic<B: BitGenerator + ?Sized>(bits: &mut B, mean: f64, scale: f64) -> f64 {
    let uniform = positive_uniform(bits);
    mean + scale * (uniform / (1.0 - uniform)).ln()
}

/// A Rayleigh double.
pub fn rayleigh<B: BitGenerator + ?Sized>(bits: &mut B, mode: f64) -> f64 {
    mode * (2.0 * standard_exponential(bits)).sqrt()
}

/// A Wald (inverse Gaussian) double.
pub fn wald<B: BitGenerator + ?Sized>(bits: &mut B, mean: f64, scale: f64) -> f64 {
    let normal = standard_normal(bits);
    let square = mean * normal * normal;
    // The smaller root without the difference of nearly equal numbers.
    let root = mean * (1.0 - 2.0 / (1.0 + (1.0 + 4.0 * scale / square).sqrt()));
    wald_side(bits, mean, root)
}

/// Michael, Schucany and Haas: the smaller root of a quadratic in a chi-square, or its mirror.
pub(crate) fn wald_side<B: BitGenerator + ?Sized>(bits: &mut B, mean: f64, root: f64) -> f64 {
    if bits.next_double() <= mean / (mean + root) { root } else { mean * mean / root }
}

/// A triangular double.
pub fn triangular<B: BitGenerator + ?Sized>(bits: &mut B, left: f64, mode: f64, right: f64) -> f64 {
    let base = right - left;
    let rise = mode - left;
    let uniform = bits.next_double();
    if uniform <= rise / base {
        left + (uniform * (rise * base)).sqrt()
    } else {
        right - ((1.0 - uniform) * ((right - mode) * base)).sqrt()
    }
}
