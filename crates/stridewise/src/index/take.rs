//! Elements at positions along one axis.

use stridewise_core::layout::normalize_axis;
use stridewise_core::{DType, Error, Layout, Order, Result, Shape, Value};
use stridewise_run::Array;

use super::item::as_positions;
use super::{IndexItem, Selected, get};

/// What to do with positions that are out of bounds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OutOfBounds {
    /// An index error; negative positions count from the end.
    #[default]
    Raise,
    /// Count on around the axis.
    Wrap,
    /// Take the first or last element.
    Clip,
}

/// The array in C order as one axis: a view where the strides allow it.
pub(super) fn flat(array: &Array) -> Result<Array> {
    array.reshape(&[-1], Order::C)
}

/// Positions (integers) along an axis, each in bounds, counted from the front; the shape stays.
///
/// # Errors
/// Index error as `mode` says, or where there is something to take and the axis is empty.
pub(super) fn settled(positions: &Array, axis: usize, length: usize, mode: OutOfBounds) -> Result<Vec<i64>> {
    let mut places = as_positions(positions)?.try_to_vec::<i64>()?;
    if length == 0 && !places.is_empty() {
        return Err(Error::index("cannot do a non-empty take from an empty axes."));
    }
    let end = length as i64;
    for place in &mut places {
        match mode {
            OutOfBounds::Raise if (-end..end).contains(place) => {
                *place += if *place < 0 { end } else { 0 };
            }
            OutOfBounds::Raise => return Err(Error::index_out_of_bounds(*place, axis, length)),
            OutOfBounds::Wrap => *place = place.rem_euclid(end),
            OutOfBounds::Clip => *place = (*place).clamp(0, end - 1),
        }
    }
    Ok(places)
}

/// The elements of `array` at `positions` (integers of any shape) along `axis`, or of the flattened array. The axis is
/// replaced by the axes of `positions`; the result is in C order.
///
/// # Errors
/// Axis error; index error where a position is out of bounds and `mode` says so.
pub fn take(array: &Array, positions: &Array, axis: Option<i64>, mode: OutOfBounds) -> Result<Array> {
    // An array without axes counts as one element along one.
    let array = if axis.is_none() || array.ndim() == 0 { flat(array)? } else { array.clone() };
    let axis = normalize_axis(axis.unwrap_or(0), array.ndim())?;
    let length = array.shape()[axis];
    let plain = array.ndim() == 1 && positions.ndim() == 1 && positions.dtype() == DType::I64;
    if mode == OutOfBounds::Raise && plain && length > 0 {
        return array.take_elements(positions);
    }
    // As in NumPy, any position will do where an earlier axis is empty.
    let nothing = array.shape()[..axis].contains(&0);
    let mode = if nothing { OutOfBounds::Clip } else { mode };
    let places = settled(positions, axis, length, mode)?;
    let mut shape: Shape = array.shape()[..axis].into();
    shape.extend_from_slice(positions.shape());
    shape.extend_from_slice(&array.shape()[axis + 1..]);
    let taken = array.take_along(axis, &places)?;
    Ok(taken.with_layout(Layout::contiguous(&shape, array.item_size())?))
}

/// The parts along `axis` (or elements of the flattened array) where the one-dimensional `condition` is true; it may
/// be shorter than the axis.
///
/// # Errors
/// Value error where the condition is not one-dimensional; index error where it is true past the axis; axis error.
pub fn compress(condition: &Array, array: &Array, axis: Option<i64>) -> Result<Array> {
    if condition.ndim() != 1 {
        return Err(Error::value("condition must be a 1-d array"));
    }
    take(array, &condition.flat_nonzero()?, axis, OutOfBounds::Raise)
}

/// The elements of the flattened array where the flattened condition is true.
///
/// # Errors
/// Index error where the condition is true past the array's end.
pub fn extract(condition: &Array, array: &Array) -> Result<Array> {
    take(array, &condition.flat_nonzero()?, None, OutOfBounds::Raise)
}

/// The index expression that pairs positions along `axis` with every index of the other axes.
pub(super) fn along_axis(array: &Array, positions: &Array, axis: usize) -> Result<Vec<IndexItem>> {
    if !positions.number().is_integer() {
        return Err(Error::index("`indices` must be an integer array"));
    }
    if positions.ndim() != array.ndim() {
        return Err(Error::value("`indices` and `arr` must have the same number of dimensions"));
    }
    (0..array.ndim())
        .map(|at| {
            if at == axis {
                return Ok(IndexItem::Positions(as_positions(positions)?));
            }
            let steps: Vec<i64> = (0..array.shape()[at] as i64).collect();
            let mut shape = vec![1_i64; array.ndim()];
            shape[at] = -1;
            Ok(IndexItem::Positions(Array::from_elements(&steps)?.reshape(&shape, Order::C)?))
        })
        .collect()
}

/// The elements at positions along an axis, where array and positions are matched along the other axes.
///
/// # Errors
/// Index error where the positions are no integers or out of bounds; value error where the numbers of axes differ.
pub fn take_along_axis(array: &Array, positions: &Array, axis: usize) -> Result<Array> {
    match get(array, &along_axis(array, positions, axis)?)? {
        Selected::Copy(result) | Selected::View(result) | Selected::Element(result) => Ok(result),
    }
}

/// The element of the choice that each position names: `choices[positions[i]][i]`. All choices have one dtype and,
/// like the positions, one shape.
///
/// # Errors
/// Value error where a position names no choice and `mode` says so.
pub fn choose(positions: &Array, choices: &[Array], mode: OutOfBounds) -> Result<Array> {
    let Some(first) = choices.first() else {
        return Err(Error::value("choose: there are no choices"));
    };
    let places = settled_choices(positions, choices.len(), mode)?;
    let result = Array::zeros(first.dtype(), positions.shape(), Order::C)?;
    let places = Array::from_slice(&places, positions.shape())?;
    for (place, choice) in choices.iter().enumerate() {
        let here: Vec<stridewise_core::Bool> =
            places.to_vec::<i64>().iter().map(|&at| (at == place as i64).into()).collect();
        result.assign_where(choice, &Array::from_slice(&here, positions.shape())?)?;
    }
    Ok(result)
}

fn settled_choices(positions: &Array, count: usize, mode: OutOfBounds) -> Result<Vec<i64>> {
    let places = as_positions(positions)?.try_to_vec::<i64>()?;
    if mode == OutOfBounds::Raise && places.iter().any(|&place| place < 0 || place >= count as i64) {
        return Err(Error::value("invalid entry in choice array"));
    }
    settled(&Array::from_elements(&places)?, 0, count, mode)
}

/// The positions of the elements that are not zero: one row per element, one column per axis.
///
/// # Errors
/// Memory error.
pub fn argwhere(array: &Array) -> Result<Array> {
    if array.ndim() == 0 {
        let count = usize::from(array.item().is_some_and(Value::is_true));
        return Array::zeros(DType::I64, &[count, 0], Order::C);
    }
    let axes = array.nonzero()?;
    let count = axes[0].size();
    let result = Array::zeros(DType::I64, &[axes.len(), count], Order::C)?;
    for (axis, positions) in axes.iter().enumerate() {
        result.index(&[stridewise_core::layout::BasicIndex::Integer(axis as isize)])?.assign(positions)?;
    }
    Ok(result.transposed())
}
