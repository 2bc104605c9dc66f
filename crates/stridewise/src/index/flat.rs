//! Parts of an array seen as one axis in C order.

use smallvec::SmallVec;
use stridewise_core::layout::{BasicIndex, Slice};
use stridewise_core::{Error, Order, Result};
use stridewise_run::Array;

use super::item::as_positions;
use super::put::{flat_values, on_flat, repeated};
use super::take::flat;

/// What may stand in `a.flat[...]`.
#[derive(Clone, Debug)]
pub enum FlatIndex {
    Integer(isize),
    Slice(Slice),
    All,
    /// Positions of any integer dtype.
    Positions(Array),
    /// A boolean array as long as the flattened one.
    Mask(Array),
}

/// The index along each axis of a place counted in C order.
///
/// # Errors
/// Index error where the place, negative ones counting from the end, is out of bounds.
pub fn unraveled(shape: &[usize], place: isize) -> Result<SmallVec<[usize; 4]>> {
    let size: usize = shape.iter().product();
    let at = if place < 0 { place.wrapping_add(size as isize) } else { place } as usize;
    if at >= size {
        return Err(Error::index(format!("index {place} is out of bounds for size {size}")));
    }
    let mut rest = at;
    let mut index: SmallVec<[usize; 4]> = SmallVec::from_elem(0, shape.len());
    for (slot, &length) in index.iter_mut().zip(shape).rev() {
        *slot = rest % length;
        rest /= length;
    }
    Ok(index)
}

/// Positions that the index names; `None` for what a view can name.
fn positions(index: &FlatIndex, size: usize) -> Result<Option<Array>> {
    match index {
        FlatIndex::Positions(positions) => Ok(Some(as_positions(positions)?)),
        FlatIndex::Mask(mask) => {
            if mask.ndim() != 1 || mask.size() != size {
                return Err(Error::index(format!(
                    "boolean index did not match indexed flat iterator along dimension 0; dimension is {size} but \
                     corresponding boolean dimension is {}",
                    mask.size()
                )));
            }
            mask.flat_nonzero().map(Some)
        }
        _ => Ok(None),
    }
}

fn basic(index: &FlatIndex) -> BasicIndex {
    match index {
        FlatIndex::Integer(place) => BasicIndex::Integer(*place),
        FlatIndex::Slice(slice) => BasicIndex::Slice(*slice),
        _ => BasicIndex::Ellipsis,
    }
}

/// A new array of the chosen elements; zero-dimensional for an integer.
///
/// # Errors
/// Index error where the index is out of bounds; memory error.
pub fn flat_get(array: &Array, index: &FlatIndex) -> Result<Array> {
    if let FlatIndex::Integer(place) = index {
        let at = unraveled(array.shape(), *place)?;
        let items: SmallVec<[BasicIndex; 4]> =
            at.iter().map(|&place| BasicIndex::Integer(place as isize)).collect();
        return array.index(&items)?.copy(Order::C);
    }
    let line = flat(array)?;
    match positions(index, line.size())? {
        Some(positions) => {
            let taken = line.take_elements(&flat(&positions)?)?;
            let shape: SmallVec<[i64; 4]> = positions.shape().iter().map(|&length| length as i64).collect();
            taken.reshape(&shape, Order::C)
        }
        None => line.index(&[basic(index)])?.copy(Order::C),
    }
}

/// Sets the chosen elements from `values`, which repeat if they are fewer.
///
/// # Errors
/// Index error where the index is out of bounds; value error where there is no value, or the array is read-only.
pub fn flat_set(array: &Array, index: &FlatIndex, values: &Array) -> Result<()> {
    array.require_writeable("array")?;
    if let FlatIndex::Integer(place) = index {
        let at = unraveled(array.shape(), *place)?;
        if values.size() != 1 {
            return Err(Error::value("Error setting single item of array."));
        }
        if let Some(value) = values.item() {
            array.view().set_value(&at, value);
        }
        return Ok(());
    }
    on_flat(array, |line| {
        let positions = positions(index, line.size())?;
        let target = match &positions {
            Some(_) => line.clone(),
            None => line.index(&[basic(index)])?,
        };
        let count = positions.as_ref().map_or(target.size(), Array::size);
        if count == 0 {
            return Ok(());
        }
        if values.size() == 0 {
            return Err(Error::value("cannot assign an empty array to a flat iterator"));
        }
        let values = flat_values(values, line.dtype())?;
        let values = if values.size() == count { values } else { repeated(&values, 0..count)? };
        match positions {
            Some(positions) => target.put_elements(&flat(&positions)?, &values),
            None => target.assign(&values),
        }
    })
}
