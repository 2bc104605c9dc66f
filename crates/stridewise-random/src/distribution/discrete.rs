//! Discrete distributions over the positive integers, and the negative binomial.

use super::exponential::standard_exponential;
use super::gamma::gamma;
use super::poisson::poisson;
use crate::bit_generator::BitGenerator;

/// The least double that no `i64` holds.
const TOO_LARGE: f64 = 9.223_372_036_854_776e18;

/// Failures before the `n`-th success of probability `p`.
pub fn negative_binomial<B: BitGenerator + ?Sized>(bits: &mut B, n: f64, p: f64) -> i64 {
    let mean = gamma(bits, n, (1.0 - p) / p);
    poisson(bits, mean)
}

/// Trials until the first success of probability `p`.
pub fn geometric<B: BitGenerator + ?Sized>(bits: &mut B, p: f64) -> i64 {
    // Above a third, few enough steps for a walk.
    if p >= 0.333_333_333_333_333_3 {
        return geometric_walk(bits, p);
    }
    let trials = (-standard_exponential(bits) / (-p).ln_1p()).ceil();
    if trials >= TOO_LARGE { i64::MAX } else { trials as i64 }
}

/// Walks the distribution function from one.
pub(crate) fn geometric_walk<B: BitGenerator + ?Sized>(bits: &mut B, p: f64) -> i64 {
    let failure = 1.0 - p;
    let (mut trials, mut mass, mut sum) = (1, p, p);
    let uniform = bits.next_double();
    while uniform > sum {
        mass *= failure;
        sum += mass;
        trials += 1;
    }
    trials
}

/// A draw of Zipf's law with exponent `a`: Devroye's rejection from the floor of a power of a uniform.
pub fn zipf<B: BitGenerator + ?Sized>(bits: &mut B, a: f64) -> i64 {
    // Any other value has a probability below the least double.
    if a >= 1025.0 {
        return 1;
    }
    let exponent = a - 1.0;
    let base = 2.0_f64.powf(exponent);
    let least = (i64::MAX as f64).powf(-exponent);
    loop {
        let weight = bits.next_double();
        let test = bits.next_double();
        let uniform = weight * least + (1.0 - weight);
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

/// A draw of the logarithmic series distribution: Kemp's method.
pub fn logseries<B: BitGenerator + ?Sized>(bits: &mut B, p: f64) -> i64 {
    let rate = (-p).ln_1p();
    loop {
        let test = bits.next_double();
        if test >= p {
            return 1;
        }
        let ratio = -(rate * bits.next_double()).exp_m1();
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
