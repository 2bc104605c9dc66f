//! Eigenvalues of symmetric tridiagonal matrices.

use crate::NoConvergence;

/// Iterations that each eigenvalue may take, on average.
const PATIENCE: usize = 30;

/// Below this one, the inverse may be out of range.
const TINY_COSINE: f64 = 1e-140;

/// Overwrites the diagonal by the eigenvalues, the smallest first. The elements beside it are overwritten, too.
///
/// The variant of the QL iteration without square roots by Pal, Walker and Kahan (Parlett, The Symmetric Eigenvalue
/// Problem, 8.15): about `n²` steps of three divisions.
///
/// # Errors
/// Where the iteration does not end.
pub(crate) fn eigenvalues(diagonal: &mut [f64], beside: &mut [f64]) -> Result<(), NoConvergence> {
    let n = diagonal.len();
    let mut left = PATIENCE * n;
    let mut start = 0;
    while start < n {
        let end = (start..n - 1)
            .find(|&k| {
                beside[k].abs() <= diagonal[k].abs().sqrt() * diagonal[k + 1].abs().sqrt() * f64::EPSILON
            })
            .map_or(n, |k| k + 1);
        if end - start > 1 {
            block(&mut diagonal[start..end], &mut beside[start..end - 1], &mut left)?;
        }
        start = end;
    }
    diagonal.sort_unstable_by(f64::total_cmp);
    Ok(())
}

/// Eigenvalues of a matrix without zeros beside its diagonal, in no order.
fn block(d: &mut [f64], e: &mut [f64], left: &mut usize) -> Result<(), NoConvergence> {
    let largest = d.iter().chain(&*e).fold(0.0_f64, |largest, element| largest.max(element.abs()));
    for element in d.iter_mut().chain(&mut *e) {
        *element /= largest;
    }
    // The iteration finds the eigenvalues at the top first, where small ones should stand.
    if d[d.len() - 1].abs() < d[0].abs() {
        d.reverse();
        e.reverse();
    }
    let squares = e;
    squares.iter_mut().for_each(|element| *element *= *element);
    let last = d.len() - 1;
    let mut first = 0;
    let mut tries = 0;
    while first <= last {
        let split = (first..last)
            .find(|&k| squares[k] <= f64::EPSILON * f64::EPSILON * (d[k] * d[k + 1]).abs())
            .unwrap_or(last);
        if split < last {
            squares[split] = 0.0;
        }
        match split - first {
            0 => (first, tries) = (first + 1, 0),
            1 => {
                (d[first], d[first + 1]) = of_two(d[first], squares[first].sqrt(), d[first + 1]);
                squares[first] = 0.0;
                (first, tries) = (first + 2, 0);
            }
            _ => {
                *left = left.checked_sub(1).ok_or(NoConvergence)?;
                two_steps(&mut d[first..=split], &mut squares[first..split], tries % 3 == 2);
                tries += 1;
            }
        }
    }
    d.iter_mut().for_each(|element| *element *= largest);
    Ok(())
}

/// Two steps, of at least three rows, with the eigenvalues of the first two as shifts. The second follows two rows behind
/// the first: a step waits for one division after the other, but not for those of the other step.
///
/// The product of both steps may leave sizes as they are, as for shifts in the middle between eigenvalues: where nothing moved
/// for a while (`is_stuck`), the nearer eigenvalue, Wilkinson's shift, serves for both.
fn two_steps(d: &mut [f64], squares: &mut [f64], is_stuck: bool) {
    let last = d.len() - 1;
    let (one, other) = of_two(d[0], squares[0].sqrt(), d[1]);
    let (near, far) = if (one - d[0]).abs() < (other - d[0]).abs() { (one, other) } else { (other, one) };
    let mut first = Step::begin(if is_stuck { near } else { far }, d[last]);
    first.pass(last - 1, d, squares);
    first.pass(last - 2, d, squares);
    let mut second = Step::begin(near, d[last]);
    for row in (0..last - 2).rev() {
        first.pass(row, d, squares);
        second.pass(row + 2, d, squares);
    }
    first.end(d, squares);
    second.pass(1, d, squares);
    second.pass(0, d, squares);
    second.end(d, squares);
}

/// A step on its way from the last row to the first.
struct Step {
    shift: f64,
    cosine: f64,
    sine: f64,
    gamma: f64,
    p: f64,
}

impl Step {
    #[inline(always)]
    fn begin(shift: f64, last: f64) -> Self {
        let gamma = last - shift;
        Self { shift, cosine: 1.0, sine: 0.0, gamma, p: gamma * gamma }
    }

