//! The gamma family as `RandomState` draws it, over the polar normal and the inverted exponential.

use super::LegacyStream;
use crate::bit_generator::BitGenerator;
use crate::distribution::gamma_rejection::gamma_double;
use crate::distribution::poisson::poisson;

/// A gamma double of scale one.
pub fn standard_gamma(stream: &mut LegacyStream, shape: f64) -> f64 {
    gamma_double(
        stream,
        shape,
        LegacyStream::next_double,
        LegacyStream::standard_exponential,
        LegacyStream::gauss,
    )
}

/// A gamma double.
pub fn gamma(stream: &mut LegacyStream, shape: f64, scale: f64) -> f64 {
    scale * standard_gamma(stream, shape)
}

/// A beta double.
pub fn beta(stream: &mut LegacyStream, a: f64, b: f64) -> f64 {
    let both_small = a <= 1.0 && b <= 1.0;
    if !both_small {
        let first = standard_gamma(stream, a);
        let second = standard_gamma(stream, b);
        return first / (first + second);
    }
    loop {
        let first_uniform = stream.next_double();
        let second_uniform = stream.next_double();
        let first = first_uniform.powf(1.0 / a);
        let second = second_uniform.powf(1.0 / b);
        let sum = first + second;
        if sum <= 1.0 && first_uniform + second_uniform > 0.0 {
            if sum > 0.0 {
                return first / sum;
            }
            let first_log = first_uniform.ln() / a;
            let second_log = second_uniform.ln() / b;
            let largest = first_log.max(second_log);
            let (first_log, second_log) = (first_log - largest, second_log - largest);
            return (first_log - (first_log.exp() + second_log.exp()).ln()).exp();
        }
    }
}

/// A chi-square double.
pub fn chisquare(stream: &mut LegacyStream, freedom: f64) -> f64 {
    2.0 * standard_gamma(stream, freedom / 2.0)
}

/// A double of Fisher's F distribution.
pub fn f(stream: &mut LegacyStream, numerator: f64, denominator: f64) -> f64 {
    let above = chisquare(stream, numerator) * denominator;
    above / (chisquare(stream, denominator) * numerator)
}

/// A double of Student's t distribution.
pub fn standard_t(stream: &mut LegacyStream, freedom: f64) -> f64 {
    let normal = stream.gauss();
    let spread = standard_gamma(stream, freedom / 2.0);
    (freedom / 2.0).sqrt() * normal / spread.sqrt()
}

/// A noncentral chi-square double.
pub fn noncentral_chisquare(stream: &mut LegacyStream, freedom: f64, noncentrality: f64) -> f64 {
    if noncentrality == 0.0 {
        return chisquare(stream, freedom);
    }
    if freedom > 1.0 {
        let central = chisquare(stream, freedom - 1.0);
        let shifted = stream.gauss() + noncentrality.sqrt();
        return central + shifted * shifted;
    }
    let extra = poisson(&mut stream.bits, noncentrality / 2.0);
    let value = chisquare(stream, freedom + 2.0 * extra as f64);
    if noncentrality.is_nan() { f64::NAN } else { value }
}

/// A noncentral F double.
pub fn noncentral_f(stream: &mut LegacyStream, numerator: f64, denominator: f64, noncentrality: f64) -> f64 {
    let above = noncentral_chisquare(stream, numerator, noncentrality) * denominator;
    above / (chisquare(stream, denominator) * numerator)
}
