//! Matrices made bidiagonal by reflections, in one pass for each column over what is left of them.
//!
//! A column's reflection from the left and a row's from the right change all that is left of a matrix, and both are made of
//! products with it. One pass brings in the last two changes, multiplies the columns with the next left reflection, by which
//! the next row becomes known, and adds up the columns times the row's elements, which is all but the product that the right
//! reflection takes (Howell, Demmel, Fulton, Hammarling and Marmor, 2008).

use pulp::{NullaryFnOnce, Simd, WithSimd};

use crate::column_passes::{self, Change, Factors, LINE, Parts, keep, parts_of, step, times_i};
use crate::crew::{Crew, share_out};
use crate::orthogonal::reflection::{self, Reflection};
use crate::{Double, Real};

/// A matrix that is not wider than long, its columns [`step`] elements apart. What follows a column's end is zero.
pub(crate) struct Padded<'a, T> {
    pub elements: &'a mut [T],
    pub rows: usize,
    pub width: usize,
}

/// Reflections of rows.
pub(crate) struct Right<'a, T> {
    /// Columns as long as the matrix is wide; the reflection of row `k` stands in column `k`, and begins at row `k + 1` with a
    /// one.
    pub vectors: &'a mut [T],
    pub scales: &'a mut [T],
}

/// What a pass is cut into at most.
const SHARES: usize = 4;

/// Products of real numbers for each share of a pass: a few microseconds.
const SHARE: usize = 1 << 14;

/// Elements that [`reduce`] works in.
pub(crate) fn work_length<T: Double>(rows: usize, width: usize) -> usize {
    (3 + SHARES) * T::PARTS * step::<T>(rows) + 2 * width
}

/// Writes the diagonal of the bidiagonal matrix and the elements above it. Below its own diagonal, the matrix holds what
/// follows the ones of the left reflections afterwards. About `8/3 n³` operations on square matrices.
pub(crate) fn reduce<T: Double>(
    matrix: Padded<'_, T>,
    diagonal: &mut [f64],
    above: &mut [f64],
    left_scales: &mut [T],
    right: Option<Right<'_, T>>,
    work: &mut [T],
    crew: &dyn Crew,
) {
    if T::IS_REAL {
        reduce_parts::<T, 1, 4>(matrix, diagonal, above, left_scales, right, work, crew);
    } else {
        reduce_parts::<T, 2, 4>(matrix, diagonal, above, left_scales, right, work, crew);
    }
}

