//! The distinct sub-arrays of an array.

use std::cmp::Ordering;

use stridewise_core::layout::normalize_axis;
use stridewise_core::{Order, dispatch};
use stridewise_run::Fresh;

use super::{Unique, Wanted, unique};
use crate::order::compare;
use crate::shape::moveaxis;
use crate::{Array, Result};

/// The distinct sub-arrays along `axis`, in lexicographic order. One that holds NaN equals no other, but those of a
/// one-dimensional array are its elements: of these NaN equals NaN where `equal_nan`.
///
/// # Errors
/// Axis error where `axis` is out of bounds.
pub fn unique_rows(array: &Array, axis: i64, equal_nan: bool, wanted: Wanted) -> Result<Unique> {
    let axis = normalize_axis(axis, array.ndim())? as i64;
    if array.ndim() == 1 {
        return unique(array, equal_nan, wanted);
    }
    let moved = moveaxis(array, &[axis], &[0])?;
    let count = moved.shape()[0];
    let width: usize = moved.shape()[1..].iter().product();
    dispatch!(array.number(), T => {
        let mut elements = Fresh::<T>::copy_of(&moved, Order::C)?;
        let elements = elements.elements();
        let row = |place: i64| &elements[place as usize * width..(place as usize + 1) * width];
        let order = |a: i64, b: i64| {
            let pairs = row(a).iter().zip(row(b));
            pairs.map(|(&a, &b)| compare(a, b)).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
        };
        let mut places: Vec<i64> = (0..count as i64).collect();
        places.sort_by(|&a, &b| order(a, b));
        let starts: Vec<usize> =
            (0..count).filter(|&at| at == 0 || row(places[at - 1]) != row(places[at])).collect();
        let values: Vec<T> = starts.iter().flat_map(|&start| row(places[start]).iter().copied()).collect();
        let mut shape = moved.shape().to_vec();
        shape[0] = starts.len();
        let values = Array::from_slice(&values, &shape)?.astype(array.dtype(), Order::C)?;
        Unique::from_groups(moveaxis(&values, &[0], &[axis])?, &places, &starts, wanted)
    })
}
