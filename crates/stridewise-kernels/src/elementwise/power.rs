//! Powers. A negative exponent of an integer has no integer result; the loop reports it as refused.
#![expect(unsafe_code, reason = "instantiates inner loops, which work on raw pointers")]

use stridewise_core::op::Op;
use stridewise_core::{Number, dispatch};

use super::complex::ComplexPower;
use super::integer::Magnitude;
use super::real::complex_loop;
use super::vector_math;
use crate::inner_loop::{Loop, loop_over};
use crate::status;

pub(super) fn find(number: Number) -> Option<Loop> {
    dispatch!(number, T in signed => Some(loop_over!(binary: T, T => T; |a: T, b: T| {
        if b < 0 {
            status::refuse();
            return 0;
        }
        whole_power(a, b.magnitude(), 1, T::wrapping_mul)
    })), else => dispatch!(number, T in unsigned => Some(loop_over!(binary: T, T => T; |a: T, b: T| {
        whole_power(a, b.magnitude(), 1, T::wrapping_mul)
    })), else => complex_loop!(number, |a, b| a.to_the(b))))
    .or_else(|| vector_math::find(Op::Power, number))
}

/// By repeated squaring.
#[inline(always)]
fn whole_power<T: Copy>(base: T, exponent: u64, one: T, multiply: impl Fn(T, T) -> T) -> T {
    let (mut result, mut square, mut left) = (one, base, exponent);
    while left > 0 {
        if left & 1 == 1 {
            result = multiply(result, square);
        }
        square = multiply(square, square);
        left >>= 1;
    }
    result
}
