//! Distributions of vectors as `RandomState` draws them, where `Generator` differs.

use super::LegacyStream;
use super::gamma::standard_gamma;
use crate::distribution::multivariate::normalised_gammas;

/// Points of the simplex with concentrations `alpha`: normalised gammas at every concentration.
pub fn fill_dirichlet(stream: &mut LegacyStream, alpha: &[f64], out: &mut [f64]) {
    if alpha.is_empty() {
        return;
    }
    for row in out.chunks_exact_mut(alpha.len()) {
        normalised_gammas(|shape| standard_gamma(stream, shape), alpha, row);
    }
}
