//! Hermitian matrices made tridiagonal by reflections.
//!
//! A reflection changes all that is left of the matrix, and the next one is made of its product with a vector. Both take as
//! long as the matrix takes to pass by, so they are one pass: it brings in the last change and multiplies what it makes, a few
//! columns at a time. Where enough is left it is cut into parts, side by side, which threads share.

use pulp::{NullaryFnOnce, Simd, WithSimd};

use crate::column_passes::{Change, Factors, LINE, Parts, keep, parts_of, step, times_i};
use crate::crew::share_out;
use crate::orthogonal::reflection::{self, Reflection};
use crate::{Crew, Double};

/// Columns that pass at once.
const TOGETHER: usize = 4;

/// Orders of what is left, of complex elements half as many, from which on it is cut into two parts, and into four: between
/// processors that are far from each other, what goes to and fro takes as long as a pass over a hundred and fifty columns.
const IN_TWO: usize = 256;
const IN_FOUR: usize = 768;
const MOST_PARTS: usize = 4;

/// Hundredths of the columns before the second, third and fourth of four parts, which take equally long: elements of short
/// columns take longer.
const CUTS: [usize; MOST_PARTS - 1] = [17, 36, 59];

fn parts<T: Double>(order: usize) -> usize {
    match order * T::PARTS {
        IN_FOUR.. => 4,
        IN_TWO.. => 2,
        _ => 1,
    }
}

/// The first column of one of the parts of those from `first` on; behind the last part, the end.
fn first_of_part(part: usize, parts: usize, first: usize, n: usize) -> usize {
    let order = n - first;
    match part * (MOST_PARTS / parts) {
        0 => first,
        quarters @ 1..MOST_PARTS => {
            let place = first + order * CUTS[quarters - 1] / 100;
            place - place % LINE
        }
        _ => n,
    }
}

/// Elements that [`reduce`] works in.
pub(crate) fn work_length<T: Double>(n: usize) -> usize {
    (3 + MOST_PARTS) * T::PARTS * step::<T>(n)
}

/// Copies the lower triangle of a matrix to columns that are [`step`] elements apart and zero beyond their ends; of the squares
/// along the diagonal that are a line long, both triangles.
pub(crate) fn fill_padded<T: Double>(padded: &mut [T], matrix: &[T], n: usize) {
    let line = LINE / T::PARTS;
    for (place, column) in padded.chunks_exact_mut(step::<T>(n)).enumerate() {
        column[place..n].copy_from_slice(&matrix[place * n + place..(place + 1) * n]);
        let first = place - place % line;
        for (row, element) in column[..place].iter_mut().enumerate().skip(first) {
            *element = matrix[row * n + place].conjugate();
        }
    }
}

/// Writes the diagonal of the tridiagonal matrix, and what stands beside it; `scales` has one place for each of the `n - 1`
/// reflections, of which the one of column `k` begins at row `k + 1` with a one that is not stored. The matrix is a
/// [padded](fill_padded) one with a real diagonal. About `4/3 n³` operations.
pub(crate) fn reduce<T: Double>(
    matrix: &mut [T],
    n: usize,
    diagonal: &mut [f64],
    beside: &mut [f64],
    scales: &mut [T],
    work: &mut [T],
    crew: &dyn Crew,
) {
    if T::IS_REAL {
        reduce_parts::<T, 1>(matrix, n, diagonal, beside, scales, work, crew);
    } else {
        reduce_parts::<T, 2>(matrix, n, diagonal, beside, scales, work, crew);
    }
}

