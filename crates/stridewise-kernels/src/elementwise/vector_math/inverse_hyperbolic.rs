//! `arcsinh`, `arccosh` and `arctanh`, as logarithms.

use stridewise_core::op::FloatErrors;

use super::float::Float;
use super::function::Unary;
use super::levels::Level;
use super::logarithm::{Logarithm, log_1p_in_two, natural};

pub(super) struct Arcsinh;
pub(super) struct Arccosh;
pub(super) struct Arctanh;

/// log(2 x) of a large x.
#[inline(always)]
fn log_of_twice<L: Level, F: Logarithm>(x: F) -> F {
    natural::<L, F>(x, F::ONE)
}

/// What adding `b` to the larger `a` gives, and what rounding takes from it.
#[inline(always)]
fn fast_sum<F: Float>(a: F, b: F) -> (F, F) {
    let sum = a + b;
    (sum, b - (sum - a))
}

impl<F: Logarithm> Unary<F> for Arcsinh {
    /// log1p(x + x^2 / (1 + sqrt(1 + x^2)))
    #[inline(always)]
    fn common<L: Level>(x: F) -> (F, bool) {
        let magnitude = x.absolute();
        let square = magnitude * magnitude;
        let root = (F::ONE + square).square_root();
        let (t, t_low) = fast_sum(magnitude, square / (F::ONE + root));
        let y = log_1p_in_two::<L, F>(t, t_low).with_sign_of(x);
        (if magnitude < F::LINEAR { x } else { y }, magnitude < F::LARGE)
    }

    #[inline(always)]
    fn rare<L: Level>(x: F) -> F {
        if x.not_a_number() || x.infinite() { x } else { log_of_twice::<L, F>(x.absolute()).with_sign_of(x) }
    }
}

impl<F: Logarithm> Unary<F> for Arccosh {
    /// log1p(t + sqrt(t (t + 2))) with t = x - 1
    #[inline(always)]
    fn common<L: Level>(x: F) -> (F, bool) {
        let (t, t_low) = fast_sum(x, -F::ONE);
        let (more, more_low) = fast_sum(x, F::ONE);
        let product = t * more;
        let product_low = L::product_error(t, more, product) + (t * more_low + t_low * more);
        let root = product.square_root();
        let square = root * root;
        let left = ((product - square) - L::product_error(root, root, square)) + product_low;
        let root_low = left * F::of(0.5) / (root + F::SMALLEST_NORMAL);
        let (larger, smaller) = if t > root { (t, root) } else { (root, t) };
        let (sum, lost) = fast_sum(larger, smaller);
        let y = log_1p_in_two::<L, F>(sum, lost + (t_low + root_low));
        (y, (x >= F::ONE) & (x < F::LARGE))
    }

    #[inline(always)]
    fn rare<L: Level>(x: F) -> F {
        if x.not_a_number() || x == F::INFINITY {
            x
        } else if x < F::ONE {
            F::INVALID
        } else {
            log_of_twice::<L, F>(x)
        }
    }
}

impl<F: Logarithm> Unary<F> for Arctanh {
    const INFINITE: FloatErrors = FloatErrors::DIVIDE;

    /// log1p(2 x / (1 - x)) / 2
    #[inline(always)]
    fn common<L: Level>(x: F) -> (F, bool) {
        let magnitude = x.absolute();
        let (below, below_low) = fast_sum(F::ONE, -magnitude);
        let twice = magnitude + magnitude;
        let inverse = F::ONE / below;
        let quotient = twice * inverse;
        let product = quotient * below;
        let left = (twice - product) - L::product_error(quotient, below, product);
        let quotient_low = L::mul_add(-quotient, below_low, left) * inverse;
        let y = log_1p_in_two::<L, F>(quotient, quotient_low) * F::of(0.5);
        (if magnitude < F::LINEAR { x } else { y.with_sign_of(x) }, magnitude < F::ONE)
    }

    #[inline(always)]
    fn rare<L: Level>(x: F) -> F {
        if x.not_a_number() {
            x
        } else if x.absolute() == F::ONE {
            F::INFINITY.with_sign_of(x)
        } else {
            F::INVALID
        }
    }
}
