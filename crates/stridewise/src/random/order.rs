//! Random orders of arrays along an axis.

use stridewise_core::Order;
use stridewise_core::layout::normalize_axis;
use stridewise_random::{BitGenerator, shuffle};

use super::require_memory;
use crate::index::{OutOfBounds, take, take_along_axis};
use crate::{Array, Result};

/// The positions along an axis of `length` in random order.
///
/// # Errors
/// Memory error.
pub fn shuffled_order<B: BitGenerator>(bits: &mut B, length: usize) -> Result<Array> {
    require_memory(length)?;
    Array::from_elements(&shuffle::permutation(bits, length))
}

/// A copy with the parts along `axis` in random order.
///
/// # Errors
/// Axis error, memory error.
pub fn shuffled<B: BitGenerator>(bits: &mut B, array: &Array, axis: i64) -> Result<Array> {
    let along = normalize_axis(axis, array.ndim())?;
    let order = shuffled_order(bits, array.shape()[along])?;
    take(array, &order, Some(axis), OutOfBounds::Raise)
}

/// A copy in which every line along `axis` is shuffled on its own; without an axis, all elements are.
///
/// # Errors
/// Axis error, memory error.
pub fn permuted<B: BitGenerator>(bits: &mut B, array: &Array, axis: Option<i64>) -> Result<Array> {
    let Some(axis) = axis else {
        let flat = array.reshape(&[-1], Order::C)?;
        let order = shuffled_order(bits, flat.size())?;
        let shape: Vec<i64> = array.shape().iter().map(|&length| length as i64).collect();
        return take(&flat, &order, Some(0), OutOfBounds::Raise)?.reshape(&shape, Order::C);
    };
    let axis = normalize_axis(axis, array.ndim())?;
    let length = array.shape()[axis];
    let lines = array.size().checked_div(length).unwrap_or(0);
    require_memory(array.size())?;
    let mut positions = Vec::with_capacity(array.size());
    for _ in 0..lines {
        positions.extend(shuffle::permutation(bits, length));
    }
    // Drawn line after line, so with the axis last; then moved to where it belongs.
    let mut shape = array.shape().to_vec();
    shape.remove(axis);
    shape.push(length);
    let positions = crate::shape::moveaxis(&Array::from_slice(&positions, &shape)?, &[-1], &[axis as i64])?;
    take_along_axis(array, &positions, axis)
}
