//! Products of vectors, matrices and tensors.

mod chain;
mod power;
mod sliding;
mod tensor;
mod through_spectra;

use stridewise_core::op::{FloatErrors, Op, OperandType, resolve};
use stridewise_core::{Error, Order, Result};
use stridewise_run::Array;
use stridewise_run::elementwise::{self, Operand};
use stridewise_run::product::{product, product_into};

pub use chain::chain_dot;
pub use power::matrix_power;
pub use sliding::{Extent, convolve, correlate};
pub use tensor::{cross, kron, tensordot};

fn matrix_product(left: &Array, right: &Array, output: Option<&Array>) -> Result<(Array, FloatErrors)> {
    let types = [OperandType::Strong(left.dtype()), OperandType::Strong(right.dtype())];
    product_into(&resolve(Op::Matmul, &types)?, left, right, output)
}

fn lengths(shape: &[usize]) -> Vec<i64> {
    shape.iter().map(|&length| length as i64).collect()
}

/// The sum product over the last axis of `left` and the second to last of `right` (its only one, of a vector); with
/// a scalar the plain product.
///
/// # Errors
/// Value error that names both shapes where those axes differ in length.
///
/// ```
/// use stridewise::{Array, product::dot};
///
/// let matrix = Array::from_slice(&[1, 2, 3, 4], &[2, 2])?;
/// let vector = Array::from_elements(&[10, 1])?;
/// assert_eq!(dot(&matrix, &vector)?.0.to_vec::<i32>(), [12, 34]);
/// # Ok::<(), stridewise::Error>(())
/// ```
pub fn dot(left: &Array, right: &Array) -> Result<(Array, FloatErrors)> {
    dot_into(left, right, None)
}

/// As [`dot`], written to `output` where that can take it as it is: an array of the result's shape and dtype, in C order
/// and apart from the operands. Whether it was is for the caller to see by where the result stands.
///
/// # Errors
/// As [`dot`].
pub fn dot_into(left: &Array, right: &Array, output: Option<&Array>) -> Result<(Array, FloatErrors)> {
    if left.ndim() == 0 || right.ndim() == 0 {
        let mut outcome = elementwise::call(Op::Multiply, &[Operand::Array(left), Operand::Array(right)])?;
        let errors = outcome.errors;
        return Ok((outcome.outputs.pop().unwrap_or_else(|| left.clone()), errors));
    }
    let axis = right.ndim().saturating_sub(2);
    contract(left, right, axis, output)
}

/// The sum product over the last axes of both.
///
/// # Errors
/// As [`dot`].
pub fn inner(left: &Array, right: &Array) -> Result<(Array, FloatErrors)> {
    if left.ndim() == 0 || right.ndim() == 0 {
        return dot(left, right);
    }
    contract(left, right, right.ndim() - 1, None)
}

/// The sum product over the last axis of `left` and `axis` of `right`.
fn contract(
    left: &Array,
    right: &Array,
    axis: usize,
    output: Option<&Array>,
) -> Result<(Array, FloatErrors)> {
    let last = left.ndim() - 1;
    let length = left.shape()[last];
    if length != right.shape()[axis] {
        return Err(Error::value(format!(
            "shapes {} and {} not aligned: {length} (dim {last}) != {} (dim {axis})",
            stridewise_core::error::compact_tuple(left.shape()),
            stridewise_core::error::compact_tuple(right.shape()),
            right.shape()[axis]
        )));
    }
    // Where the right operand is a vector or both are matrices, this is what a matrix product does.
    if right.ndim() == 1 || left.ndim() <= 2 && right.ndim() == 2 && axis == 0 {
        return matrix_product(left, right, output);
    }
    let order: Vec<usize> =
        std::iter::once(axis).chain((0..right.ndim()).filter(|&other| other != axis)).collect();
    let turned = right.permuted(&order);
    let (rows, columns): (usize, usize) =
        (left.shape()[..last].iter().product(), turned.shape()[1..].iter().product());
    let matrix = left.reshape(&[rows as i64, length as i64], Order::C)?;
    let other = turned.reshape(&[length as i64, columns as i64], Order::C)?;
    let mut shape = lengths(&left.shape()[..last]);
    shape.extend(lengths(&turned.shape()[1..]));
    let output = output.filter(|output| lengths(output.shape()) == shape && output.view().is_c_contiguous());
    let output = output.map(|output| output.reshape(&[rows as i64, columns as i64], Order::C)).transpose()?;
    let (result, errors) = matrix_product(&matrix, &other, output.as_ref())?;
    Ok((result.reshape(&shape, Order::C)?, errors))
}

/// The sum product of all elements, in C order, the left ones conjugated.
///
/// # Errors
/// Value error where the sizes differ.
pub fn vdot(left: &Array, right: &Array) -> Result<(Array, FloatErrors)> {
    let (left, right) = (left.reshape(&[-1], Order::C)?, right.reshape(&[-1], Order::C)?);
    if left.size() != right.size() {
        return Err(Error::value("vectors have different lengths"));
    }
    let types = [OperandType::Strong(left.dtype()), OperandType::Strong(right.dtype())];
    product(&resolve(Op::Vecdot, &types)?, &left, &right)
}

/// The sum of the squares of all elements' sizes, without an axis, in the array's dtype (that of its parts where it is
/// complex). The elements are taken as they lie in memory.
pub(crate) fn sum_of_squares(array: &Array) -> Result<Array> {
    let turned = array.view().is_f_contiguous() && !array.view().is_c_contiguous();
    let flat = if turned { array.transposed() } else { array.clone() }.reshape(&[-1], Order::C)?;
    let types = [OperandType::Strong(flat.dtype()); 2];
    let (sum, _) = product(&resolve(Op::Vecdot, &types)?, &flat, &flat)?;
    if sum.number().is_complex() { crate::shape::real(&sum) } else { Ok(sum) }
}
