//! Histograms over one dimension.

use std::ops::AddAssign;

use stridewise_core::dtype::C128;
use stridewise_core::op::Op;
use stridewise_core::{Element, Error, Number, Order, Value};
use stridewise_run::reduction::{Reduction, reduce};

use super::tally::Counts;
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
            let axes: Vec<usize> = (0..array.ndim()).collect();
            let end = |op: Op| -> Result<f64> {
                let end = reduce(array, &Reduction::over(op, &axes))?.0;
                Ok(end.item().map_or(f64::NAN, Value::to_f64))
            };
            let (low, high) = (end(Op::Minimum)?, end(Op::Maximum)?);
            let nan = low.is_nan() || high.is_nan();
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

/// Bins between neighbouring edges, which rise. Each holds its lower edge, the last one its upper edge too.
#[derive(Debug)]
pub(super) struct Bins {
    edges: Vec<f64>,
    /// Bins to a unit, if all are equally wide.
    density: f64,
}

impl Bins {
    /// # Errors
    /// Memory error where there are no bytes for the edges.
    pub(super) fn new(edges: &Array) -> Result<Self> {
        let edges: Vec<f64> = edges.cast_to_vec()?;
        let width = edges.last().zip(edges.first()).map_or(0.0, |(last, first)| last - first);
        let density = edges.len().saturating_sub(1) as f64 / width;
        Ok(Self { edges, density })
    }

    pub(super) fn len(&self) -> usize {
        self.edges.len().saturating_sub(1)
    }

    /// The bin that holds an element; `None` outside of the edges.
    ///
    /// Where the bins are equally wide the element tells its bin but for rounding; the edges decide.
    #[inline]
    pub(super) fn of(&self, element: f64) -> Option<usize> {
        let edges = self.edges.as_slice();
        let last = edges.len().checked_sub(2)?;
        if !(edges[0] <= element && element <= edges[last + 1]) {
            return None;
        }
        // A cast takes NaN to zero, and what is too large to the largest; one to 32 bits is soonest done.
        let guess = (((element - edges[0]) * self.density) as i32 as usize).min(last);
        let at = if element < edges[guess] {
            guess.saturating_sub(1)
        } else if guess < last && element >= edges[guess + 1] {
            guess + 1
        } else {
            return Some(guess);
        };
        if edges[at] <= element && (at == last || element < edges[at + 1]) {
            return Some(at);
        }
        Some(edges.partition_point(|&edge| edge <= element).clamp(1, last + 1) - 1)
    }
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
    let bins = Bins::new(edges)?;
    match weights {
        None => {
            let mut total = Counts::new(bins.len());
            array.fold_tiles(
                || Counts::new(bins.len()),
                |counts, tile: &[f64]| counts.add(tile, |element| bins.of(element).unwrap_or(usize::MAX)),
                |counts| total.merge(&counts),
            );
            total.into_array()
        }
        Some(weights) if weights.number().is_complex() => {
            Array::from_elements(&weighted::<C128>(&bins, array, weights)?)
        }
        Some(weights) => {
            let sums = Array::from_elements(&weighted::<f64>(&bins, array, weights)?)?;
            sums.astype(weights.number().native(), Order::C)
        }
    }
}

/// The sums of the weights of the elements in each bin.
fn weighted<W: Element + AddAssign>(bins: &Bins, array: &Array, weights: &Array) -> Result<Vec<W>> {
    let weights: Vec<W> = weights.cast_to_vec()?;
    let mut sums = vec![W::default(); bins.len()];
    let mut weights = weights.into_iter();
    array.for_each_tile(|tile: &[f64]| {
        for (&element, weight) in tile.iter().zip(&mut weights) {
            if let Some(place) = bins.of(element) {
                sums[place] += weight;
            }
        }
    });
    Ok(sums)
}
