//! Medians and quantiles.

use smallvec::SmallVec;
use stridewise_core::dtype::{F16, Kind, promote};
use stridewise_core::layout::normalize_axes;
use stridewise_core::{Element, Error, Number, Order, Value, dispatch};
use stridewise_kernels::order::{Sortable, count_nan};
use stridewise_run::Fresh;

use super::QuantileMethod;
use crate::order::{each_row, is_nan, select_elements};
use crate::shape::{moveaxis, ravel};
use crate::{Array, Result};

/// What a NaN does to the lane that it is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Missing {
    /// The lane's results are NaN.
    Spoils,
    /// It is left out.
    Skipped,
}

/// Results over lanes.
#[derive(Debug)]
pub(crate) struct OfLanes {
    pub array: Array,
    /// How many lanes held nothing but NaN.
    pub hopeless: usize,
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

/// The array with the axes to reduce flattened into lanes, and the shapes around them.
struct Lanes {
    array: Array,
    count: usize,
    length: usize,
    /// The shape of one result per lane, without and with the axes that were reduced.
    shape: SmallVec<[i64; 4]>,
}

impl Lanes {
    fn of(array: &Array, axes: Option<&[i64]>, keepdims: bool) -> Result<Self> {
        let (array, kept_shape) = gathered(array, axes)?;
        let (&length, lead) = array.shape().split_last().unwrap_or((&1, &[]));
        let shape = if keepdims { kept_shape } else { lead.iter().map(|&length| length as i64).collect() };
        Ok(Self { count: lead.iter().product(), length, shape, array })
    }

    /// For each lane, without its NaN where they are skipped, `width` results; their own shape, `shape`, comes first.
    /// `compute` is given a lane of at least one element, of which the first so many are no NaN or will be once sorted.
    fn results<T: Sortable>(
        &self,
        (shape, number): (&[usize], Number),
        missing: Missing,
        compute: impl Fn(&mut [T], usize, &mut [Value]) + Sync,
    ) -> Result<OfLanes> {
        let width: usize = shape.iter().product();
        let mut values = vec![Value::Float(f64::NAN); width * self.count];
        let mut spoilt = vec![false; self.count];
        let mut elements = Fresh::<T>::copy_of(&self.array, Order::C)?;
        let mut slots: Vec<(&mut [Value], &mut bool)> =
            values.chunks_exact_mut(width.max(1)).zip(&mut spoilt).collect();
        each_row(self.count, elements.elements(), &mut slots, |lane, slot, _| {
            let [(values, spoilt)] = slot else { return };
            let present = lane.len() - count_nan(lane);
            **spoilt = present == 0;
            if present == 0 || present < lane.len() && missing == Missing::Spoils {
                let nan = lane.iter().copied().find(|&element| is_nan(element));
                values.fill(nan.map_or(Value::Float(f64::NAN), Element::to_value));
            } else {
                compute(lane, present, values);
            }
        });
        let hopeless = spoilt.into_iter().filter(|&spoilt| spoilt).count();
        let array = dispatch!(number, R => {
            let mut results = Fresh::<R>::new(&[width * self.count])?;
            let slots = results.elements();
            for which in 0..width {
                for lane in 0..self.count {
                    slots[which * self.count + lane] = values[lane * width + which].cast::<R>();
                }
            }
            results.finish()
        });
        let mut full_shape: SmallVec<[i64; 4]> = shape.iter().map(|&length| length as i64).collect();
        full_shape.extend_from_slice(&self.shape);
        Ok(OfLanes { array: array.reshape(&full_shape, Order::C)?, hopeless })
    }
}

/// The median along the axes given, or of all elements: the middle one, or the mean of the middle two. NaN where a
/// lane holds NaN or nothing. O(n).
///
/// # Errors
/// Axis error where an axis is out of bounds.
pub fn median(array: &Array, axes: Option<&[i64]>, keepdims: bool) -> Result<Array> {
    Ok(median_of(array, axes, keepdims, Missing::Spoils)?.array)
}

pub(crate) fn median_of(
    array: &Array,
    axes: Option<&[i64]>,
    keepdims: bool,
    missing: Missing,
) -> Result<OfLanes> {
    let lanes = Lanes::of(array, axes, keepdims)?;
    let number = if array.number().is_inexact() { array.number() } else { Number::F64 };
    dispatch!(array.number(), T => lanes.results::<T>((&[], number), missing, |lane, count, values| {
        let middle = count / 2;
        let places = [middle.saturating_sub(1), middle];
        select_elements(lane, if count % 2 == 1 { &places[1..] } else { &places });
        let upper = lane[middle].to_value();
        values[0] = if count % 2 == 1 { upper } else { halfway(lane[middle - 1].to_value(), upper, number) };
    }))
}

/// The mean of two elements, added up in the result's precision.
fn halfway(a: Value, b: Value, number: Number) -> Value {
    match number {
        Number::C64 | Number::C128 => Value::Complex((a.to_complex() + b.to_complex()) / 2.0),
        Number::F16 => Value::Float((a.to_f64() + b.to_f64()) / 2.0),
        _ => Value::Float(rounded(a.to_f64() + b.to_f64(), number) / 2.0),
    }
}

/// Which quantiles are wanted.
#[derive(Clone, Copy, Debug)]
pub struct Quantiles<'a> {
    /// Each in 0 to 1; their shape comes first in the result's.
    pub shares: &'a Array,
    /// Whether the shares leave the dtype of an array of floats as it is, as Python's own numbers do.
    pub weak: bool,
    pub method: QuantileMethod,
}

