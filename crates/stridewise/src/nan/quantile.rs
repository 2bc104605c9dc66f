//! Medians and quantiles of what is not NaN.

use crate::statistics::{self, Missing, OfLanes, Quantiles, median_of, quantile_of};
use crate::{Array, Result};

/// A result of which some slices had nothing but NaN.
#[derive(Clone, Debug)]
pub struct Skipped {
    pub array: Array,
    /// How many slices held nothing but NaN; theirs is NaN.
    pub hopeless: usize,
}

impl From<OfLanes> for Skipped {
    fn from(results: OfLanes) -> Self {
        Self { array: results.array, hopeless: results.hopeless }
    }
}

/// The quantiles of what is not NaN, in which elements count by weight.
///
/// # Errors
/// As [`statistics::weighted_quantile`].
pub fn weighted_quantile(
    array: &Array,
    weights: &Array,
    quantiles: &Array,
    axes: Option<&[i64]>,
    keepdims: bool,
) -> Result<Skipped> {
    let result = statistics::weighted_quantile(array, weights, quantiles, axes, keepdims, true)?;
    let hopeless = super::missing(&result)?.map_or(0, |mask| {
        let spoilt = crate::shape::values(&mask).into_iter().filter(|value| value.is_true()).count();
        spoilt / quantiles.size().max(1)
    });
    Ok(Skipped { array: result, hopeless })
}

/// The median of what is not NaN along the axes given, or of all elements.
///
/// # Errors
/// As [`statistics::median`].
pub fn median(array: &Array, axes: Option<&[i64]>, keepdims: bool) -> Result<Skipped> {
    Ok(median_of(array, axes, keepdims, Missing::Skipped)?.into())
}

/// The quantiles of what is not NaN along the axes given, or of all elements.
///
/// # Errors
/// As [`statistics::quantile`].
pub fn quantile(
    array: &Array,
    quantiles: &Quantiles<'_>,
    axes: Option<&[i64]>,
    keepdims: bool,
) -> Result<Skipped> {
    Ok(quantile_of(array, quantiles, axes, keepdims, Missing::Skipped)?.into())
}
