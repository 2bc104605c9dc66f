//! Repeating elements and whole arrays.

use smallvec::SmallVec;
use stridewise_core::layout::{BasicIndex, Slice, normalize_axis};
use stridewise_core::{Error, Order, Shape};

use super::ravel;
use crate::{Array, Result};

/// Each element along `axis` as often as `counts` says (one count for all, or one each); of the flat array where no
/// axis is given.
///
/// # Errors
/// Value error where a count is negative or their number is wrong; axis error where `axis` is out of bounds.
pub fn repeat(array: &Array, counts: &[i64], axis: Option<i64>) -> Result<Array> {
    let flat;
    let (array, axis) = match axis {
        None => {
            flat = ravel(array, Order::C)?;
            (&flat, 0)
        }
        Some(axis) => (array, normalize_axis(axis, array.ndim())?),
    };
    let length = array.shape()[axis];
    // As in NumPy, what repeats nothing may be anything.
    if length > 0 && counts.iter().any(|&count| count < 0) {
        return Err(Error::value("repeats may not contain negative values."));
    }
    if counts.len() != 1 && counts.len() != length {
        return Err(Error::value(format!(
            "operands could not be broadcast together with shape ({length},) ({},)",
            counts.len()
        )));
    }
    let &[count] = counts else { return array.repeat_along(axis, counts) };
    let mut shape: Shape = array.shape().into();
    let count = usize::try_from(count).unwrap_or(0);
    shape[axis] = length.checked_mul(count).ok_or_else(|| Error::too_big(array.shape()))?;
    array.repeat_blocks(shape_size(&array.shape()[..=axis]), count, &shape)
}

fn shape_size(shape: &[usize]) -> usize {
    shape.iter().product()
}

/// The array repeated as a whole, `counts` times along each axis; missing counts are one.
///
/// # Errors
/// Value error where a count is negative or the result does not fit the address space.
pub fn tile(array: &Array, counts: &[i64]) -> Result<Array> {
    if counts.iter().any(|&count| count < 0) {
        return Err(Error::value("negative dimensions are not allowed"));
    }
    let ndim = array.ndim().max(counts.len());
    let mut shape: Shape = SmallVec::from_elem(1, ndim);
    shape[ndim - array.ndim()..].copy_from_slice(array.shape());
    let mut result =
        array.reshape(&shape.iter().map(|&length| length as i64).collect::<Vec<_>>(), Order::C)?;
    let first = ndim - counts.len();
    for (axis, &count) in (first..ndim).zip(counts).rev() {
        if count == 1 {
            continue;
        }
        // What stands along this axis and those behind it is one block, with its repetitions behind it.
        let blocks = shape_size(&shape[..axis]);
        shape[axis] = shape[axis].checked_mul(count as usize).ok_or_else(|| Error::too_big(array.shape()))?;
        result = result.repeat_blocks(blocks, count as usize, &shape)?;
    }
    if result.view().may_share_memory(array.view()) { result.copy(Order::C) } else { Ok(result) }
}

/// The elements in C order, repeated until they fill `shape`.
///
/// # Errors
/// Value error where a length is negative or the bytes do not fit the address space.
pub fn resize(array: &Array, shape: &[i64]) -> Result<Array> {
    if shape.iter().any(|&length| length < 0) {
        return Err(Error::value("all elements of `new_shape` must be non-negative"));
    }
    let lengths: Shape = shape.iter().map(|&length| length as usize).collect();
    let size = stridewise_core::layout::byte_count(&lengths, 1)?;
    let flat = ravel(array, Order::C)?;
    if size == 0 || flat.size() == 0 {
        return Array::zeros(array.dtype(), &lengths, Order::C);
    }
    let times = size.div_ceil(flat.size()) as i64;
    let long = tile(&flat, &[times])?;
    let head = Slice { stop: Some(size as isize), ..Slice::default() };
    long.index(&[BasicIndex::Slice(head)])?.reshape(shape, Order::C)
}
