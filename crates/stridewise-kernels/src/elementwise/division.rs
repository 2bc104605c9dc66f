//! Quotients and remainders, with Python's signs: a remainder has the sign of the divisor.
//!
//! Integers divided by zero give zero and report it; the one quotient that does not fit (the smallest integer by
//! -1) wraps and reports an overflow.
#![expect(unsafe_code, reason = "instantiates inner loops, which work on raw pointers")]

use stridewise_core::dtype::ConvertFrom;
use stridewise_core::op::{FloatErrors, Op};
use stridewise_core::{Number, dispatch};

use super::complex::ComplexParts;
use super::real::{Real, complex_loop, float_loop, integer_loop};
use crate::inner_loop::{Loop, loop_over};
use crate::status;

pub(super) fn find(op: Op, number: Number) -> Option<Loop> {
    match op {
        Op::Divide => float_loop!(number, |a, b| a / b, else => complex_loop!(number, |a, b| a.over(b))),
        Op::FloorDivide => integer_loop!(number, |a, b| a.divide_floor(b).0, else =>
            float_loop!(number, |a, b| a.divide_floor(b))),
        Op::Remainder => {
            integer_loop!(number, |a, b| a.modulus(b), else => float_loop!(number, |a, b| a.modulus(b)))
        }
        Op::Divmod => dispatch!(number, T in integers =>
            Some(loop_over!(binary_to_two: T, T => T, T; |a: T, b: T| a.divide_floor(b))), else =>
            dispatch!(number, T in floats => Some(loop_over!(binary_to_two: T, T => T, T; |a: T, b: T| {
                let (quotient, remainder) = a.widen().divide_with_modulus(b.widen());
                (T::narrow(quotient), T::narrow(remainder))
            })), else => None)),
        Op::Fmod => {
            integer_loop!(number, |a, b| if b == 0 { divided_by_zero(); 0 } else { a.wrapping_rem(b) },
            else => float_loop!(number, |a, b| a % b))
        }
        Op::Reciprocal => dispatch!(number, T in integers => Some(loop_over!(unary: T => T; |a: T| {
            if a == 0 {
                status::raise(FloatErrors::DIVIDE | FloatErrors::INVALID);
            }
            T::convert_from(1.0 / a as f64)
        })), else => float_loop!(number, |a| 1.0 / a, else => complex_loop!(number, |a| a.reciprocal()))),
        _ => None,
    }
}

#[cold]
fn divided_by_zero() {
    status::raise(FloatErrors::DIVIDE);
}

trait DivideIntegers: Sized {
    /// Quotient rounded down, and remainder.
    fn divide_floor(self, divisor: Self) -> (Self, Self);
    fn modulus(self, divisor: Self) -> Self;
}

macro_rules! divide_integers {
    ($($type:ident $signed:literal),*) => {$(
        impl DivideIntegers for $type {
            #[inline(always)]
            fn divide_floor(self, divisor: Self) -> (Self, Self) {
                if divisor == 0 {
                    divided_by_zero();
                    return (0, 0);
                }
                if $signed && self == $type::MIN && divisor.wrapping_add(1) == 0 {
                    status::raise(FloatErrors::OVERFLOW);
                    return (self, 0);
                }
                let (quotient, remainder) = (self / divisor, self % divisor);
                if $signed && remainder != 0 && (remainder ^ divisor) >> ($type::BITS - 1) != 0 {
                    (quotient - 1, remainder.wrapping_add(divisor))
                } else {
                    (quotient, remainder)
                }
            }

            #[inline(always)]
            fn modulus(self, divisor: Self) -> Self {
                if $signed && divisor.wrapping_add(1) == 0 { 0 } else { self.divide_floor(divisor).1 }
            }
        }
    )*};
}

divide_integers!(i8 true, i16 true, i32 true, i64 true, u8 false, u16 false, u32 false, u64 false);

trait DivideFloats: Sized {
    fn divide_floor(self, divisor: Self) -> Self;
    fn modulus(self, divisor: Self) -> Self;
    fn divide_with_modulus(self, divisor: Self) -> (Self, Self);
}

macro_rules! divide_floats {
    ($($type:ident),*) => {$(
        impl DivideFloats for $type {
            #[inline(always)]
            fn divide_floor(self, divisor: Self) -> Self {
                if divisor == 0.0 { self / divisor } else { self.divide_with_modulus(divisor).0 }
            }

            #[inline(always)]
            fn modulus(self, divisor: Self) -> Self {
                if divisor == 0.0 { self % divisor } else { self.divide_with_modulus(divisor).1 }
            }

            /// The quotient is computed from the exact remainder, so that both fit each other.
            #[inline]
            fn divide_with_modulus(self, divisor: Self) -> (Self, Self) {
                let remainder = self % divisor;
                if divisor == 0.0 {
                    return (self / divisor, remainder);
                }
                // Comparing NaN reports it as invalid, which dividing it does not.
                if remainder.is_nan() {
                    return (remainder, remainder);
                }
                let quotient = (self - remainder) / divisor;
                let (quotient, remainder) = if remainder == 0.0 {
                    (quotient, (0.0 as $type).copysign(divisor))
                } else if (divisor < 0.0) != (remainder < 0.0) {
                    (quotient - 1.0, remainder + divisor)
                } else {
                    (quotient, remainder)
                };
                if quotient == 0.0 {
                    return ((0.0 as $type).copysign(self / divisor), remainder);
                }
                let floor = quotient.floor();
                (if quotient - floor > 0.5 { floor + 1.0 } else { floor }, remainder)
            }
        }
    )*};
}

divide_floats!(f32, f64);
