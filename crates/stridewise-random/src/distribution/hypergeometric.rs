//! The hypergeometric distribution: draws without replacement from an urn of two colours.

use super::integers::interval;
use super::log_factorial;
use crate::bit_generator::BitGenerator;

/// Twice the square root of 2 / e, and 3 less twice the square root of 3 / e.
pub(crate) const RATIO_WIDTH: f64 = 1.715_527_769_921_413_5;
pub(crate) const RATIO_OFFSET: f64 = 0.898_916_162_058_898_8;

/// Good ones among `sample` drawn from an urn of `good` and `bad`.
pub fn hypergeometric<B: BitGenerator + ?Sized>(bits: &mut B, good: i64, bad: i64, sample: i64) -> i64 {
    if sample >= 10 && sample <= good + bad - 10 {
        ratio_of_uniforms(bits, good, bad, sample)
    } else {
        one_by_one(bits, good, bad, sample)
    }
}

/// Draws them one by one, from the smaller of sample and rest.
fn one_by_one<B: BitGenerator + ?Sized>(bits: &mut B, good: i64, bad: i64, sample: i64) -> i64 {
    let total = good + bad;
    let drawn = if sample > total / 2 { total - sample } else { sample };
    let (mut remaining, mut remaining_good, mut left) = (total, good, drawn);
    while left > 0 && remaining_good > 0 && remaining > remaining_good {
        remaining -= 1;
        if (interval(bits, remaining as u64) as i64) < remaining_good {
            remaining_good -= 1;
        }
        left -= 1;
    }
    if remaining == remaining_good {
        remaining_good -= left;
    }
    if sample > total / 2 { remaining_good } else { good - remaining_good }
}

/// Stadlober's HRUA.
fn ratio_of_uniforms<B: BitGenerator + ?Sized>(bits: &mut B, good: i64, bad: i64, sample: i64) -> i64 {
    let total = good + bad;
    let drawn = sample.min(total - sample);
    let (fewer, more) = (good.min(bad), good.max(bad));
    let p = fewer as f64 / total as f64;
    let q = more as f64 / total as f64;
    let centre = drawn as f64 * p + 0.5;
    let variance = (total - drawn) as f64 * drawn as f64 * p * q / (total - 1) as f64;
    let deviation = (variance + 0.5).sqrt();
    let width = RATIO_WIDTH * deviation + RATIO_OFFSET;
    let log_mass = |k: i64| {
        log_factorial(k)
            + log_factorial(fewer - k)
            + log_factorial(drawn - k)
            + log_factorial(more - drawn + k)
    };
    let mode = ((drawn + 1) as f64 * (fewer + 1) as f64 / (total + 2) as f64).floor() as i64;
    let at_mode = log_mass(mode);
    let bound = ((drawn.min(fewer) + 1) as f64).min((centre + 16.0 * deviation).floor());
    let count =
        count_by_ratio(bits, B::next_double, [centre, width, bound], |count| at_mode - log_mass(count));
    let count = if good > bad { drawn - count } else { count };
    if drawn < sample { good - count } else { count }
}

/// A count by Stadlober's ratio of uniforms over a table mountain of that centre and width, below the bound; `excess` tells
/// by how much the logarithm of its mass exceeds that at the mode.
pub(crate) fn count_by_ratio<S: ?Sized>(
    source: &mut S,
    uniform: impl Fn(&mut S) -> f64,
    [centre, width, bound]: [f64; 3],
    excess: impl Fn(i64) -> f64,
) -> i64 {
    loop {
        let first = uniform(source);
        let second = uniform(source);
        let x = centre + width * (second - 0.5) / first;
        if x < 0.0 || x >= bound {
            continue;
        }
        let count = x.floor() as i64;
        let excess = excess(count);
        if first * (4.0 - first) - 3.0 <= excess {
            return count;
        }
        if first * (first - excess) >= 1.0 {
            continue;
        }
        if 2.0 * first.ln() <= excess {
            return count;
        }
    }
}