fn reduce_parts<T: Double, const PARTS: usize>(
    matrix: &mut [T],
    n: usize,
    diagonal: &mut [f64],
    beside: &mut [f64],
    scales: &mut [T],
    work: &mut [T],
    crew: &dyn Crew,
) {
    let step = step::<T>(n);
    work.fill(T::ZERO);
    let mut vectors = work.chunks_exact_mut(step);
    let mut next_vector = || std::array::from_fn::<_, PARTS, _>(|_| vectors.next().unwrap_or_default());
    // What the last reflection left to do: to subtract `u · wᴴ + w · uᴴ`.
    let (mut u, mut w, mut v) = (next_vector(), next_vector(), next_vector());
    let mut sums: [_; MOST_PARTS] = std::array::from_fn(|_| next_vector());
    let arch = pulp::Arch::new();
    for place in 0..n {
        let (done, rest) = matrix.split_at_mut((place + 1) * step);
        let column = &mut done[place * step + place..place * step + n];
        let (u_here, w_here) = (u[0][place].conjugate(), w[0][place].conjugate());
        for (element, (&u, &w)) in column.iter_mut().zip(u[0][place..].iter().zip(&w[0][place..])) {
            *element -= u * w_here + w * u_here;
        }
        diagonal[place] = column[0].real_part();
        let vector = &mut column[1..];
        if vector.is_empty() {
            break;
        }
        let Reflection { head, scale } = reflection::make(vector);
        (beside[place], scales[place]) = (head, scale);
        vector[0] = T::ONE;
        let others = place + 1;
        keep(&mut v, others, vector);
        // What is done has no part in later changes.
        (u.iter_mut().chain(&mut w)).for_each(|part| part[place] = T::ZERO);
        let count = parts::<T>(n - others);
        let (mut from, mut columns) = (others, rest);
        let pieces = sums[..count].iter_mut().enumerate().map(|(part, sums)| {
            let first = std::mem::replace(&mut from, first_of_part(part + 1, count, others, n));
            let (matrix, behind) = std::mem::take(&mut columns).split_at_mut((from - first) * step);
            columns = behind;
            Pass::<T, PARTS> {
                matrix,
                step,
                first,
                u: u.each_ref().map(|part| &**part),
                w: w.each_ref().map(|part| &**part),
                v: v.each_ref().map(|part| &**part),
                sums: sums.each_mut().map(|part| &mut **part),
            }
        });
        if count == 1 {
            pieces.for_each(|pass| arch.dispatch(pass));
        } else {
            share_out(crew, pieces, |_, pass| arch.dispatch(pass));
        }
        let [sums, other_sums @ ..] = &mut sums;
        for (part, other) in (1..count).zip(other_sums) {
            let first = first_of_part(part, count, others, n);
            for (sum, other) in sums.iter_mut().zip(other) {
                sum[first..n].iter_mut().zip(&other[first..n]).for_each(|(sum, &other)| *sum += other);
            }
        }
        arch.dispatch(NextChange {
            product: sums.each_ref().map(|part| &part[others..n]),
            v: &v[0][others..n],
            scale,
            w: w.each_mut().map(|part| &mut part[others..n]),
        });
        std::mem::swap(&mut u, &mut v);
    }
}

/// A pass over what is left: `matrix -= u · wᴴ + w · uᴴ; sums = matrix · v`, from the lower triangle. Vectors are as long as
/// columns.
struct Pass<'a, T, const PARTS: usize> {
    /// From the first column on.
    matrix: &'a mut [T],
    step: usize,
    first: usize,
    u: Parts<&'a [T], PARTS>,
    w: Parts<&'a [T], PARTS>,
    v: Parts<&'a [T], PARTS>,
    sums: Parts<&'a mut [T], PARTS>,
}

impl<T: Double, const PARTS: usize> WithSimd for Pass<'_, T, PARTS> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, simd: S) {
        let line = LINE / PARTS;
        let first = self.first - self.first % line;
        self.sums.iter_mut().for_each(|sum| sum[first..].fill(T::ZERO));
        let mut matrix = std::mem::take(&mut self.matrix);
        let mut place = self.first;
        while !matrix.is_empty() {
            let left = (line - place % line).min(matrix.len() / self.step);
            let count = if left >= TOGETHER { TOGETHER } else { 1 };
            let (columns, rest) = matrix.split_at_mut(count * self.step);
            if count == TOGETHER {
                self.over::<S, TOGETHER>(simd, columns, place);
            } else {
                self.over::<S, 1>(simd, columns, place);
            }
            matrix = rest;
            place += count;
        }
    }
}

impl<T: Double, const PARTS: usize> Pass<'_, T, PARTS> {
    /// Passes over columns of one line. What stands beside the diagonal in their first lines is multiplied as it stands; what
    /// stands below, once as itself and once as what is above the diagonal.
    #[inline(always)]
    fn over<S: Simd, const COLUMNS: usize>(&mut self, simd: S, elements: &mut [T], place: usize) {
        let first = place - place % (LINE / PARTS);
        let Self { step, u, w, v, .. } = *self;
        let change = Change {
            u: u.map(|part| T::numbers(&part[first..])),
            z: w.map(|part| T::numbers(&part[first..])),
            onto: v.map(|part| T::numbers(&part[first..])),
        };
        let mut columns = elements.chunks_exact_mut(step);
        let columns = std::array::from_fn::<_, COLUMNS, _>(|_| {
            T::numbers_mut(&mut columns.next().unwrap_or_default()[first..])
        });
        let factors = std::array::from_fn::<_, COLUMNS, _>(|column| Factors {
            y: parts_of(w[0][place + column].conjugate()),
            v: parts_of(u[0][place + column].conjugate()),
        });
        let summed = std::array::from_fn::<_, COLUMNS, _>(|column| parts_of(v[0][place + column]));
        let mut sums = self.sums.each_mut().map(|part| T::numbers_mut(&mut part[first..]));
        let products = change.apply_and_add(simd, columns, factors, summed, &mut sums);
        for (sum, product) in self.sums[0][place..].iter_mut().zip(products) {
            *sum += T::of_parts(product[0], product[PARTS - 1]).conjugate();
        }
    }
}

