//! Hyndman and Fan's nine definitions of a quantile, and NumPy's four older ones.

use stridewise_core::dtype::F16;
use stridewise_core::{Error, Number};

use crate::Result;

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
    pub(super) fn place(self, quantile: f64, count: usize, number: Number) -> (usize, f64) {
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

    pub(super) fn is_discrete(self) -> bool {
        matches!(
            self,
            Self::InvertedCdf | Self::ClosestObservation | Self::Lower | Self::Higher | Self::Nearest
        )
    }
}
