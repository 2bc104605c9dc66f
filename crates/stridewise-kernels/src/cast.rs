//! Casts: the one square of dtypes by dtypes. Byte order is seen here and nowhere else.
#![expect(unsafe_code, reason = "instantiates inner loops, which work on raw pointers")]

use smallvec::SmallVec;
use stridewise_core::dtype::ConvertFrom;
use stridewise_core::{DType, Element, Number, dispatch};

use crate::inner_loop::{Loop, unary};

/// The loop that casts native elements of `from` to native elements of `to`.
pub fn cast_loop(from: Number, to: Number) -> Loop {
    dispatch!(from, S => dispatch!(to, D => |length, pointers, strides| {
        // SAFETY: the caller keeps the promise of `Loop` for one input of S and one output of D.
        unsafe { unary::<S, D>(length, pointers, strides, D::convert_from) }
    }))
}

/// The loop that copies elements and turns their bytes around.
pub fn swap_loop(number: Number) -> Loop {
    dispatch!(number, T => |length, pointers, strides| {
        // SAFETY: the caller keeps the promise of `Loop` for one input and one output of T.
        unsafe { unary::<T, T>(length, pointers, strides, Element::swap_bytes) }
    })
}

/// The loops that, one after the other, bring elements of one dtype to another: at most turning the bytes around,
/// casting, and turning around again. Each step writes native elements of the dtype beside it, the last one the
/// target's bytes.
pub fn cast_steps(from: DType, to: DType) -> SmallVec<[(Loop, Number); 3]> {
    let mut steps = SmallVec::new();
    if from.number() == to.number() {
        let number = from.number();
        let turn = from.is_native() != to.is_native();
        steps.push((if turn { swap_loop(number) } else { cast_loop(number, number) }, number));
        return steps;
    }
    if !from.is_native() {
        steps.push((swap_loop(from.number()), from.number()));
    }
    steps.push((cast_loop(from.number(), to.number()), to.number()));
    if !to.is_native() {
        steps.push((swap_loop(to.number()), to.number()));
    }
    steps
}
