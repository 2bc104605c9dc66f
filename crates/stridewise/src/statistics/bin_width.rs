//! How wide the bins of a histogram should be, by the rules that carry names.

use std::f64::consts::PI;

use stridewise_core::{Error, Number};

use super::{BinEdges, QuantileMethod, Quantiles, bin_edges, histogram, quantile};
use crate::{Array, Result};

/// A rule for the width of bins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WidthRule {
    /// The narrower of Freedman and Diaconis' and Sturges'.
    Auto,
    Doane,
    FreedmanDiaconis,
    Rice,
    Scott,
    Sqrt,
    Stone,
    Sturges,
}

impl WidthRule {
    /// The rule of NumPy's name.
    ///
    /// # Errors
    /// Value error for any other text.
    pub fn parse(text: &str) -> Result<Self> {
        Ok(match text {
            "auto" => Self::Auto,
            "doane" => Self::Doane,
            "fd" => Self::FreedmanDiaconis,
            "rice" => Self::Rice,
            "scott" => Self::Scott,
            "sqrt" => Self::Sqrt,
            "stone" => Self::Stone,
            "sturges" => Self::Sturges,
            _ => return Err(Error::value(format!("'{text}' is not a valid estimator for `bins`"))),
        })
    }

    /// The width for these samples, of which there is at least one; zero where the rule gives none. `range` is that
    /// of the histogram.
    fn width(self, samples: &[f64], range: (f64, f64)) -> Result<f64> {
        self.width_and_doubt(samples, range).map(|(width, _)| width)
    }

    /// As `width`; also whether a search for the best width ended at its limit.
    fn width_and_doubt(self, samples: &[f64], range: (f64, f64)) -> Result<(f64, bool)> {
        let n = samples.len() as f64;
        let low = samples.iter().copied().fold(f64::INFINITY, f64::min);
        let high = samples.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let spread = high - low;
        let width = match self {
            Self::Sqrt => spread / n.sqrt(),
            Self::Sturges => spread / (n.log2() + 1.0),
            Self::Rice => spread / (2.0 * n.cbrt()),
            Self::Scott => (24.0 * PI.sqrt() / n).cbrt() * deviation(samples).1,
            Self::Doane => {
                let (mean, deviation) = deviation(samples);
                if n <= 2.0 || deviation <= 0.0 {
                    return Ok((0.0, false));
                }
                let expected = (6.0 * (n - 2.0) / ((n + 1.0) * (n + 3.0))).sqrt();
                let skew = samples.iter().map(|x| ((x - mean) / deviation).powi(3)).sum::<f64>() / n;
                spread / (1.0 + n.log2() + (1.0 + skew.abs() / expected).log2())
            }
            Self::FreedmanDiaconis => {
                let shares = Array::from_elements(&[0.75, 0.25])?;
                let quarters = Quantiles { shares: &shares, weak: false, method: QuantileMethod::Linear };
                let found = quantile(&Array::from_elements(samples)?, &quarters, None, false)?;
                let found: Vec<f64> = found.to_vec();
                2.0 * (found[0] - found[1]) * n.powf(-1.0 / 3.0)
            }
            Self::Auto => {
                let own = Self::FreedmanDiaconis.width(samples, range)?;
                let sturges = Self::Sturges.width(samples, range)?;
                // Not many times more bins than the root of the number of samples.
                let least = Self::Sqrt.width(samples, range)? / 2.0;
                if own == 0.0 { sturges } else { own.max(least).min(sturges) }
            }
            Self::Stone => {
                if n <= 1.0 || spread == 0.0 {
                    return Ok((0.0, false));
                }
                let array = Array::from_elements(samples)?;
                let loss = |bins: usize| -> Result<f64> {
                    let width = spread / bins as f64;
                    let edges = bin_edges(&array, &BinEdges::Count(bins), Some(range))?;
                    let counts: Vec<f64> = histogram(&array, &edges, None)?.cast_to_vec()?;
                    let squares: f64 = counts.iter().map(|count| (count / n) * (count / n)).sum();
                    Ok((2.0 - (n + 1.0) * squares) / width)
                };
                let most = 100.max(n.sqrt() as usize);
                let mut best = (1, loss(1)?);
                for bins in 2..=most {
                    let found = loss(bins)?;
                    if found < best.1 {
                        best = (bins, found);
                    }
                }
                return Ok((spread / best.0 as f64, best.0 == most));
            }
        };
        Ok((width, false))
    }
}

/// The mean, and the standard deviation from it.
fn deviation(samples: &[f64]) -> (f64, f64) {
    let n = samples.len() as f64;
    let mean = samples.iter().sum::<f64>() / n;
    (mean, (samples.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / n).sqrt())
}

/// A number of bins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BinCount {
    pub count: usize,
    /// Whether the search for it ended at its limit.
    pub doubtful: bool,
}

/// How many bins of equal width the rule gives, over `range` or from the smallest to the largest element.
///
/// # Errors
/// Value error where the range is not finite or falls.
pub fn bin_count(array: &Array, rule: WidthRule, range: Option<(f64, f64)>) -> Result<BinCount> {
    let sure = |count: usize| BinCount { count, doubtful: false };

    let (low, high) = super::bins::outer_edges(array, range)?;
    let mut samples: Vec<f64> = array.cast_to_vec()?;
    if range.is_some() {
        samples.retain(|sample| (low..=high).contains(sample));
    }
    if samples.is_empty() {
        return Ok(sure(1));
    }
    let (mut width, doubtful) = rule.width_and_doubt(&samples, (low, high))?;
    if array.number().is_integer() && array.number() != Number::Bool && width < 1.0 {
        width = 1.0;
    }
    if width == 0.0 || width.is_nan() {
        return Ok(sure(1));
    }
    Ok(BinCount { count: (((high - low) / width).ceil() as usize).max(1), doubtful })
}
