//! Means with weights, covariances, medians, quantiles, counts and histograms.

mod average;
mod bin_width;
mod bins;
mod counts;
mod covariance;
mod grid;
mod quantile;
mod quantile_method;
mod tally;
mod weighted_quantile;

pub use average::{Weighted, average, spread_weights};
pub use bin_width::{BinCount, WidthRule, bin_count};
pub use bins::{BinEdges, bin_edges, histogram};
pub use counts::{bincount, digitize};
pub use covariance::{Covariance, Covariances, correlation, covariance};
pub use grid::{density_of_grid, histogram_grid};
pub(crate) use quantile::{Missing, OfLanes, median_of, quantile_of};
pub use quantile::{Quantiles, median, quantile};
pub use quantile_method::QuantileMethod;
pub use weighted_quantile::weighted_quantile;
