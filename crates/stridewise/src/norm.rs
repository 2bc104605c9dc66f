//! Vector and matrix norms that take no decomposition.

use stridewise_core::layout::normalize_axes;
use stridewise_core::op::Op;
use stridewise_core::{Error, Number, Order, Value};
use stridewise_run::reduction::{Reduction, reduce};

use crate::arithmetic::{binary, unary, with_number};
use crate::product::sum_of_squares;
use crate::{Array, Result};

/// Which norm.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Norm {
    /// The root of the sum of squares, over any axes.
    Euclidean,
    /// Largest absolute value of a vector; largest sum of a matrix's row.
    Infinity,
    /// As `Infinity`, the smallest.
    NegativeInfinity,
    /// Another order: of vectors the root of the sum of powers, where 0 counts what is not zero; of matrices 1 and -1
    /// for the largest and smallest sum of a column.
    Order(f64),
}

fn fold(array: &Array, op: Op, axes: &[usize]) -> Result<Array> {
    Ok(reduce(array, &Reduction { keep_axes: true, ..Reduction::over(op, axes) })?.0)
}

/// The squares of the elements' sizes.
fn squares(array: &Array) -> Result<Array> {
    if !array.number().is_complex() {
        return binary(Op::Multiply, array, array);
    }
    let (real, imaginary) = (crate::shape::real(array)?, crate::shape::imaginary(array)?);
    binary(Op::Add, &binary(Op::Multiply, &real, &real)?, &binary(Op::Multiply, &imaginary, &imaginary)?)
}

/// The norm of the vectors along one axis, of the matrices along two, or (Euclidean) of all elements. Integers are
/// computed in float64.
///
/// # Errors
/// Value error where the norm does not exist for that many axes; axis error where an axis is out of bounds; a
/// not-implemented error for matrix norms that take singular values.
///
/// ```
/// use stridewise::{Array, norm::{Norm, norm}};
///
/// let length = norm(&Array::from_elements(&[3.0, 4.0])?, Norm::Euclidean, None, false)?;
/// assert_eq!(length.to_vec::<f64>(), [5.0]);
/// # Ok::<(), stridewise::Error>(())
/// ```
pub fn norm(array: &Array, kind: Norm, axes: Option<&[i64]>, keep_axes: bool) -> Result<Array> {
    let array = &if array.number().is_inexact() {
        array.clone()
    } else {
        array.astype(Number::F64.native(), Order::Keep)?
    };
    if kind == Norm::Euclidean && axes.is_none() {
        let root = unary(Op::Sqrt, &sum_of_squares(array)?)?;
        return if keep_axes { root.reshape(&vec![1; array.ndim()], Order::C) } else { Ok(root) };
    }
    let axes: Vec<usize> = match axes {
        Some(axes) => normalize_axes(axes, array.ndim())?.to_vec(),
        None => (0..array.ndim()).collect(),
    };
    let result = match (kind, axes.as_slice()) {
        (Norm::Euclidean, axes) => unary(Op::Sqrt, &fold(&squares(array)?, Op::Add, axes)?)?,
        (kind, &[axis]) => vector(array, kind, axis)?,
        (kind, &[row, column]) => matrix(array, kind, row, column)?,
        _ => return Err(Error::value("Improper number of dimensions to norm.")),
    };
    if keep_axes {
        return Ok(result);
    }
    let dropped: Vec<i64> = axes.iter().map(|&axis| axis as i64).collect();
    crate::shape::squeeze(&result, Some(&dropped))
}

fn vector(array: &Array, kind: Norm, axis: usize) -> Result<Array> {
    let sizes = unary(Op::Absolute, array)?;
    match kind {
        Norm::Euclidean => unary(Op::Sqrt, &fold(&squares(array)?, Op::Add, &[axis])?),
        Norm::Infinity => fold(&sizes, Op::Maximum, &[axis]),
        Norm::NegativeInfinity => fold(&sizes, Op::Minimum, &[axis]),
        Norm::Order(0.0) => {
            let counted = with_number(Op::NotEqual, array, Value::Int(0))?;
            fold(&counted.astype(sizes.dtype(), Order::Keep)?, Op::Add, &[axis])
        }
        Norm::Order(1.0) => fold(&sizes, Op::Add, &[axis]),
        Norm::Order(2.0) => unary(Op::Sqrt, &fold(&squares(array)?, Op::Add, &[axis])?),
        Norm::Order(power) => {
            let powers = with_number(Op::Power, &sizes, Value::Float(power))?;
            with_number(Op::Power, &fold(&powers, Op::Add, &[axis])?, Value::Float(1.0 / power))
        }
    }
}

fn matrix(array: &Array, kind: Norm, row: usize, column: usize) -> Result<Array> {
    if row == column {
        return Err(Error::value("Duplicate axes given."));
    }
    let sizes = unary(Op::Absolute, array)?;
    match kind {
        Norm::Euclidean => unary(Op::Sqrt, &fold(&squares(array)?, Op::Add, &[row, column])?),
        Norm::Order(1.0) => fold(&fold(&sizes, Op::Add, &[row])?, Op::Maximum, &[column]),
        Norm::Order(-1.0) => fold(&fold(&sizes, Op::Add, &[row])?, Op::Minimum, &[column]),
        Norm::Infinity => fold(&fold(&sizes, Op::Add, &[column])?, Op::Maximum, &[row]),
        Norm::NegativeInfinity => fold(&fold(&sizes, Op::Add, &[column])?, Op::Minimum, &[row]),
        Norm::Order(2.0 | -2.0) => Err(Error::new(
            stridewise_core::ErrorKind::NotImplemented,
            "matrix norms of order 2 take singular values, which are not there yet",
        )),
        Norm::Order(_) => Err(Error::value("Invalid norm order for matrices.")),
    }
}
