//! Upper triangular matrices of order two.

use crate::orthogonal::rotation::Rotation;

/// The smaller and the larger singular value of an upper triangular matrix of order two.
pub(crate) fn values_of_two(f: f64, g: f64, h: f64) -> (f64, f64) {
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

/// The matrix `[[f, g], [0, h]]`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TriangleOfTwo {
    pub(crate) f: f64,
    pub(crate) g: f64,
    pub(crate) h: f64,
}

/// Its singular values, up to their signs, and the rotations of columns (`right`) and rows (`left`) that make it diagonal.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SolvedTriangle {
    pub(crate) larger: f64,
    pub(crate) smaller: f64,
    pub(crate) left: Rotation,
    pub(crate) right: Rotation,
}

/// What of the matrix is largest.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Largest {
    First,
    Above,
    Last,
}

impl TriangleOfTwo {
    /// To nearly full precision, also of the smaller value, with the signs of LAPACK's `lasv2`.
    pub(crate) fn solve(self) -> SolvedTriangle {
        let swapped = self.h.abs() > self.f.abs();
        let (f, h) = if swapped { (self.h, self.f) } else { (self.f, self.h) };
        let (f_size, g_size, h_size) = (f.abs(), self.g.abs(), h.abs());
        let mut largest = if swapped { Largest::Last } else { Largest::First };
        let (larger, smaller, mut left, mut right);
        if g_size == 0.0 {
            (larger, smaller) = (f_size, h_size);
            (left, right) = (Rotation { cosine: 1.0, sine: 0.0 }, Rotation { cosine: 1.0, sine: 0.0 });
        } else if g_size > f_size && f_size / g_size < 0.5 * f64::EPSILON {
            largest = Largest::Above;
            larger = g_size;
            smaller = if h_size > 1.0 { f_size / (g_size / h_size) } else { f_size / g_size * h_size };
            left = Rotation { cosine: 1.0, sine: h / self.g };
            right = Rotation { cosine: f / self.g, sine: 1.0 };
        } else {
            if g_size > f_size {
                largest = Largest::Above;
            }
            let difference = f_size - h_size;
            let relative = if difference == f_size { 1.0 } else { difference / f_size };
            let ratio = self.g / f;
            let sum = 2.0 - relative;
            let square = ratio * ratio;
            let s = (sum * sum + square).sqrt();
            let r = if relative == 0.0 { ratio.abs() } else { (relative * relative + square).sqrt() };
            let a = 0.5 * (s + r);
            (larger, smaller) = (f_size * a, h_size / a);
            let tangent = if square != 0.0 {
                (ratio / (s + sum) + ratio / (r + relative)) * (1.0 + a)
            } else if relative == 0.0 {
                2_f64.copysign(f) * 1_f64.copysign(self.g)
            } else {
                self.g / difference.copysign(f) + ratio / sum
            };
            let length = (tangent * tangent + 4.0).sqrt();
            right = Rotation { cosine: 2.0 / length, sine: tangent / length };
            left = Rotation { cosine: (right.cosine + right.sine * ratio) / a, sine: h / f * right.sine / a };
        }
        if swapped {
            (left, right) = (
                Rotation { cosine: right.sine, sine: right.cosine },
                Rotation { cosine: left.sine, sine: left.cosine },
            );
        }
        let sign = match largest {
            Largest::First => signs([right.cosine, left.cosine, self.f]),
            Largest::Above => signs([right.sine, left.cosine, self.g]),
            Largest::Last => signs([right.sine, left.sine, self.h]),
        };
        SolvedTriangle {
            larger: larger.copysign(sign),
            smaller: smaller.copysign(sign * signs([1.0, self.f, self.h])),
            left,
            right,
        }
    }
}

/// The product of the numbers' signs.
fn signs(numbers: [f64; 3]) -> f64 {
    numbers.iter().map(|number| 1_f64.copysign(*number)).product()
}
