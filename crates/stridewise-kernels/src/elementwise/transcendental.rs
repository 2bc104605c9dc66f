//! Roots, exponentials, logarithms, and the trigonometric and hyperbolic functions.
#![expect(unsafe_code, reason = "instantiates inner loops, which work on raw pointers")]

use stridewise_core::Number;
use stridewise_core::op::{FloatErrors, Op};

use super::complex::ComplexElementary;
use super::libm::ComplexFunctions;
use super::real::{complex_loop, float_loop};
use super::vector_math;
use crate::inner_loop::Loop;
use crate::status;

pub(super) fn find(op: Op, number: Number) -> Option<Loop> {
    if let Some(vectorised) = vector_math::find(op, number) {
        return Some(vectorised);
    }
    match op {
        Op::Sqrt => float_loop!(number, |a| a.sqrt(), else => complex_loop!(number, |a| a.c_sqrt())),
        Op::Exp => complex_loop!(number, |a| a.c_exp()),
        Op::Exp2 => complex_loop!(number, |a| a.c_exp2()),
        Op::Expm1 => complex_loop!(number, |a| a.c_exp_m1()),
        Op::Log => complex_loop!(number, |a| a.c_log()),
        Op::Log2 => complex_loop!(number, |a| a.c_log2()),
        Op::Log10 => complex_loop!(number, |a| a.c_log10()),
        Op::Log1p => complex_loop!(number, |a| a.c_log1p()),
        Op::Sin => complex_loop!(number, |a| a.c_sin()),
        Op::Cos => complex_loop!(number, |a| a.c_cos()),
        Op::Tan => complex_loop!(number, |a| a.c_tan()),
        Op::Arcsin => complex_loop!(number, |a| a.c_asin()),
        Op::Arccos => complex_loop!(number, |a| a.c_acos()),
        Op::Arctan => complex_loop!(number, |a| a.c_atan()),
        Op::Sinh => complex_loop!(number, |a| a.c_sinh()),
        Op::Cosh => complex_loop!(number, |a| a.c_cosh()),
        Op::Tanh => complex_loop!(number, |a| a.c_tanh()),
        Op::Arcsinh => complex_loop!(number, |a| ComplexFunctions::c_asinh(a)),
        Op::Arccosh => complex_loop!(number, |a| ComplexFunctions::c_acosh(a)),
        Op::Arctanh => complex_loop!(number, |a| ComplexFunctions::c_atanh(a)),
        _ => None,
    }
}

pub(super) fn find_binary(op: Op, number: Number) -> Option<Loop> {
    match op {
        Op::Arctan2 => vector_math::find(op, number),
        Op::Hypot => float_loop!(number, |a, b| a.hypot(b)),
        Op::Logaddexp => float_loop!(number, |a, b| a.log_sum_exp(b)),
        Op::Logaddexp2 => float_loop!(number, |a, b| a.log2_sum_exp2(b)),
        _ => None,
    }
}

/// Logarithms of sums of exponentials, without computing an exponential that overflows.
trait LogSumExp: Sized {
    fn log_sum_exp(self, other: Self) -> Self;
    fn log2_sum_exp2(self, other: Self) -> Self;
}

macro_rules! log_sum_exp {
    ($($real:ident),*) => {$(
        impl LogSumExp for $real {
            fn log_sum_exp(self, other: Self) -> Self {
                // Also where both are the same infinity, whose difference would be NaN.
                if self == other {
                    return self + std::$real::consts::LN_2;
                }
                let difference = self - other;
                if difference > 0.0 {
                    self + (-difference).exp().ln_1p()
                } else if difference <= 0.0 {
                    other + difference.exp().ln_1p()
                } else {
                    status::raise(FloatErrors::INVALID);
                    difference
                }
            }

            fn log2_sum_exp2(self, other: Self) -> Self {
                if self == other {
                    return self + 1.0;
                }
                let log2_1p = |x: Self| std::$real::consts::LOG2_E * x.ln_1p();
                let difference = self - other;
                if difference > 0.0 {
                    self + log2_1p((-difference).exp2())
                } else if difference <= 0.0 {
                    other + log2_1p(difference.exp2())
                } else {
                    status::raise(FloatErrors::INVALID);
                    difference
                }
            }
        }
    )*};
}

log_sum_exp!(f32, f64);
