//! Singular values and vectors of upper bidiagonal matrices.

use crate::orthogonal::rotation::Rotation;
use crate::singular_values::triangle_of_two::{TriangleOfTwo, values_of_two};
use crate::{Double, NoConvergence};

/// Half a unit in the last place of one.
const ROUNDING: f64 = 0.5 * f64::EPSILON;
/// Relative precision of the smallest singular values: LAPACK's, on which the signs of vectors depend.
const TOLERANCE: f64 = 98.7 * ROUNDING;

/// Steps that each pair of rows may take, on average.
const PATIENCE: usize = 6;

/// Overwrites the diagonal by the singular values, the largest first. The elements above it are overwritten, too.
///
/// The QR iteration that keeps even the smallest values' relative precision (Demmel and Kahan, 1990), about `2 n²` steps
/// of two rotations.
///
/// # Errors
/// Where the iteration does not end.
pub(crate) fn singular_values(diagonal: &mut [f64], above: &mut [f64]) -> Result<(), NoConvergence> {
    let largest = diagonal.iter().chain(&*above).fold(0.0_f64, |largest, element| largest.max(element.abs()));
    if largest == 0.0 {
        return Ok(());
    }
    diagonal.iter_mut().chain(&mut *above).for_each(|element| *element /= largest);
    iterate(diagonal, above, &mut NoBases)?;
    diagonal.iter_mut().for_each(|element| *element = element.abs() * largest);
    diagonal.sort_unstable_by(|a, b| b.total_cmp(a));
    Ok(())
}

/// As [`singular_values`]; and turns the columns of two bases, as many as there are values, so that left basis · matrix ·
/// right basisᴴ stays what it was.
///
/// # Errors
/// As [`singular_values`].
pub(crate) fn singular_vectors<T: Double>(
    diagonal: &mut [f64],
    above: &mut [f64],
    left: &mut [T],
    right: &mut [T],
) -> Result<(), NoConvergence> {
    let n = diagonal.len();
    let rows = [left.len() / n, right.len() / n];
    iterate(diagonal, above, &mut Both { rows, left, right })?;
    // LAPACK gives the sign of a matrix of one element to the left.
    let (signed, rows_of_signed) = if n == 1 { (&mut *left, rows[0]) } else { (&mut *right, rows[1]) };
    for (value, vector) in diagonal.iter_mut().zip(signed.chunks_exact_mut(rows_of_signed)) {
        if *value < 0.0 {
            vector.iter_mut().for_each(|element| *element = -*element);
        }
        *value = value.abs();
    }
    for end in (1..n).rev() {
        // Of equal values the last one stays last.
        let least =
            (0..=end).fold(0, |least, place| if diagonal[place] <= diagonal[least] { place } else { least });
        if least != end {
            diagonal.swap(least, end);
            for (basis, rows) in [&mut *left, &mut *right].into_iter().zip(rows) {
                let (head, tail) = basis.split_at_mut(end * rows);
                head[least * rows..(least + 1) * rows].swap_with_slice(&mut tail[..rows]);
            }
        }
    }
    Ok(())
}

/// What turns along with rows and columns.
trait Bases {
    /// Whether there is something to turn, so that rows and columns must stay in their order.
    const ORDERED: bool;

    fn turn_left(&mut self, rotation: Rotation, first: usize, second: usize);
    fn turn_right(&mut self, rotation: Rotation, first: usize, second: usize);
}

struct NoBases;

impl Bases for NoBases {
    const ORDERED: bool = false;

    #[inline(always)]
    fn turn_left(&mut self, _: Rotation, _: usize, _: usize) {}
    #[inline(always)]
    fn turn_right(&mut self, _: Rotation, _: usize, _: usize) {}
}

struct Both<'a, T> {
    /// Of the left basis and of the right one.
    rows: [usize; 2],
    left: &'a mut [T],
    right: &'a mut [T],
}

impl<T: Double> Bases for Both<'_, T> {
    const ORDERED: bool = true;

    #[inline(always)]
    fn turn_left(&mut self, rotation: Rotation, first: usize, second: usize) {
        rotation.turn(self.left, self.rows[0], first, second);
    }
    #[inline(always)]
    fn turn_right(&mut self, rotation: Rotation, first: usize, second: usize) {
        rotation.turn(self.right, self.rows[1], first, second);
    }
}

