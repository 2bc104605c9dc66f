//! Medians and quantiles, by Hyndman and Fan's nine methods and NumPy's four older ones.

use smallvec::SmallVec;
use stridewise_core::dtype::{F16, Kind};
use stridewise_core::layout::normalize_axes;
use stridewise_core::{Element, Error, Number, Order, Value, dispatch};

use crate::order::{compare, is_nan};
use crate::shape::{moveaxis, ravel};
use crate::{Array, Result};

/// How a quantile between two elements is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuantileMethod {
    InvertedCdf,
    AveragedInvertedCdf,
    ClosestObservation,
    InterpolatedInvertedCdf,
    Hazen,
    Weibull,
    Linear,
    MedianUnbiased,
    NormalUnbiased,
    Lower,
    Higher,
    Midpoint,
    Nearest,
}

impl QuantileMethod {
    /// The method of NumPy's name.
    ///
    /// # Errors
    /// Value error for any other text.
    pub fn parse(text: &str) -> Result<Self> {
        const NAMES: [(&str, QuantileMethod); 13] = [
            ("inverted_cdf", QuantileMethod::InvertedCdf),
            ("averaged_inverted_cdf", QuantileMethod::AveragedInvertedCdf),
            ("closest_observation", QuantileMethod::ClosestObservation),
            ("interpolated_inverted_cdf", QuantileMethod::InterpolatedInvertedCdf),
            ("hazen", QuantileMethod::Hazen),
            ("weibull", QuantileMethod::Weibull),
            ("linear", QuantileMethod::Linear),
            ("median_unbiased", QuantileMethod::MedianUnbiased),
            ("normal_unbiased", QuantileMethod::NormalUnbiased),
            ("lower", QuantileMethod::Lower),
            ("higher", QuantileMethod::Higher),
            ("midpoint", QuantileMethod::Midpoint),
            ("nearest", QuantileMethod::Nearest),
        ];
        NAMES.iter().find(|(name, _)| *name == text).map(|(_, method)| *method).ok_or_else(|| {
            let names: Vec<_> = NAMES.iter().map(|(name, _)| *name).collect();
            Error::value(format!("'{text}' is not a valid method. Use one of: {}", names.join(", ")))
        })
    }

    /// The place among `count` sorted elements, as a whole part and a fraction of the way to the next one; computed in
    /// the quantile's own dtype `number`, in which a quantile that was rounded meets the place that was meant.
    fn place(self, quantile: f64, count: usize, number: Number) -> (usize, f64) {
        let rounded = |value: f64| match number {
            Number::F16 => F16::from_f64(value).to_f64(),
            Number::F32 => f64::from(value as f32),
            _ => value,
        };
        let n = count as f64;
        let last = n - 1.0;
        let product = rounded(n * quantile);
        let of_last = rounded(last * quantile);
        let between = |alpha: f64, beta: f64| {
            let shift = rounded(alpha + rounded(quantile * (1.0 - alpha - beta)));
            rounded(rounded(product + shift) - 1.0)
        };
        let virtual_index = match self {
            Self::InvertedCdf => product.ceil() - 1.0,
            Self::AveragedInvertedCdf => {
                let place = rounded(product - 1.0);
                let fraction = place - place.floor();
                place.floor() + if fraction == 0.0 { 0.5 } else { 1.0 }
            }
            Self::ClosestObservation => {
                let place = rounded(product - 1.5);
                let even = place.floor().rem_euclid(2.0) == 1.0;
                let fraction = place - place.floor();
                if fraction == 0.0 && even { place.floor() } else { place.floor() + 1.0 }
            }
            Self::InterpolatedInvertedCdf => between(0.0, 1.0),
            Self::Hazen => between(0.5, 0.5),
            Self::Weibull => between(0.0, 0.0),
            Self::Linear => of_last,
            Self::MedianUnbiased => between(1.0 / 3.0, 1.0 / 3.0),
            Self::NormalUnbiased => between(3.0 / 8.0, 3.0 / 8.0),
            Self::Lower => of_last.floor(),
            Self::Higher => of_last.ceil(),
            Self::Midpoint => 0.5 * (of_last.floor() + of_last.ceil()),
            Self::Nearest => {
                // Halves go to the even neighbour.
                if (of_last - of_last.floor() - 0.5).abs() == 0.0 {
                    2.0 * (of_last / 2.0).round()
                } else {
                    of_last.round()
                }
            }
        };
        let virtual_index = virtual_index.clamp(0.0, last.max(0.0));
        (virtual_index.floor() as usize, virtual_index - virtual_index.floor())
    }

