//! Reductions in which NaN counts as missing.

mod moments;
mod quantile;

use stridewise_core::op::{Op, OperandType, resolve};
use stridewise_core::{Error, Order, Value};
use stridewise_run::elementwise::Operand;
use stridewise_run::guard::Outside;
use stridewise_run::late;
use stridewise_run::reduction::{Reduction, reduce};

use crate::arithmetic::unary;
use crate::index::{where_later, where_now};
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

/// The elements with `value` in place of NaN; arrays of dtypes without NaN are given back as they are.
///
/// # Errors
/// Memory error where there are no bytes for the copy.
///
/// ```
/// use stridewise::{Array, Value, nan::replaced};
///
/// let array = Array::from_elements(&[1.0, f64::NAN])?;
/// assert_eq!(replaced(&array, Value::Int(0))?.to_vec::<f64>(), [1.0, 0.0]);
/// # Ok::<(), stridewise::Error>(())
/// ```
pub fn replaced(array: &Array, value: Value) -> Result<Array> {
    match missing(array)? {
        Some(mask) => where_now(&mask, Operand::Weak(value), Operand::Array(array)),
        None => Ok(array.clone()),
    }
}

/// As [`replaced`], to be written when somebody needs it: a reduction of it never does. `None` where the call is not put
/// off, and nothing was done.
///
/// # Errors
/// As [`replaced`].
pub fn replaced_later(array: &Array, value: Value, outside: Outside<'_>) -> Result<Option<Array>> {
    if !array.number().is_inexact() {
        return Ok(None);
    }
    let asked = resolve(Op::Isnan, &[OperandType::Strong(array.dtype())])?;
    match late::elementwise(&asked, &[Operand::Array(array)], Order::Keep, None, outside)? {
        Some(mask) => where_later(&mask, Operand::Weak(value), Operand::Array(array), outside),
        None => Ok(None),
    }
}

/// A copy in which the worst number stands for NaN, so that a search for the largest (or smallest) passes it by.
///
/// # Errors
/// Value error where all elements along the axis (of the whole array, without one) are NaN.
pub fn for_search(array: &Array, axis: Option<usize>, largest: bool) -> Result<Array> {
    let worst = if largest { f64::NEG_INFINITY } else { f64::INFINITY };
    let Some(mask) = missing(array)? else { return Ok(array.clone()) };
    if mask.size() > 0 {
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
    where_now(&mask, Operand::Weak(Value::Float(worst)), Operand::Array(array))
}