/// Makes of the matrix's product with `v` what the reflection leaves to do.
struct NextChange<'a, T, const PARTS: usize> {
    product: Parts<&'a [T], PARTS>,
    v: &'a [T],
    scale: T,
    w: Parts<&'a mut [T], PARTS>,
}

impl<T: Double, const PARTS: usize> NullaryFnOnce for NextChange<'_, T, PARTS> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Self { product, v, scale, mut w } = self;
        w[0].copy_from_slice(product[0]);
        if PARTS == 2 {
            w[0].iter_mut().zip(product[PARTS - 1]).for_each(|(w, &turned)| *w += times_i(turned));
        }
        let mut lanes = [0.0; LINE];
        for (v, w) in v.chunks(LINE).zip(w[0].chunks(LINE)) {
            for (lane, (v, &w)) in lanes.iter_mut().zip(v.iter().zip(w)) {
                *lane += (v.conjugate() * w).real_part();
            }
        }
        let share = -0.5 * scale.size_squared() * lanes.iter().sum::<f64>();
        w[0].iter_mut().zip(v).for_each(|(w, v)| *w = scale * *w + v.times_real(share));
        if let [w, turned] = &mut w[..] {
            turned.iter_mut().zip(&**w).for_each(|(turned, &w)| *turned = times_i(w));
        }
    }
}

#[cfg(test)]
mod tests {
    use num_complex::Complex;

    use super::*;
    use crate::crew::Alone;
    use crate::orthogonal::qr;

    #[test]
    fn parts_are_all_there_is() {
        for (first, order) in [(1, IN_TWO), (7, IN_TWO + 1), (9, IN_FOUR - 1), (40, IN_FOUR), (1, 5000)] {
            let parts = parts::<f64>(order);
            let cuts: Vec<usize> =
                (0..=parts).map(|part| first_of_part(part, parts, first, first + order)).collect();
            assert!(parts > 1 && cuts.windows(2).all(|pair| pair[0] < pair[1]));
            assert!(cuts[0] == first && cuts[parts] == first + order);
        }
    }

    fn reflections_turn_back<T: Double>(make: fn(f64, f64) -> T) {
        for n in [1_usize, 2, 3, 5, 8, 13, 16, 37, 100, IN_TWO + 5] {
            let number =
                |row: usize, column: usize| ((row * 7 + column * 3 + row * column) % 11) as f64 - 4.0;
            let element = |row: usize, column: usize| {
                let (low, high) = (row.min(column), row.max(column));
                let imaginary = if row == column { 0.0 } else { number(high + 1, low) };
                let element = make(number(high, low), imaginary);
                if row < column { element.conjugate() } else { element }
            };
            let original: Vec<T> = (0..n * n).map(|place| element(place % n, place / n)).collect();
            let mut matrix = original.clone();
            // What is above the diagonal is not read.
            for column in 1..n {
                matrix[column * n..column * n + column].fill(T::of_real(f64::NAN));
            }
            let step = step::<T>(n);
            let mut padded = vec![T::ZERO; n * step];
            fill_padded(&mut padded, &matrix, n);
            let (mut diagonal, mut beside) = (vec![f64::NAN; n], vec![f64::NAN; n - 1]);
            let mut scales = vec![T::ZERO; n - 1];
            let mut work = vec![T::ONE; work_length::<T>(n)];
            reduce(&mut padded, n, &mut diagonal, &mut beside, &mut scales, &mut work, &Alone);
            let mut tridiagonal = vec![T::ZERO; n * n];
            for place in 0..n {
                tridiagonal[place * n + place] = T::of_real(diagonal[place]);
                if place + 1 < n {
                    tridiagonal[place * n + place + 1] = T::of_real(beside[place]);
                    tridiagonal[(place + 1) * n + place] = T::of_real(beside[place]);
                }
            }
            let mut work = vec![T::ZERO; qr::work_length(n)];
            let mut turn = |target: &mut [T]| {
                let (vectors, target) = (&mut padded[1..], &mut target[1..]);
                qr::apply_within(vectors, step, n - 1, &scales, false, target, n, n, &mut work, &Alone);
            };
            turn(&mut tridiagonal);
            let mut back: Vec<T> =
                (0..n * n).map(|place| tridiagonal[place % n * n + place / n].conjugate()).collect();
            turn(&mut back);
            for (place, (&one, &other)) in back.iter().zip(&original).enumerate() {
                assert!((one - other).size() < 1e-13 * (n + 10) as f64, "{n} {place}: {one:?} {other:?}");
            }
        }
    }

    #[test]
    fn reflections_turn_the_tridiagonal_matrix_back() {
        reflections_turn_back::<f64>(|a, _| a);
        reflections_turn_back::<Complex<f64>>(Complex::new);
    }
}