    fn is_discrete(self) -> bool {
        matches!(
            self,
            Self::InvertedCdf | Self::ClosestObservation | Self::Lower | Self::Higher | Self::Nearest
        )
    }
}

/// The array with the axes to reduce flattened into a last one, and the shape that `keepdims` gives.
pub(crate) fn gathered(array: &Array, axes: Option<&[i64]>) -> Result<(Array, SmallVec<[i64; 4]>)> {
    let mut kept_shape: SmallVec<[i64; 4]> = array.shape().iter().map(|&length| length as i64).collect();
    let Some(axes) = axes else {
        kept_shape.fill(1);
        return Ok((ravel(array, Order::C)?, kept_shape));
    };
    let axes = normalize_axes(axes, array.ndim())?;
    for &axis in &axes {
        kept_shape[axis] = 1;
    }
    let from: Vec<i64> = axes.iter().map(|&axis| axis as i64).collect();
    let to: Vec<i64> = (0..axes.len() as i64).map(|place| place - axes.len() as i64).collect();
    let moved = moveaxis(array, &from, &to)?;
    let lead = array.ndim() - axes.len();
    let mut shape: SmallVec<[i64; 4]> = moved.shape()[..lead].iter().map(|&length| length as i64).collect();
    shape.push(axes.iter().map(|&axis| array.shape()[axis] as i64).product());
    Ok((moved.reshape(&shape, Order::C)?, kept_shape))
}

/// The median along the axes given, or of all elements: the middle one, or the mean of the middle two. NaN where a
/// lane holds NaN or nothing.
///
/// # Errors
/// Axis error where an axis is out of bounds.
pub fn median(array: &Array, axes: Option<&[i64]>, keepdims: bool) -> Result<Array> {
    let (lanes, kept_shape) = gathered(array, axes)?;
    let number = if array.number().is_inexact() { array.number() } else { Number::F64 };
    let length = lanes.shape().last().copied().unwrap_or(1);
    let lead = &lanes.shape()[..lanes.ndim() - 1];
    let count: usize = lead.iter().product();
    let values: Vec<Value> = dispatch!(array.number(), T => {
        let mut elements: Vec<T> = lanes.to_vec();
        (0..count)
            .map(|place| {
                let lane = &mut elements[place * length..(place + 1) * length];
                lane.sort_unstable_by(|a, b| compare(*a, *b));
                let Some(&last) = lane.last() else { return Value::Float(f64::NAN) };
                if is_nan(last) {
                    return last.to_value();
                }
                let middle = lane[length / 2].to_value();
                if length % 2 == 1 { middle } else { halfway(lane[length / 2 - 1].to_value(), middle, number) }
            })
            .collect()
    });
    let result = from_values(&values, lead, number)?;
    if keepdims { result.reshape(&kept_shape, Order::C) } else { Ok(result) }
}

/// The mean of two elements, added up in the result's precision.
fn halfway(a: Value, b: Value, number: Number) -> Value {
    match number {
        Number::F32 => Value::Float(f64::from((a.to_f64() as f32 + b.to_f64() as f32) / 2.0)),
        Number::C64 | Number::C128 => Value::Complex((a.to_complex() + b.to_complex()) / 2.0),
        _ => Value::Float((a.to_f64() + b.to_f64()) / 2.0),
    }
}

