//! Singular values of upper bidiagonal matrices, by differences and quotients of squares.
//!
//! The transformation dqds of Fernando and Parlett (1994): from the squares `q` of the diagonal and `e` of what stands
//! above it, those of another bidiagonal matrix, whose squared singular values are smaller by a shift. Nothing is subtracted
//! but the shift, so that the smallest values keep their relative precision. A step takes one division, where rotations take
//! two roots and four divisions.

use crate::NoConvergence;
use crate::singular_values::bidiagonal;

/// Relative precision of values.
const TOLERANCE: f64 = 50.0 * f64::EPSILON;
const NEGLIGIBLE: f64 = TOLERANCE * TOLERANCE;

/// Transformations that each value may take, on average.
const PATIENCE: usize = 30;

/// The binary exponent of the largest element before it is squared, so that squares of small ones stay within range.
const EXPONENT: f64 = 480.0;

/// Where the square of the smallest value may be below this one, so that quotients by the largest would leave the range,
/// rotations find the values; for singular matrices, too.
const SMALLEST: f64 = 1e10;

/// The share of the smallest value that is a shift where nothing better is known.
const CAREFUL: f64 = 0.25;

/// Numbers that [`singular_values`] works in.
pub(crate) fn work_length(n: usize) -> usize {
    4 * n
}

/// As [`bidiagonal::singular_values`], two to three times as fast.
///
/// # Errors
/// Where neither this iteration nor that one ends.
pub(crate) fn singular_values(
    diagonal: &mut [f64],
    above: &mut [f64],
    work: &mut [f64],
) -> Result<(), NoConvergence> {
    let n = diagonal.len();
    let largest = diagonal.iter().chain(&*above).fold(0.0_f64, |largest, element| largest.max(element.abs()));
    if largest == 0.0 {
        return Ok(());
    }
    let scale = (EXPONENT - largest.log2().floor()).exp2();
    let (q, work) = work.split_at_mut(n);
    let (e, work) = work.split_at_mut(n);
    let (next_q, next_e) = work.split_at_mut(n);
    for (squares, elements) in [(&mut *q, &*diagonal), (&mut *e, &*above)] {
        for (square, &element) in squares.iter_mut().zip(elements) {
            let scaled = element * scale;
            *square = scaled * scaled;
        }
    }
    let mut iteration = Iteration { q, e: &mut e[..n - 1], next_q, next_e, left: PATIENCE * n };
    if iteration.run().is_err() {
        return bidiagonal::singular_values(diagonal, above);
    }
    diagonal.iter_mut().zip(q).for_each(|(value, square)| *value = square.sqrt() / scale);
    diagonal.sort_unstable_by(|a, b| b.total_cmp(a));
    Ok(())
}

/// A sum and what is lost of it to rounding.
#[derive(Clone, Copy)]
struct Sum {
    high: f64,
    low: f64,
}

impl Sum {
    fn plus(self, term: f64) -> Self {
        let high = self.high + term;
        let back = high - self.high;
        Self { high, low: self.low + ((self.high - (high - back)) + (term - back)) }
    }

    /// The sum with one term more.
    fn with(self, term: f64) -> f64 {
        self.high + (term + self.low)
    }
}

/// What a transformation found: the smallest of the differences that each new `q` was made of, without the last two, and
/// these; the smallest new `e`.
///
/// No difference is below the smallest eigenvalue, and the last is near it once the last `e` is small.
#[derive(Clone, Copy)]
struct Differences {
    earlier: f64,
    before_last: f64,
    last: f64,
    smallest_e: f64,
}

impl Differences {
    /// Whether the shift was none too large.
    fn are_allowed(self) -> bool {
        self.earlier >= 0.0 && self.before_last >= 0.0 && self.last >= 0.0
    }

    /// As seen when the last row is gone.
    fn without_last(self) -> Self {
        Self { before_last: self.earlier, last: self.before_last, ..self }
    }
}

struct Iteration<'a> {
    q: &'a mut [f64],
    /// Zero or negative at the end of a block: minus the sum of the shifts of the rows above.
    e: &'a mut [f64],
    next_q: &'a mut [f64],
    next_e: &'a mut [f64],
    left: usize,
}