fn reduce_parts<T: Double, const PARTS: usize, const TOGETHER: usize>(
    matrix: Padded<'_, T>,
    diagonal: &mut [f64],
    above: &mut [f64],
    left_scales: &mut [T],
    mut right: Option<Right<'_, T>>,
    work: &mut [T],
    crew: &dyn Crew,
) {
    let Padded { elements, rows, width } = matrix;
    let step = step::<T>(rows);
    work.fill(T::ZERO);
    let (across, work) = work.split_at_mut(2 * width);
    let (y, v) = across.split_at_mut(width);
    let mut vectors = work.chunks_exact_mut(step);
    let mut next_vector = || std::array::from_fn::<_, PARTS, _>(|_| vectors.next().unwrap_or_default());
    let (mut u, mut next_u, mut z) = (next_vector(), next_vector(), next_vector());
    let mut sums: [_; SHARES] = std::array::from_fn(|_| next_vector());
    for place in 0..width {
        let (done, rest) = elements.split_at_mut((place + 1) * step);
        let column = &mut done[place * step + place..place * step + rows];
        let (y_here, v_here) = (y[place], v[place].conjugate());
        for (element, (&u, &z)) in column.iter_mut().zip(u[0][place..].iter().zip(&z[0][place..])) {
            *element -= u * y_here + z * v_here;
        }
        let Reflection { head, scale } = reflection::make(column);
        (diagonal[place], left_scales[place]) = (head, scale);
        let others = place + 1;
        if others == width {
            break;
        }
        column[0] = T::ONE;
        keep(&mut next_u, place, column);
        let (y, v) = (&mut y[others..], &mut v[others..]);
        // From the beginning of a line on: above their first row, vectors are zero.
        let first = place - place % (LINE / PARTS);
        let change = Change {
            u: u.each_ref().map(|part| T::numbers(&part[first..])),
            z: z.each_ref().map(|part| T::numbers(&part[first..])),
            onto: next_u.each_ref().map(|part| T::numbers(&part[first..])),
        };
        // Of the first column, what it adds is left out: its factor is known later.
        let shares = ((width - others) * (rows - place) * PARTS * PARTS / SHARE).clamp(1, SHARES);
        let together = (width - others).div_ceil(shares).next_multiple_of(TOGETHER);
        let columns = rest.chunks_mut(together * step);
        let across = y.chunks_mut(together).zip(v.chunks_mut(together));
        let pieces = columns.zip(across).zip(&mut sums).map(|((columns, (y, v)), sums)| {
            let sums = sums.each_mut().map(|part| T::numbers_mut(&mut part[first..]));
            Pass::<T, PARTS, TOGETHER> {
                columns,
                step,
                first,
                head: place,
                scale: scale.conjugate(),
                change,
                sums,
                y,
                v,
                left_out: 0,
            }
        });
        let pieces =
            pieces.enumerate().map(|(number, pass)| Pass { left_out: usize::from(number == 0), ..pass });
        let arch = pulp::Arch::new();
        if shares == 1 {
            pieces.for_each(|pass| arch.dispatch(pass));
        } else {
            share_out(crew, pieces, |_, pass| arch.dispatch(pass));
        }
        let [sums, others_sums @ ..] = &mut sums;
        for other in others_sums.iter().take((width - others).div_ceil(together) - 1) {
            for (sum, other) in sums.iter_mut().zip(other) {
                sum[others..].iter_mut().zip(&other[others..]).for_each(|(sum, &other)| *sum += other);
            }
        }
        std::mem::swap(&mut u, &mut next_u);
        // What is done has no part in later changes.
        (u.iter_mut().chain(&mut z)).for_each(|part| part[place] = T::ZERO);
        let row_head = v[0];
        let Reflection { head, scale } = reflection::make(v);
        // Next to elements of the size of one, what is so small is none.
        let is_none = head.abs() < f64::TINY / f64::EPSILON;
        above[place] = if is_none { 0.0 } else { head };
        let scale = if is_none { T::ZERO } else { scale };
        v[0] = T::ONE;
        if scale == T::ZERO {
            v[1..].fill(T::ZERO);
        }
        if let Some(Right { vectors, scales }) = &mut right {
            scales[place] = scale;
            vectors[place * width + others..(place + 1) * width].copy_from_slice(v);
        }
        let stretch = (row_head - T::of_real(head)).reciprocal();
        arch.dispatch(RightChange {
            column: &rest[others..rows],
            sums: sums.each_ref().map(|part| &part[others..rows]),
            stretch,
            left: &u[0][others..rows],
            y,
            v,
            scale,
            change: z.each_mut().map(|part| &mut part[others..rows]),
        });
    }
}

/// Makes of a right reflection what it subtracts: `z = scale · matrix · v`.
struct RightChange<'a, T, const PARTS: usize> {
    /// The first column, whose factor is one.
    column: &'a [T],
    /// The other columns' sum, but for a factor.
    sums: Parts<&'a [T], PARTS>,
    stretch: T,
    /// What the left reflection subtracts from these, `left · yᵀ`.
    left: &'a [T],
    y: &'a [T],
    v: &'a [T],
    scale: T,
    change: Parts<&'a mut [T], PARTS>,
}

impl<T: Double, const PARTS: usize> NullaryFnOnce for RightChange<'_, T, PARTS> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Self { column, sums, stretch, left, y, v, scale, mut change } = self;
        if scale == T::ZERO {
            // Nothing is multiplied by factors that may not be finite.
            change.iter_mut().for_each(|part| part.fill(T::ZERO));
            return;
        }
        let share = sum_of_products(y, v);
        let rows = change[0].iter_mut().zip(column).zip(sums[0].iter().zip(left));
        if PARTS == 1 {
            for ((z, &element), (&sum, &left)) in rows {
                *z = scale * (element + sum * stretch - left * share);
            }
            return;
        }
        for (((z, &element), (&sum, &left)), &turned) in rows.zip(sums[PARTS - 1]) {
            *z = scale * (element + (sum + times_i(turned)) * stretch - left * share);
        }
        if let [z, turned] = &mut change[..] {
            turned.iter_mut().zip(&**z).for_each(|(turned, &z)| *turned = times_i(z));
        }
    }
}

