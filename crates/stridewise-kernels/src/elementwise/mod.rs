//! The arithmetic of the op table: for each operation and dtypes, one line.

mod arithmetic;
mod bits;
mod comparison;
mod complex;
mod division;
mod extremes;
mod float_parts;
mod integer;
mod libm;
mod pair;
mod power;
mod real;
mod rounding;
mod transcendental;
pub mod vector_math;

pub use comparison::constant;
pub(crate) use complex::ComplexParts;
pub(crate) use extremes::Ordered;
pub(crate) use pair::of_pair;
pub(crate) use real::Real;

use stridewise_core::Number;
use stridewise_core::op::Op;

use crate::inner_loop::Loop;

/// The loop of `op` that takes these input dtypes: those of one of the row's `loops`.
///
/// `None` for operations over core dimensions, whose loops are products.
pub fn find(op: Op, inputs: &[Number]) -> Option<Loop> {
    let &first = inputs.first()?;
    match op {
        Op::Add
        | Op::Subtract
        | Op::Multiply
        | Op::Negative
        | Op::Positive
        | Op::Square
        | Op::Absolute
        | Op::Fabs
        | Op::Conjugate
        | Op::Sign
        | Op::Deg2rad
        | Op::Radians
        | Op::Rad2deg
        | Op::Degrees
        | Op::OnesLike => arithmetic::find(op, first),
        Op::Divide | Op::FloorDivide | Op::Remainder | Op::Divmod | Op::Fmod | Op::Reciprocal => {
            division::find(op, first)
        }
        Op::BitwiseAnd
        | Op::BitwiseOr
        | Op::BitwiseXor
        | Op::Invert
        | Op::BitwiseCount
        | Op::LeftShift
        | Op::RightShift => bits::find(op, first),
        Op::Gcd | Op::Lcm => integer::find(op, first),
        Op::Equal | Op::NotEqual | Op::Less | Op::LessEqual | Op::Greater | Op::GreaterEqual => {
            comparison::find(op, first, *inputs.get(1)?)
        }
        Op::LogicalAnd | Op::LogicalOr | Op::LogicalXor | Op::LogicalNot => {
            comparison::find_logical(op, first)
        }
        Op::Maximum | Op::Minimum | Op::Fmax | Op::Fmin | Op::Clip => extremes::find(op, first),
        Op::Floor | Op::Ceil | Op::Trunc | Op::Rint => rounding::find(op, first),
        Op::Isnan
        | Op::Isinf
        | Op::Isfinite
        | Op::Signbit
        | Op::Copysign
        | Op::Heaviside
        | Op::Nextafter
        | Op::Spacing
        | Op::Frexp
        | Op::Modf => float_parts::find(op, first),
        Op::Ldexp => float_parts::find_ldexp(first, *inputs.get(1)?),
        Op::Power | Op::FloatPower => power::find(first),
        Op::Arctan2 | Op::Hypot | Op::Logaddexp | Op::Logaddexp2 => transcendental::find_binary(op, first),
        Op::Sqrt
        | Op::Cbrt
        | Op::Exp
        | Op::Exp2
        | Op::Expm1
        | Op::Log
        | Op::Log2
        | Op::Log10
        | Op::Log1p
        | Op::Sin
        | Op::Cos
        | Op::Tan
        | Op::Arcsin
        | Op::Arccos
        | Op::Arctan
        | Op::Sinh
        | Op::Cosh
        | Op::Tanh
        | Op::Arcsinh
        | Op::Arccosh
        | Op::Arctanh => transcendental::find(op, first),
        Op::Matmul | Op::Matvec | Op::Vecmat | Op::Vecdot => None,
    }
}
