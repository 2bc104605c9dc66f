//! Cutting arrays along an axis into views.

use smallvec::SmallVec;
use stridewise_core::layout::{BasicIndex, Slice, normalize_axis};
use stridewise_core::{Error, Result};

use crate::Array;

/// Views between the places `cuts` along `axis`, as slices take them: one more than there are cuts.
///
/// # Errors
/// Axis error where `axis` is out of bounds.
pub fn split_at(array: &Array, cuts: &[i64], axis: i64) -> Result<Vec<Array>> {
    let axis = normalize_axis(axis, array.ndim())?;
    let mut pieces = Vec::with_capacity(cuts.len() + 1);
    let mut index: SmallVec<[BasicIndex; 4]> =
        SmallVec::from_elem(BasicIndex::Slice(Slice::default()), axis + 1);
    let mut start = Some(0);
    for stop in cuts.iter().map(|&cut| Some(cut as isize)).chain([None]) {
        index[axis] = BasicIndex::Slice(Slice { start, stop, step: None });
        pieces.push(array.index(&index)?);
        start = stop;
    }
    Ok(pieces)
}

/// `count` views along `axis`; where the length does not divide, the first ones are longer by one.
///
/// # Errors
/// Value error where `count` is not positive; axis error where `axis` is out of bounds.
pub fn split_into(array: &Array, count: i64, axis: i64) -> Result<Vec<Array>> {
    let place = normalize_axis(axis, array.ndim())?;
    let count = usize::try_from(count).ok().filter(|&count| count > 0);
    let count = count.ok_or_else(|| Error::value("number sections must be larger than 0."))?;
    let length = array.shape()[place];
    let (each, longer) = (length / count, length % count);
    let cuts: Vec<i64> = (1..count).map(|piece| (piece * each + piece.min(longer)) as i64).collect();
    split_at(array, &cuts, axis)
}
