//! Plane rotations, with the signs of LAPACK's `lartg`.

use std::ops::Range;

use crate::Double;

/// Turns a pair `(x, y)` to `(c x + s y, c y - s x)`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Rotation {
    pub(crate) cosine: f64,
    pub(crate) sine: f64,
}

impl Rotation {
    /// The rotation that turns `(f, g)` to `(r, 0)`, and `r`, which has the sign of `f`. Neither is larger than about one.
    #[inline(always)]
    pub(crate) fn onto_first(f: f64, g: f64) -> (Self, f64) {
        if g == 0.0 {
            return (Self { cosine: 1.0, sine: 0.0 }, f);
        }
        let square = f * f + g * g;
        let length = if square > 1e-280 { square.sqrt() } else { f.hypot(g) };
        // A negative zero counts as positive.
        let r = length.copysign(f + 0.0);
        (Self { cosine: f.abs() / length, sine: g / r }, r)
    }

    /// Turns two columns of a matrix.
    #[inline(always)]
    pub(crate) fn turn<T: Double>(self, matrix: &mut [T], rows: usize, first: usize, second: usize) {
        self.turn_rows(matrix, rows, 0..rows, first, second);
    }

    /// Turns these rows of two columns of a matrix, whose columns are `step` elements apart.
    #[inline(always)]
    pub(crate) fn turn_rows<T: Double>(
        self,
        matrix: &mut [T],
        step: usize,
        rows: Range<usize>,
        first: usize,
        second: usize,
    ) {
        let (low, high) = (first.min(second), first.max(second));
        let (head, tail) = matrix.split_at_mut(high * step);
        let (low, high) = (&mut head[low * step..][rows.clone()], &mut tail[rows]);
        let sine = if first < second { self.sine } else { -self.sine };
        for (x, y) in low.iter_mut().zip(high) {
            let turned = x.times_real(self.cosine) + y.times_real(sine);
            *y = y.times_real(self.cosine) - x.times_real(sine);
            *x = turned;
        }
    }
}
