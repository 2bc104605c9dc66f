//! Whether a singular value decomposition is one, found out by products with a few vectors.

use faer::dyn_stack::{MemStack, StackReq};

use crate::Double;
use crate::matrix::{columns, columns_mut, multiply, multiply_adjoint};
use crate::reflection::length;

/// Vectors that are tried. An error that is as good as none for one of them, by chance, is not so for all.
const PROBES: usize = 4;

/// Units of rounding that pass, for each row or column. Good decompositions leave less than one.
const ROUNDINGS: f64 = 8.0;

/// Bytes that [`holds`] works in.
pub(crate) fn space<T: Double>([rows, width]: [usize; 2]) -> StackReq {
    StackReq::new::<T>(rows.max(width) * PROBES).array(4)
}

/// A decomposition, its vectors as columns: as many as there are values, or whole bases.
#[derive(Clone, Copy)]
pub(crate) struct Decomposition<'a, T> {
    pub(crate) values: &'a [f64],
    pub(crate) left: &'a [T],
    pub(crate) right: &'a [T],
}

/// Whether the values are in their order, both bases orthonormal, and the matrix turns right vectors into left ones times
/// their values, all up to rounding. Takes about twenty products of the matrix with a vector.
pub(crate) fn holds<T: Double>(
    matrix: &[T],
    [rows, width]: [usize; 2],
    found: Decomposition<'_, T>,
    stack: &mut MemStack,
) -> bool {
    let Decomposition { values, left, right } = found;
    let descends = values.windows(2).all(|pair| pair[0] >= pair[1]);
    if !(descends && values.iter().all(|value| value.is_finite() && *value >= 0.0)) {
        return false;
    }
    let (long, short) = (rows.max(width), rows.min(width));
    let bound = ROUNDINGS * f64::EPSILON * long as f64;
    let (mut probes, stack) = stack.make_with::<T>(long * PROBES, |_| T::ZERO);
    let (mut joined, stack) = stack.make_with::<T>(long * PROBES, |_| T::ZERO);
    let (mut image, stack) = stack.make_with::<T>(long * PROBES, |_| T::ZERO);
    let (mut expected, _) = stack.make_with::<T>(long * PROBES, |_| T::ZERO);
    // The basis of the shorter side is whole: what becomes of its vectors is all that the matrix does.
    let (of_long, of_short) = if rows >= width { (left, right) } else { (right, left) };
    for (basis, height) in [(of_long, long), (of_short, short)] {
        let count = basis.len() / height;
        let (probes, image) = (&mut probes[..count * PROBES], &mut image[..count * PROBES]);
        let joined = &mut joined[..height * PROBES];
        fill_with_signs(probes);
        let basis = columns(basis, height, count);
        multiply(columns_mut(joined, height, PROBES), basis, columns(probes, count, PROBES));
        multiply_adjoint(columns_mut(image, count, PROBES), basis, columns(joined, height, PROBES));
        if !are_near(image, probes, count, bound) {
            return false;
        }
    }
    let joined = columns(&joined[..short * PROBES], short, PROBES);
    let target = columns_mut(&mut image, long, PROBES);
    let matrix = columns(matrix, rows, width);
    if rows >= width {
        multiply(target, matrix, joined)
    } else {
        multiply_adjoint(target, matrix, joined)
    }
    let probes = &mut probes[..short * PROBES];
    for probe in probes.chunks_exact_mut(short) {
        probe.iter_mut().zip(values).for_each(|(element, &value)| *element = element.times_real(value));
    }
    let target = columns_mut(&mut expected, long, PROBES);
    multiply(target, columns(&of_long[..long * short], long, short), columns(probes, short, PROBES));
    are_near(&mut image, &expected, long, bound * values[0])
}

/// Ones and minus ones, always the same (the generator by Marsaglia, 2003).
fn fill_with_signs<T: Double>(elements: &mut [T]) {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    for element in elements {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        *element = if state >> 63 == 0 { T::ONE } else { -T::ONE };
    }
}

/// Whether no column is farther from its counterpart than the bound. Overwrites the first ones.
fn are_near<T: Double>(found: &mut [T], expected: &[T], height: usize, bound: f64) -> bool {
    found.iter_mut().zip(expected).for_each(|(element, &other)| *element -= other);
    found.chunks_exact(height).all(|column| length(column) <= bound)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Space;
    use crate::space::bytes;

    fn holds_of(matrix: &[f64], shape: [usize; 2], values: &[f64], left: &[f64], right: &[f64]) -> bool {
        let mut space = vec![std::mem::MaybeUninit::uninit(); bytes(space::<f64>(shape))];
        holds(matrix, shape, Decomposition { values, left, right }, Space::new(&mut space).stack())
    }

    #[test]
    fn what_is_slightly_wrong_does_not_pass() {
        let n = 40;
        let (mut matrix, mut left, mut right) = (vec![0.0; n * n], vec![0.0; n * n], vec![0.0; n * n]);
        let values: Vec<f64> = (0..n).map(|place| (n - place) as f64).collect();
        for place in 0..n {
            // Both bases exchange first and last.
            let other = n - 1 - place;
            matrix[place * n + place] = values[other];
            (left[place * n + other], right[place * n + other]) = (1.0, 1.0);
        }
        assert!(holds_of(&matrix, [n, n], &values, &left, &right));
        for place in [0, n + 3, n * n - 1] {
            for changed in [1e-9, f64::NAN] {
                let with = |elements: &[f64]| {
                    let mut elements = elements.to_vec();
                    elements[place] += changed;
                    elements
                };
                assert!(!holds_of(&with(&matrix), [n, n], &values, &left, &right), "{place} {changed}");
                assert!(!holds_of(&matrix, [n, n], &values, &with(&left), &right), "{place} {changed}");
                assert!(!holds_of(&matrix, [n, n], &values, &left, &with(&right)), "{place} {changed}");
            }
        }
        let mut swapped = values.clone();
        swapped.swap(3, 4);
        assert!(!holds_of(&matrix, [n, n], &swapped, &left, &right));
    }

    #[test]
    fn bases_of_lying_and_standing_matrices_may_be_whole() {
        // The first unit vectors times one and two.
        let (standing, lying) = ([0.0, 2.0, 0.0, 1.0, 0.0, 0.0], [0.0, 1.0, 2.0, 0.0, 0.0, 0.0]);
        let turn = [0.0, 1.0, 1.0, 0.0];
        let exchange = [0.0, 1.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0];
        let identity = [1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0];
        for wide in [6, 9] {
            assert!(holds_of(&standing, [3, 2], &[2.0, 1.0], &exchange[..wide], &[1.0, 0.0, 0.0, 1.0]));
            assert!(!holds_of(&lying, [2, 3], &[2.0, 1.0], &turn, &exchange[..wide]));
            assert!(holds_of(&lying, [2, 3], &[2.0, 1.0], &[1.0, 0.0, 0.0, 1.0], &exchange[..wide]));
            assert!(!holds_of(&standing, [3, 2], &[2.0, 1.0], &identity[..wide], &[1.0, 0.0, 0.0, 1.0]));
        }
    }
}
