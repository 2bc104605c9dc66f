//! Two arrays as sets.

use std::cmp::Ordering;

use stridewise_core::dtype::promote;
use stridewise_core::{Element, Order, dispatch};
use stridewise_run::Fresh;

use super::{Lookup, Wanted, isin, unique};
use crate::index::compress;
use crate::order::{argsort_elements, compare, is_nan, sort_elements};
use crate::shape::{Join, concatenate, ravel};
use crate::{Array, Result};

fn same<T: Element>(a: T, b: T) -> bool {
    compare(a, b) == Ordering::Equal && !is_nan(a)
}

/// The distinct elements, or the array's own where they are known to be distinct.
fn distinct(array: &Array, assume_unique: bool) -> Result<Array> {
    if assume_unique { ravel(array, Order::C) } else { Ok(unique(array, true, Wanted::default())?.values) }
}

/// The distinct elements of both, sorted.
///
/// # Errors
/// Memory error where there are no bytes for the result.
pub fn union(first: &Array, second: &Array) -> Result<Array> {
    distinct(&concatenate(&[first.clone(), second.clone()], None, Join::default())?, false)
}

/// What two sets have in common.
#[derive(Clone, Debug)]
pub struct Intersection {
    /// Sorted.
    pub values: Array,
    /// The position of each in the flattened first array, int64.
    pub first: Array,
    /// The position of each in the flattened second array, int64.
    pub second: Array,
}

/// The distinct elements that are in both, sorted.
///
/// # Errors
/// Memory error where there are no bytes for the result.
///
/// ```
/// use stridewise::{Array, sets::intersection};
///
/// let (a, b) = (Array::from_elements(&[3, 1, 3])?, Array::from_elements(&[2, 3])?);
/// assert_eq!(intersection(&a, &b, false)?.values.to_vec::<i32>(), [3]);
/// # Ok::<(), stridewise::Error>(())
/// ```
pub fn intersection(first: &Array, second: &Array, assume_unique: bool) -> Result<Intersection> {
    let common = promote(first.number(), second.number());
    dispatch!(common, T => {
        // The distinct elements with their first positions, sorted.
        let sorted = |array: &Array| -> Result<Vec<(T, i64)>> {
            let mut elements = Fresh::<T>::copy_of(array, Order::C)?;
            let elements = elements.elements();
            let mut places = Fresh::<i64>::new(&[elements.len()])?;
            let places = places.elements();
            argsort_elements(elements, places, true);
            let mut placed: Vec<(T, i64)> =
                places.iter().map(|&place| (elements[place as usize], place)).collect();
            if !assume_unique {
                placed.dedup_by(|a, b| same(a.0, b.0));
            }
            Ok(placed)
        };
        let (a, b) = (sorted(first)?, sorted(second)?);
        let (mut values, mut from_first, mut from_second) = (Vec::new(), Vec::new(), Vec::new());
        let (mut i, mut j) = (0, 0);
        while i < a.len() && j < b.len() {
            match compare(a[i].0, b[j].0) {
                Ordering::Less => i += 1,
                Ordering::Greater => j += 1,
                Ordering::Equal => {
                    if !is_nan(a[i].0) {
                        values.push(a[i].0);
                        from_first.push(a[i].1);
                        from_second.push(b[j].1);
                    }
                    i += 1;
                    j += 1;
                }
            }
        }
        Ok(Intersection {
            values: Array::from_elements(&values)?,
            first: Array::from_elements(&from_first)?,
            second: Array::from_elements(&from_second)?,
        })
    })
}

/// The distinct elements of the first that are not in the second, sorted (in their own order where they are known to
/// be distinct).
///
/// # Errors
/// Memory error where there are no bytes for the result.
pub fn difference(first: &Array, second: &Array, assume_unique: bool) -> Result<Array> {
    let first = distinct(first, assume_unique)?;
    let other = distinct(second, assume_unique)?;
    compress(&isin(&first, &other, true, Lookup::Best)?, &first, None)
}

/// The distinct elements that are in one of the two alone, sorted.
///
/// # Errors
/// Memory error where there are no bytes for the result.
pub fn symmetric_difference(first: &Array, second: &Array, assume_unique: bool) -> Result<Array> {
    let (first, second) = (distinct(first, assume_unique)?, distinct(second, assume_unique)?);
    let all = concatenate(&[first, second], None, Join::default())?;
    dispatch!(all.number(), T => {
        let mut elements = Fresh::<T>::copy_of(&all, Order::C)?;
        let elements = elements.elements();
        sort_elements(elements, true, true);
        let alone: Vec<T> = (0..elements.len())
            .filter(|&at| {
                let before = at > 0 && same(elements[at - 1], elements[at]);
                let after = at + 1 < elements.len() && same(elements[at + 1], elements[at]);
                !before && !after
            })
            .map(|at| elements[at])
            .collect();
        Array::from_elements(&alone)
    })
}
