//! Weighted means.

use stridewise_core::dtype::promote;
use stridewise_core::op::Op;
use stridewise_core::{Error, ErrorKind, Number, Order};
use stridewise_run::reduction::{Reduction, reduce};

use crate::arithmetic::binary;
use crate::{Array, Result};

/// A mean, and the sum of the weights that went into it.
#[derive(Clone, Debug)]
pub struct Weighted {
    pub mean: Array,
    pub weight: Array,
}

/// The weights shaped to broadcast against the array: they have its shape, or that of the axes reduced.
///
/// # Errors
/// Type error where the shapes differ and no axis is given; value error where they do not fit the axes.
pub fn spread_weights(array: &Array, weights: &Array, axes: Option<&[usize]>) -> Result<Array> {
    if array.shape() == weights.shape() {
        return Ok(weights.clone());
    }
    let Some(axes) = axes else {
        return Err(Error::type_error("Axis must be specified when shapes of a and weights differ."));
    };
    if weights.ndim() != axes.len()
        || axes.iter().zip(weights.shape()).any(|(&axis, &length)| array.shape()[axis] != length)
    {
        return Err(Error::value(
            "Shape of weights must be consistent with shape of a along specified axis.",
        ));
    }
    let mut order: Vec<usize> = (0..axes.len()).collect();
    order.sort_by_key(|&place| axes[place]);
    let mut shape = vec![1_i64; array.ndim()];
    for &axis in axes {
        shape[axis] = array.shape()[axis] as i64;
    }
    weights.permuted(&order).reshape(&shape, Order::C)
}

/// The mean over some axes (all, where `None`) in which each element counts by its weight. Integers are averaged in
/// float64.
///
/// # Errors
/// Those of [`spread_weights`]; zero-division error where weights sum to zero.
///
/// ```
/// use stridewise::{Array, statistics::average};
///
/// let (values, weights) = (Array::from_elements(&[1.0, 4.0])?, Array::from_elements(&[2.0, 1.0])?);
/// assert_eq!(average(&values, &weights, None, false)?.mean.to_vec::<f64>(), [2.0]);
/// # Ok::<(), stridewise::Error>(())
/// ```
pub fn average(array: &Array, weights: &Array, axes: Option<&[usize]>, keep_axes: bool) -> Result<Weighted> {
    let weights = spread_weights(array, weights, axes)?;
    let mut number = promote(array.number(), weights.number());
    if !array.number().is_inexact() {
        number = promote(number, Number::F64);
    }
    let all: Vec<usize> = (0..array.ndim()).collect();
    let adding =
        Reduction { number: Some(number), keep_axes, ..Reduction::over(Op::Add, axes.unwrap_or(&all)) };
    let spread = weights.broadcast_to(array.shape())?;
    let weight = reduce(&spread, &adding)?.0;
    if crate::shape::values(&weight).into_iter().any(|sum| !sum.is_true()) {
        return Err(Error::new(ErrorKind::ZeroDivision, "Weights sum to zero, can't be normalized"));
    }
    let (array, weights) =
        (array.astype(number.native(), Order::Keep)?, weights.astype(number.native(), Order::Keep)?);
    let sum = reduce(&binary(Op::Multiply, &array, &weights)?, &adding)?.0;
    let mean = binary(Op::Divide, &sum, &weight)?;
    Ok(Weighted { mean, weight })
}
