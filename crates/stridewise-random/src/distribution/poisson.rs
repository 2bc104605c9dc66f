//! The Poisson distribution.

use std::sync::LazyLock;

use super::log_gamma;
use crate::bit_generator::BitGenerator;

/// Means from which on rejection is faster than multiplying uniforms.
const REJECTION_FROM: f64 = 10.0;

/// The number of events where `mean` are expected.
pub fn poisson<B: BitGenerator + ?Sized>(bits: &mut B, mean: f64) -> i64 {
    let mut event = [0];
    fill(bits, mean, &mut event);
    event[0]
}

/// Fills `out` with numbers of events where `mean` are expected.
pub fn fill<B: BitGenerator + ?Sized>(bits: &mut B, mean: f64, out: &mut [i64]) {
    if mean >= REJECTION_FROM {
        let rejection = TransformedRejection::new(mean);
        out.fill_with(|| rejection.draw(bits));
    } else if mean == 0.0 {
        out.fill(0);
    } else {
        let limit = (-mean).exp();
        out.fill_with(|| multiplication(bits, limit));
    }
}

/// Counts uniforms until their product falls to `limit`, exp(-mean), or below.
#[inline]
fn multiplication<B: BitGenerator + ?Sized>(bits: &mut B, limit: f64) -> i64 {
    let mut product = bits.next_double();
    let mut events = 0;
    while product > limit {
        events += 1;
        product *= bits.next_double();
    }
    events
}

/// Hörmann's PTRS, with what depends on the mean alone.
struct TransformedRejection {
    mean: f64,
    log_mean: f64,
    a: f64,
    b: f64,
    log_inverse_alpha: f64,
    quick_limit: f64,
}

impl TransformedRejection {
    fn new(mean: f64) -> Self {
        let b = 0.931 + 2.53 * mean.sqrt();
        let inverse_alpha: f64 = 1.1239 + 1.1328 / (b - 3.4);
        Self {
            mean,
            log_mean: mean.ln(),
            a: -0.059 + 0.02483 * b,
            b,
            log_inverse_alpha: inverse_alpha.ln(),
            quick_limit: 0.9277 - 3.6224 / (b - 2.0),
        }
    }

    #[inline]
    fn draw<B: BitGenerator + ?Sized>(&self, bits: &mut B) -> i64 {
        loop {
            let offset = bits.next_double() - 0.5;
            let test = bits.next_double();
            let margin = 0.5 - offset.abs();
            let events = ((2.0 * self.a / margin + self.b) * offset + self.mean + 0.43).floor() as i64;
            if margin >= 0.07 && test <= self.quick_limit {
                return events;
            }
            if events < 0 || (margin < 0.013 && test > margin) {
                continue;
            }
            let hat = test.ln() + self.log_inverse_alpha - (self.a / (margin * margin) + self.b).ln();
            if hat <= -self.mean + events as f64 * self.log_mean - log_gamma_after(events) {
                return events;
            }
        }
    }
}

/// Numbers of events whose logarithms of gamma are computed once.
const TABULATED: usize = 256;

/// ln Gamma(events + 1), of the same bits whether it comes from the table or not.
#[inline]
fn log_gamma_after(events: i64) -> f64 {
    static TABLE: LazyLock<[f64; TABULATED]> =
        LazyLock::new(|| std::array::from_fn(|events| log_gamma(events as f64 + 1.0)));
    match usize::try_from(events).ok().and_then(|events| TABLE.get(events)) {
        Some(&known) => known,
        None => log_gamma(events as f64 + 1.0),
    }
}
