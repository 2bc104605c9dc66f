//! Medians and quantiles of what is not NaN.

use smallvec::SmallVec;
use stridewise_core::{DType, Order, Value, dispatch};

use crate::order::is_nan;
use crate::shape::Join;
use crate::statistics::{self, QuantileMethod, gathered};
use crate::{Array, Result};

/// A result of which some slices had nothing but NaN.
#[derive(Clone, Debug)]
pub struct Skipped {
    pub array: Array,
    /// How many slices held nothing but NaN; theirs is NaN.
    pub hopeless: usize,
}

/// Computes on each lane without its NaN; the results' shape comes first.
fn on_lanes(
    array: &Array,
    axes: Option<&[i64]>,
    keepdims: bool,
    compute: impl Fn(&Array) -> Result<Array>,
) -> Result<Skipped> {
    let (lanes, kept_shape) = gathered(array, axes)?;
    let lead: Vec<i64> = lanes.shape()[..lanes.ndim() - 1].iter().map(|&length| length as i64).collect();
    let length = lanes.shape().last().copied().unwrap_or(1);
    let count = lead.iter().product::<i64>() as usize;
    let mut hopeless = 0;
    let mut results = Vec::with_capacity(count);
    dispatch!(array.number(), T => {
        let elements: Vec<T> = lanes.to_vec();
        for place in 0..count {
            let lane = &elements[place * length..(place + 1) * length];
            let mut present: Vec<T> = lane.iter().copied().filter(|&element| !is_nan(element)).collect();
            if present.is_empty() {
                hopeless += 1;
                match lane.first() {
                    Some(&nan) => present.push(nan),
                    None => {
                        results.push(compute(&nothing(array)?)?);
                        continue;
                    }
                }
            }
            results.push(compute(&Array::from_elements(&present)?)?);
        }
    });
    let result = match results.first() {
        // The shape and dtype of what a lane would have given.
        None => {
            let sample = compute(&Array::full(array.dtype(), &[1], Value::Int(0))?)?;
            let mut shape: SmallVec<[usize; 4]> = sample.shape().into();
            shape.extend(lead.iter().map(|&length| length as usize));
            Array::zeros(sample.dtype(), &shape, Order::C)?
        }
        Some(first) => {
            let mut shape: SmallVec<[i64; 4]> = first.shape().iter().map(|&length| length as i64).collect();
            shape.extend_from_slice(&lead);
            crate::shape::stack(&results, -1, Join::default())?.reshape(&shape, Order::C)?
        }
    };
    let own = result.ndim() - lead.len();
    let array = if keepdims {
        let mut shape: SmallVec<[i64; 4]> =
            result.shape()[..own].iter().map(|&length| length as i64).collect();
        shape.extend_from_slice(&kept_shape);
        result.reshape(&shape, Order::C)?
    } else {
        result
    };
    Ok(Skipped { array, hopeless })
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

/// What stands for a lane without elements.
fn nothing(array: &Array) -> Result<Array> {
    let dtype = if array.number().is_inexact() { array.dtype().to_native() } else { DType::F64 };
    Array::full(dtype, &[1], Value::Float(f64::NAN))
}

/// The median of what is not NaN along the axes given, or of all elements.
///
/// # Errors
/// As [`statistics::median`].
pub fn median(array: &Array, axes: Option<&[i64]>, keepdims: bool) -> Result<Skipped> {
    on_lanes(array, axes, keepdims, |lane| statistics::median(lane, None, false))
}

/// The quantiles (each in 0 to 1) of what is not NaN along the axes given, or of all elements; their shape comes
/// first.
///
/// # Errors
/// As [`statistics::quantile`].
pub fn quantile(
    array: &Array,
    quantiles: &Array,
    axes: Option<&[i64]>,
    method: QuantileMethod,
    keepdims: bool,
) -> Result<Skipped> {
    on_lanes(array, axes, keepdims, |lane| statistics::quantile(lane, quantiles, None, method, false))
}
