//! The distinct elements of an array.

use std::cmp::Ordering;

use stridewise_core::layout::normalize_axis;
use stridewise_core::{Order, dispatch};

use crate::order::{compare, is_nan};
use crate::shape::{moveaxis, ravel};
use crate::{Array, Result};

/// The distinct elements, sorted, and where they stand.
#[derive(Clone, Debug)]
pub struct Unique {
    pub values: Array,
    /// Position of the first of each, int64.
    pub first: Array,
    /// For each element, the position of its value, int64, flat.
    pub inverse: Array,
    /// How often each stands there, int64.
    pub counts: Array,
}

/// Sorts the positions of `count` things by `order`, and groups equal ones: the groups' first positions in the
/// sorted order, and that order.
fn group(count: usize, order: impl Fn(usize, usize) -> Ordering) -> (Vec<usize>, Vec<usize>) {
    let mut places: Vec<usize> = (0..count).collect();
    places.sort_by(|&a, &b| order(a, b));
    let starts =
        (0..count).filter(|&at| at == 0 || order(places[at - 1], places[at]) != Ordering::Equal).collect();
    (places, starts)
}

fn describe(places: &[usize], starts: &[usize]) -> Result<(Vec<usize>, Array, Array, Array)> {
    let count = places.len();
    let mut inverse = vec![0_i64; count];
    let mut counts = Vec::with_capacity(starts.len());
    let mut firsts = Vec::with_capacity(starts.len());
    for (which, &start) in starts.iter().enumerate() {
        let end = starts.get(which + 1).copied().unwrap_or(count);
        for &place in &places[start..end] {
            inverse[place] = which as i64;
        }
        counts.push((end - start) as i64);
        firsts.push(places[start]);
    }
    let first: Vec<i64> = firsts.iter().map(|&place| place as i64).collect();
    Ok((
        firsts,
        Array::from_elements(&first)?,
        Array::from_elements(&inverse)?,
        Array::from_elements(&counts)?,
    ))
}

/// The distinct elements of the flat array. NaN equals NaN where `equal_nan`.
///
/// # Errors
/// Memory error where there are no bytes for the results.
pub fn unique(array: &Array, equal_nan: bool) -> Result<Unique> {
    let flat = ravel(array, Order::C)?;
    dispatch!(array.number(), T => {
        let elements: Vec<T> = flat.to_vec();
        let (places, starts) = group(elements.len(), |a, b| {
            let order = compare(elements[a], elements[b]);
            if order == Ordering::Equal && !equal_nan && is_nan(elements[a]) { a.cmp(&b) } else { order }
        });
        let (firsts, first, inverse, counts) = describe(&places, &starts)?;
        let values: Vec<T> = firsts.iter().map(|&place| elements[place]).collect();
        let values = Array::from_elements(&values)?.astype(array.dtype(), Order::C)?;
        Ok(Unique { values, first, inverse, counts })
    })
}

/// The distinct sub-arrays along `axis`, in lexicographic order.
///
/// # Errors
/// Axis error where `axis` is out of bounds.
pub fn unique_rows(array: &Array, axis: i64) -> Result<Unique> {
    let axis = normalize_axis(axis, array.ndim())? as i64;
    let moved = moveaxis(array, &[axis], &[0])?;
    let count = moved.shape()[0];
    let width: usize = moved.shape()[1..].iter().product();
    dispatch!(array.number(), T => {
        let elements: Vec<T> = moved.to_vec();
        let row = |place: usize| &elements[place * width..(place + 1) * width];
        let (places, starts) = group(count, |a, b| {
            row(a)
                .iter()
                .zip(row(b))
                .map(|(&a, &b)| compare(a, b))
                .find(|&order| order != Ordering::Equal)
                .unwrap_or(Ordering::Equal)
        });
        let (firsts, first, inverse, counts) = describe(&places, &starts)?;
        let values: Vec<T> = firsts.iter().flat_map(|&place| row(place).iter().copied()).collect();
        let mut shape = moved.shape().to_vec();
        shape[0] = firsts.len();
        let values = Array::from_slice(&values, &shape)?.astype(array.dtype(), Order::C)?;
        let values = moveaxis(&values, &[0], &[axis])?;
        Ok(Unique { values, first, inverse, counts })
    })
}