/// The quantiles along the axes given, or of all elements. NaN where a lane holds NaN. O(n) for few
/// quantiles.
///
/// # Errors
/// Value error where a quantile is outside 0 to 1; type error for complex arrays; axis error where an axis is out of
/// bounds; index error where a lane holds nothing.
pub fn quantile(
    array: &Array,
    quantiles: &Quantiles<'_>,
    axes: Option<&[i64]>,
    keepdims: bool,
) -> Result<Array> {
    Ok(quantile_of(array, quantiles, axes, keepdims, Missing::Spoils)?.array)
}

pub(crate) fn quantile_of(
    array: &Array,
    quantiles: &Quantiles<'_>,
    axes: Option<&[i64]>,
    keepdims: bool,
    missing: Missing,
) -> Result<OfLanes> {
    if array.number().kind() == Kind::Complex {
        return Err(Error::type_error("a must be an array of real numbers"));
    }
    let Quantiles { shares, weak, method } = *quantiles;
    if array.number() == Number::Bool && !method.is_discrete() {
        return Err(Error::type_error(
            "numpy boolean subtract, the `-` operator, is not supported, use the bitwise_xor, the `^` operator, or the \
             logical_xor function instead.",
        ));
    }
    let wanted: Vec<f64> = shares.cast_to_vec()?;
    if wanted.iter().any(|&quantile| !(0.0..=1.0).contains(&quantile)) {
        return Err(Error::value("Quantiles must be in the range [0, 1]"));
    }
    let lanes = Lanes::of(array, axes, keepdims)?;
    let empty = lanes.length == 0 && lanes.count > 0;
    if empty && missing == Missing::Spoils {
        return Err(Error::index("index -1 is out of bounds for axis 0 with size 0"));
    }
    let number = match array.number() {
        number if number.is_inexact() && !method.is_discrete() && !weak => promote(number, shares.number()),
        number if number.is_inexact() || (method.is_discrete() && !empty) => number,
        _ => Number::F64,
    };
    let shape = (shares.shape(), number);
    dispatch!(array.number(), T => lanes.results::<T>(shape, missing, |lane, count, values| {
        let between = |quantile: f64| {
            let (at, fraction) = method.place(quantile, count, shares.number());
            let fraction = if method.is_discrete() { 0.0 } else { fraction };
            (at, if fraction == 0.0 { at } else { (at + 1).min(count - 1) }, fraction)
        };
        let mut places: SmallVec<[usize; 8]> = wanted
            .iter()
            .flat_map(|&quantile| {
                let (lower, upper, _) = between(quantile);
                [lower, upper]
            })
            .collect();
        places.sort_unstable();
        places.dedup();
        select_elements(lane, &places);
        for (&quantile, slot) in wanted.iter().zip(values) {
            let (lower, upper, fraction) = between(quantile);
            let value = lane[lower].to_value();
            *slot = if fraction == 0.0 { value } else { on_the_way(value, lane[upper].to_value(), fraction, array.number(), number) };
        }
    }))
}

/// The value rounded to this type of floats.
fn rounded(value: f64, number: Number) -> f64 {
    match number {
        Number::F16 => F16::from_f64(value).to_f64(),
        Number::F32 => f64::from(value as f32),
        _ => value,
    }
}

/// `fraction` of the way from `a` to `b`, computed from the nearer end so that both ends are exact. Their distance has
/// the elements' precision (`element`), what comes of it the result's.
fn on_the_way(a: Value, b: Value, fraction: f64, element: Number, result: Number) -> Value {
    let (a, b) = (a.to_f64(), b.to_f64());
    let distance = rounded(b - a, element);
    if distance.is_nan() && a == b {
        return Value::Float(a);
    }
    let part = |share: f64| rounded(distance * rounded(share, result), result);
    Value::Float(if fraction >= 0.5 { b - part(1.0 - fraction) } else { a + part(fraction) })
}
