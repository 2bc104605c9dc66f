//! Vector and matrix norms.

use stridewise_core::layout::normalize_axes;
use stridewise_core::op::Op;
use stridewise_core::{Error, Number, Order, Value};
use stridewise_run::reduction::{Reduction, reduce};

use crate::arithmetic::{binary, unary, with_number};
use crate::linalg::singular_values;
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
    /// for the largest and smallest sum of a column, 2 and -2 for the largest and smallest singular value.
    Order(f64),
    /// The sum of a matrix's singular values.
    Nuclear,
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

/// The norm of the vectors along one axis, of the matrices along two, or without axes (Euclidean) of all elements. Integers are
/// computed in float64.
///
/// # Errors
/// Value error where the norm does not exist for that many axes; axis error where an axis is out of bounds; linear algebra
/// error where singular values of what is not finite are asked for.
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
        Some(axes) if axes.len() > 2 => {
            normalize_axes(axes, array.ndim())?;
            return Err(Error::value("Improper number of dimensions to norm."));
        }
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
        Norm::Infinity => largest(&sizes, axis),
        Norm::NegativeInfinity => fold(&sizes, Op::Minimum, &[axis]),
        Norm::Nuclear => Err(Error::value("Invalid norm order 'nuc' for vectors")),
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

/// The largest along an axis; zero of none.
fn largest(sizes: &Array, axis: usize) -> Result<Array> {
    if sizes.shape()[axis] > 0 {
        return fold(sizes, Op::Maximum, &[axis]);
    }
    let mut shape = sizes.shape().to_vec();
    shape[axis] = 1;
    Array::zeros(sizes.dtype(), &shape, Order::C)
}

fn matrix(array: &Array, kind: Norm, row: usize, column: usize) -> Result<Array> {
    if row == column {
        return Err(Error::value("Duplicate axes given."));
    }
    let sums = |axis: usize| fold(&unary(Op::Absolute, array)?, Op::Add, &[axis]);
    match kind {
        Norm::Euclidean => unary(Op::Sqrt, &fold(&squares(array)?, Op::Add, &[row, column])?),
        Norm::Order(1.0) => largest(&sums(row)?, column),
        Norm::Order(-1.0) => fold(&sums(row)?, Op::Minimum, &[column]),
        Norm::Infinity => largest(&sums(column)?, row),
        Norm::NegativeInfinity => fold(&sums(column)?, Op::Minimum, &[row]),
        Norm::Order(2.0 | -2.0) | Norm::Nuclear => {
            let matrices = crate::shape::moveaxis(array, &[row as i64, column as i64], &[-2, -1])?;
            let values = singular_values(&matrices)?;
            let last = values.ndim() - 1;
            let folded = match kind {
                Norm::Nuclear => fold(&values, Op::Add, &[last])?,
                Norm::Order(2.0) => largest(&values, last)?,
                _ => fold(&values, Op::Minimum, &[last])?,
            };
            let lone = crate::shape::squeeze(&folded, Some(&[-1]))?;
            crate::shape::expand_dims(&lone, &[row.min(column) as i64, row.max(column) as i64])
        }
        Norm::Order(_) => Err(Error::value("Invalid norm order for matrices.")),
    }
}
