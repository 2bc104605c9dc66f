//! Binary search in sorted arrays.

use std::cmp::Ordering;

use stridewise_core::dtype::promote;
use stridewise_core::{Error, dispatch};

use super::compare;
use crate::{Array, Result};

/// For each of `values`, the position, int64, at which it would be inserted into the sorted `array` to keep the
/// order: before equal elements, or behind them with `right`. `sorter` holds the positions that sort `array`.
///
/// # Errors
/// Value error where `array` or `sorter` has other than one axis or the two differ in length, or a position in
/// `sorter` is out of bounds.
pub fn searchsorted(array: &Array, values: &Array, right: bool, sorter: Option<&Array>) -> Result<Array> {
    if array.ndim() != 1 {
        return Err(Error::value("object of too small depth for desired array"));
    }
    let common = promote(array.number(), values.number());
    let order: Option<Vec<i64>> = match sorter {
        None => None,
        Some(sorter) if sorter.ndim() != 1 || sorter.size() != array.size() => {
            return Err(Error::value("sorter.size must equal a.size"));
        }
        Some(sorter) => Some(sorter.cast_to_vec()?),
    };
    if let Some(order) = &order
        && order.iter().any(|&place| place < 0 || place >= array.size() as i64)
    {
        return Err(Error::value("Sorter index out of range."));
    }
    let places: Vec<i64> = dispatch!(common, T => {
        let mut sorted: Vec<T> = array.cast_to_vec()?;
        if let Some(order) = &order {
            sorted = order.iter().map(|&place| sorted[place as usize]).collect();
        }
        let wanted: Vec<T> = values.cast_to_vec()?;
        wanted
            .into_iter()
            .map(|value| {
                sorted.partition_point(|&element| match compare(element, value) {
                    Ordering::Less => true,
                    Ordering::Equal => right,
                    Ordering::Greater => false,
                }) as i64
            })
            .collect()
    });
    Array::from_slice(&places, values.shape())
}
