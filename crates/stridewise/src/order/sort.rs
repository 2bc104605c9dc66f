//! Sorting along an axis.

use stridewise_core::layout::normalize_axis;
use stridewise_core::{Order, dispatch};

use super::keys::{argsort_elements, sort_elements};
use super::lanes::{map_lanes, rearrange_lanes};
use crate::shape::ravel;
use crate::{Array, Result};

/// The array and the axis to work along: the flat array's only one, where none is given.
pub(super) fn along(array: &Array, axis: Option<i64>) -> Result<(Array, usize)> {
    match axis {
        None => Ok((ravel(array, Order::C)?, 0)),
        Some(axis) => Ok((array.clone(), normalize_axis(axis, array.ndim())?)),
    }
}

/// The results in the array's own byte order.
pub(super) fn like(array: &Array, result: Array) -> Result<Array> {
    if array.dtype().is_native() { Ok(result) } else { result.astype(array.dtype(), Order::Keep) }
}

/// A sorted copy along `axis`, or of the flat array where there is none. NaN comes last; with `stable`, equal
/// elements keep their order.
///
/// # Errors
/// Axis error where `axis` is out of bounds.
///
/// ```
/// use stridewise::{Array, order::sort};
///
/// let sorted = sort(&Array::from_elements(&[3.0, f64::NAN, 1.0])?, Some(-1), false)?;
/// assert_eq!(sorted.to_vec::<f64>()[..2], [1.0, 3.0]);
/// # Ok::<(), stridewise::Error>(())
/// ```
pub fn sort(array: &Array, axis: Option<i64>, stable: bool) -> Result<Array> {
    let (array, axis) = along(array, axis)?;
    let sorted = dispatch!(array.number(), T => rearrange_lanes::<T>(&array, axis, |lane, free_threads| {
        sort_elements(lane, stable, free_threads);
    })?);
    like(&array, sorted)
}

/// The positions, int64, that would sort `array` along `axis`. Equal elements keep their order.
///
/// # Errors
/// Axis error where `axis` is out of bounds.
pub fn argsort(array: &Array, axis: Option<i64>) -> Result<Array> {
    let (array, axis) = along(array, axis)?;
    let length = array.shape()[axis];
    dispatch!(array.number(), T => map_lanes::<T, i64>(&array, axis, length, |lane, places, free_threads| {
        argsort_elements(lane, places, free_threads);
    }))
}
