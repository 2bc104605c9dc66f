//! Distributions: what turns random bits into numbers of a given law.
//!
//! Every sampler consumes bits exactly as NumPy's `Generator` does, so that a seed gives the same stream.

pub mod binomial;
pub mod continuous;
pub mod discrete;
pub mod exponential;
pub mod gamma;
pub(crate) mod gamma_rejection;
pub mod hypergeometric;
pub mod integers;
mod log_gamma;
pub mod multivariate;
pub mod normal;
pub mod poisson;
pub mod uniform;
pub mod von_mises;
#[rustfmt::skip]
mod ziggurat_tables;

pub(crate) use log_gamma::{log_factorial, log_gamma};
