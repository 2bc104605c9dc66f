//! Bits of integers; on booleans, logic.
#![expect(unsafe_code, reason = "instantiates inner loops, which work on raw pointers")]

use stridewise_core::op::Op;
use stridewise_core::{Bool, Number, dispatch};

use super::real::integer_loop;
use crate::inner_loop::{Loop, loop_over};

pub(super) fn find(op: Op, number: Number) -> Option<Loop> {
    if number == Number::Bool {
        return match op {
            Op::BitwiseAnd => Some(loop_over!(binary: Bool, Bool => Bool; |a, b| (a.get() & b.get()).into())),
            Op::BitwiseOr => Some(loop_over!(binary: Bool, Bool => Bool; |a, b| (a.get() | b.get()).into())),
            Op::BitwiseXor => Some(loop_over!(binary: Bool, Bool => Bool; |a, b| (a.get() ^ b.get()).into())),
            Op::Invert => Some(loop_over!(unary: Bool => Bool; |a: Bool| (!a.get()).into())),
            _ => None,
        };
    }
    match op {
        Op::BitwiseAnd => integer_loop!(number, |a, b| a & b, else => None),
        Op::BitwiseOr => integer_loop!(number, |a, b| a | b, else => None),
        Op::BitwiseXor => integer_loop!(number, |a, b| a ^ b, else => None),
        Op::Invert => integer_loop!(number, |a| !a, else => None),
        // A shift by the width or more, or by a negative number, moves every bit out.
        Op::LeftShift => {
            integer_loop!(number, |a, b| if (b as u64) < u64::from(T::BITS) { a << b } else { 0 }, else => None)
        }
        Op::RightShift => dispatch!(number, T in signed => Some(loop_over!(binary: T, T => T; |a: T, b: T| {
            a >> if (b as u64) < u64::from(T::BITS) { b as u32 } else { T::BITS - 1 }
        })), else => dispatch!(number, T in unsigned => Some(loop_over!(binary: T, T => T; |a: T, b: T| {
            if b < T::BITS as T { a >> b } else { 0 }
        })), else => None)),
        Op::BitwiseCount => dispatch!(number, T in signed =>
            Some(loop_over!(unary: T => u8; |a: T| a.unsigned_abs().count_ones() as u8)), else =>
            dispatch!(number, T in unsigned => Some(loop_over!(unary: T => u8; |a: T| a.count_ones() as u8)), else => None)),
        _ => None,
    }
}
