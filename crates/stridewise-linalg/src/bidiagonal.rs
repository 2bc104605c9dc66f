//! Singular values of upper bidiagonal matrices.

use crate::NoConvergence;

/// Relative precision of the smallest singular values.
const TOLERANCE: f64 = 50.0 * f64::EPSILON;

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
    iterate(diagonal, above)?;
    diagonal.iter_mut().for_each(|element| *element = element.abs() * largest);
    diagonal.sort_unstable_by(|a, b| b.total_cmp(a));
    Ok(())
}

fn iterate(d: &mut [f64], e: &mut [f64]) -> Result<(), NoConvergence> {
    let n = d.len();
    let mut left = PATIENCE * n * n;
    let negligible = negligible_size(d, e);
    let mut bottom = n - 1;
    let mut former = (n, n);
    while bottom > 0 {
        let Some(top) = block_above(d, e, bottom, negligible) else {
            bottom -= 1;
            continue;
        };
        if top + 1 == bottom {
            let (smaller, larger) = of_two(d[top], e[top], d[bottom]);
            (d[top], e[top], d[bottom]) = (larger, 0.0, smaller);
            if top == 0 {
                break;
            }
            bottom = top - 1;
            continue;
        }
        left = left.checked_sub(bottom - top).ok_or(NoConvergence)?;
        let (d, e) = (&mut d[top..=bottom], &mut e[top..bottom]);
        // The values at the bottom are found first, where small ones should stand. A block that shrank is as it was.
        if (top > former.1 || bottom < former.0 || former == (n, n)) && d[0].abs() < d[d.len() - 1].abs() {
            d.reverse();
            e.reverse();
        }
        former = (top, bottom);
        let Some(smallest) = smallest_bound(d, e) else { continue };
        let shift = shift(d, e, smallest, n);
        if shift == 0.0 {
            step_without_shift(d, e)
        } else {
            step(d, e, shift)
        }
        if let Some(last) = e.last_mut()
            && last.abs() <= negligible
        {
            *last = 0.0;
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
    if n as f64 * TOLERANCE * (smallest / largest) <= f64::EPSILON.max(0.01 * TOLERANCE) {
        return 0.0;
    }
    let last = d.len() - 1;
    let (shift, _) = of_two(d[last - 1], e[last - 1], d[last]);
    let relative = shift / d[0];
    if relative * relative < f64::EPSILON { 0.0 } else { shift }
}

/// Cosine and sine of the rotation that turns `(f, g)` to `(r, 0)`, and `r`.
#[inline(always)]
fn rotation(f: f64, g: f64) -> (f64, f64, f64) {
    if g == 0.0 {
        return (1.0, 0.0, f);
    }
    let square = f * f + g * g;
    // Elements are at most one.
    let r = if square > 1e-280 { square.sqrt() } else { f.hypot(g) };
    (f / r, g / r, r)
}

fn step_without_shift(d: &mut [f64], e: &mut [f64]) {
    let last = d.len() - 1;
    let (mut cosine, mut former_cosine, mut former_sine) = (1.0, 1.0, 0.0);
    for k in 0..last {
        let (c, s, r) = rotation(d[k] * cosine, e[k]);
        if k > 0 {
            e[k - 1] = former_sine * r;
        }
        (former_cosine, former_sine, d[k]) = rotation(former_cosine * r, d[k + 1] * s);
        cosine = c;
    }
    let end = d[last] * cosine;
    d[last] = end * former_cosine;
    e[last - 1] = end * former_sine;
}

fn step(d: &mut [f64], e: &mut [f64], shift: f64) {
    let last = d.len() - 1;
    let mut f = (d[0].abs() - shift) * (1_f64.copysign(d[0]) + shift / d[0]);
    let mut g = e[0];
    for k in 0..last {
        let (c, s, r) = rotation(f, g);
        if k > 0 {
            e[k - 1] = r;
        }
        f = c * d[k] + s * e[k];
        e[k] = c * e[k] - s * d[k];
        g = s * d[k + 1];
        d[k + 1] *= c;
        let (c, s, r) = rotation(f, g);
        d[k] = r;
        f = c * e[k] + s * d[k + 1];
        d[k + 1] = c * d[k + 1] - s * e[k];
        if k + 1 < last {
            g = s * e[k + 1];
            e[k + 1] *= c;
        }
    }
    e[last - 1] = f;
}

/// The smaller and the larger singular value of an upper triangular matrix of order two.
fn of_two(f: f64, g: f64, h: f64) -> (f64, f64) {
    let (f, g, h) = (f.abs(), g.abs(), h.abs());
    let (small, large) = (f.min(h), f.max(h));
    if small == 0.0 {
        return (0.0, large.hypot(g));
    }
    let sum = 1.0 + small / large;
    let difference = (large - small) / large;
    if g < large {
        let square = (g / large) * (g / large);
        let scale = 2.0 / ((sum * sum + square).sqrt() + (difference * difference + square).sqrt());
        return (small * scale, large / scale);
    }
    let ratio = large / g;
    if ratio == 0.0 {
        return (small * large / g, g);
    }
    let scale = 1.0
        / ((1.0 + (sum * ratio) * (sum * ratio)).sqrt()
            + (1.0 + (difference * ratio) * (difference * ratio)).sqrt());
    (2.0 * (small * scale) * ratio, g / (scale + scale))
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
