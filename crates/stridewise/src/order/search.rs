//! Binary search in sorted arrays.

use stridewise_core::dtype::promote;
use stridewise_core::{Error, Order, dispatch};
use stridewise_kernels::order::Sortable;
use stridewise_run::Fresh;
use stridewise_run::parts::{part_count, share_parts};

use crate::{Array, Result};

/// What a search costs for each time that the sorted elements are halved, beside a byte moved.
const COST: usize = 4;

/// For each of `values`, the position, int64, at which it would be inserted into the sorted `array` to keep the
/// order: before equal elements, or behind them with `right`. `sorter` holds the positions that sort `array`.
///
/// # Errors
/// Value error where `array` or `sorter` has other than one axis or the two differ in length, or a position in
/// `sorter` is out of bounds.
pub fn searchsorted(array: &Array, values: &Array, right: bool, sorter: Option<&Array>) -> Result<Array> {
    if array.ndim() != 1 {
        let depth = if array.ndim() == 0 { "of too small depth" } else { "too deep" };
        return Err(Error::value(format!("object {depth} for desired array")));
    }
    let sorted = match sorter {
        None => array.clone(),
        Some(sorter) if sorter.ndim() != 1 || sorter.size() != array.size() => {
            return Err(Error::value("sorter.size must equal a.size"));
        }
        Some(sorter) => {
            let order: Vec<i64> = sorter.cast_to_vec()?;
            if order.iter().any(|&place| place < 0 || place >= array.size() as i64) {
                return Err(Error::value("Sorter index out of range."));
            }
            array.take_along(0, &order)?
        }
    };
    let common = promote(array.number(), values.number());
    let mut places = Fresh::<i64>::new(values.shape())?;
    dispatch!(common, T => {
        let (mut sorted, mut wanted) =
            (Fresh::<T>::copy_of(&sorted, Order::C)?, Fresh::<T>::copy_of(values, Order::C)?);
        search_elements(sorted.elements(), wanted.elements(), right, places.elements());
    });
    Ok(places.finish())
}

/// For each wanted element how many of the sorted ones come before it, with `right` before or together with it. Several
/// threads search for some each where that pays.
pub(crate) fn search_elements<T: Sortable>(sorted: &[T], wanted: &[T], right: bool, places: &mut [i64]) {
    let cost = wanted.len().saturating_mul(COST * (1 + sorted.len().max(1).ilog2() as usize));
    let part = wanted.len().div_ceil(part_count(cost)).max(1);
    let parts = wanted.chunks(part).zip(places.chunks_mut(part)).collect();
    share_parts(parts, cost, |_, (wanted, places): (&[T], &mut [i64])| {
        T::search(sorted, wanted, right, places);
    });
}
