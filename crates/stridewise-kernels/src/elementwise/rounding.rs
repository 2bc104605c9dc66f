//! Rounding to whole numbers. Integers and booleans are whole already.
#![expect(unsafe_code, reason = "instantiates inner loops, which work on raw pointers")]

use num_complex::Complex;
use stridewise_core::op::Op;
use stridewise_core::{Number, dispatch};

use super::real::{complex_loop, float_loop};
use crate::inner_loop::{Loop, loop_over};

pub(super) fn find(op: Op, number: Number) -> Option<Loop> {
    if !number.is_inexact() {
        return dispatch!(number, T => Some(loop_over!(unary: T => T; |a: T| a)));
    }
    match op {
        Op::Floor => float_loop!(number, |a| a.floor()),
        Op::Ceil => float_loop!(number, |a| a.ceil()),
        Op::Trunc => float_loop!(number, |a| a.trunc()),
        Op::Rint => float_loop!(number, |a| a.round_ties_even(), else =>
            complex_loop!(number, |a| Complex::new(a.re.round_ties_even(), a.im.round_ties_even()))),
        _ => None,
    }
}
