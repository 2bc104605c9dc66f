//! Where the largest and smallest elements stand.

use stridewise_core::{Error, Order, Result};
use stridewise_run::Array;
use stridewise_run::extreme::search_along;

/// The positions (int64) of the first largest or smallest elements along an axis, or in the whole array in C order;
/// NaN counts as more extreme than any number.
///
/// # Errors
/// Value error where the axis is empty; axis error where it is out of bounds.
///
/// ```
/// use stridewise::{Array, reduce::arg_extreme};
///
/// let array = Array::from_slice(&[1.0, 5.0, 2.0, 0.0, 7.0, 7.0], &[2, 3])?;
/// assert_eq!(arg_extreme(&array, Some(1), true)?.to_vec::<i64>(), [1, 1]);
/// # Ok::<(), stridewise::Error>(())
/// ```
pub fn arg_extreme(array: &Array, axis: Option<usize>, largest: bool) -> Result<Array> {
    positions(array, axis, largest, false)
}

/// As [`arg_extreme`]; where it `skips`, NaN counts as the worst number instead.
pub(crate) fn positions(array: &Array, axis: Option<usize>, largest: bool, skips: bool) -> Result<Array> {
    let (array, axis) = match axis {
        Some(axis) if array.ndim() > 0 => (array.clone(), axis),
        _ => (array.reshape(&[-1], Order::C)?, 0),
    };
    let native = if array.dtype().is_native() {
        array
    } else {
        array.astype(array.dtype().to_native(), Order::Keep)?
    };
    if native.shape()[axis] == 0
        && native.shape().iter().enumerate().all(|(other, &n)| other == axis || n > 0)
    {
        let name = if largest { "argmax" } else { "argmin" };
        return Err(Error::value(format!("attempt to get {name} of an empty sequence")));
    }
    search_along(&native, axis, largest, skips)
}
