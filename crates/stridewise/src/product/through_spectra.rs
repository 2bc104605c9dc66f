//! Long vectors slide along each other by their spectra: the spectrum of what comes out is the product of theirs.
//!
//! The error of each sum is a few units of the last place of the product of both vectors' norms, where summing one by one
//! has it of the sum of the terms' magnitudes. So it is done only where both vectors are long and each has elements of
//! one magnitude: then the two bounds are near each other.

use stridewise_core::op::Op;
use stridewise_core::{Number, Order};
use stridewise_run::reduction::{Reduction, reduce};

use crate::arithmetic::{binary, unary};
use crate::fft::{Kind, Norm, Transform};
use crate::shape::{flip, slice_along};
use crate::{Array, Result};

/// Elements of the shorter vector from which on spectra are much faster than sums.
const SHORTEST: usize = 1024;

/// How many times the root of the mean square the largest magnitude may be, at most.
const MOST_SPREAD: f64 = 64.0;

/// Whether vectors of these lengths are worth three transforms.
pub(super) fn pays(number: Number, longest: usize, length: usize) -> bool {
    // Short ones take a multiplication for each pair, transforms about fifty for each point and their logarithm.
    matches!(number, Number::F64 | Number::C128) && length >= SHORTEST && length >= longest / 256
}

/// The sums of products at all positions where the right vector touches the left one; `None` where an element is not
/// finite, or magnitudes differ so much that small sums would drown.
pub(super) fn products(left: &Array, right: &Array) -> Result<Option<Array>> {
    for vector in [left, right] {
        let magnitudes = unary(Op::Absolute, vector)?;
        let extreme = |op: Op| -> Result<f64> {
            Ok(reduce(&magnitudes, &Reduction::over(op, &[0]))?
                .0
                .to_vec::<f64>()
                .first()
                .copied()
                .unwrap_or(0.0))
        };
        let mean = extreme(Op::Add)? / vector.size() as f64;
        let largest = extreme(Op::Maximum)?;
        if !largest.is_finite() || !(1e-100..1e100).contains(&mean) || largest > MOST_SPREAD * mean {
            return Ok(None);
        }
    }
    let count = left.size() + right.size() - 1;
    let points = smooth(count);
    let right = flip(right, None)?;
    let complex = left.number().is_complex();
    let (forward, inverse) =
        if complex { (Kind::Forward, Kind::Inverse) } else { (Kind::RealForward, Kind::RealInverse) };
    let transform = |kind: Kind, array: &Array| -> Result<Array> {
        Ok(Transform::new(kind, points as i64, 0, Norm::Backward)?.apply(array, None)?.0)
    };
    let spectrum = binary(Op::Multiply, &transform(forward, left)?, &transform(forward, &right)?)?;
    let sums = transform(inverse, &spectrum)?;
    let sums = slice_along(&sums, 0, 0, Some(count as isize))?;
    Ok(Some(if sums.view().is_c_contiguous() { sums } else { sums.copy(Order::C)? }))
}

/// The least even number, not below this, without prime factors beyond five.
fn smooth(least: usize) -> usize {
    let mut best = least.next_power_of_two().max(2);
    let mut fives = 1;
    while fives < best {
        let mut threes = fives;
        while threes < best {
            let twos = least.div_ceil(threes).next_power_of_two().max(2);
            best = best.min(threes * twos);
            threes *= 3;
        }
        fives *= 5;
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn smooth_numbers_are_the_next_ones() {
        let is_smooth = |mut number: usize| {
            for factor in [2, 3, 5] {
                while number.is_multiple_of(factor) {
                    number /= factor;
                }
            }
            number == 1
        };
        for least in 1..2000_usize {
            let expected = (least..).find(|&number: &usize| number.is_multiple_of(2) && is_smooth(number));
            assert_eq!(Some(smooth(least)), expected);
        }
    }
}
