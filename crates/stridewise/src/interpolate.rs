//! Interpolation between known points.

use std::ops::{Add, Mul, Sub};

use stridewise_core::dtype::C128;
use stridewise_core::{Error, Order, Value};

use crate::{Array, Result};

/// What is taken outside of the known points.
#[derive(Clone, Copy, Debug, Default)]
pub struct Outside {
    /// Left of the first point; its value, where `None`.
    pub left: Option<Value>,
    /// Right of the last point; its value, where `None`.
    pub right: Option<Value>,
}

/// A number that can be interpolated.
trait Sample: Copy + Add<Output = Self> + Sub<Output = Self> + Mul<f64, Output = Self> + PartialEq {
    fn over(self, divisor: f64) -> Self;
    fn is_missing(self) -> bool;
    fn from_place(x: f64) -> Self;
}

impl Sample for f64 {
    fn over(self, divisor: f64) -> Self {
        self / divisor
    }

    fn is_missing(self) -> bool {
        self.is_nan()
    }

    fn from_place(x: f64) -> Self {
        x
    }
}

impl Sample for C128 {
    fn over(self, divisor: f64) -> Self {
        Self::new(self.re / divisor, self.im / divisor)
    }

    fn is_missing(self) -> bool {
        self.re.is_nan() || self.im.is_nan()
    }

    fn from_place(x: f64) -> Self {
        Self::new(x, 0.0)
    }
}

/// The values at `x` of the lines between the points (`places`, `heights`), whose places rise; float64, or complex128
/// where the heights are complex. With a period, places are wrapped into it and need not rise.
///
/// # Errors
/// Value error where there is no point, the points are no vectors of one length, or the period is zero; type error for
/// complex `x` or `places`.
///
/// ```
/// use stridewise::{Array, interpolate::{Outside, interp}};
///
/// let (places, heights) = (Array::from_elements(&[0.0, 2.0])?, Array::from_elements(&[0.0, 10.0])?);
/// let x = Array::from_elements(&[-1.0, 0.5, 2.0])?;
/// assert_eq!(interp(&x, &places, &heights, Outside::default(), None)?.to_vec::<f64>(), [0.0, 2.5, 10.0]);
/// # Ok::<(), stridewise::Error>(())
/// ```
pub fn interp(
    x: &Array,
    places: &Array,
    heights: &Array,
    outside: Outside,
    period: Option<f64>,
) -> Result<Array> {
    for given in [x, places] {
        if given.number().is_complex() {
            return Err(Error::type_error(format!(
                "Cannot cast array data from dtype('{}') to dtype('float64') according to the rule 'safe'",
                given.dtype()
            )));
        }
    }
    if period == Some(0.0) {
        return Err(Error::value("period must be a non-zero value"));
    }
    if places.ndim() != 1 || heights.ndim() != 1 {
        return Err(Error::value(if period.is_some() {
            "Data points must be 1-D sequences"
        } else {
            "object too deep for desired array"
        }));
    }
    if places.size() == 0 {
        return Err(Error::value("array of sample points is empty"));
    }
    if places.size() != heights.size() {
        return Err(Error::value("fp and xp are not of the same length."));
    }
    let mut wanted: Vec<f64> = x.cast_to_vec()?;
    let places: Vec<f64> = places.cast_to_vec()?;
    if let Some(period) = period {
        let period = period.abs();
        wanted.iter_mut().for_each(|x| *x = wrapped(*x, period));
    }
    let complex = heights.number().is_complex();
    if complex {
        let ends = [outside.left, outside.right].map(|end| end.map(Value::to_complex));
        let heights: Vec<C128> = heights.cast_to_vec()?;
        Array::from_slice(&on_lines(&wanted, places, heights, ends, period), x.shape())
    } else {
        let ends = [outside.left, outside.right].map(|end| end.map(Value::to_f64));
        let heights: Vec<f64> = heights.cast_to_vec()?;
        Array::from_slice(&on_lines(&wanted, places, heights, ends, period), x.shape())?
            .astype(stridewise_core::DType::F64, Order::C)
    }
}

/// The remainder with the sign of the period.
fn wrapped(x: f64, period: f64) -> f64 {
    let rest = x % period;
    if rest < 0.0 { rest + period } else { rest }
}

fn on_lines<S: Sample>(
    wanted: &[f64],
    mut places: Vec<f64>,
    mut heights: Vec<S>,
    ends: [Option<S>; 2],
    period: Option<f64>,
) -> Vec<S> {
    let ends = if let Some(period) = period {
        // One point more on either side closes the ring.
        let period = period.abs();
        let mut points: Vec<(f64, S)> =
            places.iter().map(|&place| wrapped(place, period)).zip(heights.iter().copied()).collect();
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (first, last) = (points[0], points[points.len() - 1]);
        points.insert(0, (last.0 - period, last.1));
        points.push((first.0 + period, first.1));
        (places, heights) = points.into_iter().unzip();
        [None, None]
    } else {
        ends
    };
    let last = places.len() - 1;
    let (left, right) = (ends[0].unwrap_or(heights[0]), ends[1].unwrap_or(heights[last]));
    wanted
        .iter()
        .map(|&x| {
            if x.is_nan() {
                return S::from_place(x);
            }
            if x < places[0] {
                return left;
            }
            if x > places[last] {
                return right;
            }
            let at = places.partition_point(|&place| place <= x).max(1) - 1;
            if at >= last || places[at] == x {
                return heights[at];
            }
            let slope = (heights[at + 1] - heights[at]).over(places[at + 1] - places[at]);
            let value = slope * (x - places[at]) + heights[at];
            if !value.is_missing() {
                return value;
            }
            // Infinities spoil the one side and not the other.
            let value = slope * (x - places[at + 1]) + heights[at + 1];
            if value.is_missing() && heights[at] == heights[at + 1] { heights[at] } else { value }
        })
        .collect()
}
