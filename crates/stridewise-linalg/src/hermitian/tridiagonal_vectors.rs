//! Eigenvectors of small Hermitian matrices, with the signs of LAPACK's `hetd2` and `steqr`.

use crate::orthogonal::reflection::{self, Reflection};
use crate::orthogonal::rotation::Rotation;
use crate::singular_values::bidiagonal_reduction::{SMALL, form_basis};
use crate::{Double, NoConvergence};

/// Iterations that each eigenvalue may take, on average.
const PATIENCE: usize = 30;
/// Half a unit in the last place of one.
const ROUNDING: f64 = 0.5 * f64::EPSILON;

/// Writes `matrix = basis · tridiagonal · basisᴴ`: the diagonal, the elements beside it, and the basis. Of the matrix the
/// lower triangle is read; it is overwritten.
pub(crate) fn reduce<T: Double>(
    matrix: &mut [T],
    n: usize,
    diagonal: &mut [f64],
    beside: &mut [f64],
    basis: &mut [T],
) {
    for column in 0..n {
        for row in column + 1..n {
            matrix[row * n + column] = matrix[column * n + row].conjugate();
        }
    }
    let mut scales = [T::ZERO; SMALL];
    for place in 0..n {
        diagonal[place] = matrix[place * n + place].real_part();
        let (done, rest) = matrix.split_at_mut((place + 1) * n);
        let vector = &mut done[place * n + place + 1..];
        if vector.is_empty() {
            break;
        }
        let Reflection { head, scale } = reflection::make(vector);
        vector[0] = T::ONE;
        (beside[place], scales[place]) = (head, scale);
        if scale == T::ZERO {
            continue;
        }
        let mut product = [T::ZERO; SMALL];
        let product = &mut product[..vector.len()];
        for (column, &factor) in rest.chunks_exact(n).zip(&*vector) {
            for (sum, &element) in product.iter_mut().zip(&column[place + 1..]) {
                *sum += element * factor * scale;
            }
        }
        let overlap = product.iter().zip(&*vector).fold(T::ZERO, |sum, (x, &v)| sum + x.conjugate() * v);
        let share = (scale * overlap).times_real(-0.5);
        for (sum, &v) in product.iter_mut().zip(&*vector) {
            *sum += share * v;
        }
        for (column, (&v, &w)) in rest.chunks_exact_mut(n).zip(vector.iter().zip(&*product)) {
            let (v, w) = (v.conjugate(), w.conjugate());
            for (element, (&x, &y)) in column[place + 1..].iter_mut().zip(vector.iter().zip(&*product)) {
                *element -= x * w + y * v;
            }
        }
    }
    form_basis(matrix, n, 1, &scales, basis);
}

/// Overwrites the diagonal by the eigenvalues, the smallest first, and turns the columns of the basis along.
///
/// The implicit QL iteration, or QR where the larger elements stand at the end (Wilkinson and Reinsch, 1971).
///
/// # Errors
/// Where the iteration does not end.
pub(crate) fn eigenvectors<T: Double>(
    d: &mut [f64],
    e: &mut [f64],
    basis: &mut [T],
) -> Result<(), NoConvergence> {
    let n = d.len();
    let mut left = PATIENCE * n;
    let mut start = 0;
    while start < n {
        let end = (start..n - 1)
            .find(|&k| e[k].abs() <= d[k].abs().sqrt() * d[k + 1].abs().sqrt() * ROUNDING)
            .unwrap_or(n - 1);
        if end + 1 < n {
            e[end] = 0.0;
        }
        if end > start {
            let mut block = Block { d, e, basis, n };
            if block.d[end].abs() < block.d[start].abs() {
                block.iterate(Walk { from: end, to: start }, &mut left)?;
            } else {
                block.iterate(Walk { from: start, to: end }, &mut left)?;
            }
        }
        start = end + 1;
    }
    for begin in 0..n {
        let least =
            (begin + 1..n).fold(begin, |least, place| if d[place] < d[least] { place } else { least });
        if least != begin {
            d.swap(begin, least);
            let (head, tail) = basis.split_at_mut(least * n);
            head[begin * n..(begin + 1) * n].swap_with_slice(&mut tail[..n]);
        }
    }
    Ok(())
}

/// From the end where eigenvalues are found to the other one.
#[derive(Clone, Copy)]
struct Walk {
    from: usize,
    to: usize,
}

