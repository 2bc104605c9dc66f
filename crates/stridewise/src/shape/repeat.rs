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
    if counts.iter().any(|&count| count < 0) {
        return Err(Error::value("repeats may not contain negative values."));
    }
    if counts.len() != 1 && counts.len() != length {
        return Err(Error::value(format!(
            "operands could not be broadcast together with shape ({length},) ({},)",
            counts.len()
        )));
    }
    let mut shape: Shape = array.shape().into();
    let all: SmallVec<[BasicIndex; 4]> = SmallVec::from_elem(BasicIndex::Slice(Slice::default()), axis);
    if let &[count] = counts {
        // One count for all: the result, cut into groups along the axis, is the array broadcast.
        shape[axis] = length.checked_mul(count as usize).ok_or_else(|| Error::too_big(array.shape()))?;
        let result = Array::zeros(array.dtype(), &shape, Order::C)?;
        let mut grouped: SmallVec<[i64; 4]> = array.shape().iter().map(|&length| length as i64).collect();
        grouped.insert(axis + 1, count);
        let mut wide = all;
        wide.push(BasicIndex::Slice(Slice::default()));
        wide.push(BasicIndex::NewAxis);
        if result.size() > 0 {
            result.reshape(&grouped, Order::C)?.assign(&array.index(&wide)?)?;
        }
        return Ok(result);
    }
    shape[axis] = counts
        .iter()
        .try_fold(0_usize, |total, &count| total.checked_add(usize::try_from(count).ok()?))
        .ok_or_else(|| Error::too_big(array.shape()))?;
    let result = Array::zeros(array.dtype(), &shape, Order::C)?;
    let mut start = 0;
    for (place, &count) in counts.iter().enumerate() {
        let slice = |start: isize, stop: isize| {
            let mut index = all.clone();
            index.push(BasicIndex::Slice(Slice { start: Some(start), stop: Some(stop), step: None }));
            index
        };
        let source = array.index(&slice(place as isize, place as isize + 1))?;
        result.index(&slice(start, start + count as isize))?.assign(&source)?;
        start += count as isize;
    }
    Ok(result)
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
    let count = |axis: usize| (axis + counts.len()).checked_sub(ndim).map_or(1, |place| counts[place]);
    let length =
        |axis: usize| (axis + array.ndim()).checked_sub(ndim).map_or(1, |place| array.shape()[place]);
    let mut shape: Shape = SmallVec::new();
    let mut grouped: SmallVec<[i64; 4]> = SmallVec::new();
    let mut source: SmallVec<[i64; 4]> = SmallVec::new();
    for axis in 0..ndim {
        let total = length(axis).checked_mul(count(axis) as usize);
        shape.push(total.ok_or_else(|| Error::too_big(array.shape()))?);
        grouped.extend_from_slice(&[count(axis), length(axis) as i64]);
        source.extend_from_slice(&[1, length(axis) as i64]);
    }
    let result = Array::zeros(array.dtype(), &shape, Order::C)?;
    if result.size() > 0 {
        result.reshape(&grouped, Order::C)?.assign(&array.reshape(&source, Order::C)?)?;
    }
    Ok(result)
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
