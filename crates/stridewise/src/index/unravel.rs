//! Between positions in the flattened array and positions along each axis.

use smallvec::SmallVec;
use stridewise_core::layout::broadcast_shapes;
use stridewise_core::{Error, Order, Result};
use stridewise_run::Array;

use super::OutOfBounds;
use super::item::as_positions;

/// The number of elements of a shape, if it can be counted.
fn count(shape: &[usize]) -> Result<i64> {
    shape
        .iter()
        .try_fold(1_i64, |size, &length| size.checked_mul(i64::try_from(length).ok()?))
        .ok_or_else(|| Error::value("dimensions are too large; arrays and shapes with a total size greater than 'intp' are not supported."))
}

/// Positions along each axis of `shape` for positions in an array of that shape flattened in C or Fortran order.
///
/// # Errors
/// Type error where the positions are no integers; value error where one is out of bounds.
pub fn unravel_index(positions: &Array, shape: &[usize], order: Order) -> Result<SmallVec<[Array; 4]>> {
    if !positions.number().is_integer() {
        return Err(Error::type_error("only int indices permitted"));
    }
    let size = count(shape)?;
    let mut rest = as_positions(positions)?.to_vec::<i64>();
    if let Some(outside) = rest.iter().find(|&&place| place < 0 || place >= size) {
        return Err(Error::value(format!("index {outside} is out of bounds for array with size {size}")));
    }
    if shape.is_empty() && positions.ndim() > 0 && positions.size() > 0 {
        return Err(Error::value("multiple indices are not supported for 0d arrays"));
    }
    let mut axes: SmallVec<[Option<Array>; 4]> = SmallVec::from_elem(None, shape.len());
    let order: SmallVec<[usize; 4]> =
        if order == Order::F { (0..shape.len()).collect() } else { (0..shape.len()).rev().collect() };
    for axis in order {
        let length = shape[axis] as i64;
        let along: Vec<i64> = rest.iter().map(|place| place % length).collect();
        rest.iter_mut().for_each(|place| *place /= length);
        axes[axis] = Some(Array::from_slice(&along, positions.shape())?);
    }
    Ok(axes.into_iter().flatten().collect())
}

/// Positions in an array of shape `shape`, flattened in C or Fortran order, for positions along each of its axes, which
/// broadcast together. `modes` has one entry per axis.
///
/// # Errors
/// Type error where the positions are no integers; value error where one is out of bounds and its mode says so, the
/// numbers of axes differ, or the positions do not broadcast.
pub fn ravel_multi_index(
    positions: &[Array],
    shape: &[usize],
    modes: &[OutOfBounds],
    order: Order,
) -> Result<Array> {
    if positions.len() != shape.len() {
        return Err(Error::value(format!(
            "parameter multi_index must be a sequence of length {}",
            shape.len()
        )));
    }
    count(shape).map_err(|_| {
        Error::value("invalid dims: array size defined by dims is larger than the maximum possible size.")
    })?;
    if positions.iter().any(|axis| !axis.number().is_integer()) {
        return Err(Error::type_error("only int indices permitted"));
    }
    let shapes: SmallVec<[&[usize]; 4]> = positions.iter().map(Array::shape).collect();
    let common =
        broadcast_shapes(&shapes).map_err(|_| Error::broadcast(positions.iter().map(Array::shape)))?;
    let mut flat = vec![0_i64; common.iter().product()];
    let mut step = 1_i64;
    let axes: SmallVec<[usize; 4]> =
        if order == Order::F { (0..shape.len()).collect() } else { (0..shape.len()).rev().collect() };
    for axis in axes {
        let length = shape[axis] as i64;
        let along = as_positions(&positions[axis])?.broadcast_to(&common)?.to_vec::<i64>();
        for (place, at) in flat.iter_mut().zip(along) {
            let at = match modes.get(axis).copied().unwrap_or_default() {
                OutOfBounds::Raise if (0..length).contains(&at) => at,
                OutOfBounds::Wrap if length > 0 => at.rem_euclid(length),
                OutOfBounds::Clip if length > 0 => at.clamp(0, length - 1),
                _ => return Err(Error::value("invalid entry in coordinates array")),
            };
            *place += at * step;
        }
        step = step.wrapping_mul(length.max(1));
    }
    Array::from_slice(&flat, &common)
}
