//! Polynomials as vectors of coefficients, the highest power first.

mod divide;
mod fit;
mod roots;

use stridewise_core::dtype::promote;
use stridewise_core::op::Op;
use stridewise_core::{Error, Number, Order, Value};

use crate::arithmetic::{binary, unary, with_number};
use crate::product::{Extent, convolve};
use crate::shape::{Join, at_least, concatenate, slice_along, values};
use crate::{Array, Result};

pub use divide::divide;
pub use fit::{Covariance, Fit, fit};
pub use roots::roots;

/// The coefficients without leading zeros; at least one, which may be zero.
///
/// # Errors
/// Value error where there is more than one axis.
pub fn trimmed(coefficients: &Array) -> Result<Array> {
    let coefficients = at_least(coefficients, 1)?;
    if coefficients.ndim() > 1 {
        return Err(Error::value("Polynomial must be 1d only."));
    }
    match values(&coefficients).iter().position(|value| value.is_true()) {
        Some(first) => slice_along(&coefficients, 0, first as isize, None),
        None => Array::zeros(coefficients.dtype(), &[1], Order::C),
    }
}

/// The polynomial at every element of `x`, by Horner's rule.
///
/// # Errors
/// Type error where the coefficients have no axis.
///
/// ```
/// use stridewise::{Array, polynomial::value_at};
///
/// let square_plus_one = Array::from_elements(&[1.0, 0.0, 1.0])?;
/// let x = Array::from_elements(&[0.0, 2.0])?;
/// assert_eq!(value_at(&square_plus_one, &x)?.to_vec::<f64>(), [1.0, 5.0]);
/// # Ok::<(), stridewise::Error>(())
/// ```
pub fn value_at(coefficients: &Array, x: &Array) -> Result<Array> {
    let Some(&count) = coefficients.shape().first() else {
        return Err(Error::type_error("iteration over a 0-d array"));
    };
    let mut value = Array::zeros(x.dtype().to_native(), x.shape(), Order::C)?;
    for place in 0..count {
        let at = stridewise_core::layout::BasicIndex::Integer(place as isize);
        value = binary(Op::Add, &binary(Op::Multiply, &value, x)?, &coefficients.index(&[at])?)?;
    }
    Ok(value)
}

/// `op` of two polynomials, power by power; the shorter one is as if zeros stood before it.
///
/// # Errors
/// Type error where the dtypes have no such operation.
pub fn power_by_power(op: Op, left: &Array, right: &Array) -> Result<Array> {
    let (left, right) = (at_least(left, 1)?, at_least(right, 1)?);
    let length = left.shape()[0].max(right.shape()[0]);
    let widened = |array: &Array| -> Result<Array> {
        let missing = length - array.shape()[0];
        if missing == 0 {
            return Ok(array.clone());
        }
        let zeros = Array::zeros(array.dtype(), &[missing], Order::C)?;
        concatenate(&[zeros, array.clone()], Some(0), Join::default())
    };
    binary(op, &widened(&left)?, &widened(&right)?)
}

/// The product of two polynomials.
///
/// # Errors
/// Value error where one has more than one axis.
pub fn multiply(left: &Array, right: &Array) -> Result<Array> {
    Ok(convolve(&trimmed(left)?, &trimmed(right)?, Extent::Full)?.0)
}

/// The powers that the coefficients stand with: `length`, ..., 2, 1.
fn powers(length: usize) -> Result<Array> {
    Array::from_elements(&(1..=length as i64).rev().collect::<Vec<_>>())
}

/// The derivative, `times` times over.
///
/// # Errors
/// Value error where there is no axis.
pub fn derivative(coefficients: &Array, times: usize) -> Result<Array> {
    let mut result = coefficients.clone();
    for _ in 0..times {
        let degree = result.shape().first().copied().unwrap_or(0).saturating_sub(1);
        result = binary(Op::Multiply, &slice_along(&result, 0, 0, Some(-1))?, &powers(degree)?)?;
    }
    Ok(result)
}

/// The antiderivative, once for each constant of integration.
///
/// # Errors
/// Value error where the coefficients have more than one axis.
pub fn antiderivative(coefficients: &Array, constants: &[Array]) -> Result<Array> {
    let mut result = coefficients.clone();
    for constant in constants {
        let raised = binary(Op::Divide, &result, &powers(result.shape().first().copied().unwrap_or(0))?)?;
        result = concatenate(&[raised, constant.reshape(&[1], Order::C)?], Some(0), Join::default())?;
    }
    Ok(result)
}

/// The polynomial whose roots these are, or the eigenvalues of a square matrix, with leading coefficient one: of floats at
/// least, and real where roots are complex but each has its conjugate.
///
/// # Errors
/// Value error where there is more than one axis and no square; linear algebra error where an element of a matrix is not
/// finite.
///
/// ```
/// use stridewise::{Array, polynomial::from_roots};
///
/// let characteristic = from_roots(&Array::from_slice(&[0.0, 1.0, 1.0, 0.0], &[2, 2])?)?;
/// assert_eq!(characteristic.to_vec::<f64>(), [1.0, 0.0, -1.0]);
/// # Ok::<(), stridewise::Error>(())
/// ```
pub fn from_roots(roots: &Array) -> Result<Array> {
    let roots = match *roots.shape() {
        [] | [_] => at_least(roots, 1)?,
        [rows, columns] if rows == columns && rows > 0 => crate::linalg::eigenvalues(roots)?,
        _ => return Err(Error::value("input must be 1d or non-empty square 2d array.")),
    };
    let number = match roots.number() {
        number if number.is_inexact() && number != Number::F16 => number,
        _ => promote(Number::F64, Number::Bool),
    };
    let roots = roots.astype(number.native(), Order::C)?;
    let one = Array::full(number.native(), &[1], Value::Int(1))?;
    let mut result = one.clone();
    for place in 0..roots.size() {
        let root = slice_along(&roots, 0, place as isize, Some(place as isize + 1))?;
        let factor = concatenate(&[one.clone(), unary(Op::Negative, &root)?], Some(0), Join::default())?;
        result = convolve(&result, &factor, Extent::Full)?.0;
    }
    if number.is_complex() {
        let sorted = crate::order::sort(&roots, Some(0), false)?;
        let conjugates = crate::order::sort(&unary(Op::Conjugate, &roots)?, Some(0), false)?;
        if crate::logic::array_equal(&sorted, &conjugates, false)? {
            return crate::shape::real(&result)?.copy(Order::C);
        }
    }
    Ok(result)
}

/// The floats that a division or a fit works in, along one axis at least.
fn floating(array: &Array) -> Result<Array> {
    with_number(Op::Add, &at_least(array, 1)?, Value::Float(0.0))
}
