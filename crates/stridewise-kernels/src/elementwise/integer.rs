//! Greatest common divisors and least common multiples, of the operands' magnitudes.
#![expect(unsafe_code, reason = "instantiates inner loops, which work on raw pointers")]

use stridewise_core::op::Op;
use stridewise_core::{Number, dispatch};

use crate::inner_loop::{Loop, loop_over};

pub(super) fn find(op: Op, number: Number) -> Option<Loop> {
    match op {
        Op::Gcd => dispatch!(number, T in signed => Some(loop_over!(binary: T, T => T; |a: T, b: T| {
            gcd(a.unsigned_abs() as u64, b.unsigned_abs() as u64) as T
        })), else => dispatch!(number, T in unsigned => Some(loop_over!(binary: T, T => T; |a: T, b: T| {
            gcd(a as u64, b as u64) as T
        })), else => None)),
        Op::Lcm => dispatch!(number, T in signed => Some(loop_over!(binary: T, T => T; |a: T, b: T| {
            lcm(a.unsigned_abs() as u64, b.unsigned_abs() as u64) as T
        })), else => dispatch!(number, T in unsigned => Some(loop_over!(binary: T, T => T; |a: T, b: T| {
            lcm(a as u64, b as u64) as T
        })), else => None)),
        _ => None,
    }
}

fn gcd(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// Wraps where the multiple does not fit.
fn lcm(a: u64, b: u64) -> u64 {
    match gcd(a, b) {
        0 => 0,
        divisor => (a / divisor).wrapping_mul(b),
    }
}