#[inline(always)]
fn sum_of_products<T: Double>(left: &[T], right: &[T]) -> T {
    let ((left, left_rest), (right, right_rest)) = (left.as_chunks::<LINE>(), right.as_chunks::<LINE>());
    let mut lanes = [T::ZERO; LINE];
    for (left, right) in left.iter().zip(right) {
        for lane in 0..LINE {
            lanes[lane] += left[lane] * right[lane];
        }
    }
    for (lane, (&left, &right)) in lanes.iter_mut().zip(left_rest.iter().zip(right_rest)) {
        *lane += left * right;
    }
    lanes.into_iter().fold(T::ZERO, |sum, lane| sum + lane)
}

/// A pass over the columns behind the one that a left reflection was made of.
struct Pass<'a, T, const PARTS: usize, const TOGETHER: usize> {
    columns: &'a mut [T],
    step: usize,
    /// The row that vectors begin at.
    first: usize,
    /// The row that the left reflection makes known.
    head: usize,
    /// The left reflection's.
    scale: T,
    change: Change<'a, PARTS>,
    /// Columns at the beginning that are not added up.
    left_out: usize,
    /// Becomes the sum of the other columns times the row's conjugate elements.
    sums: Parts<&'a mut [f64], PARTS>,
    /// What the last left reflection subtracts for each column, and becomes what the next one does.
    y: &'a mut [T],
    /// The last right reflection, becomes the row's conjugate.
    v: &'a mut [T],
}

impl<T: Double, const PARTS: usize, const TOGETHER: usize> WithSimd for Pass<'_, T, PARTS, TOGETHER> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, simd: S) {
        self.sums.iter_mut().for_each(|sum| sum.fill(0.0));
        let columns = std::mem::take(&mut self.columns);
        let whole = self.y.len() - self.y.len() % TOGETHER;
        let (together, rest) = columns.split_at_mut(whole * self.step);
        for (place, columns) in together.chunks_exact_mut(TOGETHER * self.step).enumerate() {
            self.over::<S, TOGETHER>(simd, columns, place * TOGETHER);
        }
        for (place, column) in rest.chunks_exact_mut(self.step).enumerate() {
            self.over::<S, 1>(simd, column, whole + place);
        }
    }
}

impl<T: Double, const PARTS: usize, const TOGETHER: usize> Pass<'_, T, PARTS, TOGETHER> {
    #[inline(always)]
    fn over<S: Simd, const COLUMNS: usize>(&mut self, simd: S, elements: &mut [T], place: usize) {
        let Self { step, first, head, scale, .. } = *self;
        let y = &mut self.y[place..place + COLUMNS];
        let v = &mut self.v[place..place + COLUMNS];
        let factors = std::array::from_fn::<_, COLUMNS, _>(|column| Factors {
            y: parts_of(y[column]),
            v: parts_of(v[column].conjugate()),
        });
        let mut columns = elements.chunks_exact_mut(step);
        let columns = std::array::from_fn::<_, COLUMNS, _>(|_| {
            T::numbers_mut(&mut columns.next().unwrap_or_default()[first..])
        });
        let products = self.change.apply(simd, columns, factors);
        for (column, product) in products.into_iter().enumerate() {
            let product = T::of_parts(product[0], product[PARTS - 1]);
            y[column] = scale * product;
            v[column] = (elements[column * step + head] - y[column]).conjugate();
        }
        let mut columns = elements.chunks_exact(step);
        let columns = std::array::from_fn::<_, COLUMNS, _>(|_| {
            T::numbers(&columns.next().unwrap_or_default()[first..])
        });
        let factors = std::array::from_fn::<_, COLUMNS, _>(|column| {
            parts_of(if place + column < self.left_out { T::ZERO } else { v[column] })
        });
        column_passes::add(simd, columns, factors, &mut self.sums);
    }
}