fn from_values(values: &[Value], shape: &[usize], number: Number) -> Result<Array> {
    dispatch!(number, T => {
        let elements: Vec<T> = values.iter().map(|value| value.cast::<T>()).collect();
        Array::from_slice(&elements, shape)
    })
}

/// The quantiles `quantiles` (each in 0 to 1) along the axes given, or of all elements. The quantiles' shape comes
/// first in the result's. NaN where a lane holds NaN.
///
/// # Errors
/// Value error where a quantile is outside 0 to 1; type error for complex arrays; axis error where an axis is out of
/// bounds.
pub fn quantile(
    array: &Array,
    quantiles: &Array,
    axes: Option<&[i64]>,
    method: QuantileMethod,
    keepdims: bool,
) -> Result<Array> {
    if array.number().kind() == Kind::Complex {
        return Err(Error::type_error("a must be an array of real numbers"));
    }
    let wanted: Vec<f64> = quantiles.cast_to_vec()?;
    if wanted.iter().any(|&quantile| !(0.0..=1.0).contains(&quantile)) {
        return Err(Error::value("Quantiles must be in the range [0, 1]"));
    }
    let (lanes, kept_shape) = gathered(array, axes)?;
    let number = match array.number() {
        number if method.is_discrete() => number,
        number if number.is_inexact() => stridewise_core::dtype::promote(number, quantiles.number()),
        _ => Number::F64,
    };
    let length = lanes.shape().last().copied().unwrap_or(1);
    let lead = &lanes.shape()[..lanes.ndim() - 1];
    let count: usize = lead.iter().product();
    if length == 0 && count > 0 {
        return Err(Error::index("index -1 is out of bounds for axis 0 with size 0"));
    }
    let mut values = vec![Value::Float(f64::NAN); wanted.len() * count];
    dispatch!(array.number(), T => {
        let mut elements: Vec<T> = lanes.to_vec();
        for place in 0..count {
            let lane = &mut elements[place * length..(place + 1) * length];
            lane.sort_unstable_by(|a, b| compare(*a, *b));
            for (which, &quantile) in wanted.iter().enumerate() {
                let slot = &mut values[which * count + place];
                if lane.last().is_some_and(|&last| is_nan(last)) {
                    *slot = lane[length - 1].to_value();
                    continue;
                }
                let (at, fraction) = method.place(quantile, length, quantiles.number());
                let lower = lane[at].to_value();
                *slot = if fraction == 0.0 || method.is_discrete() {
                    lower
                } else {
                    between(lower, lane[(at + 1).min(length - 1)].to_value(), fraction, number)
                };
            }
        }
    });
    let mut shape: SmallVec<[usize; 4]> = quantiles.shape().into();
    shape.extend_from_slice(lead);
    let result = from_values(&values, &shape, number)?;
    if !keepdims {
        return Ok(result);
    }
    let mut shape: SmallVec<[i64; 4]> = quantiles.shape().iter().map(|&length| length as i64).collect();
    shape.extend_from_slice(&kept_shape);
    result.reshape(&shape, Order::C)
}

/// `fraction` of the way from `a` to `b`, computed from the nearer end so that both ends are exact.
fn between(a: Value, b: Value, fraction: f64, number: Number) -> Value {
    if number == Number::F32 {
        let (a, b, fraction) = (a.to_f64() as f32, b.to_f64() as f32, fraction as f32);
        let distance = b - a;
        let value = if fraction >= 0.5 { b - distance * (1.0 - fraction) } else { a + distance * fraction };
        return Value::Float(f64::from(value));
    }
    let (a, b) = (a.to_f64(), b.to_f64());
    let distance = b - a;
    if distance.is_nan() && a == b {
        return Value::Float(a);
    }
    Value::Float(if fraction >= 0.5 { b - distance * (1.0 - fraction) } else { a + distance * fraction })
}
