//! Interpolation between known points.

use std::ops::{Add, Mul, Sub};

use stridewise_core::dtype::C128;
use stridewise_core::{Element, Error, Order, Value};
use stridewise_kernels::order::search;
use stridewise_run::Fresh;
use stridewise_run::parts::{part_count, share_parts};

use crate::{Array, Result};

/// Places that are looked for together.
const BLOCK: usize = 256;

/// What a place costs for each time that the points are halved, beside a byte moved.
const COST: usize = 4;

/// What is taken outside of the known points.
#[derive(Clone, Copy, Debug, Default)]
pub struct Outside {
    /// Left of the first point; its value, where `None`.
    pub left: Option<Value>,
    /// Right of the last point; its value, where `None`.
    pub right: Option<Value>,
}

/// A number that can be interpolated.
trait Sample: Element + Add<Output = Self> + Sub<Output = Self> + Mul<f64, Output = Self> {
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
        let inverse = 1.0 / divisor;
        Self::new(self.re * inverse, self.im * inverse)
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
    let mut wanted = Fresh::<f64>::copy_of(x, Order::C)?;
    let places: Vec<f64> = places.cast_to_vec()?;
    let period = period.map(f64::abs);
    if let Some(period) = period {
        wanted.elements().iter_mut().for_each(|x| *x = wrapped(*x, period));
    }
    if heights.number().is_complex() {
        let ends = [outside.left, outside.right].map(|end| end.map(Value::to_complex));
        let lines = Lines::<C128>::new(places, heights.cast_to_vec()?, ends, period);
        lines.at_all(wanted.elements(), x.shape())
    } else {
        let ends = [outside.left, outside.right].map(|end| end.map(Value::to_f64));
        let lines = Lines::<f64>::new(places, heights.cast_to_vec()?, ends, period);
        lines.at_all(wanted.elements(), x.shape())
    }
}

/// The remainder with the sign of the period.
fn wrapped(x: f64, period: f64) -> f64 {
    let rest = x % period;
    if rest < 0.0 { rest + period } else { rest }
}

/// Points whose places rise, at least one, and what is taken left and right of them.
struct Lines<S> {
    places: Vec<f64>,
    heights: Vec<S>,
    /// From each point to the next one, where they are computed once for all; else empty.
    slopes: Vec<S>,
    ends: [S; 2],
}

impl<S: Sample> Lines<S> {
    fn new(mut places: Vec<f64>, mut heights: Vec<S>, mut ends: [Option<S>; 2], period: Option<f64>) -> Self {
        if let Some(period) = period {
            // One point more on either side closes the ring.
            let mut points: Vec<(f64, S)> =
                places.iter().map(|&place| wrapped(place, period)).zip(heights.iter().copied()).collect();
            points.sort_by(|a, b| a.0.total_cmp(&b.0));
            let (first, last) = (points[0], points[points.len() - 1]);
            points.insert(0, (last.0 - period, last.1));
            points.push((first.0 + period, first.1));
            (places, heights) = points.into_iter().unzip();
            ends = [None, None];
        }
        let ends = [ends[0].unwrap_or(heights[0]), ends[1].unwrap_or(heights[places.len() - 1])];
        Self { places, heights, slopes: Vec::new(), ends }
    }

    /// The values at all of these places; several threads take some each where that pays.
    fn at_all(mut self, wanted: &[f64], shape: &[usize]) -> Result<Array> {
        if wanted.len() >= self.places.len() {
            self.slopes = (1..self.places.len()).map(|next| self.slope(next - 1)).collect();
        }
        let mut values = Fresh::<S>::new(shape)?;
        let cost = wanted.len().saturating_mul(COST * (1 + self.places.len().ilog2() as usize));
        let part = wanted.len().div_ceil(part_count(cost)).max(1);
        let parts = wanted.chunks(part).zip(values.elements().chunks_mut(part)).collect();
        share_parts(parts, cost, |_, (wanted, values): (&[f64], &mut [S])| {
            let mut found = [0; BLOCK];
            for (wanted, values) in wanted.chunks(BLOCK).zip(values.chunks_mut(BLOCK)) {
                search(&self.places, wanted, true, &mut found[..wanted.len()]);
                for ((&x, &found), value) in wanted.iter().zip(&found).zip(values) {
                    *value = self.at(x, found as usize);
                }
            }
        });
        Ok(values.finish())
    }

    /// The slope from a point to the next one.
    #[inline]
    fn slope(&self, at: usize) -> S {
        (self.heights[at + 1] - self.heights[at]).over(self.places[at + 1] - self.places[at])
    }

    /// The value at `x`, which that many points are not right of.
    #[inline]
    fn at(&self, x: f64, found: usize) -> S {
        let (places, heights) = (&self.places, &self.heights);
        let last = places.len() - 1;
        if x.is_nan() {
            // A single point is everywhere that is neither left nor right of it.
            return if last == 0 { heights[0] } else { S::from_place(x) };
        }
        if x < places[0] {
            return self.ends[0];
        }
        if x > places[last] {
            return self.ends[1];
        }
        let at = found.max(1) - 1;
        if at >= last || places[at] == x {
            return heights[at];
        }
        let slope = self.slopes.get(at).copied().unwrap_or_else(|| self.slope(at));
        let value = slope * (x - places[at]) + heights[at];
        if !value.is_missing() {
            return value;
        }
        // Infinities spoil the one side and not the other.
        let value = slope * (x - places[at + 1]) + heights[at + 1];
        if value.is_missing() && heights[at] == heights[at + 1] { heights[at] } else { value }
    }
}
