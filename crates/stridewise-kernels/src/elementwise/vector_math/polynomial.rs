//! Evaluation of polynomials.

use super::float::Float;
use super::levels::Level;

/// `c[0] + c[1] x + c[2] x^2 + ...`, by Estrin's scheme: the terms are paired, then the pairs, so that the
/// processor need not wait for one product after the other.
#[inline(always)]
pub(super) fn polynomial<L: Level, F: Float, const N: usize>(x: F, c: [F; N]) -> F {
    let x2 = x * x;
    let x4 = x2 * x2;
    let x8 = x4 * x4;
    let two = |i: usize| L::mul_add(c[i + 1], x, c[i]);
    let four = |i: usize| L::mul_add(two(i + 2), x2, two(i));
    let eight = |i: usize| L::mul_add(four(i + 4), x4, four(i));
    match N {
        1 => c[0],
        2 => two(0),
        3 => L::mul_add(c[2], x2, two(0)),
        4 => four(0),
        5 => L::mul_add(c[4], x4, four(0)),
        6 => L::mul_add(two(4), x4, four(0)),
        7 => L::mul_add(L::mul_add(c[6], x2, two(4)), x4, four(0)),
        8 => eight(0),
        9 => L::mul_add(c[8], x8, eight(0)),
        10 => L::mul_add(two(8), x8, eight(0)),
        11 => L::mul_add(L::mul_add(c[10], x2, two(8)), x8, eight(0)),
        12 => L::mul_add(four(8), x8, eight(0)),
        13 => L::mul_add(L::mul_add(c[12], x4, four(8)), x8, eight(0)),
        14 => L::mul_add(L::mul_add(two(12), x4, four(8)), x8, eight(0)),
        _ => {
            let mut sum = F::ZERO;
            for &coefficient in c.iter().rev() {
                sum = L::mul_add(sum, x, coefficient);
            }
            sum
        }
    }
}
