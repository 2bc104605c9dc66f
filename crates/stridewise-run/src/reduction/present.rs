//! Sums and products of what is not NaN.
#![expect(unsafe_code, reason = "calls loops on raw pointers into a fresh array")]

use stridewise_core::layout::Traversal;
use stridewise_core::op::{FloatErrors, Op};
use stridewise_core::{DType, Number, Order, Result, Value};
use stridewise_kernels::reduction::skipping;

use super::{Initial, Nan, Reduction, kept_layout, loop_number, reduce, shaped};
use crate::Array;

/// Whether NaN among the elements is NaN in the loop's dtype, too, so that it can be passed by there: not where complex
/// elements become real ones.
pub(crate) fn stays_nan(array: &Array, number: Number) -> bool {
    array.number().is_inexact() && number.is_inexact() && array.number().is_complex() <= number.is_complex()
}

/// Whether a loop may pass NaN by: not where the first element is the accumulator.
pub(super) fn may_be_skipped(array: &Array, number: Number, initial: Initial) -> bool {
    stays_nan(array, number) && initial != Initial::First
}

/// The elements with what changes no sum (or product) in place of NaN: zero, or one. Arrays of dtypes without NaN, and for
/// other operations, are given back as they are.
///
/// # Errors
/// Memory error where there are no bytes for the copy.
pub fn replaced(array: &Array, op: Op) -> Result<Array> {
    let Some(skipping) = skipping(op, array.number()) else { return Ok(array.clone()) };
    let copy = if array.dtype().is_native() {
        array.copy(Order::Keep)?
    } else {
        array.astype(array.dtype().to_native(), Order::Keep)?
    };
    let walk = Traversal::new(copy.shape(), &[copy.strides()]);
    let (length, step, start) =
        (walk.inner_length(), walk.inner_strides()[0], copy.view().address_for_writing());
    if copy.size() > 0 {
        let _ = walk.for_each(|offsets| -> std::result::Result<(), ()> {
            let run = start.wrapping_offset(offsets[0]);
            // SAFETY: the walk stays inside the copy, which nobody else has.
            unsafe { (skipping.replace)(length, [run; 2].as_ptr(), [step; 2].as_ptr()) };
            Ok(())
        });
    }
    Ok(copy)
}

/// A sum or product of what is not NaN, and how many elements (int64) were passed by: NaN, and those that the mask leaves
/// out. Also tells which floating-point errors that met.
///
/// # Errors
/// As [`reduce`].
pub fn reduce_present(array: &Array, request: &Reduction<'_>) -> Result<(Array, Array, FloatErrors)> {
    let number = loop_number(request.op, array.dtype(), request.number, request.out)?;
    if array.number().is_inexact() && !may_be_skipped(array, number, request.initial) {
        let counting = Reduction { number: None, out: None, initial: Initial::Identity, ..*request };
        let missing = reduce_present(array, &counting)?.1;
        let (result, errors) = reduce(array, &Reduction { nan: Nan::Skipped, ..*request })?;
        return Ok((result, missing, errors));
    }
    let layout = kept_layout(array, request.axes, DType::I64.size())?;
    let missing = Array::fresh(DType::I64, layout)?;
    missing.fill(Value::Int(0))?;
    let (result, errors) = reduce(array, &Reduction { nan: Nan::Counted(&missing), ..*request })?;
    Ok((result, shaped(request, missing), errors))
}
