//! Which elements are among others.

use std::cmp::Ordering;

use stridewise_core::dtype::{IntegerLimits, promote};
use stridewise_core::{Bool, Error, Number, Value, dispatch};

use crate::order::{compare, is_nan};
use crate::{Array, Result};

/// Whether a table over the range of `others` can tell what is among them, as who asks for one wants to know.
///
/// # Errors
/// Value error for what is neither of integers nor of booleans; runtime error where the range does not fit the dtype of
/// `others`.
pub fn require_table(array: &Array, others: &Array) -> Result<()> {
    let whole = |array: &Array| array.number().is_integer() || array.number() == Number::Bool;
    if !whole(array) || !whole(others) {
        return Err(Error::value(
            "The 'table' method is only supported for boolean or integer arrays. Please select 'sort' or None for kind.",
        ));
    }
    let largest = match IntegerLimits::of(others.number()) {
        Some(limits) => limits.max,
        None => return Ok(()),
    };
    let integer = |value: Value| if let Value::Int(integer) = value { integer } else { 0 };
    let values = || crate::shape::values(others).into_iter().map(integer);
    let range = values().max().zip(values().min()).map_or(0, |(high, low)| high - low);
    if range > largest {
        return Err(Error::new(
            stridewise_core::ErrorKind::Runtime,
            "You have specified kind='table', but the range of values in `ar2` or `ar1` exceed the maximum integer of \
             the datatype. Please set `kind` to None or 'sort'.",
        ));
    }
    Ok(())
}

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