    #[inline(always)]
    fn pass(&mut self, row: usize, d: &mut [f64], squares: &mut [f64]) {
        let square = squares[row];
        let r = self.p + square;
        if let Some(behind) = squares.get_mut(row + 1) {
            *behind = self.sine * r;
        }
        let former_cosine = self.cosine;
        // One over the new cosine, before that is known.
        let inverse = r / self.p;
        (self.cosine, self.sine) = if r == 0.0 { (1.0, 0.0) } else { (self.p / r, square / r) };
        let former_gamma = self.gamma;
        let alpha = d[row];
        self.gamma = self.cosine * (alpha - self.shift) - self.sine * former_gamma;
        d[row + 1] = former_gamma + (alpha - self.gamma);
        self.p = if self.cosine == 0.0 {
            former_cosine * square
        } else if self.cosine < TINY_COSINE || r == 0.0 {
            self.gamma * self.gamma / self.cosine
        } else {
            self.gamma * self.gamma * inverse
        };
    }

    #[inline(always)]
    fn end(self, d: &mut [f64], squares: &mut [f64]) {
        squares[0] = self.sine * self.p;
        d[0] = self.shift + self.gamma;
    }
}

/// The eigenvalues of a symmetric matrix of order two.
fn of_two(a: f64, b: f64, c: f64) -> (f64, f64) {
    let (sum, difference) = (a + c, (a - c).abs());
    let root = difference.hypot(2.0 * b);
    let (larger, smaller) = if a.abs() > c.abs() { (a, c) } else { (c, a) };
    if sum == 0.0 {
        return (0.5 * root, -0.5 * root);
    }
    // The one that is no difference of like numbers first, the other from their product.
    let first = 0.5 * (sum + root.copysign(sum));
    (first, (larger / first) * smaller - (b / first) * b)
}

#[cfg(test)]
mod tests {
    use stridewise_testkit::words::Words;

    use super::*;

    #[test]
    fn eigenvalues_of_the_second_difference_are_known() {
        for n in [1_usize, 2, 3, 10, 101] {
            let (mut d, mut e) = (vec![2.0; n], vec![-1.0; n.saturating_sub(1)]);
            eigenvalues(&mut d, &mut e).unwrap();
            for (k, value) in d.iter().enumerate() {
                let angle = std::f64::consts::PI * (k + 1) as f64 / (2 * (n + 1)) as f64;
                assert!((value - 4.0 * angle.sin().powi(2)).abs() < 1e-13, "{n} {k} {value}");
            }
        }
    }

    #[test]
    fn small_integers_keep_trace_and_squares() {
        let mut words = Words::new(0x1234_5678_9abc_def1);
        let mut next = |count: u64| (words.word() >> 33) % count;
        for _ in 0..20_000 {
            let n = 2 + next(9) as usize;
            let range = 1 + next(4);
            let mut d: Vec<f64> = (0..n).map(|_| next(2 * range + 1) as f64 - range as f64).collect();
            let mut e: Vec<f64> = (1..n).map(|_| next(2 * range + 1) as f64 - range as f64).collect();
            let what = format!("{d:?} {e:?}");
            let trace: f64 = d.iter().sum();
            let squares: f64 = d.iter().chain(&e).chain(&e).map(|x| x * x).sum();
            eigenvalues(&mut d, &mut e).unwrap();
            assert!((d.iter().sum::<f64>() - trace).abs() < 1e-13 * (1.0 + squares), "{what} {d:?}");
            assert!(
                (d.iter().map(|x| x * x).sum::<f64>() - squares).abs() < 1e-13 * (1.0 + squares),
                "{what} {d:?}"
            );
        }
    }

    #[test]
    fn zeros_and_graded_matrices_come_to_an_end() {
        let (mut d, mut e) = (vec![0.0; 5], vec![0.0, 1.0, 0.0, 0.0]);
        eigenvalues(&mut d, &mut e).unwrap();
        assert_eq!(d, [-1.0, 0.0, 0.0, 0.0, 1.0]);
        let mut d: Vec<f64> = (0..30).map(|k| 10_f64.powi(-k)).collect();
        let mut e: Vec<f64> = (0..29).map(|k| 10_f64.powi(-k - 1)).collect();
        let trace: f64 = d.iter().sum();
        eigenvalues(&mut d, &mut e).unwrap();
        assert!((d.iter().sum::<f64>() - trace).abs() < 1e-14);
    }
}
