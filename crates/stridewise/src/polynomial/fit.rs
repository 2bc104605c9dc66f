//! Polynomials that come closest to points.

use stridewise_core::dtype::FloatLimits;
use stridewise_core::op::Op;
use stridewise_core::{Error, Value};
use stridewise_run::reduction::{Reduction, reduce};

use crate::arithmetic::{binary, unary, with_number};
use crate::create::vander;
use crate::linalg::{self, Solution};
use crate::product::dot;
use crate::shape::expand_dims;
use crate::{Array, Result};

use super::floating;

/// What is asked for beside the coefficients.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Covariance {
    None,
    /// As if the distances had the variance one.
    Unscaled,
    /// With the variance that the distances show.
    Scaled,
}

/// What [`fit`] finds.
#[derive(Clone, Debug)]
pub struct Fit {
    /// The highest power first; a matrix where there are several sets of values, with a column for each.
    pub coefficients: Array,
    /// As in [`Solution`].
    pub residuals: Array,
    /// Smaller than the number of coefficients where several polynomials come equally close.
    pub rank: usize,
    /// Those of the matrix of powers, each column of which is scaled to length one.
    pub singular_values: Array,
    /// The share of the largest singular value up to which others counted as zero.
    pub cutoff: f64,
    /// Of each set of values a matrix, along the last axis.
    pub covariance: Option<Array>,
}

/// The points and weights of a fit, as floats.
struct Observations {
    x: Array,
    y: Array,
    weights: Option<Array>,
}

impl Observations {
    fn new(x: &Array, y: &Array, weights: Option<&Array>) -> Result<Self> {
        if x.ndim() != 1 {
            return Err(Error::type_error("expected 1D vector for x"));
        }
        if x.size() == 0 {
            return Err(Error::type_error("expected non-empty vector for x"));
        }
        if !(1..=2).contains(&y.ndim()) {
            return Err(Error::type_error("expected 1D or 2D array for y"));
        }
        if x.size() != y.shape()[0] {
            return Err(Error::type_error("expected x and y to have same length"));
        }
        if weights.is_some_and(|weights| weights.ndim() != 1) {
            return Err(Error::type_error("expected a 1-d array for weights"));
        }
        if weights.is_some_and(|weights| weights.size() != x.size()) {
            return Err(Error::type_error("expected w and y to have the same length"));
        }
        Ok(Self { x: floating(x)?, y: floating(y)?, weights: weights.map(floating).transpose()? })
    }
}

/// The polynomial of a degree that comes closest to the points `x`, `y` by least squares; `y` has one axis, or a second one
/// for several sets of values. Distances are multiplied by `weights`. Singular values up to `cutoff` times the largest
/// count as zero; by default that is the precision times the number of points.
///
/// # Errors
/// Type error where shapes do not fit; linear algebra error where a power is not finite, or the covariance has no end; value error where there are too few points to scale it.
///
/// ```
/// use stridewise::Array;
/// use stridewise::polynomial::{Covariance, fit};
///
/// let (x, y) = (Array::from_elements(&[0.0, 1.0, 2.0])?, Array::from_elements(&[1.0, 3.0, 5.0])?);
/// let line = fit(&x, &y, 1, None, None, Covariance::None)?;
/// assert!((line.coefficients.to_vec::<f64>()[0] - 2.0).abs() < 1e-12);
/// # Ok::<(), stridewise::Error>(())
/// ```
pub fn fit(
    x: &Array,
    y: &Array,
    degree: usize,
    weights: Option<&Array>,
    cutoff: Option<f64>,
    covariance: Covariance,
) -> Result<Fit> {
    let Observations { x, y, weights } = Observations::new(x, y, weights)?;
    let count = degree + 1;
    let precision = FloatLimits::of(x.number()).map_or(f64::EPSILON, FloatLimits::eps);
    let cutoff = cutoff.unwrap_or(x.size() as f64 * precision);
    let mut powers = vander(&x, Some(count), false)?;
    let mut right = y;
    if let Some(weights) = &weights {
        let column = expand_dims(weights, &[1])?;
        powers = binary(Op::Multiply, &powers, &column)?;
        right = binary(Op::Multiply, &right, if right.ndim() == 2 { &column } else { weights })?;
    }
    let (squares, _) = reduce(&binary(Op::Multiply, &powers, &powers)?, &Reduction::over(Op::Add, &[0]))?;
    let scale = unary(Op::Sqrt, &squares)?;
    let powers = binary(Op::Divide, &powers, &scale)?;
    let Solution { solution, residuals, rank, singular_values } =
        linalg::least_squares(&powers, &right, Some(cutoff))?;
    let coefficients = binary(Op::Divide, &solution.transposed(), &scale)?.transposed();
    let covariance = match covariance {
        Covariance::None => None,
        wanted => {
            let inverse = linalg::inverse(&dot(&powers.transposed(), &powers)?.0)?;
            let scales = binary(Op::Multiply, &expand_dims(&scale, &[1])?, &scale)?;
            let unscaled = binary(Op::Divide, &inverse, &scales)?;
            let unscaled = if right.ndim() == 2 { expand_dims(&unscaled, &[2])? } else { unscaled };
            Some(match wanted {
                Covariance::Scaled => {
                    binary(Op::Multiply, &unscaled, &variance(&residuals, x.size(), count)?)?
                }
                _ => unscaled,
            })
        }
    };
    Ok(Fit { coefficients, residuals, rank, singular_values, cutoff, covariance })
}

/// Of distances whose squares sum up to these residuals, from so many points, where `count` numbers were fitted.
fn variance(residuals: &Array, points: usize, count: usize) -> Result<Array> {
    if points <= count {
        return Err(Error::value(
            "the number of data points must exceed order to scale the covariance matrix",
        ));
    }
    with_number(Op::Divide, residuals, Value::Int((points - count) as i128))
}
