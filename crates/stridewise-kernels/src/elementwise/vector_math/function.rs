//! What a vectorised function is: a branch-free way for common operands, and a way for all others.

use stridewise_core::op::FloatErrors;

use super::float::Float;
use super::levels::Level;

/// A function of one float.
pub(super) trait Unary<F: Float> {
    /// The error of an infinite result of a finite operand.
    const INFINITE: FloatErrors = FloatErrors::OVERFLOW;
    /// The error of a subnormal or vanishing result of an operand that is not zero.
    const TINY: FloatErrors = FloatErrors::NONE;

    /// The result, and whether it is right: where it is not, [`Unary::rare`] gives the result. Without branches;
    /// right results are finite and met no error but rounding.
    fn common<L: Level>(x: F) -> (F, bool);

    /// The result for operands that the common way gets wrong.
    fn rare<L: Level>(x: F) -> F;

    /// The errors that a rare operand and its result show.
    #[inline(always)]
    fn errors(x: F, y: F) -> FloatErrors {
        if y.not_a_number() {
            return if x.not_a_number() { FloatErrors::NONE } else { FloatErrors::INVALID };
        }
        match () {
            () if x.infinite() => FloatErrors::NONE,
            () if y.infinite() => Self::INFINITE,
            () if y.absolute() < F::SMALLEST_NORMAL && x != F::ZERO => Self::TINY,
            () => FloatErrors::NONE,
        }
    }
}

/// A function of two floats.
pub(super) trait Binary<F: Float> {
    /// As [`Unary::common`].
    fn common<L: Level>(a: F, b: F) -> (F, bool);

    /// Whether second operands of this value have a way of their own.
    #[inline(always)]
    fn is_short(_b: F) -> bool {
        false
    }

    /// As [`Binary::common`], for such operands.
    #[inline(always)]
    fn short<L: Level>(a: F, b: F) -> (F, bool) {
        Self::common::<L>(a, b)
    }

    /// As [`Unary::rare`], with the errors met.
    fn rare<L: Level>(a: F, b: F) -> (F, FloatErrors);
}
