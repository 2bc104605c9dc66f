//! Quantiles in which elements count by weight.

use smallvec::SmallVec;
use stridewise_core::layout::normalize_axes;
use stridewise_core::{Error, Order, dispatch};

use super::average::spread_weights;
use super::quantile::gathered;
use crate::order::{compare, is_nan};
use crate::{Array, Result};

/// The smallest elements up to which the weights make up the shares `quantiles` (each in 0 to 1), along the axes given
/// or of all elements; their shape comes first. NaN where a lane holds NaN, unless `skip_nan`.
///
/// # Errors
/// Value error where a quantile is outside 0 to 1, or weights are negative, not finite, or all zero; those of
/// [`spread_weights`].
///
/// ```
/// use stridewise::{Array, statistics::weighted_quantile};
///
/// let (values, weights) = (Array::from_elements(&[1.0, 2.0, 3.0])?, Array::from_elements(&[1.0, 1.0, 8.0])?);
/// let half = Array::from_elements(&[0.5])?;
/// assert_eq!(weighted_quantile(&values, &weights, &half, None, false, false)?.to_vec::<f64>(), [3.0]);
/// # Ok::<(), stridewise::Error>(())
/// ```
pub fn weighted_quantile(
    array: &Array,
    weights: &Array,
    quantiles: &Array,
    axes: Option<&[i64]>,
    keepdims: bool,
    skip_nan: bool,
) -> Result<Array> {
    let wanted: Vec<f64> = quantiles.cast_to_vec()?;
    if wanted.iter().any(|&quantile| !(0.0..=1.0).contains(&quantile)) {
        return Err(Error::value("Quantiles must be in the range [0, 1]"));
    }
    let places = axes.map(|axes| normalize_axes(axes, array.ndim())).transpose()?;
    let spread = spread_weights(array, weights, places.as_deref())?.broadcast_to(array.shape())?;
    let (lanes, kept_shape) = gathered(array, axes)?;
    let weights: Vec<f64> = gathered(&spread, axes)?.0.cast_to_vec()?;
    if weights.iter().any(|&weight| weight < 0.0) {
        return Err(Error::value("Weights must be non-negative."));
    }
    let length = lanes.shape().last().copied().unwrap_or(1);
    let lead = &lanes.shape()[..lanes.ndim() - 1];
    let count: usize = lead.iter().product();
    if length == 0 && count > 0 {
        return Err(Error::index("index -1 is out of bounds for axis 0 with size 0"));
    }
    let mut shape: SmallVec<[usize; 4]> = quantiles.shape().into();
    shape.extend_from_slice(lead);
    let result = dispatch!(array.number(), T => {
        let elements: Vec<T> = lanes.to_vec();
        let mut values = vec![T::default(); wanted.len() * count];
        for place in 0..count {
            let from = place * length;
            let mut lane: Vec<(T, f64)> = elements[from..from + length]
                .iter()
                .copied()
                .zip(weights[from..from + length].iter().copied())
                .collect();
            lane.sort_by(|a, b| compare(a.0, b.0));
            let nan = lane.last().map(|last| last.0).filter(|&last| is_nan(last));
            if skip_nan && lane.first().is_some_and(|first| !is_nan(first.0)) {
                lane.retain(|&(element, _)| !is_nan(element));
            }
            let spoilt = if skip_nan { lane.first().map(|first| first.0).filter(|&e| is_nan(e)) } else { nan };
            let shares = shares(&lane)?;
            for (which, &quantile) in wanted.iter().enumerate() {
                let at = shares.partition_point(|&share| share < quantile).min(lane.len() - 1);
                values[which * count + place] = spoilt.unwrap_or(lane[at].0);
            }
        }
        Array::from_slice(&values, &shape)?
    });
    if !keepdims {
        return Ok(result);
    }
    let mut shape: SmallVec<[i64; 4]> = quantiles.shape().iter().map(|&length| length as i64).collect();
    shape.extend_from_slice(&kept_shape);
    result.reshape(&shape, Order::C)
}

/// Which share of the weight lies at or below each element; less than any where nothing does.
fn shares<T>(lane: &[(T, f64)]) -> Result<Vec<f64>> {
    let mut sum = 0.0;
    let mut sums: Vec<f64> = lane
        .iter()
        .map(|(_, weight)| {
            sum += weight;
            sum
        })
        .collect();
    let whole = sum;
    if !whole.is_finite() || whole == 0.0 {
        return Err(Error::value("Weights included NaN, inf or were all zero."));
    }
    for share in &mut sums {
        *share = if *share == 0.0 { -1.0 } else { *share / whole };
    }
    Ok(sums)
}
