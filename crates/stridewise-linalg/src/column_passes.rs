//! What reductions do to a whole matrix at each step, done to a few columns at a time while they are near.
//!
//! Everything is real numbers: of a complex vector there is a second one, which is the first times the imaginary unit, so that
//! products with complex numbers are products of real vectors with real numbers, and no lanes change places. Vectors and
//! columns are whole lines long.

use pulp::Simd;

use crate::Double;

/// Numbers that make a line of a cache.
pub(crate) const LINE: usize = 8;

/// Bytes of a line, at which columns begin.
pub(crate) const ALIGNMENT: usize = LINE * size_of::<f64>();

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
    #[expect(clippy::needless_range_loop, reason = "columns are indexed by their number first")]
    #[inline(always)]
    pub(crate) fn apply<S: Simd, const COLUMNS: usize>(
        &self,
        simd: S,
        columns: [&mut [f64]; COLUMNS],
        factors: [Factors<PARTS>; COLUMNS],
    ) -> [Parts<f64, PARTS>; COLUMNS] {
        let vectors = Lanes::<S, PARTS>::of(self);
        let columns = columns.map(|column| &mut S::as_mut_simd_f64s(column).0[..vectors.length]);
        let factors = negative(simd, factors);
        let mut products = [[simd.splat_f64s(0.0); PARTS]; COLUMNS];
        for row in 0..vectors.length {
            let here = vectors.at(simd, row);
            for column in 0..COLUMNS {
                let numbers = here.changed(simd, columns[column][row], factors[column]);
                columns[column][row] = numbers;
                products[column] = here.multiplied(simd, numbers, products[column]);
            }
        }
        totals(simd, products)
    }

    /// Changes columns, adds them times numbers to sums as [`add`] does, and tells their products, `ontoᴴ · column`, of what
    /// follows their first lines.
    #[inline(always)]
    pub(crate) fn apply_and_add<S: Simd, const COLUMNS: usize>(
        &self,
        simd: S,
        columns: [&mut [f64]; COLUMNS],
        factors: [Factors<PARTS>; COLUMNS],
        summed: [Parts<f64, PARTS>; COLUMNS],
        sums: &mut Parts<&mut [f64], PARTS>,
    ) -> [Parts<f64, PARTS>; COLUMNS] {
        let vectors = Lanes::<S, PARTS>::of(self);
        let columns = columns.map(|column| &mut S::as_mut_simd_f64s(column).0[..vectors.length]);
        let factors = negative(simd, factors);
        let summed = splat(simd, summed);
        let sums = sums.each_mut().map(|sum| &mut S::as_mut_simd_f64s(sum).0[..vectors.length]);
        let mut products = [[simd.splat_f64s(0.0); PARTS]; COLUMNS];
        let first = LINE / S::F64_LANES;
        for row in 0..vectors.length {
            if row == first {
                products = [[simd.splat_f64s(0.0); PARTS]; COLUMNS];
            }
            let here = vectors.at(simd, row);
            let mut totals = [simd.splat_f64s(0.0); PARTS];
            for part in 0..PARTS {
                totals[part] = sums[part][row];
            }
            for column in 0..COLUMNS {
                let numbers = here.changed(simd, columns[column][row], factors[column]);
                columns[column][row] = numbers;
                products[column] = here.multiplied(simd, numbers, products[column]);
                for part in 0..PARTS {
                    totals[part] = simd.mul_add_f64s(numbers, summed[column][part], totals[part]);
                }
            }
            for part in 0..PARTS {
                sums[part][row] = totals[part];
            }
        }
        if vectors.length <= first {
            return [[0.0; PARTS]; COLUMNS];
        }
        totals(simd, products)
    }
}

// Loops over parts and columns are written out: what is handed to a function in between would be compiled without the machine's
// wide instructions.

#[inline(always)]
fn splat<S: Simd, const PARTS: usize, const COLUMNS: usize>(
    simd: S,
    numbers: [Parts<f64, PARTS>; COLUMNS],
) -> [Parts<S::f64s, PARTS>; COLUMNS] {
    let mut lanes = [[simd.splat_f64s(0.0); PARTS]; COLUMNS];
    for column in 0..COLUMNS {
        for part in 0..PARTS {
            lanes[column][part] = simd.splat_f64s(numbers[column][part]);
        }
    }
    lanes
}

