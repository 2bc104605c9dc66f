//! Inserting and deleting along an axis.

use smallvec::SmallVec;
use stridewise_core::layout::{BasicIndex, Slice, normalize_axis};
use stridewise_core::{Error, Order, Shape};

use super::{moveaxis, ravel};
use crate::{Array, Result};

/// Where something is inserted or deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Places {
    /// One place, given as a number: a whole block of values goes there.
    One(i64),
    /// Several places, one value each.
    Several(Vec<i64>),
}

/// The length of the axis that an edit along `axis` works on; of the flat array where there is none.
///
/// # Errors
/// Axis error where `axis` is out of bounds.
pub fn edited_length(array: &Array, axis: Option<i64>) -> Result<usize> {
    match axis {
        None => Ok(array.size()),
        Some(axis) => Ok(array.shape()[normalize_axis(axis, array.ndim())?]),
    }
}

fn along(array: &Array, axis: Option<i64>) -> Result<(Array, usize)> {
    match axis {
        None => Ok((ravel(array, Order::C)?, 0)),
        Some(axis) => Ok((array.clone(), normalize_axis(axis, array.ndim())?)),
    }
}

fn line(axis: usize, start: isize, stop: isize) -> SmallVec<[BasicIndex; 4]> {
    let mut index: SmallVec<[BasicIndex; 4]> = SmallVec::from_elem(BasicIndex::Slice(Slice::default()), axis);
    index.push(BasicIndex::Slice(Slice { start: Some(start), stop: Some(stop), step: None }));
    index
}

fn place_in(place: i64, length: usize, limit: usize, axis: usize) -> Result<usize> {
    let at = if place < 0 { place + length as i64 } else { place };
    usize::try_from(at)
        .ok()
        .filter(|&at| at < limit)
        .ok_or_else(|| Error::index_out_of_bounds(place, axis, length))
}

/// A copy without the places along `axis`; flattened first where there is none.
///
/// # Errors
/// Index error where a place is out of bounds.
pub fn delete(array: &Array, places: &Places, axis: Option<i64>) -> Result<Array> {
    let (array, axis) = along(array, axis)?;
    let length = array.shape()[axis];
    let mut kept = vec![true; length];
    let given = match places {
        Places::One(place) => std::slice::from_ref(place),
        Places::Several(places) => places,
    };
    for &place in given {
        kept[place_in(place, length, length, axis)?] = false;
    }
    let mut shape: Shape = array.shape().into();
    shape[axis] = kept.iter().filter(|&&keep| keep).count();
    let order =
        if array.view().is_f_contiguous() && !array.view().is_c_contiguous() { Order::F } else { Order::C };
    let result = Array::empty(array.dtype(), &shape, order)?;
    let (mut start, mut target) = (0, 0);
    while start < length {
        if !kept[start] {
            start += 1;
            continue;
        }
        let stop = (start..length).find(|&place| !kept[place]).unwrap_or(length);
        let source = array.index(&line(axis, start as isize, stop as isize))?;
        let end = target + (stop - start);
        result.index(&line(axis, target as isize, end as isize))?.assign(&source)?;
        (start, target) = (stop, end);
    }
    Ok(result)
}

/// For each place of the longer axis which of the values stands there, `None` for what was there before.
///
/// A value goes behind those that are inserted before it. Places before the first element thus count from the end of the
/// longer axis.
fn slots_of(places: &[i64], length: usize, axis: usize) -> Result<Vec<Option<usize>>> {
    let total = length + places.len();
    let mut sorted: Vec<(i64, usize)> = places
        .iter()
        .enumerate()
        .map(|(which, &place)| (if place < 0 { place + length as i64 } else { place }, which))
        .collect();
    sorted.sort();
    let mut slots = vec![None; total];
    for (before, &(place, which)) in sorted.iter().enumerate() {
        let slot = place_in(place + before as i64, total, total, axis)?;
        slots[slot] = Some(which);
    }
    let filled = slots.iter().filter(|slot| slot.is_some()).count();
    if filled < places.len() {
        return Err(Error::value(format!(
            "NumPy boolean array indexing assignment cannot assign {length} input values to the {} output values where \
             the mask is true",
            total - filled
        )));
    }
    Ok(slots)
}

/// A copy with `values`, which broadcast and are cast, before the places along `axis`; flattened first where there
/// is none.
///
/// # Errors
/// Index error where a place is out of bounds, value error where the values do not broadcast.
pub fn insert(array: &Array, places: &Places, values: &Array, axis: Option<i64>) -> Result<Array> {
    let (array, axis) = along(array, axis)?;
    let length = array.shape()[axis];
    let order =
        if array.view().is_f_contiguous() && !array.view().is_c_contiguous() { Order::F } else { Order::C };
    let values = values.astype(array.dtype(), Order::Keep)?;
    let mut shape: Shape = array.shape().into();
    let block = |place: i64, values: &Array, shape: &mut Shape| -> Result<Array> {
        let at = place_in(place, length, length + 1, axis)?;
        let count = values.shape().get(axis).copied().unwrap_or(1);
        shape[axis] += count;
        let result = Array::empty(array.dtype(), shape, order)?;
        let (at, end) = (at as isize, (at + count) as isize);
        result.index(&line(axis, 0, at))?.assign(&array.index(&line(axis, 0, at))?)?;
        result.index(&line(axis, at, end))?.assign(values)?;
        let total = shape[axis] as isize;
        result.index(&line(axis, end, total))?.assign(&array.index(&line(axis, at, length as isize))?)?;
        Ok(result)
    };
    match places {
        Places::One(place) => {
            // The first axis of the values is the one that is inserted along.
            let mut ahead: SmallVec<[i64; 4]> = values.shape().iter().map(|&length| length as i64).collect();
            while ahead.len() < array.ndim() {
                ahead.insert(0, 1);
            }
            let wide = values.reshape(&ahead, Order::C)?;
            let wide = moveaxis(&wide, &[0], &[axis as i64])?;
            block(*place, &wide, &mut shape)
        }
        Places::Several(places) if places.len() == 1 && values.ndim() > 0 => {
            let mut ahead: SmallVec<[i64; 4]> = values.shape().iter().map(|&length| length as i64).collect();
            while ahead.len() < array.ndim() {
                ahead.insert(0, 1);
            }
            block(places[0], &values.reshape(&ahead, Order::C)?, &mut shape)
        }
        Places::Several(places) => {
            shape[axis] += places.len();
            let slots = slots_of(places, length, axis)?;
            let result = Array::empty(array.dtype(), &shape, order)?;
            let mut slot_shape: Shape = shape.clone();
            slot_shape[axis] = places.len();
            let values = values
                .layout()
                .broadcast_to(&slot_shape)
                .map(|layout| values.with_layout(layout))
                .map_err(|_| Error::broadcast_into(values.shape(), &slot_shape))?;
            let (mut source, mut target) = (0, 0);
            while target < slots.len() {
                if let Some(which) = slots[target] {
                    let value = values.index(&line(axis, which as isize, which as isize + 1))?;
                    result.index(&line(axis, target as isize, target as isize + 1))?.assign(&value)?;
                    target += 1;
                    continue;
                }
                let end = (target..slots.len()).find(|&slot| slots[slot].is_some()).unwrap_or(slots.len());
                let next = source + (end - target);
                let piece = array.index(&line(axis, source as isize, next as isize))?;
                result.index(&line(axis, target as isize, end as isize))?.assign(&piece)?;
                (source, target) = (next, end);
            }
            Ok(result)
        }
    }
}
