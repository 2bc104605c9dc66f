//! Stacks of matrices: their dtypes, their shapes, and the walk over them.

use stridewise_core::operation::{Outline, Outlines};
use stridewise_core::{Cost, Element, Error, Layout, Number, Order, Shape};
use stridewise_run::Fresh;

use crate::{Array, Result};

/// The number that linear algebra on these computes in: single precision where all have it, else double.
///
/// # Errors
/// Type error for half precision.
pub fn common_number(numbers: &[Number]) -> Result<Number> {
    if numbers.contains(&Number::F16) {
        return Err(Error::type_error("array type float16 is unsupported in linalg"));
    }
    let single = numbers.iter().all(|number| matches!(number, Number::F32 | Number::C64));
    Ok(match (single, numbers.iter().any(|number| number.is_complex())) {
        (true, false) => Number::F32,
        (true, true) => Number::C64,
        (false, false) => Number::F64,
        (false, true) => Number::C128,
    })
}

/// The number of double precision that stands for this one.
pub(super) fn double(number: Number) -> Number {
    if number.is_complex() { Number::C128 } else { Number::F64 }
}

/// Refuses arrays of fewer than two axes.
pub(super) fn require_stacked(shape: &[usize]) -> Result<()> {
    if shape.len() < 2 {
        return Err(Error::linear_algebra(format!(
            "{}-dimensional array given. Array must be at least two-dimensional",
            shape.len()
        )));
    }
    Ok(())
}

/// The matrices' order.
pub(super) fn require_square(shape: &[usize]) -> Result<usize> {
    require_stacked(shape)?;
    let [.., rows, columns] = *shape else { return Ok(0) };
    if rows != columns {
        return Err(Error::linear_algebra("Last 2 dimensions of the array must be square"));
    }
    Ok(rows)
}

/// Rows and columns of the matrices.
pub(super) fn matrix_shape(shape: &[usize]) -> [usize; 2] {
    match *shape {
        [.., rows, columns] => [rows, columns],
        _ => [1, 1],
    }
}

/// The axes ahead of the matrices'.
pub(super) fn lead(shape: &[usize]) -> &[usize] {
    &shape[..shape.len().saturating_sub(2)]
}

/// The axes ahead, followed by these.
pub(super) fn stacked(lead: &[usize], core: &[usize]) -> Shape {
    lead.iter().chain(core).copied().collect()
}

/// The array with its last two axes exchanged.
pub(super) fn turned(array: &Array) -> Array {
    let mut axes: Vec<usize> = (0..array.ndim()).collect();
    if let [.., a, b] = &mut axes[..] {
        std::mem::swap(a, b);
    }
    array.permuted(&axes)
}

/// A copy with the rows of each matrix one behind the other.
pub(super) fn by_rows<T: Element>(array: &Array) -> Result<Fresh<T>> {
    Fresh::copy_of(array, Order::C)
}

/// A copy with the columns of each matrix one behind the other.
pub(super) fn by_columns<T: Element>(array: &Array) -> Result<Fresh<T>> {
    Fresh::copy_of(&turned(array), Order::C)
}

/// The array, in C order, of matrices that were written column by column.
pub(super) fn from_columns<T: Element>(matrices: Fresh<T>) -> Result<Array> {
    turned(&matrices.finish()).copy(Order::C)
}

/// What a routine's operand is, as `infer` sees it.
pub(super) fn only<'a>(name: &str, operands: &'a [Outline]) -> Result<&'a Outline> {
    match operands {
        [operand] => Ok(operand),
        _ => Err(Error::value(format!("{name} takes one array, got {}", operands.len()))),
    }
}

/// Results in C order.
pub(super) fn outlines<const N: usize>(results: [(Number, Shape); N]) -> Result<Outlines> {
    results
        .into_iter()
        .map(|(number, shape)| {
            let dtype = number.native();
            Ok(Outline { dtype, layout: Layout::contiguous(&shape, dtype.size())? })
        })
        .collect()
}

/// What reading these once and writing those takes.
pub(super) fn cost(read: &[Outline], written: &[Outline], flops: u64) -> Cost {
    let bytes_written = bytes_of(written);
    Cost { passes: 1, bytes_read: bytes_of(read), bytes_written, bytes_allocated: bytes_written, flops }
}

fn bytes_of(outlines: &[Outline]) -> u64 {
    outlines.iter().map(|outline| outline.layout.size() as u64 * outline.dtype.size() as u64).sum()
}

/// So many matrices stand in an array of this shape.
pub(super) fn count(shape: &[usize]) -> usize {
    lead(shape).iter().product()
}