#[inline(always)]
fn negative<S: Simd, const PARTS: usize, const COLUMNS: usize>(
    simd: S,
    factors: [Factors<PARTS>; COLUMNS],
) -> [[Parts<S::f64s, PARTS>; 2]; COLUMNS] {
    let mut lanes = [[[simd.splat_f64s(0.0); PARTS]; 2]; COLUMNS];
    for column in 0..COLUMNS {
        for part in 0..PARTS {
            let Factors { y, v } = &factors[column];
            lanes[column][0][part] = simd.splat_f64s(-y[part]);
            lanes[column][1][part] = simd.splat_f64s(-v[part]);
        }
    }
    lanes
}

#[inline(always)]
fn totals<S: Simd, const PARTS: usize, const COLUMNS: usize>(
    simd: S,
    lanes: [Parts<S::f64s, PARTS>; COLUMNS],
) -> [Parts<f64, PARTS>; COLUMNS] {
    let mut totals = [[0.0; PARTS]; COLUMNS];
    for column in 0..COLUMNS {
        for part in 0..PARTS {
            totals[column][part] = simd.reduce_sum_f64s(lanes[column][part]);
        }
    }
    totals
}

/// A change's vectors.
struct Lanes<'a, S: Simd, const PARTS: usize> {
    length: usize,
    u: Parts<&'a [S::f64s], PARTS>,
    z: Parts<&'a [S::f64s], PARTS>,
    onto: Parts<&'a [S::f64s], PARTS>,
}

impl<'a, S: Simd, const PARTS: usize> Lanes<'a, S, PARTS> {
    #[inline(always)]
    fn of(change: &Change<'a, PARTS>) -> Self {
        let length = S::as_simd_f64s(change.onto[0]).0.len();
        let lanes = |part| &S::as_simd_f64s(part).0[..length];
        Self { length, u: change.u.map(lanes), z: change.z.map(lanes), onto: change.onto.map(lanes) }
    }

    #[inline(always)]
    fn at(&self, simd: S, row: usize) -> Here<S, PARTS> {
        let zeros = [simd.splat_f64s(0.0); PARTS];
        let mut here = Here { u: zeros, z: zeros, onto: zeros };
        for part in 0..PARTS {
            here.u[part] = self.u[part][row];
            here.z[part] = self.z[part][row];
            here.onto[part] = self.onto[part][row];
        }
        here
    }
}

/// Some rows of a change's vectors.
#[derive(Clone, Copy)]
struct Here<S: Simd, const PARTS: usize> {
    u: Parts<S::f64s, PARTS>,
    z: Parts<S::f64s, PARTS>,
    onto: Parts<S::f64s, PARTS>,
}

impl<S: Simd, const PARTS: usize> Here<S, PARTS> {
    #[inline(always)]
    fn changed(&self, simd: S, mut numbers: S::f64s, [y, v]: [Parts<S::f64s, PARTS>; 2]) -> S::f64s {
        for part in 0..PARTS {
            numbers = simd.mul_add_f64s(self.u[part], y[part], numbers);
            numbers = simd.mul_add_f64s(self.z[part], v[part], numbers);
        }
        numbers
    }

    #[inline(always)]
    fn multiplied(
        &self,
        simd: S,
        numbers: S::f64s,
        mut products: Parts<S::f64s, PARTS>,
    ) -> Parts<S::f64s, PARTS> {
        for (product, &onto) in products.iter_mut().zip(&self.onto) {
            *product = simd.mul_add_f64s(onto, numbers, *product);
        }
        products
    }
}

/// A number's parts.
#[inline(always)]
pub(crate) fn parts_of<T: Double, const PARTS: usize>(number: T) -> Parts<f64, PARTS> {
    std::array::from_fn(|part| if part == 0 { number.real_part() } else { number.imaginary_part() })
}

#[inline(always)]
pub(crate) fn times_i<T: Double>(number: T) -> T {
    T::of_parts(-number.imaginary_part(), number.real_part())
}

/// Keeps a vector that begins at a row, below zeros.
pub(crate) fn keep<T: Double, const PARTS: usize>(
    kept: &mut Parts<&mut [T], PARTS>,
    first: usize,
    vector: &[T],
) {
    for (part, kept) in kept.iter_mut().enumerate() {
        let kept = &mut kept[..first + vector.len()];
        kept[..first].fill(T::ZERO);
        for (kept, &element) in kept[first..].iter_mut().zip(vector) {
            *kept = if part == 0 { element } else { times_i(element) };
        }
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
    let factors = splat(simd, factors);
    for row in 0..length {
        let mut totals = [simd.splat_f64s(0.0); PARTS];
        for part in 0..PARTS {
            totals[part] = sums[part][row];
        }
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
