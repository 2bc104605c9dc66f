//! Reductions in which NaN counts as missing.

mod moments;
mod quantile;

use stridewise_core::op::Op;
use stridewise_core::{Error, Order, Value};
use stridewise_run::reduction::{Reduction, reduce};

use crate::arithmetic::unary;
use crate::{Array, Result};

pub use moments::{mean, variance};
pub use quantile::{Skipped, median, quantile, weighted_quantile};

/// Where the elements are NaN; `None` where the dtype has none.
///
/// # Errors
/// Memory error where there are no bytes for the mask.
pub fn missing(array: &Array) -> Result<Option<Array>> {
    if array.number().is_inexact() { unary(Op::Isnan, array).map(Some) } else { Ok(None) }
}

/// A copy in which `value` stands for NaN (arrays of dtypes without NaN are given back as they are), and where it
/// does.
///
/// # Errors
/// Memory error where there are no bytes for the copy.
///
/// ```
/// use stridewise::{Array, Value, nan::replaced};
///
/// let array = Array::from_elements(&[1.0, f64::NAN])?;
/// assert_eq!(replaced(&array, Value::Int(0))?.0.to_vec::<f64>(), [1.0, 0.0]);
/// # Ok::<(), stridewise::Error>(())
/// ```
pub fn replaced(array: &Array, value: Value) -> Result<(Array, Option<Array>)> {
    let Some(mask) = missing(array)? else { return Ok((array.clone(), None)) };
    let copy = array.astype(array.dtype().to_native(), Order::Keep)?;
    copy.assign_where(&Array::full(copy.dtype(), &[], value)?, &mask)?;
    Ok((copy, Some(mask)))
}

/// A copy in which the worst number stands for NaN, so that a search for the largest (or smallest) passes it by.
///
/// # Errors
/// Value error where all elements along the axis (of the whole array, without one) are NaN.
pub fn for_search(array: &Array, axis: Option<usize>, largest: bool) -> Result<Array> {
    let worst = if largest { f64::NEG_INFINITY } else { f64::INFINITY };
    let (copy, mask) = replaced(array, Value::Float(worst))?;
    if let Some(mask) = mask.filter(|mask| mask.size() > 0) {
        let all: Vec<usize> = (0..mask.ndim()).collect();
        let axes = match &axis {
            Some(axis) if mask.ndim() > 0 => std::slice::from_ref(axis),
            _ => &all,
        };
        let hopeless = reduce(&mask, &Reduction::over(Op::LogicalAnd, axes))?.0;
        if crate::logic::any_true(&hopeless) {
            return Err(Error::value("All-NaN slice encountered"));
        }
    }
    Ok(copy)
}
