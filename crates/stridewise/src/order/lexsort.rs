//! Sorting by several keys.

use stridewise_core::layout::normalize_axes;
use stridewise_core::{Error, Number, Value};

use super::argsort;
use crate::index::take_along_axis;
use crate::{Array, Result};

/// The positions, int64, that sort by several keys, the last one first, along `axis`.
///
/// # Errors
/// Value error where the keys differ in shape; type error where there are none; axis error where `axis` is out of
/// bounds.
pub fn lexsort(keys: &[Array], axis: i64) -> Result<Array> {
    let Some((first, others)) = keys.split_first() else {
        return Err(Error::type_error("need sequence of keys with len > 0 in lexsort"));
    };
    if others.iter().any(|key| key.shape() != first.shape()) {
        return Err(Error::value("all keys need to be the same shape"));
    }
    if first.ndim() == 0 {
        // A scalar counts as a line of one.
        normalize_axes(&[axis], 1).map_err(|_| Error::axis(axis, 0))?;
        return Array::scalar(Number::I64, Value::Int(0));
    }
    let place = normalize_axes(&[axis], first.ndim())?[0];
    // Each key sorts, stably, the order that the keys before it gave.
    let mut order = argsort(first, Some(axis))?;
    for key in others {
        let ordered = take_along_axis(key, &order, place)?;
        order = take_along_axis(&order, &argsort(&ordered, Some(axis))?, place)?;
    }
    Ok(order)
}
