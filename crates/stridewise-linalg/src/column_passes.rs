//! What reductions do to a whole matrix at each step, done to a few columns at a time while they are near.
//!
//! Everything is real numbers: of a complex vector there is a second one, which is the first times the imaginary unit, so that
//! products with complex numbers are products of real vectors with real numbers, and no lanes change places. Vectors and
//! columns are whole lines long.

use pulp::Simd;

use crate::Double;

/// Numbers that make a line of a cache.
pub(crate) const LINE: usize = 8;

/// The distance of columns that begin at lines, for so many rows; an odd number of lines, so that columns do not compete for
/// the same places of a cache.
pub(crate) fn step<T: Double>(rows: usize) -> usize {
    let line = LINE / T::PARTS;
    (rows.div_ceil(line) | 1) * line
}

/// A vector, and if it is complex, the same times the imaginary unit; or a number's real and imaginary part.
pub(crate) type Parts<V, const PARTS: usize> = [V; PARTS];

/// What is left to do to a matrix, to subtract `u · yᵀ + z · vᴴ`, and the vector that its columns are multiplied with then.
#[derive(Clone, Copy)]
pub(crate) struct Change<'a, const PARTS: usize> {
    pub u: Parts<&'a [f64], PARTS>,
    pub z: Parts<&'a [f64], PARTS>,
    pub onto: Parts<&'a [f64], PARTS>,
}

/// The elements of `y` and of the conjugate of `v` that belong to a column.
#[derive(Clone, Copy)]
pub(crate) struct Factors<const PARTS: usize> {
    pub y: Parts<f64, PARTS>,
    pub v: Parts<f64, PARTS>,
}

impl<const PARTS: usize> Change<'_, PARTS> {
    /// Changes columns and tells their products, `ontoᴴ · column`.
    #[inline(always)]
    pub(crate) fn apply<S: Simd, const COLUMNS: usize>(
        &self,
        simd: S,
        columns: [&mut [f64]; COLUMNS],
        factors: [Factors<PARTS>; COLUMNS],
    ) -> [Parts<f64, PARTS>; COLUMNS] {
        let length = S::as_simd_f64s(self.onto[0]).0.len();
        let lanes = |part| &S::as_simd_f64s(part).0[..length];
        let (u, z, onto) = (self.u.map(lanes), self.z.map(lanes), self.onto.map(lanes));
        let columns = columns.map(|column| &mut S::as_mut_simd_f64s(column).0[..length]);
        let y = factors.map(|factors| factors.y.map(|number| simd.splat_f64s(-number)));
        let v = factors.map(|factors| factors.v.map(|number| simd.splat_f64s(-number)));
        let mut products = [[simd.splat_f64s(0.0); PARTS]; COLUMNS];
        for row in 0..length {
            let (u, z, onto) = (u.map(|part| part[row]), z.map(|part| part[row]), onto.map(|part| part[row]));
            for column in 0..COLUMNS {
                let mut numbers = columns[column][row];
                for part in 0..PARTS {
                    numbers = simd.mul_add_f64s(u[part], y[column][part], numbers);
                    numbers = simd.mul_add_f64s(z[part], v[column][part], numbers);
                }
                columns[column][row] = numbers;
                for part in 0..PARTS {
                    products[column][part] = simd.mul_add_f64s(onto[part], numbers, products[column][part]);
                }
            }
        }
        products.map(|parts| parts.map(|lanes| simd.reduce_sum_f64s(lanes)))
    }
}

/// Adds columns times numbers to a sum; times the imaginary parts, to the second one.
#[inline(always)]
pub(crate) fn add<S: Simd, const COLUMNS: usize, const PARTS: usize>(
    simd: S,
    columns: [&[f64]; COLUMNS],
    factors: [Parts<f64, PARTS>; COLUMNS],
    sums: &mut Parts<&mut [f64], PARTS>,
) {
    let mut sums = sums.each_mut().map(|sum| S::as_mut_simd_f64s(sum).0);
    let length = sums[0].len();
    for sum in &mut sums {
        *sum = &mut std::mem::take(sum)[..length];
    }
    let columns = columns.map(|column| &S::as_simd_f64s(column).0[..length]);
    let factors = factors.map(|parts| parts.map(|number| simd.splat_f64s(number)));
    for row in 0..length {
        let mut totals: [_; PARTS] = std::array::from_fn(|part| sums[part][row]);
        for column in 0..COLUMNS {
            let numbers = columns[column][row];
            for part in 0..PARTS {
                totals[part] = simd.mul_add_f64s(numbers, factors[column][part], totals[part]);
            }
        }
        for part in 0..PARTS {
            sums[part][row] = totals[part];
        }
    }
}