impl Walk {
    /// The place after this one.
    fn after(self, place: usize) -> usize {
        if self.from <= self.to { place + 1 } else { place.wrapping_sub(1) }
    }

    /// The place ahead of this one.
    fn ahead(self, place: usize) -> usize {
        if self.from <= self.to { place - 1 } else { place + 1 }
    }
}

struct Block<'a, T> {
    d: &'a mut [f64],
    e: &'a mut [f64],
    basis: &'a mut [T],
    n: usize,
}

impl<T: Double> Block<'_, T> {
    fn iterate(&mut self, walk: Walk, left: &mut usize) -> Result<(), NoConvergence> {
        let mut first = walk.from;
        loop {
            let mut split = first;
            while split != walk.to {
                let next = walk.after(split);
                let beside = self.e[split.min(next)];
                let bound = ROUNDING * ROUNDING * self.d[split].abs() * self.d[next].abs();
                if beside * beside <= bound + f64::MIN_POSITIVE {
                    self.e[split.min(next)] = 0.0;
                    break;
                }
                split = next;
            }
            let found = if split == first {
                split
            } else if split == walk.after(first) {
                self.of_two(first.min(split));
                split
            } else {
                *left = left.checked_sub(1).ok_or(NoConvergence)?;
                self.step(walk, first, split);
                continue;
            };
            if found == walk.to {
                return Ok(());
            }
            first = walk.after(found);
        }
    }

    /// One step with Wilkinson's shift, from `last` back to `first`.
    fn step(&mut self, walk: Walk, first: usize, last: usize) {
        let second = walk.after(first);
        let (p, beside) = (self.d[first], self.e[first.min(second)]);
        let slope = (self.d[second] - p) / (2.0 * beside);
        let mut g = self.d[last] - p + beside / (slope + slope.hypot(1.0).copysign(slope));
        let mut former = Rotation { cosine: 1.0, sine: 1.0 };
        let mut p = 0.0;
        let mut place = last;
        while place != first {
            let ahead = walk.ahead(place);
            let beside = self.e[place.min(ahead)];
            let (f, b) = (former.sine * beside, former.cosine * beside);
            let (rotation, r) = Rotation::onto_first(g, f);
            if place != last {
                self.e[place.min(walk.after(place))] = r;
            }
            let Rotation { cosine: c, sine: s } = rotation;
            let shifted = self.d[place] - p;
            let r = (self.d[ahead] - shifted) * s + 2.0 * c * b;
            p = s * r;
            self.d[place] = shifted + p;
            g = c * r - b;
            rotation.turn(self.basis, self.n, place, ahead);
            former = rotation;
            place = ahead;
        }
        self.d[first] -= p;
        self.e[first.min(second)] = g;
    }

    /// Solves the rows `place` and `place + 1`, with the signs of LAPACK's `laev2`.
    fn of_two(&mut self, place: usize) {
        let (a, b, c) = (self.d[place], self.e[place], self.d[place + 1]);
        let (sum, difference, twice) = (a + c, a - c, b + b);
        let root = difference.hypot(twice);
        let (larger, smaller) = if a.abs() > c.abs() { (a, c) } else { (c, a) };
        let (first, second) = if sum == 0.0 {
            (0.5 * root, -0.5 * root)
        } else {
            let first = 0.5 * (sum + root.copysign(sum));
            (first, (larger / first) * smaller - (b / first) * b)
        };
        let shifted = if difference >= 0.0 { difference + root } else { difference - root };
        let mut rotation = if shifted.abs() > twice.abs() {
            let cotangent = -twice / shifted;
            let sine = (1.0 + cotangent * cotangent).sqrt().recip();
            Rotation { cosine: cotangent * sine, sine }
        } else if twice == 0.0 {
            Rotation { cosine: 1.0, sine: 0.0 }
        } else {
            let tangent = -shifted / twice;
            let cosine = (1.0 + tangent * tangent).sqrt().recip();
            Rotation { cosine, sine: tangent * cosine }
        };
        if (sum >= 0.0) == (difference >= 0.0) {
            rotation = Rotation { cosine: -rotation.sine, sine: rotation.cosine };
        }
        (self.d[place], self.e[place], self.d[place + 1]) = (first, 0.0, second);
        rotation.turn(self.basis, self.n, place, place + 1);
    }
}
