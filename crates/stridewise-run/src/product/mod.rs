//! Products over core dimensions: matrices and vectors, with leading axes that broadcast.
#![expect(unsafe_code, reason = "calls products on raw pointers into views")]

mod batch;
mod operation;
mod outline;
mod single;

use smallvec::SmallVec;
use stridewise_core::op::{FloatErrors, Op, Resolved};
use stridewise_core::{Error, Layout, Number, Order, Result};
use stridewise_kernels::product::{Matrix, Problem, computing_number, find};
use stridewise_kernels::status;

use crate::Array;
use batch::Batch;
pub use operation::Product;
use outline::Outline;

/// Computes one of the operations with core dimensions, in the loop's dtype.
///
/// # Errors
/// Value error, with NumPy's text, where core dimensions differ or an operand has too few axes; that of broadcasting
/// of the leading ones.
pub fn product(resolved: &Resolved, left: &Array, right: &Array) -> Result<(Array, FloatErrors)> {
    product_into(resolved, left, right, None)
}

/// As [`product`], written to `output` where that can take it as it is: an array of the result's shape and of the loop's
/// dtype, apart from the operands. Whether it was is for the caller to see by where the result stands.
///
/// # Errors
/// As [`product`].
pub fn product_into(
    resolved: &Resolved,
    left: &Array,
    right: &Array,
    output: Option<&Array>,
) -> Result<(Array, FloatErrors)> {
    let outline = Outline::new(resolved.op, left.shape(), right.shape())?;
    let number = resolved.outputs[0];
    let computing = computing_number(number);
    let (left, right) = (in_dtype(left, number, computing)?, in_dtype(right, number, computing)?);
    let shape = outline.shape();
    let takes = |output: &&Array| {
        output.is_writeable()
            && output.dtype() == computing.native()
            && output.shape() == shape.as_slice()
            && !output.view().may_share_memory(left.view())
            && !output.view().may_share_memory(right.view())
            && !output.may_overlap_itself()
    };
    let result = match output.filter(takes) {
        Some(output) => output.clone(),
        None => Array::fresh_dense(computing.native(), &shape)?,
    };
    status::clear();
    if result.size() > 0 {
        compute(resolved.op, &outline, &left, &right, &result, computing)?;
    }
    let result = if computing == number { result } else { result.astype(number.native(), Order::C)? };
    let errors = status::read();
    Ok((result, if errors.is_empty() { errors } else { errors & resolved.op.row().reported(&[number]) }))
}

/// Computes all products of operands and a result of the dtype that they are computed in.
fn compute(
    op: Op,
    outline: &Outline,
    left: &Array,
    right: &Array,
    result: &Array,
    number: Number,
) -> Result<()> {
    let Some(kernels) = find(number) else {
        return Err(Error::type_error(format!("'{}' has no loop of {}", op.row().name, number.name())));
    };
    let is_dot = !outline.rows && !outline.columns;
    let conjugates = matches!(op, Op::Vecdot | Op::Vecmat) && number.is_complex();
    let conjugate;
    let left = if conjugates && !is_dot {
        conjugate = conjugated(left)?;
        &conjugate
    } else {
        left
    };
    let matrix = |array: &Array, start: *mut u8, rows: bool, columns: bool| {
        let strides = array.strides();
        let last = strides.len().wrapping_sub(1);
        let step = |there: bool, place: usize| if there { strides[place] } else { 0 };
        Matrix {
            start,
            row_step: step(rows, last.wrapping_sub(usize::from(columns))),
            column_step: step(columns, last),
        }
    };
    let problem = Problem {
        shape: outline.sizes,
        left: matrix(left, left.view().address(), outline.rows, true),
        right: matrix(right, right.view().address(), true, outline.columns),
        target: matrix(result, result.view().address_for_writing(), outline.rows, outline.columns),
    };
    if outline.lead.is_empty() && !(is_dot && conjugates) {
        // SAFETY: the matrices are the arrays; the result is apart from the operands.
        return unsafe { single::multiply(kernels, problem, true) };
    }
    let cores = [1 + usize::from(outline.rows), 1 + usize::from(outline.columns)];
    let steps = |array: &Array, core: usize| {
        let lead = array.ndim() - core;
        outline.steps(&array.shape()[..lead], &array.strides()[..lead])
    };
    let core = usize::from(outline.rows) + usize::from(outline.columns);
    let steps = [steps(left, cores[0]), steps(right, cores[1]), steps(result, core)];
    let batch = Batch { problem, lengths: &outline.lead, steps, conjugates };
    // SAFETY: the matrices lie inside their arrays; no element of the result stands for two.
    unsafe { batch.run(kernels) }
}

/// The array in the dtype that the product is computed in, by way of that of the loop.
#[inline]
fn in_dtype(array: &Array, number: Number, computing: Number) -> Result<Array> {
    if array.dtype() == computing.native() {
        return Ok(array.clone());
    }
    if computing == number || array.number() == number {
        return array.astype(computing.native(), Order::Keep);
    }
    array.astype(number.native(), Order::Keep)?.astype(computing.native(), Order::Keep)
}

fn conjugated(array: &Array) -> Result<Array> {
    let mut outcome = crate::elementwise::call(Op::Conjugate, &[crate::elementwise::Operand::Array(array)])?;
    Ok(outcome.outputs.pop().unwrap_or_else(|| array.clone()))
}

/// The array with the axes `from` moved to its end, in that order.
pub fn with_last_axes(array: &Array, from: &[usize]) -> Array {
    let mut order: SmallVec<[usize; 4]> = (0..array.ndim()).filter(|axis| !from.contains(axis)).collect();
    order.extend_from_slice(from);
    array.permuted(&order)
}

/// The array with its last axes moved to the places `to`: the opposite of [`with_last_axes`].
pub fn with_axes_at(array: &Array, to: &[usize]) -> Array {
    let lead = array.ndim() - to.len();
    let mut order: SmallVec<[usize; 4]> = SmallVec::new();
    let mut next = 0..lead;
    for axis in 0..array.ndim() {
        match to.iter().position(|place| *place == axis) {
            Some(place) => order.push(lead + place),
            None => order.extend(next.next()),
        }
    }
    let layout: Layout = array.layout().permuted(&order);
    array.with_layout(layout)
}
