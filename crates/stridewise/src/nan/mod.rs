//! Reductions in which NaN counts as missing.

mod moments;
mod quantile;

use stridewise_core::op::Op;

use crate::arithmetic::unary;
use crate::{Array, Result};

pub use moments::{mean, variance};
pub use quantile::{Skipped, median, quantile, weighted_quantile};
pub use stridewise_run::accumulate::accumulate_present;
pub use stridewise_run::reduction::{reduce_present, replaced};

/// Where the elements are NaN; `None` where the dtype has none.
///
/// # Errors
/// Memory error where there are no bytes for the mask.
pub fn missing(array: &Array) -> Result<Option<Array>> {
    if array.number().is_inexact() { unary(Op::Isnan, array).map(Some) } else { Ok(None) }
}

/// The positions (int64) of the first largest or smallest elements along an axis, or in the whole array in C order; NaN
/// counts as the worst number.
///
/// # Errors
/// As [`arg_extreme`](crate::reduce::arg_extreme); value error for a slice of nothing but NaN.
///
/// ```
/// use stridewise::{Array, nan::arg_extreme};
///
/// let array = Array::from_elements(&[1.0, f64::NAN, 4.0])?;
/// assert_eq!(arg_extreme(&array, None, true)?.to_vec::<i64>(), [2]);
/// # Ok::<(), stridewise::Error>(())
/// ```
pub fn arg_extreme(array: &Array, axis: Option<usize>, largest: bool) -> Result<Array> {
    crate::reduce::positions(array, axis, largest, true)
}