impl Iteration<'_> {
    /// Overwrites `q` by the squared values, in no order.
    fn run(&mut self) -> Result<(), NoConvergence> {
        self.split()?;
        let mut end = self.q.len();
        while end > 0 {
            let start = (0..end - 1).rev().find(|&row| self.e[row] <= 0.0).map_or(0, |row| row + 1);
            let shifts = self.e.get(end - 1).map_or(0.0, |mark| -mark);
            end = self.block(start, end, Sum { high: shifts, low: 0.0 })?;
        }
        Ok(())
    }

    /// Sets elements above the diagonal to zero that the smallest values would not miss (Demmel and Kahan, 1990).
    fn split(&mut self) -> Result<(), NoConvergence> {
        let mut bound = self.q[0];
        for (e, &q) in self.e.iter_mut().zip(&self.q[1..]) {
            if bound < SMALLEST {
                return Err(NoConvergence);
            }
            if *e <= NEGLIGIBLE * bound {
                *e = -0.0;
                bound = q;
            } else {
                bound = q * (bound / (bound + *e));
            }
        }
        if bound < SMALLEST { Err(NoConvergence) } else { Ok(()) }
    }

    /// Finds the values of the rows from `start` to `end`, or where they fell apart, of those at the end; tells where these
    /// begin.
    fn block(&mut self, mut start: usize, mut end: usize, mut shifts: Sum) -> Result<usize, NoConvergence> {
        let mut known = None;
        let mut is_new = true;
        while end > start {
            let (q, e) = (&mut self.q[start..end], &mut self.e[start..end - 1]);
            let last = q.len() - 1;
            if last == 0 || e[last - 1] <= NEGLIGIBLE * (shifts.high + q[last]) {
                q[last] = shifts.with(q[last]);
                end -= 1;
                known = known.map(Differences::without_last);
                is_new = true;
                continue;
            }
            // What the last two rows' smaller value is not below.
            let bound = shifts.high + q[last - 1] * (q[last] / (q[last] + e[last - 1]));
            if last == 1 || e[last - 2] <= NEGLIGIBLE * bound {
                let (larger, smaller) = of_two(q[last - 1], e[last - 1], q[last]);
                (q[last - 1], q[last]) = (shifts.with(larger), shifts.with(smaller));
                end -= 2;
                known = known.map(|known: Differences| known.without_last().without_last());
                is_new = true;
                continue;
            }
            // The values at the end are found first, where small ones should stand.
            if is_new && 1.5 * q[0] < q[last] {
                q.reverse();
                e.reverse();
                known = None;
            }
            is_new = false;
            let shift = known.map_or(0.0, |known| shift(q, e, known));
            let (found, shift) = self.transform(start, end, shift)?;
            known = Some(found);
            shifts = shifts.plus(shift);
            if found.smallest_e <= NEGLIGIBLE * shifts.high {
                let mut rows = (start..end - 1).rev();
                if let Some(row) = rows.find(|&row| self.e[row] <= NEGLIGIBLE * shifts.high)
                    && row + 2 < end
                {
                    self.e[row] = -shifts.high;
                    start = row + 1;
                    known = None;
                }
            }
        }
        Ok(start)
    }

    /// Transforms some rows; with a smaller shift, which it tells, where this one is larger than the smallest value.
    fn transform(
        &mut self,
        start: usize,
        end: usize,
        mut shift: f64,
    ) -> Result<(Differences, f64), NoConvergence> {
        let (q, e) = (&mut self.q[start..end], &mut self.e[start..end - 1]);
        let (next_q, next_e) = (&mut self.next_q[start..end], &mut self.next_e[start..end - 1]);
        loop {
            self.left = self.left.checked_sub(1).ok_or(NoConvergence)?;
            let found = differences(q, e, shift, next_q, next_e);
            if found.are_allowed() {
                q.copy_from_slice(next_q);
                e.copy_from_slice(next_e);
                return Ok((found, shift));
            }
            if shift == 0.0 {
                return Err(NoConvergence);
            }
            // Where the last difference alone is negative, the shift is as much too large at most (Rutishauser).
            let is_late = found.earlier > 0.0 && found.before_last > 0.0 && shift + found.last > 0.0;
            let less =
                if is_late { (shift + found.last) * (1.0 - 4.0 * f64::EPSILON) } else { CAREFUL * shift };
            shift = if less > 1e-3 * shift { less } else { 0.0 };
        }
    }
}

/// The transformation: `next_q[k] = d[k] + e[k]`, `next_e[k] = e[k] · q[k + 1] / next_q[k]`, where
/// `d[k + 1] = d[k] · q[k + 1] / next_q[k] - shift`.
fn differences(q: &[f64], e: &[f64], shift: f64, next_q: &mut [f64], next_e: &mut [f64]) -> Differences {
    let rows = q[1..].iter().zip(e).zip(next_q.iter_mut().zip(next_e));
    let mut d = q[0] - shift;
    let (mut smallest, mut smallest_e) = (f64::INFINITY, f64::INFINITY);
    let (mut earlier, mut before_last) = (f64::INFINITY, d);
    for ((&q, &e), (next_q, next_e)) in rows {
        earlier = smallest;
        before_last = d;
        smallest = if d < smallest { d } else { smallest };
        *next_q = d + e;
        let ratio = q / *next_q;
        *next_e = e * ratio;
        smallest_e = if *next_e < smallest_e { *next_e } else { smallest_e };
        d = d * ratio - shift;
    }
    if let Some(next_q) = next_q.last_mut() {
        *next_q = d;
    }
    Differences { earlier, before_last, last: d, smallest_e }
}

