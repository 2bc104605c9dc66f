//! Comparisons and truth values. Complex numbers compare by their real parts, then by the imaginary ones.
#![expect(unsafe_code, reason = "instantiates inner loops, which work on raw pointers")]

use stridewise_core::dtype::{Convert, half_to_single};
use stridewise_core::op::Op;
use stridewise_core::{Bool, Number, dispatch};

use super::complex::ComplexParts;
use crate::inner_loop::{Loop, loop_over};

/// The six loops of one pair of dtypes, by what is compared.
macro_rules! compare {
    ($op:expr, $A:ty, $B:ty, |$a:ident, $b:ident| $left:expr, $right:expr) => {
        match $op {
            Op::Equal => Some(loop_over!(binary: $A, $B => Bool; |$a: $A, $b: $B| ($left == $right).into())),
            Op::NotEqual => Some(loop_over!(binary: $A, $B => Bool; |$a: $A, $b: $B| ($left != $right).into())),
            Op::Less => Some(loop_over!(binary: $A, $B => Bool; |$a: $A, $b: $B| ($left < $right).into())),
            Op::LessEqual => Some(loop_over!(binary: $A, $B => Bool; |$a: $A, $b: $B| ($left <= $right).into())),
            Op::Greater => Some(loop_over!(binary: $A, $B => Bool; |$a: $A, $b: $B| ($left > $right).into())),
            Op::GreaterEqual => Some(loop_over!(binary: $A, $B => Bool; |$a: $A, $b: $B| ($left >= $right).into())),
            _ => None,
        }
    };
}

pub(super) fn find(op: Op, left: Number, right: Number) -> Option<Loop> {
    match (left, right) {
        // No common integer type holds both: compared as wider integers, they compare exactly.
        (Number::I64, Number::U64) => compare!(op, i64, u64, |a, b| i128::from(a), i128::from(b)),
        (Number::U64, Number::I64) => compare!(op, u64, i64, |a, b| i128::from(a), i128::from(b)),
        (Number::Bool, _) => compare!(op, Bool, Bool, |a, b| a.get(), b.get()),
        (Number::F16, _) => compare!(op, half::f16, half::f16, |a, b| half_to_single(a), half_to_single(b)),
        (Number::C64 | Number::C128, _) => dispatch!(left, T in complexes => match op {
            Op::Equal => Some(loop_over!(binary: T, T => Bool; |a: T, b: T| (a == b).into())),
            Op::NotEqual => Some(loop_over!(binary: T, T => Bool; |a: T, b: T| (a != b).into())),
            Op::Less => Some(loop_over!(binary: T, T => Bool; |a: T, b: T| a.meeting(b).below(b).into())),
            Op::LessEqual => Some(loop_over!(binary: T, T => Bool; |a: T, b: T| a.meeting(b).at_most(b).into())),
            Op::Greater => Some(loop_over!(binary: T, T => Bool; |a: T, b: T| b.meeting(a).below(a).into())),
            Op::GreaterEqual => Some(loop_over!(binary: T, T => Bool; |a: T, b: T| b.meeting(a).at_most(a).into())),
            _ => None,
        }, else => None),
        _ => dispatch!(left, T in reals => compare!(op, T, T, |a, b| a, b), else => None),
    }
}

/// A loop of two inputs, which it does not look at, that always gives the same answer.
pub fn constant(answer: bool) -> Loop {
    if answer {
        loop_over!(binary: Bool, Bool => Bool; |_: Bool, _: Bool| true.into())
    } else {
        loop_over!(binary: Bool, Bool => Bool; |_: Bool, _: Bool| false.into())
    }
}

pub(super) fn find_logical(op: Op, number: Number) -> Option<Loop> {
    dispatch!(number, T => match op {
        Op::LogicalAnd => Some(loop_over!(binary: T, T => Bool; |a: T, b: T| (a.to_bool() & b.to_bool()).into())),
        Op::LogicalOr => Some(loop_over!(binary: T, T => Bool; |a: T, b: T| (a.to_bool() | b.to_bool()).into())),
        Op::LogicalXor => Some(loop_over!(binary: T, T => Bool; |a: T, b: T| (a.to_bool() ^ b.to_bool()).into())),
        Op::LogicalNot => Some(loop_over!(unary: T => Bool; |a: T| (!a.to_bool()).into())),
        _ => None,
    })
}
