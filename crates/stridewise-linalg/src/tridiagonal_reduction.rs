//! Real symmetric matrices made tridiagonal by reflections.
//!
//! A reflection changes all that is left of the matrix, and the next one is made of its product with a vector. Both take as
//! long as the matrix takes to pass by, so they are one pass: it brings in the last change and multiplies what it makes, four
//! columns at a time. Where enough is left it is cut into parts, side by side, which threads share.

use crate::crew::share_out;
use crate::reflection::{self, Reflection};
use crate::{Crew, Double, Scalar};

/// Elements that are computed side by side.
const LANES: usize = 8;
type Lanes<T> = [T; LANES];

/// Columns that pass at once.
const TOGETHER: usize = 4;

/// Orders of what is left from which on it is cut into two parts, and into four: between processors that are far from each other,
/// what goes to and fro takes as long as a pass over a hundred and fifty columns.
const IN_TWO: usize = 256;
const IN_FOUR: usize = 768;

/// Hundredths of the columns before the second, third and fourth of four parts, which take equally long: elements of short
/// columns take longer.
const CUTS: [usize; 3] = [17, 36, 59];

fn parts(order: usize) -> usize {
    match order {
        IN_FOUR.. => 4,
        IN_TWO.. => 2,
        _ => 1,
    }
}

/// The first column of a part; behind the last one, the end.
fn first_of_part(part: usize, order: usize) -> usize {
    match part * (4 / parts(order)) {
        0 => 0,
        quarters @ 1..4 => order * CUTS[quarters - 1] / 100 / TOGETHER * TOGETHER,
        _ => order,
    }
}

/// Elements that [`reduce`] works in.
pub(crate) fn work_length(n: usize) -> usize {
    (3 + parts(n)) * n
}

/// Writes the tridiagonal matrix to the diagonal and what stands below it; `scales` has one place for each of the `n - 1`
/// reflections, of which the one of column `k` begins at row `k + 1` with a one that is not stored. Of the matrix the lower
/// triangle is read and written. About `4/3 n³` operations.
pub(crate) fn reduce<T: Double>(
    matrix: &mut [T],
    n: usize,
    scales: &mut [T],
    work: &mut [T],
    crew: &dyn Crew,
) {
    let (u, work) = work.split_at_mut(n);
    let (v, work) = work.split_at_mut(n);
    let (w, work) = work.split_at_mut(n);
    let mut last = Change { u, w };
    let (y, sums) = work.split_at_mut(n);
    let (mut v, mut y) = (v, y);
    last.u.fill(T::ZERO);
    last.w.fill(T::ZERO);
    for place in 0..n {
        let (done, rest) = matrix.split_at_mut((place + 1) * n);
        let column = &mut done[place * n + place..];
        last.from(place).apply(column);
        let vector = &mut column[1..];
        if vector.is_empty() {
            break;
        }
        let Reflection { head, scale } = reflection::make(vector);
        vector[0] = T::ONE;
        v[place + 1..].copy_from_slice(vector);
        vector[0] = T::of_real(head);
        scales[place] = scale;
        let (v_rest, y_rest) = (&v[place + 1..], &mut y[place + 1..]);
        multiply(rest, n, last.from(place + 1), v_rest, y_rest, sums, crew);
        let overlap = v_rest.iter().zip(&*y_rest).fold(T::ZERO, |sum, (&v, &y)| sum + v * y);
        let share = (scale * overlap).times_real(-0.5);
        y_rest.iter_mut().zip(v_rest).for_each(|(y, &v)| *y = scale * (*y + share * v));
        std::mem::swap(&mut last.u, &mut v);
        std::mem::swap(&mut last.w, &mut y);
    }
}

/// Brings the last change into what is left of the matrix, from the row on that `v` begins at, and writes its product with
/// `v` to `y`. The parts of the matrix have their own sums.
fn multiply<T: Double>(
    matrix: &mut [T],
    step: usize,
    change: Change<&[T]>,
    v: &[T],
    y: &mut [T],
    sums: &mut [T],
    crew: &dyn Crew,
) {
    let order = v.len();
    let over = |first: usize, matrix: &mut [T], y: &mut [T]| {
        y.fill(T::ZERO);
        let pass =
            Pass { step, first: step - order + first, change: change.behind(first), v: &v[first..], y };
        pulp::Arch::new().dispatch(
            #[inline(always)]
            || pass.over(matrix),
        );
    };
    let parts = parts(order);
    if parts == 1 {
        return over(0, matrix, y);
    }
    let mut rest = matrix;
    let mut others = sums.chunks_exact_mut(step);
    let mut own = Some(&mut *y);
    let pieces = (0..parts).map_while(|part| {
        let (first, end) = (first_of_part(part, order), first_of_part(part + 1, order));
        let (columns, behind) = std::mem::take(&mut rest).split_at_mut((end - first) * step);
        rest = behind;
        let sums = own.take().or_else(|| others.next())?;
        Some((first, columns, &mut sums[..order - first]))
    });
    share_out(crew, pieces, |_, (first, columns, y)| over(first, columns, y));
    for (part, sums) in (1..parts).zip(sums.chunks_exact(step)) {
        y[first_of_part(part, order)..].iter_mut().zip(sums).for_each(|(y, &sum)| *y += sum);
    }
}

