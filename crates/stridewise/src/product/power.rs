//! Powers of square matrices.

use stridewise_core::op::FloatErrors;
use stridewise_core::{Error, Order, Result};

use super::matrix_product;
use crate::Array;

/// The matrices along the last two axes multiplied by themselves so often, by repeated squaring; the identity for the
/// exponent zero.
///
/// # Errors
/// Value error where the matrices are not square.
///
/// ```
/// use stridewise::{Array, product::matrix_power};
///
/// let fibonacci = Array::from_slice(&[1, 1, 1, 0], &[2, 2])?;
/// assert_eq!(matrix_power(&fibonacci, 10)?.0.to_vec::<i32>(), [89, 55, 55, 34]);
/// # Ok::<(), stridewise::Error>(())
/// ```
pub fn matrix_power(array: &Array, exponent: u128) -> Result<(Array, FloatErrors)> {
    let rows = match array.shape() {
        [.., rows, columns] if rows == columns => *rows,
        shape => return Err(Error::value(format!("matrices of shape {shape:?} are not square"))),
    };
    let mut errors = FloatErrors::NONE;
    let mut multiply = |left: &Array, right: &Array| -> Result<Array> {
        let (product, met) = matrix_product(left, right, None)?;
        errors = errors | met;
        Ok(product)
    };
    if exponent == 0 {
        let one = crate::create::eye(rows, rows, 0, array.dtype(), Order::C)?;
        return Ok((one.broadcast_to(array.shape())?.copy(Order::C)?, errors));
    }
    let mut square = array.clone();
    let mut result: Option<Array> = None;
    let mut rest = exponent;
    loop {
        if rest % 2 == 1 {
            result = Some(match &result {
                Some(result) => multiply(result, &square)?,
                None => square.clone(),
            });
        }
        rest /= 2;
        if rest == 0 {
            break;
        }
        square = multiply(&square, &square)?;
    }
    Ok((result.unwrap_or(square), errors))
}
