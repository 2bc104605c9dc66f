//! Sign, exponent, fraction, neighbours and classes of floats.
#![expect(unsafe_code, reason = "instantiates inner loops, which work on raw pointers")]

use std::ffi::c_int;

use stridewise_core::dtype::{F16, half_to_single, single_to_half};
use stridewise_core::op::{FloatErrors, Op};
use stridewise_core::{Bool, Number, dispatch};

use super::libm::FloatFunctions;
use super::real::{Real, float_loop};
use crate::inner_loop::{Loop, loop_over};
use crate::status;

pub(super) fn find(op: Op, number: Number) -> Option<Loop> {
    match op {
        Op::Isnan => {
            dispatch!(number, T in floats => Some(loop_over!(unary: T => Bool; |a: T| a.not_a_number().into())),
            else => dispatch!(number, T in complexes => Some(loop_over!(unary: T => Bool; |a: T| {
                (a.re.not_a_number() || a.im.not_a_number()).into()
            })), else => constant(number, false)))
        }
        Op::Isinf => {
            dispatch!(number, T in floats => Some(loop_over!(unary: T => Bool; |a: T| a.infinite().into())),
            else => dispatch!(number, T in complexes => Some(loop_over!(unary: T => Bool; |a: T| {
                (a.re.infinite() || a.im.infinite()).into()
            })), else => constant(number, false)))
        }
        Op::Isfinite => {
            dispatch!(number, T in floats => Some(loop_over!(unary: T => Bool; |a: T| a.is_finite().into())),
            else => dispatch!(number, T in complexes => Some(loop_over!(unary: T => Bool; |a: T| {
                (a.re.is_finite() && a.im.is_finite()).into()
            })), else => constant(number, true)))
        }
        Op::Signbit => {
            dispatch!(number, T in floats => Some(loop_over!(unary: T => Bool; |a: T| a.has_sign().into())), else => None)
        }
        Op::Copysign => {
            dispatch!(number, T in floats => Some(loop_over!(binary: T, T => T; |a: T, b: T| a.with_sign_of(b))), else => None)
        }
        Op::Heaviside => float_loop!(number, |a, at_zero| {
            if a > 0.0 {
                1.0
            } else if a < 0.0 {
                0.0
            } else if a == 0.0 {
                at_zero
            } else {
                a
            }
        }),
        Op::Nextafter => {
            dispatch!(number, T in floats => Some(loop_over!(binary: T, T => T; |a: T, b: T| a.next_towards(b))), else => None)
        }
        Op::Spacing => {
            dispatch!(number, T in floats => Some(loop_over!(unary: T => T; |a: T| a.distance_to_next())), else => None)
        }
        Op::Frexp => dispatch!(number, T in floats => Some(loop_over!(unary_to_two: T => T, i32; |a: T| {
            let (fraction, exponent) = a.widen().split();
            (T::narrow(fraction), exponent)
        })), else => None),
        Op::Modf => dispatch!(number, T in floats => Some(loop_over!(unary_to_two: T => T, T; |a: T| {
            let wide = a.widen();
            let whole = wide.trunc();
            let fraction = if a.infinite() { 0.0 } else { wide - whole };
            (T::narrow(fraction).with_sign_of(a), T::narrow(whole))
        })), else => None),
        _ => None,
    }
}

/// Scaling by powers of two, whose exponents are 32- or 64-bit integers.
pub(super) fn find_ldexp(number: Number, exponent: Number) -> Option<Loop> {
    dispatch!(number, T in floats => match exponent {
        Number::I32 => Some(loop_over!(binary: T, i32 => T; |a: T, b: i32| T::narrow(a.widen().scale(b)))),
        // No exponent beyond 32 bits differs from the ends of their range.
        Number::I64 => Some(loop_over!(binary: T, i64 => T; |a: T, b: i64| {
            T::narrow(a.widen().scale(b.clamp(c_int::MIN.into(), c_int::MAX.into()) as c_int))
        })),
        _ => None,
    }, else => None)
}

fn constant(number: Number, value: bool) -> Option<Loop> {
    if value {
        dispatch!(number, T => Some(loop_over!(unary: T => Bool; |_: T| true.into())))
    } else {
        dispatch!(number, T => Some(loop_over!(unary: T => Bool; |_: T| false.into())))
    }
}

/// Neighbours among the representable numbers.
trait Neighbours: Real {
    fn next_towards(self, other: Self) -> Self;
    /// The distance to the next number of larger magnitude, with the sign of this one; that of either zero is positive.
    fn distance_to_next(self) -> Self;
}

/// Fraction in [0.5, 1) and power of two.
trait Split: Sized {
    fn split(self) -> (Self, i32);
}

macro_rules! parts {
    ($($type:ident, $bits:ident, $mantissa:literal, $exponent:literal, $two_to_mantissa:expr;)*) => {$(
        impl Neighbours for $type {
            fn next_towards(self, other: Self) -> Self {
                if self.is_nan() || other.is_nan() {
                    return self + other;
                }
                if self == other {
                    return other;
                }
                let next = if self < other { self.next_up() } else { self.next_down() };
                if next.is_infinite() {
                    status::raise(FloatErrors::OVERFLOW);
                } else if !next.is_normal() {
                    status::raise(FloatErrors::UNDERFLOW);
                }
                next
            }

            fn distance_to_next(self) -> Self {
                if self.is_infinite() {
                    return $type::NAN;
                }
                if self == 0.0 {
                    return $type::from_bits(1);
                }
                let away = $type::INFINITY.copysign(self);
                self.next_towards(away) - self
            }
        }

        impl Split for $type {
            fn split(self) -> (Self, i32) {
                if self == 0.0 || !self.is_finite() {
                    return (self + self, 0);
                }
                // A subnormal becomes normal by a power of two, which is taken off the exponent again.
                let (number, shift) =
                    if self.is_normal() { (self, 0) } else { (self * $two_to_mantissa, $mantissa + 1) };
                let bits = number.to_bits();
                const MASK: $bits = (1 << $exponent) - 1;
                const BIAS: $bits = (1 << ($exponent - 1)) - 2;
                let exponent = (bits >> $mantissa & MASK) as i32 - BIAS as i32 - shift;
                ($type::from_bits(bits & !(MASK << $mantissa) | BIAS << $mantissa), exponent)
            }
        }
    )*};
}

parts! {
    f32, u32, 23, 8, 16_777_216.0;
    f64, u64, 52, 11, 9_007_199_254_740_992.0;
}

impl Neighbours for F16 {
    fn next_towards(self, other: Self) -> Self {
        if self.not_a_number() || other.not_a_number() {
            return Self::NAN;
        }
        let (here, there) = (half_to_single(self), half_to_single(other));
        if here == there {
            return self;
        }
        let bits = self.to_bits();
        let next = Self::from_bits(if here == 0.0 {
            (other.to_bits() & 0x8000) | 1
        } else if (here < there) == (here > 0.0) {
            bits + 1
        } else {
            bits - 1
        });
        if next.infinite() && self.is_finite() {
            status::raise(FloatErrors::OVERFLOW);
        }
        next
    }

    /// Unlike the wider floats, the distance to the next larger number, and so never negative.
    fn distance_to_next(self) -> Self {
        if !self.is_finite() {
            status::raise(FloatErrors::INVALID);
            return Self::NAN;
        }
        let next = self.next_towards(Self::INFINITY);
        single_to_half(half_to_single(next) - half_to_single(self))
    }
}
