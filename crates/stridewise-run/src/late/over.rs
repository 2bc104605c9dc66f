//! Operations that write over an array, in one pass with what they read and what waits.

use smallvec::SmallVec;
use stridewise_core::op::{FloatErrors, Resolved};
use stridewise_core::{Order, Result};
use stridewise_kernels::status;
use stridewise_plan::Work;

use super::graph;
use super::job::Purpose;
use super::node::{Input, Node};
use super::postpone::{may_be_refused, passing, read_by};
use super::program::loop_of;
use crate::Array;
use crate::elementwise::Operand;
use crate::guard::{self, Extent, Outside};

/// Writes the result of an operation over `target` at once, together with those of its inputs that wait, and returns the
/// errors that it met; `None`, and nothing is written, where no input waits or a pass of its own has to do it: where the
/// dtype or shape of the result is another, the target is not dense, or an input shares its memory element for other
/// element.
///
/// # Errors
/// Value error where the target is read-only; overflow error for Python integers beyond the loop's dtype.
pub fn write_over(
    resolved: &Resolved,
    inputs: &[Operand<'_>],
    target: &Array,
    outside: Outside<'_>,
) -> Result<Option<FloatErrors>> {
    let work = Work::Op(*resolved);
    let fits = resolved.outputs.len() == 1
        && !may_be_refused(resolved)
        && target.dtype() == work.output().native()
        && is_dense(target)
        && loop_of(&work).is_some();
    if !fits || !inputs.iter().any(waits) {
        return Ok(None);
    }
    target.require_writeable("output array")?;
    let broadcasts = |input: &Operand<'_>| match input {
        Operand::Array(array) => array.layout().broadcast_to(target.shape()).is_ok(),
        Operand::Weak(_) | Operand::Scalar(..) => true,
    };
    if !inputs.iter().all(broadcasts) {
        return Ok(None);
    }
    loop {
        // Who reads the target, and what it waits for, comes before.
        let buffer = target.view().buffer();
        if buffer.is_waited_for() {
            outside(&mut || {
                buffer.start_for_writing();
            });
            continue;
        }
        let Some(read) = read_by(&work, inputs, target.layout(), outside)? else { return Ok(None) };
        if read.iter().all(|input| !matches!(input, Input::Node(_))) {
            return Ok(None);
        }
        let mut extents: SmallVec<[Extent; 4]> = SmallVec::from_iter([Extent::write(target.view())]);
        for input in &read {
            let Input::Ready(view) = input else { continue };
            let same = view.place() == target.view().place()
                && view.dtype() == target.dtype()
                && view.strides() == target.strides();
            if view.may_share_memory(target.view()) && !same {
                return Ok(None);
            }
            extents.push(Extent::read(view));
        }
        let guard = guard::hold_outside(resolved.op.row().name, &extents, outside)?;
        // Whoever waits for this memory now came between: no pass that waits for it may be in the way of this one.
        if buffer.is_waited_for() {
            drop(guard);
            continue;
        }
        let passing: SmallVec<[u64; 3]> = inputs
            .iter()
            .zip(&read)
            .filter_map(|(input, read)| match (input, read) {
                (Operand::Array(array), Input::Node(node)) => passing(array, node),
                _ => None,
            })
            .collect();
        let node = Node::writing_over(work, read, target.view());
        let mut errors = None;
        outside(&mut || {
            errors = graph::run(&node, Purpose::Write, &passing, |job| {
                let status = status::Held::new();
                job.run();
                status.restore(FloatErrors::NONE);
                job.errors()
            });
        });
        drop(guard);
        return Ok(errors);
    }
}

fn waits(input: &Operand<'_>) -> bool {
    matches!(input, Operand::Array(array) if array.view().buffer().is_unwritten())
}

/// Whether elements stand one behind the other, in some order of the axes.
fn is_dense(array: &Array) -> bool {
    let size = array.item_size();
    array.size() > 0 && array.layout().like(size, size, Order::Keep).strides == array.layout().strides
}