/// A shift that should be just below the smallest eigenvalue (the cases of Parlett and Marques, 2000, that matter most).
fn shift(q: &[f64], e: &[f64], known: Differences) -> f64 {
    let Differences { earlier, before_last, last: difference, .. } = known;
    let last = q.len() - 1;
    let smallest = earlier.min(before_last).min(difference);
    let careful = CAREFUL * smallest;
    if smallest < difference {
        return careful;
    }
    let mut best = careful;
    // How much of the eigenvector stands above the last row: the squares of its elements as multiples of the last one's.
    let (mut square, mut sum) = (1.0, 0.0);
    for (&q, &e) in q.iter().zip(e).rev() {
        square *= e / q;
        sum += square;
        if square < 1e-2 * sum || sum > 0.5 {
            break;
        }
    }
    let sum = 1.05 * sum;
    if sum < 0.5 {
        best = best.max(smallest * (1.0 - sum.sqrt()) / (1.0 + sum));
    }
    if before_last <= earlier {
        // What the row above takes from the last one, from its distance to that row, and of that to the others.
        let beside = (q[last] * e[last - 1]).sqrt();
        let beside_above = (q[last - 1] * e[last - 2]).sqrt();
        let above = q[last - 1] + e[last - 1];
        let gap_above = 0.75 * earlier - above;
        let moved = if gap_above > beside_above {
            beside_above / gap_above * beside_above
        } else {
            beside + beside_above
        };
        let gap = above - q[last] - moved;
        if gap > beside {
            best = best.max(q[last] - beside / gap * beside);
        }
    }
    best
}

/// The larger and the smaller eigenvalue of two rows.
fn of_two(first: f64, e: f64, last: f64) -> (f64, f64) {
    let (large, small) = if last > first { (last, first) } else { (first, last) };
    if e <= small * NEGLIGIBLE {
        return (large, small);
    }
    let half = 0.5 * ((large - small) + e);
    let ratio = small * (e / half);
    let moved = if ratio <= half {
        small * (e / (half * (1.0 + (1.0 + ratio / half).sqrt())))
    } else {
        small * (e / (half + half.sqrt() * (half + ratio).sqrt()))
    };
    let larger = large + (moved + e);
    (larger, small * (large / larger))
}

#[cfg(test)]
mod tests {
    use stridewise_testkit::words::Words;

    use super::*;

    fn values(diagonal: &[f64], above: &[f64]) -> Vec<f64> {
        let (mut diagonal, mut above) = (diagonal.to_vec(), above.to_vec());
        let mut work = vec![f64::NAN; work_length(diagonal.len())];
        singular_values(&mut diagonal, &mut above, &mut work).unwrap();
        diagonal
    }

    /// Signed numbers of sizes from `exp(-range)` to `exp(range)`.
    fn spread(n: usize, range: f64, seed: u64) -> Vec<f64> {
        let mut words = Words::new(seed);
        (0..n).map(|_| (range * words.number()).exp().copysign(words.number())).collect()
    }

    #[test]
    fn values_of_ones_are_known() {
        // Singular values of the upper bidiagonal matrix of ones are 2 cos(k π / (2 n + 1)).
        for n in [1_usize, 2, 3, 4, 10, 100, 500] {
            for (k, value) in values(&vec![1.0; n], &vec![1.0; n - 1]).into_iter().enumerate() {
                let known = 2.0 * (std::f64::consts::PI * (k + 1) as f64 / (2 * n + 1) as f64).cos();
                assert!((value - known).abs() < 1e-14 + 1e-14 * known, "{n} {k} {value} {known}");
            }
        }
    }

    #[test]
    fn every_value_is_as_precise_as_those_by_rotations() {
        for n in [2, 3, 5, 20, 100, 300] {
            let rising: Vec<f64> = (0..n).map(|k| 10_f64.powf(-80.0 + 80.0 * k as f64 / n as f64)).collect();
            let falling: Vec<f64> = rising.iter().rev().copied().collect();
            let half: Vec<f64> = (0..n).map(|k| if k < n / 2 { 1.0 + k as f64 } else { 1e-16 }).collect();
            for (kind, diagonal, above) in [
                ("random", spread(n, 1.0, 5), spread(n - 1, 1.0, 6)),
                ("spread", spread(n, 40.0, 7), spread(n - 1, 40.0, 8)),
                ("rising", rising.clone(), rising[1..].to_vec()),
                ("falling", falling.clone(), falling[1..].to_vec()),
                ("nearly diagonal", vec![1.0; n], vec![1e-9; n - 1]),
                ("large above", vec![1.0; n], vec![1e4; n - 1]),
                ("half", half.clone(), half[1..].to_vec()),
                ("zeros", half.iter().map(|x| x - 1.0).collect(), half[1..].to_vec()),
                ("zeros above", half.clone(), half[1..].iter().map(|x| x - 1.0).collect()),
            ] {
                let (mut expected, mut beside) = (diagonal.clone(), above.clone());
                bidiagonal::singular_values(&mut expected, &mut beside).unwrap();
                for (one, other) in values(&diagonal, &above).iter().zip(&expected) {
                    assert!((one - other).abs() <= 1e-12 * other, "{kind} {n}: {one:e} {other:e}");
                }
            }
        }
    }
}
