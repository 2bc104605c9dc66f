//! Histograms over one dimension.

use stridewise_core::{Error, Number, Order, Value};

use crate::create::linspace;
use crate::{Array, Result};

/// How the bins of a histogram are asked for.
#[derive(Clone, Debug)]
pub enum BinEdges {
    /// That many of equal width.
    Count(usize),
    /// Between these edges, which rise.
    Edges(Array),
}

/// The edges of a histogram's bins, over `range` or from the smallest to the largest element.
///
/// # Errors
/// Value error where the range is not finite or falls, the edges do not rise, or there is no bin.
pub fn bin_edges(array: &Array, bins: &BinEdges, range: Option<(f64, f64)>) -> Result<Array> {
    let count = match bins {
        BinEdges::Edges(edges) => {
            if edges.ndim() != 1 {
                return Err(Error::value("`bins` must be 1d, when an array"));
            }
            let values: Vec<f64> = edges.cast_to_vec()?;
            if values.windows(2).any(|pair| pair[0] > pair[1]) {
                return Err(Error::value("`bins` must increase monotonically, when an array"));
            }
            return Ok(edges.clone());
        }
        BinEdges::Count(0) => return Err(Error::value("`bins` must be positive, when an integer")),
        BinEdges::Count(count) => *count,
    };
    let (low, high) = outer_edges(array, range)?;
    let number = if array.number().is_inexact() { array.number() } else { Number::F64 };
    // Ends that are the array's own count in its precision.
    let working = if range.is_none() && number.is_float() { number } else { Number::F64 };
    let end = |value: f64| Array::scalar(working, Value::Float(value));
    let edges = linspace(&end(low)?, &end(high)?, count + 1, true, Some(number.native()), 0)?.0;
    if edges.cast_to_vec::<f64>()?.windows(2).any(|pair| pair[0] >= pair[1]) {
        return Err(Error::value(format!(
            "Too many bins for data range. Cannot create {count} finite-sized bins."
        )));
    }
    Ok(edges)
}

/// The ends of a histogram: those asked for, or those of the elements; a single point is widened to one.
pub(super) fn outer_edges(array: &Array, range: Option<(f64, f64)>) -> Result<(f64, f64)> {
    let (low, high) = match range {
        Some((low, high)) => {
            if low > high {
                return Err(Error::value("max must be larger than min in range parameter."));
            }
            if !(low.is_finite() && high.is_finite()) {
                let (low, high) = (end_text(low), end_text(high));
                return Err(Error::value(format!("supplied range of [{low}, {high}] is not finite")));
            }
            (low, high)
        }
        None if array.size() == 0 => (0.0, 1.0),
        None => {
            let elements: Vec<f64> = array.cast_to_vec()?;
            let low =
                elements.iter().copied().fold(f64::INFINITY, |a, b| if b.is_nan() { b } else { a.min(b) });
            let high = elements
                .iter()
                .copied()
                .fold(f64::NEG_INFINITY, |a, b| if b.is_nan() { b } else { a.max(b) });
            let nan = elements.iter().any(|element| element.is_nan());
            if nan || !(low.is_finite() && high.is_finite()) {
                let (low, high) = if nan { (f64::NAN, f64::NAN) } else { (low, high) };
                let (low, high) = (end_text(low), end_text(high));
                return Err(Error::value(format!("autodetected range of [{low}, {high}] is not finite")));
            }
            (low, high)
        }
    };
    Ok(if low == high { (low - 0.5, high + 0.5) } else { (low, high) })
}

/// A number as Python writes it.
fn end_text(value: f64) -> String {
    if value.is_nan() { "nan".to_owned() } else { format!("{value:?}") }
}

/// The bin that holds an element; `None` outside of the edges.
pub(super) fn bin_of(element: f64, edges: &[f64]) -> Option<usize> {
    let bins = edges.len().checked_sub(1)?;
    let (&first, &last) = (edges.first()?, edges.last()?);
    if !(first..=last).contains(&element) || bins == 0 {
        return None;
    }
    Some(edges.partition_point(|&edge| edge <= element).min(bins).max(1) - 1)
}

/// How many elements, or what weight of them, fall between neighbouring edges. Each bin holds its lower edge, the
/// last one its upper edge too. Counts are int64, weighted sums have the weights' dtype (complex or float64).
///
/// # Errors
/// Value error where the weights differ in shape.
pub fn histogram(array: &Array, edges: &Array, weights: Option<&Array>) -> Result<Array> {
    if let Some(weights) = weights
        && weights.shape() != array.shape()
    {
        return Err(Error::value("weights should have the same shape as a."));
    }
    let edge_values: Vec<f64> = edges.cast_to_vec()?;
    let bins = edge_values.len().saturating_sub(1);
    let elements: Vec<f64> = array.cast_to_vec()?;
    let bin = |element: f64| bin_of(element, &edge_values);
    match weights {
        None => {
            let mut counts = vec![0_i64; bins];
            for place in elements.into_iter().filter_map(bin) {
                counts[place] += 1;
            }
            Array::from_elements(&counts)
        }
        Some(weights) if weights.number().is_complex() => {
            let weights: Vec<stridewise_core::dtype::C128> = weights.cast_to_vec()?;
            let mut sums = vec![stridewise_core::dtype::C128::default(); bins];
            for (element, weight) in elements.into_iter().zip(weights) {
                if let Some(place) = bin(element) {
                    sums[place] += weight;
                }
            }
            Array::from_elements(&sums)
        }
        Some(weights) => {
            let number = weights.number();
            let weights: Vec<f64> = weights.cast_to_vec()?;
            let mut sums = vec![0.0; bins];
            for (element, weight) in elements.into_iter().zip(weights) {
                if let Some(place) = bin(element) {
                    sums[place] += weight;
                }
            }
            Array::from_elements(&sums)?.astype(number.native(), Order::C)
        }
    }
}
