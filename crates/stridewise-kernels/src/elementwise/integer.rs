//! Greatest common divisors and least common multiples, of the operands' magnitudes.
#![expect(unsafe_code, reason = "instantiates inner loops, which work on raw pointers")]

use stridewise_core::op::Op;
use stridewise_core::{Number, dispatch};

use crate::inner_loop::{Loop, loop_over};

pub(super) fn find(op: Op, number: Number) -> Option<Loop> {
    match op {
        Op::Gcd => dispatch!(number, T in integers =>
            Some(loop_over!(binary: T, T => T; |a: T, b: T| gcd(a.magnitude(), b.magnitude()) as T)), else => None),
        Op::Lcm => dispatch!(number, T in integers =>
            Some(loop_over!(binary: T, T => T; |a: T, b: T| lcm(a.magnitude(), b.magnitude()) as T)), else => None),
        _ => None,
    }
}

pub(super) trait Magnitude {
    fn magnitude(self) -> u64;
}

macro_rules! magnitudes {
    ($($type:ident),*) => {$(
        impl Magnitude for $type {
            #[inline(always)]
            fn magnitude(self) -> u64 { i128::from(self).unsigned_abs() as u64 }
        }
    )*};
}

magnitudes!(i8, u8, i16, u16, i32, u32, i64, u64);

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
