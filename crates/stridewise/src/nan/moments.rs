//! Means and variances of what is not NaN.

use stridewise_core::op::{FloatErrors, Op};
use stridewise_core::{DType, Order, Value};
use stridewise_run::elementwise::Operand;
use stridewise_run::reduction::{Reduction, reduce};

use super::missing;
use crate::arithmetic::{binary, unary, with_number};
use crate::index::where_now;
use crate::reduce::{Average, Moment};
use crate::{Array, Result};

/// The elements that take part: those that are not NaN and that `average` asks for; `None` where that is all of them.
fn present(array: &Array, average: &Average<'_>) -> Result<Option<Array>> {
    let Some(missing) = missing(array)? else { return Ok(None) };
    let present = unary(Op::LogicalNot, &missing)?;
    let present = match average.mask {
        Some(mask) => binary(Op::LogicalAnd, &present, mask)?,
        None => present,
    };
    // The mask may have broadcast; it is to select from the array alone.
    Ok(Some(present))
}

/// Arithmetic means of what is not NaN; NaN where nothing is left.
///
/// # Errors
/// Those of the reduction.
///
/// ```
/// use stridewise::{Array, nan, reduce::Average};
///
/// let array = Array::from_elements(&[1.0, f64::NAN, 4.0])?;
/// let average = Average { axes: &[0], number: None, keep_axes: false, mask: None };
/// assert_eq!(nan::mean(&array, &average)?.array.to_vec::<f64>(), [2.5]);
/// # Ok::<(), stridewise::Error>(())
/// ```
pub fn mean(array: &Array, average: &Average<'_>) -> Result<Moment> {
    let Some(present) = present(array, average)? else { return crate::reduce::mean(array, average) };
    let moment = match average.mask {
        // Zeros are summed sooner than elements are passed by.
        None => {
            let filled = where_now(&present, Operand::Array(array), Operand::Weak(Value::Int(0)))?;
            crate::reduce::mean_of_present(&filled, &present, average)?
        }
        Some(_) => crate::reduce::mean(array, &Average { mask: Some(&present), ..*average })?,
    };
    Ok(Moment { divide_errors: FloatErrors::NONE, ..moment })
}

/// Variances of what is not NaN; NaN where no more is left than the degrees of freedom taken off.
///
/// # Errors
/// Those of the reduction.
pub fn variance(
    array: &Array,
    average: &Average<'_>,
    freedom: f64,
    given_mean: Option<&Array>,
) -> Result<Moment> {
    let Some(present) = present(array, average)? else {
        return crate::reduce::variance(array, average, freedom, given_mean);
    };
    let masked = Average { mask: Some(&present), ..*average };
    let moment = crate::reduce::variance(array, &masked, freedom, given_mean)?;
    let counting = Reduction {
        keep_axes: average.keep_axes,
        number: Some(DType::I64.number()),
        ..Reduction::over(Op::Add, average.axes)
    };
    let count = reduce(&present.broadcast_to(array.shape())?, &counting)?.0;
    let too_few = with_number(Op::LessEqual, &count, Value::Float(freedom))?;
    let result = moment.array.astype(moment.array.dtype(), Order::Keep)?;
    result.assign_where(&Array::full(result.dtype(), &[], Value::Float(f64::NAN))?, &too_few)?;
    Ok(Moment {
        array: result,
        mean_errors: FloatErrors::NONE,
        divide_errors: FloatErrors::NONE,
        too_few: crate::logic::any_true(&too_few),
        ..moment
    })
}
