//! Products over chosen axes, of blocks, and of vectors in space.

use stridewise_core::op::{FloatErrors, Op};
use stridewise_core::{Error, Order};

use super::{lengths, matrix_product};
use crate::arithmetic::binary;
use crate::shape::{moveaxis, slice_along};
use crate::{Array, Result};

/// The sum product over the axes `left_axes` of `left` and `right_axes` of `right`, pair by pair; the other axes of
/// `left` come first in the result.
///
/// # Errors
/// Value error where the axes are not as many, or differ in length.
///
/// ```
/// use stridewise::{Array, product::tensordot};
///
/// let a = Array::from_slice(&[1, 2, 3, 4], &[2, 2])?;
/// assert_eq!(tensordot(&a, &a, &[0, 1], &[0, 1])?.0.to_vec::<i32>(), [30]);
/// # Ok::<(), stridewise::Error>(())
/// ```
pub fn tensordot(
    left: &Array,
    right: &Array,
    left_axes: &[i64],
    right_axes: &[i64],
) -> Result<(Array, FloatErrors)> {
    let placed = |array: &Array, axes: &[i64]| -> Option<Vec<usize>> {
        let ndim = array.ndim() as i64;
        axes.iter()
            .map(|&axis| usize::try_from(if axis < 0 { axis + ndim } else { axis }).ok())
            .map(|axis| axis.filter(|&axis| axis < array.ndim()))
            .collect()
    };
    let mismatch = || Error::value("shape-mismatch for sum");
    if left_axes.len() != right_axes.len() {
        return Err(mismatch());
    }
    let out_of_bounds = || Error::index("tuple index out of range");
    let left_axes = placed(left, left_axes).ok_or_else(out_of_bounds)?;
    let right_axes = placed(right, right_axes).ok_or_else(out_of_bounds)?;
    if left_axes.iter().zip(&right_axes).any(|(&a, &b)| left.shape()[a] != right.shape()[b]) {
        return Err(mismatch());
    }
    let free = |array: &Array, axes: &[usize]| -> Vec<usize> {
        (0..array.ndim()).filter(|axis| !axes.contains(axis)).collect()
    };
    let (left_free, right_free) = (free(left, &left_axes), free(right, &right_axes));
    if left_free.len() + left_axes.len() != left.ndim() || right_free.len() + right_axes.len() != right.ndim()
    {
        return Err(Error::value("axes don't match array"));
    }
    let size =
        |array: &Array, axes: &[usize]| axes.iter().map(|&axis| array.shape()[axis]).product::<usize>();
    let summed = size(left, &left_axes) as i64;
    let order: Vec<usize> = left_free.iter().chain(&left_axes).copied().collect();
    let matrix = left.permuted(&order).reshape(&[size(left, &left_free) as i64, summed], Order::C)?;
    let order: Vec<usize> = right_axes.iter().chain(&right_free).copied().collect();
    let other = right.permuted(&order).reshape(&[summed, size(right, &right_free) as i64], Order::C)?;
    let (result, errors) = matrix_product(&matrix, &other, None)?;
    let mut shape: Vec<i64> = left_free.iter().map(|&axis| left.shape()[axis] as i64).collect();
    shape.extend(right_free.iter().map(|&axis| right.shape()[axis] as i64));
    Ok((result.reshape(&shape, Order::C)?, errors))
}

/// The Kronecker product: blocks of `right`, scaled by the elements of `left`.
///
/// # Errors
/// Those of multiplication and allocation.
///
/// ```
/// use stridewise::{Array, product::kron};
///
/// let product = kron(&Array::from_elements(&[1, 10])?, &Array::from_elements(&[1, 2])?)?;
/// assert_eq!(product.to_vec::<i32>(), [1, 2, 10, 20]);
/// # Ok::<(), stridewise::Error>(())
/// ```
pub fn kron(left: &Array, right: &Array) -> Result<Array> {
    let ndim = left.ndim().max(right.ndim());
    let padded = |array: &Array| -> Vec<i64> {
        let mut shape = vec![1; ndim - array.ndim()];
        shape.extend(lengths(array.shape()));
        shape
    };
    let (left_shape, right_shape) = (padded(left), padded(right));
    let spread = |shape: &[i64], first: bool| -> Vec<i64> {
        shape.iter().flat_map(|&length| if first { [length, 1] } else { [1, length] }).collect()
    };
    let product = binary(
        Op::Multiply,
        &left.reshape(&spread(&left_shape, true), Order::C)?,
        &right.reshape(&spread(&right_shape, false), Order::C)?,
    )?;
    let shape: Vec<i64> = left_shape.iter().zip(&right_shape).map(|(a, b)| a * b).collect();
    product.reshape(&shape, Order::C)
}

/// The cross products of vectors along the last axes of both, which have two or three components (two stand for a
/// third of zero; of two pairs only the third component is given).
///
/// # Errors
/// Value error for other numbers of components, and where the leading axes do not broadcast.
pub fn cross(left: &Array, right: &Array) -> Result<Array> {
    let components = |array: &Array| array.shape().last().copied().unwrap_or(0);
    let (a_length, b_length) = (components(left), components(right));
    if !(2..=3).contains(&a_length) || !(2..=3).contains(&b_length) {
        return Err(Error::value("incompatible dimensions for cross product\n(dimension must be 2 or 3)"));
    }
    let component = |array: &Array, place: usize| -> Result<Option<Array>> {
        let axis = array.ndim() - 1;
        if place >= array.shape()[axis] {
            return Ok(None);
        }
        let lead = lengths(&array.shape()[..axis]);
        let part = slice_along(array, axis, place as isize, Some(place as isize + 1))?;
        part.reshape(&lead, Order::C).map(Some)
    };
    // One component: the product of what is there, less the product of what is there.
    let difference = |first: usize, second: usize| -> Result<Array> {
        let times = |a: usize, b: usize| -> Result<Option<Array>> {
            match (component(left, a)?, component(right, b)?) {
                (Some(a), Some(b)) => binary(Op::Multiply, &a, &b).map(Some),
                _ => Ok(None),
            }
        };
        match (times(first, second)?, times(second, first)?) {
            (Some(a), Some(b)) => binary(Op::Subtract, &a, &b),
            (Some(a), None) => Ok(a),
            (None, Some(b)) => crate::arithmetic::unary(Op::Negative, &b),
            (None, None) => Err(Error::value("vectors without components")),
        }
    };
    if a_length == 2 && b_length == 2 {
        return difference(0, 1);
    }
    let parts = [difference(1, 2)?, difference(2, 0)?, difference(0, 1)?];
    let shapes: Vec<&[usize]> = parts.iter().map(Array::shape).collect();
    let shape = stridewise_core::layout::broadcast_shapes(&shapes)?;
    let parts = parts.iter().map(|part| part.broadcast_to(&shape)).collect::<Result<Vec<_>>>()?;
    let stacked = crate::shape::stack(&parts, 0, crate::shape::Join::default())?;
    moveaxis(&stacked, &[0], &[-1])
}
