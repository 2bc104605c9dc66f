//! Continuous distributions as `RandomState` draws them, where `Generator` differs.

use super::LegacyStream;
use crate::bit_generator::BitGenerator;
use crate::distribution::continuous::wald_side;
use crate::distribution::von_mises::best_fisher;

/// A normal double.
pub fn normal(stream: &mut LegacyStream, mean: f64, deviation: f64) -> f64 {
    mean + deviation * stream.gauss()
}

/// The exponential of a normal double.
pub fn lognormal(stream: &mut LegacyStream, mean: f64, deviation: f64) -> f64 {
    normal(stream, mean, deviation).exp()
}

/// An exponential double of mean `scale`.
pub fn exponential(stream: &mut LegacyStream, scale: f64) -> f64 {
    scale * stream.standard_exponential()
}

/// A double of the standard Cauchy distribution.
pub fn standard_cauchy(stream: &mut LegacyStream) -> f64 {
    let above = stream.gauss();
    above / stream.gauss()
}

/// A double of the Lomax (shifted Pareto) distribution.
pub fn pareto(stream: &mut LegacyStream, a: f64) -> f64 {
    (stream.standard_exponential() / a).exp() - 1.0
}

/// A Weibull double of scale one.
pub fn weibull(stream: &mut LegacyStream, a: f64) -> f64 {
    if a == 0.0 { 0.0 } else { stream.standard_exponential().powf(1.0 / a) }
}

/// A double over [0, 1] with density proportional to x^(a - 1).
pub fn power(stream: &mut LegacyStream, a: f64) -> f64 {
    (1.0 - (-stream.standard_exponential()).exp()).powf(1.0 / a)
}

/// A Rayleigh double.
pub fn rayleigh(stream: &mut LegacyStream, mode: f64) -> f64 {
    mode * (-2.0 * (-stream.next_double()).ln_1p()).sqrt()
}

/// A Wald (inverse Gaussian) double.
pub fn wald(stream: &mut LegacyStream, mean: f64, scale: f64) -> f64 {
    let normal = stream.gauss();
    let half_ratio = mean / (2.0 * scale);
    let square = mean * normal * normal;
    let root = mean + half_ratio * (square - (4.0 * scale * square + square * square).sqrt());
    wald_side(&mut stream.bits, mean, root)
}

/// An angle of the von Mises distribution, by rejection at every concentration.
pub fn vonmises(stream: &mut LegacyStream, mode: f64, concentration: f64) -> f64 {
    if concentration.is_nan() {
        return f64::NAN;
    }
    best_fisher(&mut stream.bits, mode, concentration)
}
