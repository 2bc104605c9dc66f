//! Means and variances of what is not NaN.

use stridewise_core::Value;
use stridewise_core::op::FloatErrors;
use stridewise_run::elementwise::Operand;

use crate::index::where_now;
use crate::reduce::{Average, Missing, Moment, mean_of, variance_of};
use crate::{Array, Result};

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
    let moment = mean_of(array, average, Missing::Skipped)?.moment;
    let divide_errors = if array.number().is_inexact() { FloatErrors::NONE } else { moment.divide_errors };
    Ok(Moment { divide_errors, ..moment })
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
    if !array.number().is_inexact() {
        return crate::reduce::variance(array, average, freedom, given_mean);
    }
    let chosen;
    let (array, average) = match average.mask {
        Some(mask) => {
            let mask = mask.broadcast_to(array.shape())?;
            chosen = where_now(&mask, Operand::Array(array), Operand::Weak(Value::Float(f64::NAN)))?;
            (&chosen, Average { mask: None, ..*average })
        }
        None => (array, *average),
    };
    let moment = variance_of(array, &average, freedom, given_mean, Missing::Skipped)?;
    Ok(Moment { mean_errors: FloatErrors::NONE, divide_errors: FloatErrors::NONE, ..moment })
}