/// What the last reflection left to do: subtract `u · wᵀ + w · uᵀ`.
struct Change<V> {
    u: V,
    w: V,
}

impl<T: Scalar> Change<&mut [T]> {
    fn from(&self, place: usize) -> Change<&[T]> {
        Change { u: &self.u[place..], w: &self.w[place..] }
    }
}

impl<'a, T: Scalar> Change<&'a [T]> {
    fn behind(&self, place: usize) -> Change<&'a [T]> {
        Change { u: &self.u[place..], w: &self.w[place..] }
    }

    /// To the first column.
    fn apply(&self, column: &mut [T]) {
        let (u_first, w_first) = (self.u[0], self.w[0]);
        for (element, (&u, &w)) in column.iter_mut().zip(self.u.iter().zip(self.w)) {
            *element -= u * w_first + w * u_first;
        }
    }
}

/// A pass over what is left: `matrix -= u · wᵀ + w · uᵀ; y += matrix · v`, from the lower triangle.
struct Pass<'a, T> {
    /// From one column to the next.
    step: usize,
    /// The first row.
    first: usize,
    change: Change<&'a [T]>,
    v: &'a [T],
    y: &'a mut [T],
}

impl<T: Scalar> Pass<'_, T> {
    #[inline(always)]
    fn over(self, matrix: &mut [T]) {
        let Self { step, first, change: Change { u, w }, v, y } = self;
        let mut done = 0;
        for columns in matrix.chunks_mut(TOGETHER * step) {
            let count = columns.len() / step;
            let below = done + count;
            for (place, column) in columns.chunks_exact_mut(step).enumerate() {
                let top = done + place;
                let column = &mut column[first + top..first + below];
                let (u, w, v, y) = (&u[top..below], &w[top..below], &v[top..below], &mut y[top..below]);
                let mut sum = T::ZERO;
                for (row, element) in column.iter_mut().enumerate() {
                    *element -= u[row] * w[0] + w[row] * u[0];
                    y[row] += *element * v[0];
                    if row > 0 {
                        sum += *element * v[row];
                    }
                }
                y[0] += sum;
            }
            let mut columns = columns.chunks_exact_mut(step).map(|column| &mut column[first + below..]);
            if let (Some(a), Some(b), Some(c), Some(d)) =
                (columns.next(), columns.next(), columns.next(), columns.next())
            {
                let of = |vector: &[T]| std::array::from_fn(|column| vector[done + column]);
                let four = Four { columns: [a, b, c, d], u: of(u), w: of(w), v: of(v) };
                let sums = four.pass(&u[below..], &w[below..], &v[below..], &mut y[below..]);
                y[done..below].iter_mut().zip(sums).for_each(|(y, sum)| *y += sum);
            }
            done = below;
        }
    }
}

/// What stands below the diagonal of four columns, and the vectors' elements at these columns.
struct Four<'a, T> {
    columns: [&'a mut [T]; TOGETHER],
    u: [T; TOGETHER],
    w: [T; TOGETHER],
    v: [T; TOGETHER],
}

