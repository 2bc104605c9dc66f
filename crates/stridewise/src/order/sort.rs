//! Sorting and partitioning along an axis.

use stridewise_core::layout::{normalize_axes, normalize_axis};
use stridewise_core::{Error, Order, dispatch};

use super::compare;
use super::map_lanes;
use crate::shape::ravel;
use crate::{Array, Result};

fn along(array: &Array, axis: Option<i64>) -> Result<(Array, usize)> {
    match axis {
        None => Ok((ravel(array, Order::C)?, 0)),
        Some(axis) => Ok((array.clone(), normalize_axis(axis, array.ndim())?)),
    }
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
    let length = array.shape()[axis];
    let sorted = dispatch!(array.number(), T => map_lanes::<T, T>(&array, axis, length, |lane, result| {
        if stable {
            lane.sort_by(|a, b| compare(*a, *b));
        } else {
            lane.sort_unstable_by(|a, b| compare(*a, *b));
        }
        result.copy_from_slice(lane);
        Ok(())
    })?);
    if array.dtype().is_native() { Ok(sorted) } else { sorted.astype(array.dtype(), Order::Keep) }
}

/// The positions, int64, that would sort `array` along `axis`. Equal elements keep their order.
///
/// # Errors
/// Axis error where `axis` is out of bounds.
pub fn argsort(array: &Array, axis: Option<i64>) -> Result<Array> {
    let (array, axis) = along(array, axis)?;
    let length = array.shape()[axis];
    dispatch!(array.number(), T => map_lanes::<T, i64>(&array, axis, length, |lane, result| {
        for (place, slot) in result.iter_mut().enumerate() {
            *slot = place as i64;
        }
        result.sort_by(|&a, &b| compare(lane[a as usize], lane[b as usize]));
        Ok(())
    }))
}

fn check_kth(kth: &[i64], length: usize) -> Result<()> {
    // Nothing to divide has every position.
    for &place in kth.iter().filter(|_| length > 0) {
        let at = if place < 0 { place + length as i64 } else { place };
        if at < 0 || at >= length as i64 {
            return Err(Error::value(format!("kth(={at}) out of bounds ({length})")));
        }
    }
    Ok(())
}

/// A copy along `axis` in which the elements at the positions `kth` stand where sorting would put them, smaller ones
/// before and larger ones behind.
///
/// # Errors
/// Value error where a position is out of bounds; axis error where `axis` is.
pub fn partition(array: &Array, kth: &[i64], axis: Option<i64>) -> Result<Array> {
    let (flat, place) = along(array, axis)?;
    check_kth(kth, flat.shape()[place])?;
    sort(array, axis, false)
}

/// The positions, int64, that would partition `array` as [`partition`] does.
///
/// # Errors
/// As [`partition`].
pub fn argpartition(array: &Array, kth: &[i64], axis: Option<i64>) -> Result<Array> {
    let (flat, place) = along(array, axis)?;
    check_kth(kth, flat.shape()[place])?;
    argsort(array, axis)
}

/// The positions, int64, that sort by several keys, the last one first, along `axis`.
///
/// # Errors
/// Value error where the keys differ in shape or there are none; axis error where `axis` is out of bounds.
pub fn lexsort(keys: &[Array], axis: i64) -> Result<Array> {
    let Some(first) = keys.first() else {
        return Err(Error::type_error("need sequence of keys with len > 0 in lexsort"));
    };
    if keys.iter().any(|key| key.shape() != first.shape()) {
        return Err(Error::value("all keys need to be the same shape"));
    }
    if first.ndim() == 0 {
        // A scalar counts as a line of one.
        normalize_axes(&[axis], 1).map_err(|_| Error::axis(axis, 0))?;
        return Array::scalar(stridewise_core::Number::I64, stridewise_core::Value::Int(0));
    }
    let axis = normalize_axes(&[axis], first.ndim())?[0];
    let length = first.shape()[axis];
    // Each key sorts, stably, the order that the keys before it gave.
    let mut order: Option<Array> = None;
    for key in keys {
        let key_lanes = crate::shape::moveaxis(key, &[axis as i64], &[-1])?.copy(Order::C)?;
        order = Some(dispatch!(key.number(), T => {
            let elements: Vec<T> = key_lanes.to_vec();
            let mut lane_start = 0;
            let start = match order {
                Some(order) => order,
                None => argsort(&Array::zeros(stridewise_core::DType::BOOL, first.shape(), Order::C)?, Some(axis as i64))?,
            };
            map_lanes::<i64, i64>(&start, axis, length, |lane, result| {
                let values = &elements[lane_start..lane_start + length];
                lane.sort_by(|&a, &b| compare(values[a as usize], values[b as usize]));
                result.copy_from_slice(lane);
                lane_start += length;
                Ok(())
            })?
        }));
    }
    order.ok_or_else(|| Error::type_error("need sequence of keys with len > 0 in lexsort"))
}
