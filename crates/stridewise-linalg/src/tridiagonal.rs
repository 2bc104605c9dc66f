//! Eigenvalues of symmetric tridiagonal matrices.

use crate::NoConvergence;

/// Iterations that each eigenvalue may take, on average.
const PATIENCE: usize = 30;

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
    while first <= last {
        let split = (first..last)
            .find(|&k| squares[k] <= f64::EPSILON * f64::EPSILON * (d[k] * d[k + 1]).abs())
            .unwrap_or(last);
        if split < last {
            squares[split] = 0.0;
        }
        match split - first {
            0 => first += 1,
            1 => {
                (d[first], d[first + 1]) = of_two(d[first], squares[first].sqrt(), d[first + 1]);
                squares[first] = 0.0;
                first += 2;
            }
            _ => {
                *left = left.checked_sub(1).ok_or(NoConvergence)?;
                step(&mut d[first..=split], &mut squares[first..split]);
            }
        }
    }
    d.iter_mut().for_each(|element| *element *= largest);
    Ok(())
}

/// One step with Wilkinson's shift, of at least three rows.
fn step(d: &mut [f64], squares: &mut [f64]) {
    let last = d.len() - 1;
    let root = squares[0].sqrt();
    let slope = (d[1] - d[0]) / (2.0 * root);
    let shift = d[0] - root / (slope + slope.hypot(1.0).copysign(slope));
    let (mut cosine, mut sine) = (1.0, 0.0);
    let mut gamma = d[last] - shift;
    let mut p = gamma * gamma;
    for k in (0..last).rev() {
        let square = squares[k];
        let r = p + square;
        if k + 1 < last {
            squares[k + 1] = sine * r;
        }
        let former_cosine = cosine;
        cosine = p / r;
        sine = square / r;
        let former_gamma = gamma;
        let alpha = d[k];
        gamma = cosine * (alpha - shift) - sine * former_gamma;
        d[k + 1] = former_gamma + (alpha - gamma);
        p = if cosine == 0.0 { former_cosine * square } else { gamma * gamma / cosine };
    }
    squares[0] = sine * p;
    d[0] = shift + gamma;
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