impl<T: Scalar> Four<'_, T> {
    /// Changes the columns and adds them, times the elements of `v`, to `y`; returns each column's product with `v`.
    #[inline(always)]
    fn pass(self, u: &[T], w: &[T], v: &[T], y: &mut [T]) -> [T; TOGETHER] {
        let Self { columns: [a, b, c, d], u: u_here, w: w_here, v: v_here } = self;
        let ((a, a_rest), (b, b_rest)) = (a.as_chunks_mut::<LANES>(), b.as_chunks_mut::<LANES>());
        let ((c, c_rest), (d, d_rest)) = (c.as_chunks_mut::<LANES>(), d.as_chunks_mut::<LANES>());
        let ((u, u_rest), (w, w_rest)) = (u.as_chunks::<LANES>(), w.as_chunks::<LANES>());
        let ((v, v_rest), (y, y_rest)) = (v.as_chunks::<LANES>(), y.as_chunks_mut::<LANES>());
        let zeros: Lanes<T> = [T::ZERO; LANES];
        // Sums by name: in one array they would not stay in registers.
        let (mut a_sum, mut b_sum, mut c_sum, mut d_sum) = (zeros, zeros, zeros, zeros);
        let vectors = u.iter().zip(w).zip(v.iter().zip(y));
        for (((a, b), (c, d)), ((u, w), (v, y))) in a.iter_mut().zip(b).zip(c.iter_mut().zip(d)).zip(vectors)
        {
            let (u, w, v) = (*u, *w, *v);
            let a_now = changed(*a, [u, w], u_here[0], w_here[0]);
            let b_now = changed(*b, [u, w], u_here[1], w_here[1]);
            let c_now = changed(*c, [u, w], u_here[2], w_here[2]);
            let d_now = changed(*d, [u, w], u_here[3], w_here[3]);
            (*a, *b, *c, *d) = (a_now, b_now, c_now, d_now);
            a_sum = added(a_sum, a_now, v);
            b_sum = added(b_sum, b_now, v);
            c_sum = added(c_sum, c_now, v);
            d_sum = added(d_sum, d_now, v);
            let mut total = *y;
            for lane in 0..LANES {
                total[lane] += (a_now[lane] * v_here[0] + b_now[lane] * v_here[1])
                    + (c_now[lane] * v_here[2] + d_now[lane] * v_here[3]);
            }
            *y = total;
        }
        let sums = [a_sum, b_sum, c_sum, d_sum];
        let mut totals = [T::ZERO; TOGETHER];
        for (place, (column, sums)) in [a_rest, b_rest, c_rest, d_rest].into_iter().zip(&sums).enumerate() {
            let mut total = sum_of_lanes(sums);
            for (row, element) in column.iter_mut().enumerate() {
                *element -= u_rest[row] * w_here[place] + w_rest[row] * u_here[place];
                y_rest[row] += *element * v_here[place];
                total += *element * v_rest[row];
            }
            totals[place] = total;
        }
        totals
    }
}

/// Not inlined: the compiler would see that it is done to four columns, and sort the lanes of all four together from the
/// beginning.
#[inline(never)]
fn sum_of_lanes<T: Scalar>(lanes: &Lanes<T>) -> T {
    lanes.iter().fold(T::ZERO, |sum, &lane| sum + lane)
}

#[inline(always)]
fn changed<T: Scalar>(mut column: Lanes<T>, [u, w]: [Lanes<T>; 2], u_here: T, w_here: T) -> Lanes<T> {
    for lane in 0..LANES {
        column[lane] -= u[lane] * w_here + w[lane] * u_here;
    }
    column
}

#[inline(always)]
fn added<T: Scalar>(mut sum: Lanes<T>, column: Lanes<T>, v: Lanes<T>) -> Lanes<T> {
    for lane in 0..LANES {
        sum[lane] += column[lane] * v[lane];
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Alone, qr};

    #[test]
    fn parts_are_all_there_is() {
        for order in [IN_TWO, IN_TWO + 1, IN_FOUR - 1, IN_FOUR, 5000] {
            let parts = parts(order);
            let cuts: Vec<usize> = (0..=parts).map(|part| first_of_part(part, order)).collect();
            assert!(parts > 1 && cuts.windows(2).all(|pair| pair[0] < pair[1]));
            assert!(cuts[0] == 0 && cuts[parts] == order);
            assert!(cuts[..parts].iter().all(|cut| cut % TOGETHER == 0));
        }
    }

    #[test]
    fn reflections_turn_the_tridiagonal_matrix_back() {
        for n in [1_usize, 2, 3, 5, 8, 13, 37, 100, IN_TWO + 5] {
            let element = |row: usize, column: usize| ((row * 7 + column * 3) % 11) as f64 - 4.0;
            let symmetric = |place: usize| element((place / n).min(place % n), (place / n).max(place % n));
            let original: Vec<f64> = (0..n * n).map(symmetric).collect();
            let mut matrix = original.clone();
            // What is above the diagonal is not read.
            for column in 1..n {
                matrix[column * n..column * n + column].fill(f64::NAN);
            }
            let (mut scales, mut work) = (vec![0.0; n - 1], vec![f64::NAN; work_length(n)]);
            reduce(&mut matrix, n, &mut scales, &mut work, &Alone);
            let mut tridiagonal = vec![0.0; n * n];
            for place in 0..n {
                tridiagonal[place * n + place] = matrix[place * n + place];
                if place + 1 < n {
                    tridiagonal[place * n + place + 1] = matrix[place * n + place + 1];
                    tridiagonal[(place + 1) * n + place] = matrix[place * n + place + 1];
                }
            }
            let mut work = vec![0.0; qr::work_length(n)];
            let mut turn = |target: &mut [f64]| {
                qr::apply_within(
                    &mut matrix[1..],
                    n,
                    n - 1,
                    &scales,
                    false,
                    &mut target[1..],
                    n,
                    n,
                    &mut work,
                    &Alone,
                );
            };
            turn(&mut tridiagonal);
            let mut back: Vec<f64> = (0..n * n).map(|place| tridiagonal[place % n * n + place / n]).collect();
            turn(&mut back);
            for (place, (one, other)) in back.iter().zip(&original).enumerate() {
                assert!((one - other).abs() < 1e-13 * (n * n + 10) as f64, "{n} {place}: {one} {other}");
            }
        }
    }
}
