//! Equations and inverses of tensors that stand for square matrices.

use stridewise_core::{Error, Order};

use super::solve::{inverse, solve};
use crate::{Array, Result};

/// The tensor `x` with `tensordot(left, x, x.ndim) == right`, after the axes `moved` of `left` went to its end.
///
/// # Errors
/// Linear algebra error where `left` stands for no square matrix, or a singular one.
pub fn tensorsolve(left: &Array, right: &Array, moved: Option<&[i64]>) -> Result<Array> {
    let left = match moved {
        None => left.clone(),
        Some(moved) => {
            let last: Vec<i64> = (-(moved.len() as i64)..0).collect();
            crate::shape::moveaxis(left, moved, &last)?
        }
    };
    let shape: Vec<i64> =
        left.shape()[right.ndim().min(left.ndim())..].iter().map(|&length| length as i64).collect();
    let unknowns: i64 = shape.iter().product();
    if left.size() as i64 != unknowns * unknowns {
        return Err(Error::linear_algebra(
            "Input arrays must satisfy the requirement             prod(a.shape[b.ndim:]) == prod(a.shape[:b.ndim])",
        ));
    }
    let matrix = left.reshape(&[unknowns, unknowns], Order::C)?;
    solve(&matrix, &right.reshape(&[-1], Order::C)?)?.reshape(&shape, Order::C)
}

/// The tensor that undoes `tensordot(array, x, ind)`, its first `ind` axes standing for the rows of a square matrix.
///
/// # Errors
/// Value error where `ind` is not positive; linear algebra error where the matrix is not square or is singular.
pub fn tensorinv(array: &Array, ind: i64) -> Result<Array> {
    let Some(ind) = usize::try_from(ind).ok().filter(|&ind| ind > 0) else {
        return Err(Error::value("Invalid ind argument."));
    };
    let (rows, columns) = array.shape().split_at(ind.min(array.ndim()));
    let width: usize = columns.iter().product();
    let shape: Vec<i64> = columns.iter().chain(rows).map(|&length| length as i64).collect();
    let height: usize = rows.iter().product();
    let matrix = array.reshape(&[height as i64, width as i64], Order::C)?;
    inverse(&matrix)?.reshape(&shape, Order::C)
}
