//! Partitioning along an axis.

use stridewise_core::{Error, dispatch};
use stridewise_kernels::order::{Sortable, compare};
use stridewise_run::Fresh;

use super::keys::{argsort_elements, select_elements, sort_elements};
use super::lanes::{map_lanes, rearrange_lanes};
use super::sort::{along, like};
use crate::{Array, Result};

/// Places from which on sorting finds them sooner than one search after the other.
const MANY: usize = 16;

/// Lengths up to which all is sorted, so that [`partition`] and [`argpartition`] arrange short lanes alike, as NumPy's do.
const SHORT: usize = 64;

/// The places counted from the front, rising, each once; none where there is nothing to divide.
fn places(kth: &[i64], length: usize) -> Result<Vec<usize>> {
    let mut places = Vec::with_capacity(kth.len());
    for &place in kth.iter().filter(|_| length > 0) {
        let at = if place < 0 { place + length as i64 } else { place };
        if at < 0 || at >= length as i64 {
            return Err(Error::value(format!("kth(={at}) out of bounds ({length})")));
        }
        places.push(at as usize);
    }
    places.sort_unstable();
    places.dedup();
    Ok(places)
}

/// A copy along `axis` in which the elements at the positions `kth` stand where sorting would put them, smaller ones
/// before and larger ones behind. O(n) for few positions.
///
/// # Errors
/// Value error where a position is out of bounds; axis error where `axis` is.
pub fn partition(array: &Array, kth: &[i64], axis: Option<i64>) -> Result<Array> {
    let (array, axis) = along(array, axis)?;
    let places = places(kth, array.shape()[axis])?;
    let parted = dispatch!(array.number(), T => rearrange_lanes::<T>(&array, axis, |lane, _| {
        if lane.len() <= SHORT { sort_elements(lane, false, false) } else { select_elements(lane, &places) }
    })?);
    like(&array, parted)
}

/// The positions, int64, that would partition `array` as [`partition`] does; between those of `kth` they rise.
///
/// # Errors
/// As [`partition`].
pub fn argpartition(array: &Array, kth: &[i64], axis: Option<i64>) -> Result<Array> {
    let (array, axis) = along(array, axis)?;
    let length = array.shape()[axis];
    let wanted = places(kth, length)?;
    dispatch!(array.number(), T => map_lanes::<T, i64>(&array, axis, length, |lane, places, free_threads| {
        // Sorting wants no memory of its own.
        if length <= SHORT || wanted.len() > MANY || argpartition_lane(lane, &wanted, places).is_err() {
            argsort_elements(lane, places, free_threads);
        }
    }))
}

/// Fills `places` with those of the elements below the first element wanted, equal to it, between it and the second one,
/// and so on.
fn argpartition_lane<T: Sortable>(lane: &[T], wanted: &[usize], places: &mut [i64]) -> Result<()> {
    let mut parted = Fresh::<T>::new(&[lane.len()])?;
    let parted = parted.elements();
    parted.copy_from_slice(lane);
    select_elements(parted, wanted);
    let mut bounds: Vec<T> = wanted.iter().map(|&place| parted[place]).collect();
    bounds.dedup_by(|a, b| compare(*a, *b).is_eq());
    T::divide(lane, &bounds, places);
    Ok(())
}
