//! Roots of polynomials.

use stridewise_core::op::Op;
use stridewise_core::{Error, Number, Order, Value};

use crate::arithmetic::{binary, unary};
use crate::linalg::eigenvalues;
use crate::shape::{Join, at_least, concatenate, slice_along, values};
use crate::{Array, Result};

/// The roots, in no order, as eigenvalues of the companion matrix; where the last coefficients are zero, zeros behind them.
///
/// # Errors
/// Value error where there is more than one axis; linear algebra error where a coefficient is not finite.
///
/// ```
/// use stridewise::{Array, polynomial::roots};
///
/// let roots = roots(&Array::from_elements(&[1.0, -3.0, 0.0])?)?;
/// assert_eq!(roots.to_vec::<f64>(), [3.0, 0.0]);
/// # Ok::<(), stridewise::Error>(())
/// ```
pub fn roots(coefficients: &Array) -> Result<Array> {
    let coefficients = at_least(coefficients, 1)?;
    if coefficients.ndim() != 1 {
        return Err(Error::value("Input must be a rank-1 array."));
    }
    let truths: Vec<bool> = values(&coefficients).iter().map(|value| value.is_true()).collect();
    let (Some(first), Some(last)) =
        (truths.iter().position(|&truth| truth), truths.iter().rposition(|&truth| truth))
    else {
        return Array::zeros(Number::F64.native(), &[0], Order::C);
    };
    let zeros = truths.len() - last - 1;
    let number = if coefficients.number().is_inexact() { coefficients.number() } else { Number::F64 };
    let part = slice_along(&coefficients, 0, first as isize, Some(last as isize + 1))?
        .astype(number.native(), Order::C)?;
    let degree = last - first;
    let found = if degree == 0 {
        Array::zeros(Number::F64.native(), &[0], Order::C)?
    } else {
        eigenvalues(&companion(&part, degree)?)?
    };
    let at_zero = Array::zeros(found.dtype(), &[zeros], Order::C)?;
    concatenate(&[found, at_zero], Some(0), Join::default())
}

/// The matrix whose characteristic polynomial this is, up to a factor.
fn companion(coefficients: &Array, degree: usize) -> Result<Array> {
    let lead = slice_along(coefficients, 0, 0, Some(1))?;
    let others = slice_along(coefficients, 0, 1, None)?;
    let row = unary(Op::Negative, &binary(Op::Divide, &others, &lead)?)?;
    let matrix = Array::zeros(row.dtype(), &[degree, degree], Order::C)?;
    slice_along(&matrix, 0, 0, Some(1))?.assign(&row.reshape(&[1, degree as i64], Order::C)?)?;
    for place in 1..degree {
        matrix.view().set_value(&[place, place - 1], Value::Int(1));
    }
    Ok(matrix)
}
