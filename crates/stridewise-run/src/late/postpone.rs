//! Making nodes: what is put off, and what runs at once.
//!
//! Nodes are made with the interpreter lock held where there is one, so that none comes between the look and the end of
//! small work that writes what it reads. Work that has to run before is run `outside`, where that lock is given away.

use std::sync::Arc;

use smallvec::SmallVec;
use stridewise_core::dtype::{self, IntegerLimits, python_int};
use stridewise_core::layout::byte_count;
use stridewise_core::op::{Op, Resolution, Resolved, common_shape, result_layout};
use stridewise_core::{DType, Layout, Number, Order, Result, Value, View};
use stridewise_plan::Work;

use super::bounds::is_too_long;
use super::fork::prepare_forks;
use super::graph;
use super::job::Purpose;
use super::mode::postpones;
use super::node::{Input, Node, Witness};
use super::program::{Program, loop_of};
use crate::Array;
use crate::cell::Cell;
use crate::elementwise::Operand;
use crate::guard::{self, Extent, Outside};

/// The result of an operation, to be written when somebody needs it; `None` where the call is not put off, and nothing
/// was done: where it is small, has no single result or one that may be refused, or reads memory that others may change
/// or that a running pass writes.
///
/// # Errors
/// Value error where the inputs do not broadcast; overflow error for Python integers beyond the loop's dtype; memory
/// error.
pub fn elementwise(
    resolved: &Resolved,
    inputs: &[Operand<'_>],
    order: Order,
    witness: Option<Box<dyn Witness>>,
    outside: Outside<'_>,
) -> Result<Option<Array>> {
    if resolved.outputs.len() != 1 || may_be_refused(resolved) {
        return Ok(None);
    }
    call(Work::Op(*resolved), inputs, order, witness, outside)
}

/// The elements cast to another dtype, later; `None` as for [`elementwise`], and for a copy in another order.
///
/// # Errors
/// Memory error.
pub fn cast(
    array: &Array,
    to: DType,
    order: Order,
    witness: Option<Box<dyn Witness>>,
    outside: Outside<'_>,
) -> Result<Option<Array>> {
    if !to.is_native() {
        return Ok(None);
    }
    // Only turning the order of axes gains nothing by waiting: the pass for that is one of its own.
    let laid_out = |order| array.layout().like(to.size(), array.item_size(), order);
    if array.number() == to.number() && laid_out(order) != laid_out(Order::Keep) {
        return Ok(None);
    }
    let work = Work::Cast { from: array.number(), to: to.number() };
    call(work, &[Operand::Array(array)], order, witness, outside)
}

/// The elements of `yes` where `condition`, which is boolean, is true, and of `no` elsewhere, all of dtype `number`,
/// later; `None` as for [`elementwise`].
///
/// # Errors
/// As [`elementwise`].
pub fn select(
    condition: &Array,
    yes: Operand<'_>,
    no: Operand<'_>,
    number: Number,
    outside: Outside<'_>,
) -> Result<Option<Array>> {
    if condition.dtype() != DType::BOOL {
        return Ok(None);
    }
    call(Work::Select(number), &[Operand::Array(condition), yes, no], Order::Keep, None, outside)
}

/// Whether a call on these operands may be put off at all: some are arrays with axes, and no memory is read that others may
/// change.
pub fn may_wait(operands: &[Operand<'_>]) -> bool {
    let mut has_axes = false;
    for operand in operands {
        if let Operand::Array(array) = operand {
            if array.view().buffer().is_exported() || !array.dtype().is_native() {
                return false;
            }
            has_axes |= array.ndim() > 0;
        }
    }
    has_axes
}

/// Whether an element of the result may be an error.
pub(super) fn may_be_refused(resolved: &Resolved) -> bool {
    resolved.op == Op::Power && !resolved.outputs.iter().all(|number| number.is_inexact())
}

fn call(
    work: Work,
    inputs: &[Operand<'_>],
    order: Order,
    witness: Option<Box<dyn Witness>>,
    outside: Outside<'_>,
) -> Result<Option<Array>> {
    let arrays = || {
        inputs.iter().filter_map(|input| match input {
            Operand::Array(array) => Some(*array),
            Operand::Weak(_) | Operand::Scalar(..) => None,
        })
    };
    if !may_wait(inputs) || loop_of(&work).is_none() {
        return Ok(None);
    }
    let layouts: SmallVec<[&Layout; 4]> = arrays().map(Array::layout).collect();
    let shape = common_shape(&layouts)?;
    let elements: usize = shape.iter().product();
    if elements == 0 || !postpones(elements) {
        return Ok(None);
    }
    let sizes: SmallVec<[(&Layout, usize); 4]> =
        arrays().map(|array| (array.layout(), array.item_size())).collect();
    let size = work.output().size();
    let layout = match (&work, inputs) {
        // A copy orders axes by their steps alone; operations leave those of repeated elements where they are.
        (Work::Cast { .. }, [Operand::Array(array)]) => {
            byte_count(&shape, size)?;
            array.layout().like(size, array.item_size(), order)
        }
        _ => result_layout(&shape, &sizes, size, order)?,
    };
    let Some(read) = read_by(&work, inputs, &layout, outside)? else { return Ok(None) };
    let ready: SmallVec<[Extent; 3]> = read
        .iter()
        .filter_map(|input| match input {
            Input::Ready(view) => Some(Extent::read(view)),
            Input::Constant(..) | Input::Node(_) => None,
        })
        .collect();
    // Who writes has settled what was put off before; more may come when it is done.
    if !guard::is_free(&ready) {
        return Ok(None);
    }
    prepare_forks();
    let (node, result) = Node::put_off(work, read, layout, witness)?;
    let (waiting, surplus) = graph::lock().bounds.admit(&node);
    if surplus > 0 {
        outside(&mut || waiting.iter().take(surplus).for_each(graph::settle));
    }
    Ok(Some(Array::from_view(result)))
}

/// What an operation on these operands reads, in the order of a result of this layout; `None` where it has to run at once.
pub(super) fn read_by(
    work: &Work,
    inputs: &[Operand<'_>],
    layout: &Layout,
    outside: Outside<'_>,
) -> Result<Option<SmallVec<[Input; 3]>>> {
    let mut read: SmallVec<[Input; 3]> = SmallVec::new();
    for (place, input) in inputs.iter().enumerate() {
        read.push(match *input {
            Operand::Array(array) => match waiting(array, layout, work.output().size()) {
                Some(node) => Input::Node(node),
                None => Input::Ready(settled(array, &layout.shape, outside)?),
            },
            Operand::Weak(value) => {
                let number = work.input(place);
                if is_outside(work, value, number) {
                    return Ok(None);
                }
                let value = match value {
                    Value::Int(value) => python_int(value, number)?,
                    value => value,
                };
                // What bringing a number to the dtype meets is reported at the call.
                if !dtype::cast_errors(value, number).is_empty() {
                    return Ok(None);
                }
                Input::Constant(number, Cell::new(number.native(), value))
            }
            Operand::Scalar(number, value) => Input::Constant(number, Cell::new(number.native(), value)),
        });
    }
    if is_too_long(&read) {
        outside(&mut || {
            for input in &read {
                if let Input::Node(node) = input {
                    graph::settle(node);
                }
            }
        });
        for (input, operand) in read.iter_mut().zip(inputs) {
            if let (Input::Node(_), Operand::Array(array)) = (&*input, operand) {
                *input = Input::Ready(settled(array, &layout.shape, outside)?);
            }
        }
    }
    Ok(Some(read))
}

/// The node behind an array whose elements wait, where they stand in the order of the result.
fn waiting(array: &Array, result: &Layout, size: usize) -> Option<Arc<Node>> {
    let writer = array.view().buffer().writer()?;
    let node = (writer as Arc<dyn std::any::Any + Send + Sync>).downcast::<Node>().ok()?;
    let whole = *array.layout() == node.layout && array.number() == node.work.output();
    let in_order = array.shape() == result.shape.as_slice()
        && array.strides().iter().zip(&result.strides).zip(array.shape()).all(|((ours, theirs), &length)| {
            length == 1 || ours * size as isize == theirs * array.item_size() as isize
        });
    (whole && in_order).then_some(node)
}

/// The node's number, where the array is the only handle on its buffer: once this operation has read it, nobody will.
pub(super) fn passing(array: &Array, node: &Node) -> Option<u64> {
    (Arc::strong_count(array.view().buffer()) == 1).then_some(node.sequence)
}

/// Has `work` done with the pass that computes the elements of an array that waits, brought to the dtype `number` for a
/// reduction by `op`; `None` where it does not wait. Who else holds the array finds it written, so all elements must be
/// computed; where its only handle is this one, it is not written.
pub(crate) fn in_pass<T>(
    array: &Array,
    op: Op,
    number: Number,
    work: impl FnOnce(&Program<'_>) -> T,
) -> Option<T> {
    let node = waiting(array, array.layout(), array.item_size())?;
    let passing = passing(array, &node);
    graph::run(&node, Purpose::Fold { op, number }, passing.as_slice(), |job| job.with_program(work))
        .flatten()
}

/// The elements, written, with strides over the shape.
fn settled(array: &Array, shape: &[usize], outside: Outside<'_>) -> Result<View> {
    let view = array.view();
    if view.buffer().is_unwritten() {
        outside(&mut || array.evaluate());
    }
    Ok(if array.shape() == shape {
        view.clone()
    } else {
        view.with_layout(view.layout().broadcast_to(shape)?)
    })
}

/// Whether a Python integer lies outside the dtype that it is compared with, or chosen for, which is no error.
fn is_outside(work: &Work, value: Value, number: Number) -> bool {
    let takes_any = match work {
        Work::Op(resolved) => resolved.op.row().resolution == Resolution::Comparison,
        Work::Select(_) => true,
        Work::Cast { .. } => false,
    };
    match value {
        Value::Int(value) if takes_any => {
            IntegerLimits::of(number).is_some_and(|limits| !limits.contains(value))
        }
        _ => false,
    }
}
