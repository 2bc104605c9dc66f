//! Larger and smaller of two, and clipping. `maximum` and `minimum` give NaN where an operand is NaN, the first
//! one's first; `fmax` and `fmin` give the other operand.
#![expect(unsafe_code, reason = "instantiates inner loops, which work on raw pointers")]

use stridewise_core::dtype::{F16, half_to_single};
use stridewise_core::op::Op;
use stridewise_core::{Bool, Element, Number, dispatch};

use super::complex::ComplexParts;
use crate::inner_loop::{Loop, loop_over};

pub(super) fn find(op: Op, number: Number) -> Option<Loop> {
    dispatch!(number, T => match op {
        Op::Maximum => Some(loop_over!(binary: T, T => T; Ordered::larger)),
        Op::Minimum => Some(loop_over!(binary: T, T => T; Ordered::smaller)),
        Op::Fmax => Some(loop_over!(binary: T, T => T; T::fmax)),
        Op::Fmin => Some(loop_over!(binary: T, T => T; T::fmin)),
        Op::Clip => Some(loop_over!(ternary: T, T, T => T; |a: T, low: T, high: T| {
            // Equal zeros of different signs: the bound is taken, as a comparison of `a` with it says.
            let raised = if a.is_nan() || a.exceeds(low) { a } else { low };
            if raised.is_nan() || high.exceeds(raised) { raised } else { high }
        })),
        _ => None,
    })
}

/// Elements with an order in which NaN has no place.
pub(crate) trait Ordered: Element {
    fn is_nan(self) -> bool;
    fn at_least(self, other: Self) -> bool;
    /// Whether this is the larger one. A NaN as imaginary part does not keep unequal real parts from deciding.
    fn exceeds(self, other: Self) -> bool;

    #[inline(always)]
    fn larger(self, other: Self) -> Self {
        if self.at_least(other) | self.is_nan() { self } else { other }
    }

    #[inline(always)]
    fn smaller(self, other: Self) -> Self {
        if other.at_least(self) | self.is_nan() { self } else { other }
    }

    #[inline(always)]
    fn fmax(self, other: Self) -> Self {
        if self.at_least(other) | other.is_nan() { self } else { other }
    }

    #[inline(always)]
    fn fmin(self, other: Self) -> Self {
        if other.at_least(self) | other.is_nan() { self } else { other }
    }
}

macro_rules! ordered {
    ($($type:ty: |$a:ident, $b:ident| $nan:expr, $at_least:expr, $exceeds:expr;)*) => {$(
        impl Ordered for $type {
            #[inline(always)]
            fn is_nan(self) -> bool {
                let $a = self;
                $nan
            }
            #[inline(always)]
            fn at_least(self, $b: Self) -> bool {
                let $a = self;
                $at_least
            }
            #[inline(always)]
            fn exceeds(self, $b: Self) -> bool {
                let $a = self;
                $exceeds
            }
        }
    )*};
}

ordered! {
    Bool: |a, b| { let _ = a; false }, a.get() >= b.get(), a.get() & !b.get();
    i8: |a, b| { let _ = a; false }, a >= b, a > b;
    u8: |a, b| { let _ = a; false }, a >= b, a > b;
    i16: |a, b| { let _ = a; false }, a >= b, a > b;
    u16: |a, b| { let _ = a; false }, a >= b, a > b;
    i32: |a, b| { let _ = a; false }, a >= b, a > b;
    u32: |a, b| { let _ = a; false }, a >= b, a > b;
    i64: |a, b| { let _ = a; false }, a >= b, a > b;
    u64: |a, b| { let _ = a; false }, a >= b, a > b;
    F16: |a, b| a.is_nan(), half_to_single(a) >= half_to_single(b), half_to_single(a) > half_to_single(b);
    f32: |a, b| a.is_nan(), a >= b, a > b;
    f64: |a, b| a.is_nan(), a >= b, a > b;
    num_complex::Complex<f32>: |a, b| a.re.is_nan() || a.im.is_nan(), b.at_most(a),
        b.re < a.re || (b.re == a.re && b.im < a.im);
    num_complex::Complex<f64>: |a, b| a.re.is_nan() || a.im.is_nan(), b.at_most(a),
        b.re < a.re || (b.re == a.re && b.im < a.im);
}
