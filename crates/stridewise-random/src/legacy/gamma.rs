//! The gamma family as `RandomState` draws it, over the polar normal and the inverted exponential.

use super::LegacyStream;
use crate::bit_generator::BitGenerator;
use crate::distribution::poisson::poisson;

/// A gamma double of scale one.
pub fn standard_gamma(stream: &mut LegacyStream, shape: f64) -> f64 {
    if shape == 1.0 {
        return stream.standard_exponential();
    }
    if shape == 0.0 {
        return 0.0;
    }
    if shape < 1.0 {
        loop {
            let uniform = stream.next_double();
            let bound = stream.standard_exponential();
            if uniform <= 1.0 - shape {
                let value = uniform.powf(1.0 / shape);
                if value <= bound {
                    return value;
                }
            } else {
                let tail = -((1.0 - uniform) / shape).ln();
                let value = (1.0 - shape + shape * tail).powf(1.0 / shape);
                if value <= bound + tail {
                    return value;
                }
            }
        }
    }
    let centre = shape - 1.0 / 3.0;
    let slope = 1.0 / (9.0 * centre).sqrt();
    loop {
        let normal = stream.gauss();
        let cube_root = 1.0 + slope * normal;
        if cube_root <= 0.0 {
            continue;
        }
        let cube = cube_root * cube_root * cube_root;
        let uniform = stream.next_double();
        let square = normal * normal;
        if uniform < 1.0 - 0.0331 * square * square
            || uniform.ln() < 0.5 * normal * normal + centre * (1.0 - cube + cube.ln())
        {
            return centre * cube;
        }
    }
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
