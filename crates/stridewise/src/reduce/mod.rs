//! Reductions beyond a single operation: means, variances, positions of extremes; clipping and rounding.

mod extreme;
mod moments;
mod rounding;

pub use extreme::arg_extreme;
pub(crate) use extreme::positions;
pub use moments::{Average, Moment, mean, variance};
pub(crate) use moments::{Missing, mean_of, variance_of};
pub use rounding::round;
pub use stridewise_run::extreme::search_line;
