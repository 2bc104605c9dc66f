//! Long division of polynomials.

use stridewise_core::op::Op;
use stridewise_core::{Order, Value};

use super::floating;
use crate::arithmetic::{apply, binary};
use crate::shape::slice_along;
use crate::{Array, Result};
use stridewise_core::dtype::C128;
use stridewise_run::elementwise::Operand;

/// Below this a leading coefficient of the remainder counts as rounding.
const NEGLIGIBLE: f64 = 1e-8;

/// Quotient and remainder, the remainder without leading coefficients that are as good as zero.
///
/// # Errors
/// Index error where one of the two has no coefficient.
///
/// ```
/// use stridewise::{Array, polynomial::divide};
///
/// let (quotient, remainder) =
///     divide(&Array::from_elements(&[3.0, 5.0, 2.0])?, &Array::from_elements(&[2.0, 1.0])?)?;
/// assert_eq!(quotient.to_vec::<f64>(), [1.5, 1.75]);
/// assert_eq!(remainder.to_vec::<f64>(), [0.25]);
/// # Ok::<(), stridewise::Error>(())
/// ```
pub fn divide(dividend: &Array, divisor: &Array) -> Result<(Array, Array)> {
    let (dividend, divisor) = (floating(dividend)?, floating(divisor)?);
    for array in [&dividend, &divisor] {
        if array.size() == 0 {
            return Err(stridewise_core::Error::index_out_of_bounds(0, 0, 0));
        }
    }
    let dtype =
        binary(Op::Add, &slice_along(&dividend, 0, 0, Some(1))?, &slice_along(&divisor, 0, 0, Some(1))?)?
            .dtype();
    let (degree, step) = (dividend.shape()[0] - 1, divisor.shape()[0] - 1);
    let count = (degree + 1).saturating_sub(step);
    let quotient = Array::zeros(dtype, &[count.max(1)], Order::C)?;
    let mut remainder = dividend.astype(dtype, Order::C)?;
    let lead = slice_along(&divisor, 0, 0, Some(1))?;
    let scale = apply(Op::Divide, &[Operand::Weak(Value::Float(1.0)), Operand::Array(&lead)])?;
    for place in 0..count {
        let (start, stop) = (place as isize, (place + step + 1) as isize);
        let digit = binary(Op::Multiply, &scale, &slice_along(&remainder, 0, start, Some(start + 1))?)?;
        slice_along(&quotient, 0, start, Some(start + 1))?.assign(&digit)?;
        let under = slice_along(&remainder, 0, start, Some(stop))?;
        under.assign(&binary(Op::Subtract, &under, &binary(Op::Multiply, &digit, &divisor)?)?)?;
    }
    let coefficients: Vec<C128> = remainder.cast_to_vec()?;
    let negligible = coefficients.iter().take_while(|coefficient| coefficient.norm() <= NEGLIGIBLE).count();
    let first = negligible.min(coefficients.len() - 1);
    remainder = slice_along(&remainder, 0, first as isize, None)?;
    Ok((quotient, remainder))
}
