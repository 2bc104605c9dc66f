//! Transforms along several axes, one after the other.

use stridewise_core::Error;
use stridewise_core::layout::normalize_axis;
use stridewise_core::op::FloatErrors;

use super::transform::{Kind, Norm, Transform};
use crate::{Array, Result};

/// The axes of a transform, and how many points each has.
#[derive(Clone, Debug, Default)]
pub struct Axes {
    /// Points by axis; of `None` as many as the array has there.
    pub points: Option<Vec<Option<i64>>>,
    /// The axes; of `None` all of them, or as many last ones as there are points.
    pub axes: Option<Vec<i64>>,
}

impl Axes {
    /// Points and axis of each transform, in the order given. With `half` the array is half of a spectrum along the last
    /// one, so that there are twice as many points less two.
    fn resolved(&self, array: &Array, half: bool) -> Result<Vec<(i64, usize)>> {
        let ndim = array.ndim() as i64;
        let axes: Vec<i64> = match (&self.axes, &self.points) {
            (Some(axes), _) => axes.clone(),
            (None, Some(points)) => (-(points.len() as i64)..0).collect(),
            (None, None) => (-ndim..0).collect(),
        };
        if self.points.as_ref().is_some_and(|points| points.len() != axes.len()) {
            return Err(Error::value("Shape and axes have different lengths."));
        }
        let whole = self.points.is_none();
        let own = |axis: i64| -> Result<i64> {
            let out_of_bounds =
                || Error::index(format!("index {axis} is out of bounds for axis 0 with size {ndim}"));
            normalize_axis(axis, array.ndim())
                .map(|axis| array.shape()[axis] as i64)
                .map_err(|_| out_of_bounds())
        };
        let mut resolved = Vec::with_capacity(axes.len());
        for (place, &axis) in axes.iter().enumerate() {
            let points = match self.points.as_ref().and_then(|points| points[place]) {
                // As many as the array has, of old.
                Some(-1) | None => own(axis)?,
                Some(points) => points,
            };
            let last = place + 1 == axes.len();
            let points = if whole && half && last { (own(axis)? - 1) * 2 } else { points };
            resolved.push((points, normalize_axis(axis, array.ndim())?));
        }
        Ok(resolved)
    }
}

/// Transforms along several axes, the last one first; of real numbers or into them along the last one alone. What comes
/// last is written to `out`.
///
/// # Errors
/// As [`Transform::apply`]; index error where an axis without a number of points is out of bounds or, of the real
/// kinds, there is none; value error where there are not as many numbers of points as axes.
pub fn along_axes(
    kind: Kind,
    array: &Array,
    axes: &Axes,
    norm: Norm,
    out: Option<&Array>,
) -> Result<(Array, FloatErrors)> {
    let half = kind == Kind::RealInverse;
    let resolved = axes.resolved(array, half)?;
    let mut errors = FloatErrors::NONE;
    let mut current = array.clone();
    let mut pass =
        |current: &mut Array, kind: Kind, (points, axis): (i64, usize), fresh: bool, last: bool| {
            let transform = Transform::new(kind, points, axis, norm)?;
            // A result of our own of the right length is transformed where it stands.
            let own = (!fresh && current.shape()[axis] == transform.points && kind != Kind::RealInverse)
                .then(|| current.clone());
            let target = match out {
                Some(out) if last => Some(out.clone()),
                _ => own,
            };
            let (next, met) = transform.apply(current, target.as_ref())?;
            errors = errors | met;
            *current = next;
            Ok(())
        };
    match (kind, resolved.split_last()) {
        (Kind::RealForward | Kind::RealInverse, None) => {
            let asked = if half && axes.points.is_none() && axes.axes.is_some() { "tuple" } else { "list" };
            return Err(Error::index(format!("{asked} index out of range")));
        }
        (Kind::RealForward, Some((&last, others))) => {
            pass(&mut current, kind, last, true, others.is_empty())?;
            for (place, &one) in others.iter().rev().enumerate() {
                pass(&mut current, Kind::Forward, one, false, place + 1 == others.len())?;
            }
        }
        (Kind::RealInverse, Some((&last, others))) => {
            for (place, &one) in others.iter().enumerate() {
                pass(&mut current, Kind::Inverse, one, place == 0, false)?;
            }
            pass(&mut current, kind, last, true, true)?;
        }
        _ => {
            for (place, &one) in resolved.iter().rev().enumerate() {
                pass(&mut current, kind, one, place == 0, place + 1 == resolved.len())?;
            }
        }
    }
    Ok((current, errors))
}
