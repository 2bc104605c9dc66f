//! Writing elements at positions and at the true places of masks.

use stridewise_core::layout::normalize_axis;
use stridewise_core::{DType, Error, Order, Result};
use stridewise_run::Array;

use super::set;
use super::take::{OutOfBounds, along_axis, flat, settled};

/// Runs `write` on the array as one axis in C order, and brings what it wrote back where that is a copy.
pub(super) fn on_flat(array: &Array, write: impl FnOnce(&Array) -> Result<()>) -> Result<()> {
    array.require_writeable("array")?;
    let view = flat(array)?;
    write(&view)?;
    if view.view().may_share_memory(array.view()) || array.size() == 0 {
        return Ok(());
    }
    let shape: Vec<i64> = array.shape().iter().map(|&length| length as i64).collect();
    array.assign(&view.reshape(&shape, Order::C)?)
}

/// One-dimensional values of `dtype` in C order.
pub(super) fn flat_values(values: &Array, dtype: DType) -> Result<Array> {
    let flat = flat(values)?;
    if flat.dtype() == dtype { Ok(flat) } else { flat.astype(dtype, Order::C) }
}

/// The values, repeated from the start as often as needed, at the given places.
pub(super) fn repeated(values: &Array, places: impl Iterator<Item = usize>) -> Result<Array> {
    let size = values.size();
    let positions: Vec<i64> = places.map(|place| (place % size) as i64).collect();
    values.take_elements(&Array::from_elements(&positions)?)
}

/// Sets the elements of the flattened array at `positions` from `values`, which repeat if they are fewer.
///
/// # Errors
/// Index error where a position is out of bounds and `mode` says so; value error where the array is read-only.
pub fn put(array: &Array, positions: &Array, values: &Array, mode: OutOfBounds) -> Result<()> {
    on_flat(array, |target| {
        if positions.size() > 0 && target.size() == 0 {
            return Err(Error::index("cannot replace elements of an empty array"));
        }
        if positions.size() == 0 || values.size() == 0 {
            return Ok(());
        }
        let places = settled(positions, 0, target.size(), mode)?;
        let values = repeated(&flat_values(values, target.dtype())?, 0..places.len())?;
        target.put_elements(&Array::from_elements(&places)?, &values)
    })
}

/// Sets the elements at positions along an axis, where array and positions are matched along the other axes.
///
/// # Errors
/// As [`super::take_along_axis`]; value error where the values do not broadcast to the positions.
pub fn put_along_axis(array: &Array, positions: &Array, values: &Array, axis: i64) -> Result<()> {
    let axis = normalize_axis(axis, array.ndim())?;
    set(array, &along_axis(array, positions, axis)?, values)
}

/// As [`put_along_axis`] on the flattened array.
///
/// # Errors
/// As [`put_along_axis`].
pub fn put_along_flat(array: &Array, positions: &Array, values: &Array) -> Result<()> {
    on_flat(array, |target| set(target, &along_axis(target, positions, 0)?, values))
}

fn flat_mask(array: &Array, mask: &Array, name: &str) -> Result<Array> {
    if mask.size() != array.size() {
        return Err(Error::value(format!("{name}: mask and data must be the same size")));
    }
    flat_values(mask, DType::BOOL)
}

/// Sets the elements where `mask` is true from `values`, one after the other, which repeat if they are fewer.
///
/// # Errors
/// Value error where the sizes of mask and array differ, there is no value to set, or the array is read-only.
pub fn place(array: &Array, mask: &Array, values: &Array) -> Result<()> {
    let mask = flat_mask(array, mask, "place")?;
    on_flat(array, |target| {
        let count = mask.count_true()?;
        if count == 0 {
            return Ok(());
        }
        if values.size() == 0 {
            return Err(Error::value("Cannot insert from an empty array!"));
        }
        let values = repeated(&flat_values(values, target.dtype())?, 0..count)?;
        target.expand_where(&mask, &values).map(|_| ())
    })
}

/// Sets the elements where `mask` is true from the same places of `values`, which repeat if they are fewer.
///
/// # Errors
/// Value error where the sizes of mask and array differ, or the array is read-only.
pub fn putmask(array: &Array, mask: &Array, values: &Array) -> Result<()> {
    let mask = flat_mask(array, mask, "putmask")?;
    if values.size() == 0 {
        return array.require_writeable("array");
    }
    on_flat(array, |target| {
        let values = flat_values(values, target.dtype())?;
        if values.size() == 1 || values.size() == target.size() {
            return target.assign_where(&values, &mask);
        }
        let values = repeated(&values, 0..target.size())?;
        target.assign_where(&values, &mask)
    })
}
