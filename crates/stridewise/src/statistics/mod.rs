//! Medians, quantiles, counts and histograms.

mod bins;
mod counts;
mod quantile;

pub use bins::{BinEdges, bin_edges, histogram};
pub use counts::{bincount, digitize};
pub use quantile::{QuantileMethod, median, quantile};
