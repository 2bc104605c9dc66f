//! Products over core dimensions: matrices and vectors, with leading axes that broadcast.
#![expect(unsafe_code, reason = "calls products on raw pointers into views")]

use smallvec::SmallVec;
use stridewise_core::dtype::C128;
use stridewise_core::layout::{Traversal, broadcast_shapes};
use stridewise_core::op::{FloatErrors, Op, Resolved};
use stridewise_core::{Error, Layout, Number, Order, Result, Shape, Strides};
use stridewise_kernels::product::{Matrix, find_product};
use stridewise_kernels::status;

use crate::Array;

/// Which of an operand's last axes are the rows and columns of its matrices.
struct Cores {
    /// Whether the left operand has an axis of rows, and the right one of columns.
    rows: bool,
    columns: bool,
    /// Whether the left operand is conjugated.
    conjugates: bool,
}

/// Computes one of the operations with core dimensions, in the loop's dtype.
///
/// # Errors
/// Value error, with NumPy's text, where core dimensions differ or an operand has too few axes; that of broadcasting
/// of the leading ones.
pub fn product(resolved: &Resolved, left: &Array, right: &Array) -> Result<(Array, FloatErrors)> {
    let op = resolved.op;
    let row = op.row();
    let signature = row.core_dimensions.unwrap_or("");
    let number = resolved.outputs[0];
    let cores = Cores {
        rows: match op {
            Op::Matmul => left.ndim() > 1,
            Op::Matvec => true,
            _ => false,
        },
        columns: match op {
            Op::Matmul => right.ndim() > 1,
            Op::Vecmat => true,
            _ => false,
        },
        conjugates: matches!(op, Op::Vecdot | Op::Vecmat),
    };
    let needed = |place: usize| match (op, place) {
        (Op::Matvec, 0) | (Op::Vecmat, 1) => 2,
        _ => 1,
    };
    for (place, operand) in [left, right].into_iter().enumerate() {
        if operand.ndim() < needed(place) {
            return Err(Error::value(format!(
                "{}: Input operand {place} does not have enough dimensions (has {}, gufunc core with signature \
                 {signature} requires {})",
                row.name,
                operand.ndim(),
                needed(place)
            )));
        }
    }
    let inner = left.shape()[left.ndim() - 1];
    let right_inner_axis = right.ndim() - if cores.columns { 2 } else { 1 };
    let right_inner = right.shape()[right_inner_axis];
    if inner != right_inner {
        return Err(Error::value(format!(
            "{}: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature {signature} (size \
             {right_inner} is different from {inner})",
            row.name
        )));
    }
    let (left, right) = (in_dtype(left, number)?, in_dtype(right, number)?);
    let left = if cores.conjugates && number.is_complex() { conjugated(&left)? } else { left };
    let rows = if cores.rows { left.shape()[left.ndim() - 2] } else { 1 };
    let columns = if cores.columns { right.shape()[right.ndim() - 1] } else { 1 };
    let left_lead = left.ndim() - if cores.rows { 2 } else { 1 };
    let right_lead = right_inner_axis;
    let lead = broadcast_shapes(&[&left.shape()[..left_lead], &right.shape()[..right_lead]])?;
    // The loop sets a column aside, which only a long one may find no memory for.
    if inner > 1 << 20 && Vec::<C128>::new().try_reserve_exact(inner).is_err() {
        return Err(Error::out_of_memory(&[inner], number.native()));
    }
    if lead.is_empty() {
        let sizes = [rows, inner, columns];
        return single(&cores, sizes, &left, &right, number).map(|(result, errors)| {
            (result, if errors.is_empty() { errors } else { errors & row.reported(&[number]) })
        });
    }
    let mut shape: Shape = lead.clone();
    shape.extend(cores.rows.then_some(rows));
    shape.extend(cores.columns.then_some(columns));
    let result = Array::zeros(number.native(), &shape, Order::C)?;
    let spread = |array: &Array, count: usize| -> Strides {
        let missing = lead.len() - count;
        (0..lead.len())
            .map(|axis| match axis.checked_sub(missing) {
                Some(own) if array.shape()[own] == lead[axis] => array.strides()[own],
                _ => 0,
            })
            .collect()
    };
    let (left_steps, right_steps) = (spread(&left, left_lead), spread(&right, right_lead));
    let result_steps: Strides = result.strides()[..lead.len()].into();
    let step = |array: &Array, from_end: usize| array.strides()[array.ndim() - from_end];
    let multiply = find_product(number);
    status::clear();
    // One batch after the other, each a matrix: the walk has no run of its own.
    let mut lengths = lead.clone();
    lengths.push(1);
    let with_end = |steps: &Strides| -> Strides { steps.iter().copied().chain([0]).collect() };
    let (a, b, c) = (with_end(&left_steps), with_end(&right_steps), with_end(&result_steps));
    let walk = Traversal::in_c_order(&lengths, &[&a, &b, &c]);
    let (count, steps) = (walk.inner_length(), walk.inner_strides());
    if result.size() > 0 {
        let _ = walk.for_each(|offsets| -> std::result::Result<(), ()> {
            for place in 0..count as isize {
                let at = |array: &Array, operand: usize| {
                    array.view().address().wrapping_offset(offsets[operand] + place * steps[operand])
                };
                let left_matrix = Matrix {
                    start: at(&left, 0),
                    row_step: if cores.rows { step(&left, 2) } else { 0 },
                    column_step: step(&left, 1),
                };
                let right_matrix = Matrix {
                    start: at(&right, 1),
                    row_step: right.strides()[right_inner_axis],
                    column_step: if cores.columns { step(&right, 1) } else { 0 },
                };
                let target = Matrix {
                    start: at(&result, 2),
                    row_step: if cores.rows { step(&result, if cores.columns { 2 } else { 1 }) } else { 0 },
                    column_step: if cores.columns { step(&result, 1) } else { 0 },
                };
                // SAFETY: the matrices lie inside their arrays; the result is fresh.
                unsafe { multiply([rows, inner, columns], left_matrix, right_matrix, target) };
            }
            Ok(())
        });
    }
    let errors = status::read() & row.reported(&[number]);
    Ok((result, errors))
}

/// The product of two operands without leading axes.
fn single(
    cores: &Cores,
    sizes: [usize; 3],
    left: &Array,
    right: &Array,
    number: Number,
) -> Result<(Array, FloatErrors)> {
    let [rows, _, columns] = sizes;
    let shape: &[usize] = match (cores.rows, cores.columns) {
        (true, true) => &[rows, columns],
        (true, false) => &[rows],
        (false, true) => &[columns],
        (false, false) => &[],
    };
    let result = Array::zeros(number.native(), shape, Order::C)?;
    let matrix = |array: &Array, rows: bool, columns: bool| {
        let steps = array.strides();
        Matrix {
            start: array.view().address(),
            row_step: if rows { steps[0] } else { 0 },
            column_step: if columns { steps[steps.len() - 1] } else { 0 },
        }
    };
    if result.size() == 0 {
        return Ok((result, FloatErrors::NONE));
    }
    status::clear();
    // SAFETY: the matrices are the arrays; the result is fresh.
    unsafe {
        find_product(number)(
            sizes,
            matrix(left, cores.rows, true),
            matrix(right, true, cores.columns),
            matrix(&result, cores.rows, cores.columns),
        );
    }
    Ok((result, status::read()))
}

fn in_dtype(array: &Array, number: Number) -> Result<Array> {
    if array.dtype() == number.native() {
        Ok(array.clone())
    } else {
        array.astype(number.native(), Order::Keep)
    }
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
