//! What a single parameter may be.

use super::Values;
use crate::error::{RandomError, Result};

/// The largest mean whose Poisson draws fit an `i64`, ten deviations included.
pub(super) const LARGEST_POISSON_MEAN: f64 = 9_223_372_006_484_771_328.0;

/// The range that a parameter must lie in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Constraint {
    /// Any value.
    Any,
    /// No sign bit (negative zero is refused); NaN passes.
    NonNegative,
    /// Above zero; NaN passes.
    Positive,
    /// Above zero.
    PositiveNumber,
    /// 0 to 1.
    Probability,
    /// 0 to 1 without 0.
    PositiveProbability,
    /// 0 to 1 without 1.
    ProbabilityBelowOne,
    /// Above 1.
    AboveOne,
    /// 1 or more.
    AtLeastOne,
    /// From 0 to the largest mean whose draws fit.
    PoissonMean,
}

/// A parameter's name and what it may be.
#[derive(Debug, Clone, Copy)]
pub struct Parameter {
    /// As in the method's signature.
    pub name: &'static str,
    /// What it may be.
    pub constraint: Constraint,
    /// Whether it is an integer.
    pub integer: bool,
}

impl Parameter {
    pub(super) const fn real(name: &'static str, constraint: Constraint) -> Self {
        Self { name, constraint, integer: false }
    }

    pub(super) const fn count(name: &'static str, constraint: Constraint) -> Self {
        Self { name, constraint, integer: true }
    }

    pub(super) fn check(&self, values: &Values<'_>, scalar: bool) -> Result<()> {
        let name = self.name;
        let all = |holds: fn(f64) -> bool| (0..values.len()).all(|place| holds(values.real(place)));
        let not_number = if scalar { "is NaN" } else { "contains NaNs" };
        let message = match self.constraint {
            Constraint::NonNegative if !all(|x| x.is_nan() || x.is_sign_positive()) => format!("{name} < 0"),
            Constraint::PositiveNumber if !all(|x| !x.is_nan()) => format!("{name} must not be NaN"),
            Constraint::Positive | Constraint::PositiveNumber if !all(|x| x.is_nan() || x > 0.0) => {
                format!("{name} <= 0")
            }
            Constraint::Probability if !all(|x| (0.0..=1.0).contains(&x)) => {
                format!("{name} < 0, {name} > 1 or {name} {not_number}")
            }
            Constraint::PositiveProbability if !all(|x| x > 0.0 && x <= 1.0) => {
                format!("{name} <= 0, {name} > 1 or {name} contains NaNs")
            }
            Constraint::ProbabilityBelowOne if !all(|x| (0.0..1.0).contains(&x)) => {
                format!("{name} < 0, {name} >= 1 or {name} {not_number}")
            }
            Constraint::AboveOne if !all(|x| x > 1.0) => format!("{name} <= 1 or {name} {not_number}"),
            Constraint::AtLeastOne if !all(|x| x >= 1.0) => format!("{name} < 1 or {name} {not_number}"),
            Constraint::PoissonMean if !all(|x| (0.0..=LARGEST_POISSON_MEAN).contains(&x)) => {
                // Of several things wrong, NumPy names the sign first for scalars and the size first for arrays.
                let too_large = !all(|x| x <= LARGEST_POISSON_MEAN);
                if too_large && (!scalar || all(|x| x >= 0.0)) {
                    format!("{name} value too large")
                } else {
                    format!("{name} < 0 or {name} {not_number}")
                }
            }
            _ => return Ok(()),
        };
        Err(RandomError::Value(message))
    }
}
