//! Elementary functions of floats, as polynomials that the compiler vectorises for each CPU level.
//!
//! A function has two ways ([`function`]): a common one without branches, over blocks of elements ([`blocks`]), and
//! one for the operands that it gets wrong: NaN, infinities, results that overflow or underflow, enormous angles.
//! Results depend on the element and the level alone, never on length, stride or place. float16 computes in float32.

mod arcsine;
mod blocks;
mod coefficients;
mod cube_root;
mod exponential;
mod float;
mod function;
mod hyperbolic;
mod inverse_hyperbolic;
mod inverse_trigonometric;
mod levels;
mod logarithm;
mod polynomial;
mod power;
mod reduction_by_pi;
mod trigonometric;

pub use crate::cpu_level::CpuLevel;

use stridewise_core::Number;
use stridewise_core::dtype::F16;
use stridewise_core::op::Op;

use crate::inner_loop::Loop;
use function::{Binary, Unary};
use levels::{Baseline, Level};
#[cfg(target_arch = "x86_64")]
use levels::{V3, V4};

/// The loop of `op` on this processor; `None` where the operation or the dtype is not one of this module's.
#[inline]
pub(super) fn find(op: Op, number: Number) -> Option<Loop> {
    loops_of(CpuLevel::current(), op, number)
}

/// The loop of `op` at a level; `None` also where this processor cannot run it.
pub fn find_at(level: CpuLevel, op: Op, number: Number) -> Option<Loop> {
    CpuLevel::available().any(|other| other == level).then(|| loops_of(level, op, number)).flatten()
}

#[inline]
fn loops_of(level: CpuLevel, op: Op, number: Number) -> Option<Loop> {
    match level {
        CpuLevel::Baseline => loops::<Baseline>(op, number),
        #[cfg(target_arch = "x86_64")]
        CpuLevel::V3 => loops::<V3>(op, number),
        #[cfg(target_arch = "x86_64")]
        CpuLevel::V4 => loops::<V4>(op, number),
        #[cfg(not(target_arch = "x86_64"))]
        CpuLevel::V3 | CpuLevel::V4 => None,
    }
}

#[inline]
fn loops<L: Level>(op: Op, number: Number) -> Option<Loop> {
    match op {
        Op::Exp => unary::<L, exponential::Exp>(number),
        Op::Exp2 => unary::<L, exponential::Exp2>(number),
        Op::Expm1 => unary::<L, exponential::Expm1>(number),
        Op::Log => unary::<L, logarithm::Log>(number),
        Op::Log2 => unary::<L, logarithm::Log2>(number),
        Op::Log10 => unary::<L, logarithm::Log10>(number),
        Op::Log1p => unary::<L, logarithm::Log1p>(number),
        Op::Sin => unary::<L, trigonometric::Sin>(number),
        Op::Cos => unary::<L, trigonometric::Cos>(number),
        Op::Tan => unary::<L, trigonometric::Tan>(number),
        Op::Sinh => unary::<L, hyperbolic::Sinh>(number),
        Op::Cosh => unary::<L, hyperbolic::Cosh>(number),
        Op::Tanh => unary::<L, hyperbolic::Tanh>(number),
        Op::Arctan => unary::<L, inverse_trigonometric::Arctan>(number),
        Op::Arcsin => unary::<L, arcsine::Arcsin>(number),
        Op::Arccos => unary::<L, arcsine::Arccos>(number),
        Op::Arcsinh => unary::<L, inverse_hyperbolic::Arcsinh>(number),
        Op::Arccosh => unary::<L, inverse_hyperbolic::Arccosh>(number),
        Op::Arctanh => unary::<L, inverse_hyperbolic::Arctanh>(number),
        Op::Cbrt => unary::<L, cube_root::Cbrt>(number),
        Op::Arctan2 => binary::<L, inverse_trigonometric::Arctan2>(number),
        Op::Power => binary::<L, power::Power>(number),
        _ => None,
    }
}

#[inline]
fn unary<L: Level, G: Unary<f32> + Unary<f64>>(number: Number) -> Option<Loop> {
    match number {
        Number::F16 => Some(L::unary::<F16, G, 32>),
        Number::F32 => Some(L::unary::<f32, G, 64>),
        Number::F64 => Some(L::unary::<f64, G, 16>),
        _ => None,
    }
}

#[inline]
fn binary<L: Level, G: Binary<f32> + Binary<f64>>(number: Number) -> Option<Loop> {
    match number {
        Number::F16 => Some(L::binary::<F16, G, 32>),
        Number::F32 => Some(L::binary::<f32, G, 32>),
        Number::F64 => Some(L::binary::<f64, G, 16>),
        _ => None,
    }
}