/// A part of the bases, seen from the end that a step begins at. From the bottom, the matrix is transposed: its left and
/// right change places.
struct Seen<'a, B> {
    bases: &'a mut B,
    top: usize,
    bottom: usize,
    from_bottom: bool,
}

impl<B: Bases> Seen<'_, B> {
    #[inline(always)]
    fn turn_columns(&mut self, rotation: Rotation, place: usize) {
        if self.from_bottom {
            self.bases.turn_left(rotation, self.bottom - place, self.bottom - place - 1);
        } else {
            self.bases.turn_right(rotation, self.top + place, self.top + place + 1);
        }
    }

    #[inline(always)]
    fn turn_rows(&mut self, rotation: Rotation, place: usize) {
        if self.from_bottom {
            self.bases.turn_right(rotation, self.bottom - place, self.bottom - place - 1);
        } else {
            self.bases.turn_left(rotation, self.top + place, self.top + place + 1);
        }
    }
}

fn iterate<B: Bases>(d: &mut [f64], e: &mut [f64], bases: &mut B) -> Result<(), NoConvergence> {
    let n = d.len();
    let mut left = PATIENCE * n * n;
    let negligible = negligible_size(d, e);
    let mut bottom = n - 1;
    let mut former = (n, n);
    let mut from_bottom = false;
    while bottom > 0 {
        let Some(top) = block_above(d, e, bottom, negligible) else {
            bottom -= 1;
            continue;
        };
        if top + 1 == bottom {
            let solved = TriangleOfTwo { f: d[top], g: e[top], h: d[bottom] }.solve();
            (d[top], e[top], d[bottom]) = (solved.larger, 0.0, solved.smaller);
            bases.turn_right(solved.right, top, bottom);
            bases.turn_left(solved.left, top, bottom);
            if top == 0 {
                break;
            }
            bottom = top - 1;
            continue;
        }
        left = left.checked_sub(bottom - top).ok_or(NoConvergence)?;
        let (d, e) = (&mut d[top..=bottom], &mut e[top..bottom]);
        // The values at the end are found first, where small ones should stand. A block that shrank is seen as before.
        if top > former.1 || bottom < former.0 || former == (n, n) {
            from_bottom = d[0].abs() < d[d.len() - 1].abs();
        }
        former = (top, bottom);
        let mut seen = Seen { bases, top, bottom, from_bottom };
        if from_bottom {
            d.reverse();
            e.reverse();
        }
        if let Some(smallest) = smallest_bound(d, e) {
            let shift = shift(d, e, smallest, n);
            if shift == 0.0 {
                step_without_shift(d, e, &mut seen)
            } else {
                step(d, e, shift, &mut seen)
            }
            if let Some(last) = e.last_mut()
                && last.abs() <= negligible
            {
                *last = 0.0;
            }
        }
        if from_bottom && B::ORDERED {
            d.reverse();
            e.reverse();
        } else {
            from_bottom = false;
        }
    }
    Ok(())
}

/// What is as good as zero beside the smallest singular value.
fn negligible_size(d: &[f64], e: &[f64]) -> f64 {
    let mut bound = d[0].abs();
    let mut smallest = bound;
    for (&diagonal, &above) in d[1..].iter().zip(e) {
        if smallest == 0.0 {
            break;
        }
        bound = diagonal.abs() * (bound / (bound + above.abs()));
        smallest = smallest.min(bound);
    }
    let n = d.len() as f64;
    (TOLERANCE * smallest / n.sqrt()).max(6.0 * n * n * f64::MIN_POSITIVE)
}

/// The first row of the block that ends at `bottom`; `None` where that row stands alone.
fn block_above(d: &mut [f64], e: &mut [f64], bottom: usize, negligible: f64) -> Option<usize> {
    for row in (0..bottom).rev() {
        if d[row + 1].abs() <= negligible {
            d[row + 1] = 0.0;
        }
        if e[row].abs() <= negligible {
            e[row] = 0.0;
            return (row + 1 < bottom).then_some(row + 1);
        }
    }
    if d[0].abs() <= negligible {
        d[0] = 0.0;
    }
    Some(0)
}

