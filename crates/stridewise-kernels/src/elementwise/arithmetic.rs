//! Sums, differences, products, and what only turns signs or scales. Integers wrap.
#![expect(unsafe_code, reason = "instantiates inner loops, which work on raw pointers")]

use num_complex::Complex;
use stridewise_core::dtype::F16;
use stridewise_core::op::Op;
use stridewise_core::{Bool, Element, Number, dispatch};

use super::complex::ComplexParts;
use super::real::{Real, complex_loop, float_loop, integer_loop};
use crate::inner_loop::{Loop, loop_over};

pub(super) fn find(op: Op, number: Number) -> Option<Loop> {
    match op {
        Op::Add => match number {
            Number::Bool => Some(loop_over!(binary: Bool, Bool => Bool; |a, b| (a.get() | b.get()).into())),
            _ => integer_loop!(number, |a, b| a.wrapping_add(b), else =>
                float_loop!(number, |a, b| a + b, else => complex_loop!(number, |a, b| a + b))),
        },
        Op::Subtract => integer_loop!(number, |a, b| a.wrapping_sub(b), else =>
            float_loop!(number, |a, b| a - b, else => complex_loop!(number, |a, b| a - b))),
        Op::Multiply => match number {
            Number::Bool => Some(loop_over!(binary: Bool, Bool => Bool; |a, b| (a.get() & b.get()).into())),
            _ => integer_loop!(number, |a, b| a.wrapping_mul(b), else =>
                float_loop!(number, |a, b| a * b, else => complex_loop!(number, |a, b| a.times(b)))),
        },
        Op::Square => integer_loop!(number, |a| a.wrapping_mul(a), else =>
            float_loop!(number, |a| a * a, else => complex_loop!(number, |a| a.times(a)))),
        Op::Negative => integer_loop!(number, |a| a.wrapping_neg(), else => match number {
            Number::C64 | Number::C128 => complex_loop!(number, |a| -a),
            _ => dispatch!(number, T in floats => Some(loop_over!(unary: T => T; |a: T| a.negative())), else => None),
        }),
        Op::Positive => dispatch!(number, T => Some(loop_over!(unary: T => T; |a: T| a))),
        Op::Conjugate => match number {
            Number::C64 | Number::C128 => complex_loop!(number, |a| Complex::new(a.re, -a.im)),
            _ => dispatch!(number, T => Some(loop_over!(unary: T => T; |a: T| a))),
        },
        Op::Absolute => match number {
            Number::C64 => Some(loop_over!(unary: Complex<f32> => f32; |a: Complex<f32>| a.re.hypot(a.im))),
            Number::C128 => Some(loop_over!(unary: Complex<f64> => f64; |a: Complex<f64>| a.re.hypot(a.im))),
            Number::F16 | Number::F32 | Number::F64 => absolute_of_float(number),
            _ => {
                dispatch!(number, T in signed => Some(loop_over!(unary: T => T; |a: T| a.wrapping_abs())), else =>
                dispatch!(number, T => Some(loop_over!(unary: T => T; |a: T| a))))
            }
        },
        Op::Fabs => absolute_of_float(number),
        Op::Sign => {
            dispatch!(number, T in signed => Some(loop_over!(unary: T => T; |a: T| a.signum())), else =>
            dispatch!(number, T in unsigned => Some(loop_over!(unary: T => T; |a: T| a.min(1))), else =>
                float_loop!(number, |a| if a > 0.0 { 1.0 } else if a < 0.0 { -1.0 } else if a == 0.0 { 0.0 } else { a },
                    else => complex_loop!(number, |a| a.direction()))))
        }
        Op::Deg2rad | Op::Radians => float_loop!(number, |a| a.to_radians()),
        Op::Rad2deg | Op::Degrees => float_loop!(number, |a| a.to_degrees()),
        Op::OnesLike => dispatch!(number, T => Some(loop_over!(unary: T => T; |_: T| one::<T>()))),
        _ => None,
    }
}

fn absolute_of_float(number: Number) -> Option<Loop> {
    dispatch!(number, T in floats => Some(loop_over!(unary: T => T; |a: T| a.absolute())), else => None)
}

#[inline(always)]
fn one<T: Element>() -> T {
    T::convert_from(F16::ONE)
}
