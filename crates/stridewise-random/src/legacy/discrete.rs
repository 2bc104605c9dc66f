//! Discrete distributions as `RandomState` draws them, where `Generator` differs.

use super::LegacyStream;
use super::gamma::gamma;
use crate::bit_generator::BitGenerator;
use crate::distribution::binomial::binomial_by;
use crate::distribution::discrete::geometric_walk;
use crate::distribution::hypergeometric::{RATIO_OFFSET, RATIO_WIDTH, count_by_ratio};
use crate::distribution::log_gamma;
use crate::distribution::poisson::poisson;

/// Successes among `trials` trials of probability `p` each.
pub fn binomial(stream: &mut LegacyStream, trials: i64, p: f64) -> i64 {
    binomial_by(&mut stream.bits, trials, p, |p| (1.0 - p).ln())
}

/// Failures before the `n`-th success of probability `p`.
pub fn negative_binomial(stream: &mut LegacyStream, n: f64, p: f64) -> i64 {
    let mean = gamma(stream, n, (1.0 - p) / p);
    poisson(&mut stream.bits, mean)
}

/// Trials until the first success of probability `p`.
pub fn geometric(stream: &mut LegacyStream, p: f64) -> i64 {
    if p >= 0.333_333_333_333_333_3 {
        return geometric_walk(&mut stream.bits, p);
    }
    ((-stream.next_double()).ln_1p() / (1.0 - p).ln()).ceil() as i64
}

/// A draw of Zipf's law with exponent `a`.
pub fn zipf(stream: &mut LegacyStream, a: f64) -> i64 {
    if a >= 1025.0 {
        return 1;
    }
    let exponent = a - 1.0;
    let base = 2.0_f64.powf(exponent);
    loop {
        let uniform = 1.0 - stream.next_double();
        let test = stream.next_double();
        let value = uniform.powf(-1.0 / exponent).floor();
        if value > i64::MAX as f64 || value < 1.0 {
            continue;
        }
        let growth = (1.0 + 1.0 / value).powf(exponent);
        if test * value * (growth - 1.0) / (base - 1.0) <= growth / base {
            return value as i64;
        }
    }
}

/// A draw of the logarithmic series distribution.
pub fn logseries(stream: &mut LegacyStream, p: f64) -> i64 {
    let rate = (1.0 - p).ln();
    loop {
        let test = stream.next_double();
        if test >= p {
            return 1;
        }
        let ratio = 1.0 - (rate * stream.next_double()).exp();
        if test <= ratio * ratio {
            let value = (1.0 + test.ln() / ratio.ln()).floor();
            if value < 1.0 || test == 0.0 {
                continue;
            }
            return value as i64;
        }
        return if test >= ratio { 1 } else { 2 };
    }
}

/// Good ones among `sample` drawn from an urn of `good` and `bad`.
pub fn hypergeometric(stream: &mut LegacyStream, good: i64, bad: i64, sample: i64) -> i64 {
    if sample > 10 {
        ratio_of_uniforms(stream, good, bad, sample)
    } else if sample > 0 {
        one_by_one(stream, good, bad, sample)
    } else {
        0
    }
}

fn one_by_one(stream: &mut LegacyStream, good: i64, bad: i64, sample: i64) -> i64 {
    let rest = bad + good - sample;
    let fewer = bad.min(good) as f64;
    let (mut left, mut draws) = (fewer, sample);
    while left > 0.0 {
        let uniform = stream.next_double();
        left -= (uniform + left / (rest + draws) as f64).floor();
        draws -= 1;
        if draws == 0 {
            break;
        }
    }
    let drawn = (fewer - left) as i64;
    if good > bad { sample - drawn } else { drawn }
}

/// Stadlober's HRUA, with the logarithm of the gamma function.
fn ratio_of_uniforms(stream: &mut LegacyStream, good: i64, bad: i64, sample: i64) -> i64 {
    let total = good + bad;
    let drawn = sample.min(total - sample);
    let (fewer, more) = (good.min(bad), good.max(bad));
    let p = fewer as f64 / total as f64;
    let q = 1.0 - p;
    let centre = drawn as f64 * p + 0.5;
    let deviation = ((total - drawn) as f64 * sample as f64 * p * q / (total - 1) as f64 + 0.5).sqrt();
    let width = RATIO_WIDTH * deviation + RATIO_OFFSET;
    let log_mass = |k: i64| {
        log_gamma((k + 1) as f64)
            + log_gamma((fewer - k + 1) as f64)
            + log_gamma((drawn - k + 1) as f64)
            + log_gamma((more - drawn + k + 1) as f64)
    };
    let mode = ((drawn + 1) as f64 * (fewer + 1) as f64 / total.wrapping_add(2) as f64).floor() as i64;
    let at_mode = log_mass(mode);
    let bound = ((drawn.min(fewer) + 1) as f64).min((centre + 16.0 * deviation).floor());
    let excess = |count| at_mode - log_mass(count);
    let count = count_by_ratio(stream, LegacyStream::next_double, [centre, width, bound], excess);
    let count = if good > bad { drawn - count } else { count };
    if drawn < sample { good - count } else { count }
}
