//! Which elements are among others.

use std::cmp::Ordering;

use stridewise_core::dtype::promote;
use stridewise_core::{Bool, dispatch};

use crate::order::{compare, is_nan};
use crate::{Array, Result};

/// For each element whether it is among `others`, or is not with `invert`. NaN is among nothing.
///
/// # Errors
/// Memory error where there are no bytes for the result.
pub fn isin(array: &Array, others: &Array, invert: bool) -> Result<Array> {
    let common = promote(array.number(), others.number());
    let flags: Vec<Bool> = dispatch!(common, T => {
        let elements: Vec<T> = array.cast_to_vec()?;
        let mut known: Vec<T> = others.cast_to_vec()?;
        known.sort_unstable_by(|a, b| compare(*a, *b));
        elements
            .into_iter()
            .map(|element| {
                let at = known.partition_point(|&other| compare(other, element) == Ordering::Less);
                let found = known.get(at).is_some_and(|&other| compare(other, element) == Ordering::Equal);
                Bool::from((found && !is_nan(element)) != invert)
            })
            .collect()
    });
    Array::from_slice(&flags, array.shape())
}
