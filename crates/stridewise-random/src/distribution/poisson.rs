//! The Poisson distribution.

use super::log_gamma;
use crate::bit_generator::BitGenerator;

/// Means from which on rejection is faster than multiplying uniforms.
const REJECTION_FROM: f64 = 10.0;

/// The number of events where `mean` are expected.
pub fn poisson<B: BitGenerator + ?Sized>(bits: &mut B, mean: f64) -> i64 {
    if mean >= REJECTION_FROM {
        transformed_rejection(bits, mean)
    } else if mean == 0.0 {
        0
    } else {
        multiplication(bits, mean)
    }
}

/// Counts uniforms until their product falls below exp(-mean).
fn multiplication<B: BitGenerator + ?Sized>(bits: &mut B, mean: f64) -> i64 {
    let limit = (-mean).exp();
    let mut product = 1.0;
    let mut events = 0;
    loop {
        product *= bits.next_double();
        if product > limit {
            events += 1;
        } else {
            return events;
        }
    }
}

/// Hörmann's PTRS.
fn transformed_rejection<B: BitGenerator + ?Sized>(bits: &mut B, mean: f64) -> i64 {
    let log_mean = mean.ln();
    let b = 0.931 + 2.53 * mean.sqrt();
    let a = -0.059 + 0.02483 * b;
    let inverse_alpha = 1.1239 + 1.1328 / (b - 3.4);
    let quick_limit = 0.9277 - 3.6224 / (b - 2.0);
    loop {
        let offset = bits.next_double() - 0.5;
        let test = bits.next_double();
        let margin = 0.5 - offset.abs();
        let events = ((2.0 * a / margin + b) * offset + mean + 0.43).floor() as i64;
        if margin >= 0.07 && test <= quick_limit {
            return events;
        }
        if events < 0 || (margin < 0.013 && test > margin) {
            continue;
        }
        let hat = test.ln() + inverse_alpha.ln() - (a / (margin * margin) + b).ln();
        if hat <= -mean + events as f64 * log_mean - log_gamma(events as f64 + 1.0) {
            return events;
        }
    }
}