#[cfg(test)]
mod tests {
    use num_complex::Complex;

    use super::*;
    use crate::crew::Alone;
    use crate::orthogonal::qr;

    /// Left · bidiagonal · rightᴴ.
    fn back<T: Double>(matrix: &[T], rows: usize, width: usize) -> Vec<T> {
        let step = step::<T>(rows);
        let mut padded = vec![T::ZERO; step * width];
        for (padded, column) in padded.chunks_exact_mut(step).zip(matrix.chunks_exact(rows)) {
            padded[..rows].copy_from_slice(column);
        }
        let (mut diagonal, mut above) = (vec![f64::NAN; width], vec![f64::NAN; width - 1]);
        let mut left_scales = vec![T::ZERO; width];
        let (mut vectors, mut scales) = (vec![T::ZERO; width * width], vec![T::ZERO; width - 1]);
        let right = Right { vectors: &mut vectors, scales: &mut scales };
        let mut work = vec![T::ONE; work_length::<T>(rows, width)];
        let matrix = Padded { elements: &mut padded, rows, width };
        reduce(matrix, &mut diagonal, &mut above, &mut left_scales, Some(right), &mut work, &Alone);
        let mut bidiagonal = vec![T::ZERO; width * width];
        for place in 0..width {
            bidiagonal[place * (width + 1)] = T::of_real(diagonal[place]);
            if place > 0 {
                // The adjoint's, on which the right reflections work from the left.
                bidiagonal[(place - 1) * width + place] = T::of_real(above[place - 1]);
            }
        }
        let mut work = vec![T::ZERO; qr::work_length(rows)];
        if width > 1 {
            let (target, count) = (&mut bidiagonal[1..], width - 1);
            qr::apply_within(
                &mut vectors[1..],
                width,
                count,
                &scales,
                false,
                target,
                width,
                width,
                &mut work,
                &Alone,
            );
        }
        let mut back = vec![T::ZERO; rows * width];
        for place in 0..width * width {
            back[place / width * rows + place % width] =
                bidiagonal[place % width * width + place / width].conjugate();
        }
        qr::apply_within(
            &mut padded,
            step,
            rows,
            &left_scales,
            false,
            &mut back,
            rows,
            width,
            &mut work,
            &Alone,
        );
        back
    }

    fn reflections_turn_back<T: Double>(make: fn(f64, f64) -> T) {
        let number = |row: usize, column: usize| ((row * 7 + column * 3 + row * column) % 11) as f64 - 4.0;
        let random = |row, column| make(number(row, column), number(column + 5, row));
        for (rows, width) in [(1, 1), (2, 2), (3, 1), (5, 4), (8, 8), (13, 9), (37, 37), (50, 29), (100, 100)]
        {
            let graded = |order: usize| 10_f64.powi(-8 * order as i32);
            let element = |kind: &str, row: usize, column: usize| match kind {
                "ones" => T::ONE,
                "zeros" => T::ZERO,
                "triangle" if row > column => T::ZERO,
                "zero rows" if row % 3 == 1 => T::ZERO,
                "graded rows" => random(row, column).times_real(graded(row)),
                "graded columns" => random(row, column).times_real(graded(column)),
                _ => random(row, column),
            };
            for kind in ["random", "ones", "zeros", "triangle", "zero rows", "graded rows", "graded columns"]
            {
                let matrix: Vec<T> =
                    (0..rows * width).map(|place| element(kind, place % rows, place / rows)).collect();
                for (place, (&one, &other)) in back(&matrix, rows, width).iter().zip(&matrix).enumerate() {
                    let bound = 1e-14 * (rows + width) as f64;
                    assert!(
                        (one - other).size() < bound,
                        "{kind} {rows} by {width}, {place}: {one:?} {other:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn reflections_turn_the_bidiagonal_matrix_back() {
        reflections_turn_back::<f64>(|a, _| a);
        reflections_turn_back::<Complex<f64>>(Complex::new);
    }
}
