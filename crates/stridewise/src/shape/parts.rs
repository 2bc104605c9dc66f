//! Parts of arrays: real and imaginary ones, and slices along one axis.

use stridewise_core::layout::{BasicIndex, Slice};
use stridewise_core::{Error, Layout, Order};

use crate::{Array, Result};

/// The real part: a view on complex arrays, the array itself otherwise.
///
/// # Errors
/// None for arrays that keep their invariants.
pub fn real(array: &Array) -> Result<Array> {
    part(array, 0)
}

/// The imaginary part: a view on complex arrays, read-only zeros otherwise.
///
/// # Errors
/// Memory error where there are no bytes for the zeros.
pub fn imaginary(array: &Array) -> Result<Array> {
    if !array.number().is_complex() {
        return Ok(Array::zeros(array.dtype(), array.shape(), Order::C)?.with_writeable(false));
    }
    part(array, array.item_size() / 2)
}

fn part(array: &Array, skipped: usize) -> Result<Array> {
    if !array.number().is_complex() {
        return Ok(array.clone());
    }
    let layout = Layout { offset: array.layout().offset + skipped, ..array.layout().clone() };
    let real = stridewise_core::DType::new(array.number().real(), array.dtype().byte_order());
    array.reinterpreted(real, layout).ok_or_else(|| Error::value("a part leaves the array's memory"))
}

/// A view on the elements from `start` to `stop` (the end, where `None`) along an axis; negative ones count from the
/// end.
///
/// # Errors
/// Index error where the array has no such axis.
pub fn slice_along(array: &Array, axis: usize, start: isize, stop: Option<isize>) -> Result<Array> {
    let mut index = vec![BasicIndex::Slice(Slice::default()); axis];
    index.push(BasicIndex::Slice(Slice { start: Some(start), stop, step: None }));
    array.index(&index)
}
