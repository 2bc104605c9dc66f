//! Coordinates of grids.

use smallvec::SmallVec;
use stridewise_core::layout::{BasicIndex, byte_count};
use stridewise_core::{DType, Order};

use super::range::{Arange, arange};
use crate::{Array, Result};

/// The index of every element along each axis: one array of shape `(axes, ...lengths)`.
///
/// # Errors
/// As [`Array::empty`].
pub fn indices(lengths: &[usize], dtype: DType) -> Result<Array> {
    let mut shape: SmallVec<[usize; 4]> = SmallVec::from_slice(&[lengths.len()]);
    shape.extend_from_slice(lengths);
    let result = Array::empty(dtype, &shape, Order::C)?;
    for (axis, line) in open_indices(lengths, dtype)?.iter().enumerate() {
        result.index(&[BasicIndex::Integer(axis as isize)])?.assign(line)?;
    }
    Ok(result)
}

/// The index along each axis, as arrays that broadcast to the lengths.
///
/// # Errors
/// As [`Array::empty`].
pub fn open_indices(lengths: &[usize], dtype: DType) -> Result<Vec<Array>> {
    lengths
        .iter()
        .enumerate()
        .map(|(axis, &length)| {
            let range = arange(&Arange {
                start: stridewise_core::Value::Int(0),
                stop: stridewise_core::Value::Int(length as i128),
                step: stridewise_core::Value::Int(1),
                dtype,
            })?;
            let mut shape: SmallVec<[i64; 4]> = SmallVec::from_elem(1, lengths.len());
            shape[axis] = length as i64;
            range.reshape(&shape, Order::C)
        })
        .collect()
}

/// Coordinate matrices from coordinate vectors. With `xy`, the first two axes are exchanged; `sparse` arrays keep
/// length one along the other axes; without `copy` the rest are views that repeat.
///
/// # Errors
/// Memory error where there are no bytes for copies.
pub fn meshgrid(vectors: &[Array], xy: bool, sparse: bool, copy: bool) -> Result<Vec<Array>> {
    let ndim = vectors.len();
    let swapped = xy && ndim > 1;
    let place = |axis: usize| if swapped && axis < 2 { 1 - axis } else { axis };
    let mut common: SmallVec<[usize; 4]> = SmallVec::from_elem(1, ndim);
    for (axis, vector) in vectors.iter().enumerate() {
        common[place(axis)] = vector.size();
    }
    if !sparse {
        let widest = vectors.iter().map(Array::item_size).max().unwrap_or(0);
        byte_count(&common, widest)?;
    }
    vectors
        .iter()
        .enumerate()
        .map(|(axis, vector)| {
            let mut shape: SmallVec<[i64; 4]> = SmallVec::from_elem(1, ndim);
            shape[place(axis)] = -1;
            let line = vector.reshape(&shape, Order::C)?;
            let grid = if sparse { line } else { line.with_layout(line.layout().broadcast_to(&common)?) };
            if copy { grid.copy(Order::C) } else { Ok(grid) }
        })
        .collect()
}
