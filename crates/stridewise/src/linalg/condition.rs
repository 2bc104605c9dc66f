//! Rank and condition.

use stridewise_core::op::Op;
use stridewise_core::{Error, Number, Order, Value};
use stridewise_run::elementwise::Operand;
use stridewise_run::reduction::{Reduction, reduce};

use super::singular::singular_values;
use super::solve::inverse_or_nan;
use super::stack::{common_number, matrix_shape, require_square, require_stacked};
use super::symmetric::{Triangle, eigvalsh};
use crate::arithmetic::{binary, unary, with_number};
use crate::index::where_now;
use crate::norm::{Norm, norm};
use crate::shape::{expand_dims, slice_along};
use crate::{Array, Result};

/// Sizes of singular values: of `hermitian` matrices those of the eigenvalues, in no order.
fn sizes(array: &Array, hermitian: bool) -> Result<Array> {
    if hermitian { unary(Op::Absolute, &eigvalsh(array, Triangle::Lower)?) } else { singular_values(array) }
}

fn largest(sizes: &Array) -> Result<Array> {
    let last = sizes.ndim() - 1;
    let lead = &sizes.shape()[..last];
    if sizes.shape()[last] == 0 {
        return Array::zeros(sizes.dtype(), lead, Order::C);
    }
    Ok(reduce(sizes, &Reduction::over(Op::Maximum, &[last]))?.0)
}

/// How many singular values exceed `tolerance` times the largest: by default the precision times the larger length. Of
/// `hermitian` matrices the lower triangle is read. Arrays of fewer than two axes have rank one unless all is zero.
///
/// # Errors
/// Linear algebra error where an element is not finite; value error where tolerances do not fit the matrices.
///
/// ```
/// use stridewise::{Array, linalg::rank};
///
/// let matrix = Array::from_slice(&[1.0, 2.0, 2.0, 4.0], &[2, 2])?;
/// assert_eq!(rank(&matrix, None, false)?.to_vec::<i64>(), [1]);
/// # Ok::<(), stridewise::Error>(())
/// ```
pub fn rank(array: &Array, tolerance: Option<&Array>, hermitian: bool) -> Result<Array> {
    if array.ndim() < 2 {
        return rank_of_vector(array);
    }
    let sizes = sizes(array, hermitian)?;
    let [rows, columns] = matrix_shape(array.shape());
    let largest = largest(&sizes)?;
    let tolerance = match tolerance {
        Some(tolerance) => binary(Op::Multiply, &largest, tolerance)?,
        None => {
            let single = sizes.number() == Number::F32;
            let precision = if single { f64::from(f32::EPSILON) } else { f64::EPSILON };
            with_number(Op::Multiply, &largest, Value::Float(rows.max(columns) as f64 * precision))?
        }
    };
    count_above(&sizes, &tolerance)
}

/// How many singular values exceed `tolerance`. Otherwise as [`rank`].
///
/// # Errors
/// As [`rank`].
pub fn rank_by(array: &Array, tolerance: &Array, hermitian: bool) -> Result<Array> {
    if array.ndim() < 2 {
        return rank_of_vector(array);
    }
    count_above(&sizes(array, hermitian)?, tolerance)
}

fn rank_of_vector(array: &Array) -> Result<Array> {
    let any = crate::shape::values(array).iter().any(|value| value.is_true());
    Array::scalar(Number::I64, Value::Int(i128::from(any)))
}

fn count_above(sizes: &Array, tolerance: &Array) -> Result<Array> {
    let above = binary(Op::Greater, sizes, &expand_dims(tolerance, &[-1])?)?;
    let counted = above.astype(Number::I64.native(), Order::C)?;
    Ok(reduce(&counted, &Reduction::over(Op::Add, &[counted.ndim() - 1]))?.0)
}

/// The condition number of each matrix: its norm times its inverse's; by singular values where `kind` is `Order(±2.0)`.
/// Singular matrices have an infinite one.
///
/// # Errors
/// Linear algebra error where matrices are empty, or not square for other norms than these; value error where there is no
/// such norm of matrices.
pub fn condition(array: &Array, kind: Norm) -> Result<Array> {
    if array.size() == 0 && array.ndim() >= 2 && matrix_shape(array.shape()).contains(&0) {
        return Err(Error::linear_algebra("cond is not defined on empty arrays"));
    }
    require_stacked(array.shape())?;
    let quotient = match kind {
        Norm::Order(2.0 | -2.0) => {
            let values = singular_values(array)?;
            let axis = values.ndim() - 1;
            let drop = |part: Array| crate::shape::squeeze(&part, Some(&[-1]));
            let first = drop(slice_along(&values, axis, 0, Some(1))?)?;
            let last = drop(slice_along(&values, axis, -1, None)?)?;
            if kind == Norm::Order(2.0) {
                binary(Op::Divide, &first, &last)?
            } else {
                binary(Op::Divide, &last, &first)?
            }
        }
        _ => {
            require_square(array.shape())?;
            let number = common_number(&[array.number()])?;
            let array = array.astype(number.native(), Order::C)?;
            let axes = [-2, -1];
            let own = norm(&array, kind, Some(&axes), false)?;
            binary(Op::Multiply, &own, &norm(&inverse_or_nan(&array)?, kind, Some(&axes), false)?)?
        }
    };
    // What is no number of a matrix that has none is singular.
    let wrong = unary(Op::Isnan, &quotient)?;
    let poisoned = unary(Op::Isnan, array)?;
    let (axis, other) = (poisoned.ndim() - 2, poisoned.ndim() - 1);
    let poisoned = reduce(&poisoned, &Reduction::over(Op::LogicalOr, &[axis, other]))?.0;
    let singular = binary(Op::Greater, &wrong, &poisoned)?;
    let infinite = Array::full(quotient.dtype(), &[], Value::Float(f64::INFINITY))?;
    where_now(&singular, Operand::Array(&infinite), Operand::Array(&quotient))
}
