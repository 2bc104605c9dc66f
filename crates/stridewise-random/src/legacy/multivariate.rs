//! Distributions of vectors as `RandomState` draws them, where `Generator` differs.

use super::LegacyStream;
use super::discrete::binomial;
use super::gamma::standard_gamma;
use crate::distribution::multivariate::{multinomial_row_by, normalised_gammas};

/// How often each category came up in `trials` trials.
pub fn multinomial_row(stream: &mut LegacyStream, trials: i64, p: &[f64], row: &mut [i64]) {
    multinomial_row_by(|left, share| binomial(stream, left, share), trials, p, row);
}

/// Points of the simplex with concentrations `alpha`: normalised gammas at every concentration.
pub fn fill_dirichlet(stream: &mut LegacyStream, alpha: &[f64], out: &mut [f64]) {
    if alpha.is_empty() {
        return;
    }
    for row in out.chunks_exact_mut(alpha.len()) {
        normalised_gammas(|shape| standard_gamma(stream, shape), alpha, row);
    }
}
