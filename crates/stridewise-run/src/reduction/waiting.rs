//! Reductions of an array that waits to be computed, in the pass that computes it.
#![expect(unsafe_code, reason = "writes the one element of a result")]

use stridewise_core::op::FloatErrors;
use stridewise_core::{Number, Result};
use stridewise_kernels::status;

use super::slabs::{self, Slabs};
use super::stack::{self, Stack};
use super::{Reduction, add_count, kept_layout, met_errors, shaped, start_value, whole_of};
use crate::Array;
use crate::cell::Cell;
use crate::late::{self, Program};

/// How an array that waits is cut, to be reduced along some axes as it is computed.
enum Pieces {
    /// Each is reduced by itself.
    Slabs(Slabs),
    /// One is folded upon the other.
    Stack(Stack),
}

impl Pieces {
    fn of(array: &Array, request: &Reduction<'_>) -> Option<Self> {
        Slabs::of(array, request.axes)
            .map(Self::Slabs)
            .or_else(|| Stack::of(array, request).map(Self::Stack))
            .or_else(|| Slabs::of_long(array, request.axes).map(Self::Slabs))
    }
}

/// Whether elements can be reduced piece by piece as they are computed.
pub(super) fn is_cut(array: &Array, request: &Reduction<'_>) -> bool {
    reduces_to_one(array, request.axes) || Pieces::of(array, request).is_some()
}

/// Whether all axes with several places are reduced.
fn reduces_to_one(array: &Array, axes: &[usize]) -> bool {
    axes.len() == array.ndim()
        || array.shape().iter().enumerate().all(|(axis, &length)| length == 1 || axes.contains(&axis))
}

/// The reduction of an array that waits to be computed, in the pass that computes it; `None` for others.
pub(super) fn reduce(
    array: &Array,
    request: &Reduction<'_>,
    number: Number,
    direct_truth: bool,
) -> Result<Option<(Array, FloatErrors)>> {
    if !request.runs_with_waiting(array) {
        return Ok(None);
    }
    let elements = if direct_truth { array.number() } else { number };
    if !reduces_to_one(array, request.axes) {
        let reduced = match Pieces::of(array, request) {
            Some(Pieces::Slabs(slabs)) => {
                slabs::reduce(&slabs, array, request, (number, elements), direct_truth)?
            }
            Some(Pieces::Stack(stack)) => stack::reduce(&stack, array, request, number)?,
            None => None,
        };
        return Ok(reduced.map(|(kept, errors)| (shaped(request, kept), errors)));
    }
    let Some(whole) = whole_of(request, number, elements) else { return Ok(None) };
    let start = start_value(request, number).map(|start| Cell::new(number.native(), start));
    status::clear();
    let fold = |program: &Program<'_>| whole.reduce(array.size(), start, program, program.work());
    let Some(total) = late::in_pass(array, request.op, elements, fold) else { return Ok(None) };
    add_count(request, &whole)?;
    let errors = met_errors()? & request.op.row().reported(&[number]);
    let kept = Array::fresh(number.native(), kept_layout(array, request.axes, number.size())?)?;
    // SAFETY: the result has one element, of the accumulator's dtype.
    unsafe { total.write(kept.view().address_for_writing(), kept.item_size()) };
    Ok(Some((shaped(request, kept), errors)))
}