/// A lower bound for the block's singular values; `None` where an element above the diagonal turned out to be as good as
/// zero, and was set to it.
fn smallest_bound(d: &[f64], e: &mut [f64]) -> Option<f64> {
    let last = e.len() - 1;
    if e[last].abs() <= TOLERANCE * d[last + 1].abs() {
        e[last] = 0.0;
        return None;
    }
    let mut bound = d[0].abs();
    let mut smallest = bound;
    for (above, &diagonal) in e.iter_mut().zip(&d[1..]) {
        if above.abs() <= TOLERANCE * bound {
            *above = 0.0;
            return None;
        }
        bound = diagonal.abs() * (bound / (bound + above.abs()));
        smallest = smallest.min(bound);
    }
    Some(smallest)
}

/// The square root of a step's shift; zero where a shift would cost the small values' precision.
fn shift(d: &[f64], e: &[f64], smallest: f64, n: usize) -> f64 {
    let largest = d.iter().chain(e).fold(0.0_f64, |largest, element| largest.max(element.abs()));
    if n as f64 * TOLERANCE * (smallest / largest) <= ROUNDING.max(0.01 * TOLERANCE) {
        return 0.0;
    }
    let last = d.len() - 1;
    let (shift, _) = values_of_two(d[last - 1], e[last - 1], d[last]);
    let relative = shift / d[0];
    if relative * relative < ROUNDING { 0.0 } else { shift }
}

fn step_without_shift<B: Bases>(d: &mut [f64], e: &mut [f64], seen: &mut Seen<'_, B>) {
    let last = d.len() - 1;
    let (mut cosine, mut former) = (1.0, Rotation { cosine: 1.0, sine: 0.0 });
    for k in 0..last {
        let (columns, r) = Rotation::onto_first(d[k] * cosine, e[k]);
        if k > 0 {
            e[k - 1] = former.sine * r;
        }
        (former, d[k]) = Rotation::onto_first(former.cosine * r, d[k + 1] * columns.sine);
        seen.turn_columns(columns, k);
        seen.turn_rows(former, k);
        cosine = columns.cosine;
    }
    let end = d[last] * cosine;
    d[last] = end * former.cosine;
    e[last - 1] = end * former.sine;
}

fn step<B: Bases>(d: &mut [f64], e: &mut [f64], shift: f64, seen: &mut Seen<'_, B>) {
    let last = d.len() - 1;
    let mut f = (d[0].abs() - shift) * (1_f64.copysign(d[0]) + shift / d[0]);
    let mut g = e[0];
    for k in 0..last {
        let (columns, r) = Rotation::onto_first(f, g);
        if k > 0 {
            e[k - 1] = r;
        }
        let Rotation { cosine: c, sine: s } = columns;
        f = c * d[k] + s * e[k];
        e[k] = c * e[k] - s * d[k];
        g = s * d[k + 1];
        d[k + 1] *= c;
        let (rows, r) = Rotation::onto_first(f, g);
        d[k] = r;
        let Rotation { cosine: c, sine: s } = rows;
        f = c * e[k] + s * d[k + 1];
        d[k + 1] = c * d[k + 1] - s * e[k];
        if k + 1 < last {
            g = s * e[k + 1];
            e[k + 1] *= c;
        }
        seen.turn_columns(columns, k);
        seen.turn_rows(rows, k);
    }
    e[last - 1] = f;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_ones_are_known() {
        // Singular values of the upper bidiagonal matrix of ones are 2 cos(k π / (2 n + 1)).
        for n in [1_usize, 2, 3, 10, 100] {
            let (mut d, mut e) = (vec![1.0; n], vec![1.0; n - 1]);
            singular_values(&mut d, &mut e).unwrap();
            for (k, value) in d.iter().enumerate() {
                let angle = std::f64::consts::PI * (k + 1) as f64 / (2 * n + 1) as f64;
                assert!((value - 2.0 * angle.cos()).abs() < 1e-14, "{n} {k} {value}");
            }
        }
    }

    #[test]
    fn small_values_keep_their_precision() {
        // Determinant and largest value tell the smallest.
        let (mut d, mut e) = (vec![1.0, 1e-12], vec![1.0]);
        singular_values(&mut d, &mut e).unwrap();
        assert!((d[0] * d[1] / 1e-12 - 1.0).abs() < 1e-14);
        let (mut d, mut e) = (vec![1.0, 0.0, 1.0, 0.0], vec![1.0, 1.0, 1.0]);
        singular_values(&mut d, &mut e).unwrap();
        assert!(d[2] < 1.0 && d[3] < 1e-15, "{d:?}");
    }
}
