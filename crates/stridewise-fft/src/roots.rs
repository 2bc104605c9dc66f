//! Roots of unity, correctly rounded but for an occasional last bit.

use std::f64::consts::PI;

use num_complex::Complex;

/// exp(-2πi·`place` / `length`), from an angle of at most an eighth of the circle.
pub fn root(place: usize, length: usize) -> Complex<f64> {
    let place = (place % length) as u128;
    let length = length as u128;
    // In eighths of the circle; what is left is exact as a fraction.
    let octant = 8 * place / length;
    let angle = |eighths: u128| PI / 4.0 * (eighths as f64 / length as f64);
    let rest = 8 * place - octant * length;
    let (sine, cosine) = if octant.is_multiple_of(2) { angle(rest) } else { angle(length - rest) }.sin_cos();
    let (cosine, sine) = match octant {
        0 => (cosine, sine),
        1 => (sine, cosine),
        2 => (-sine, cosine),
        3 => (-cosine, sine),
        4 => (-cosine, -sine),
        5 => (-sine, -cosine),
        6 => (sine, -cosine),
        _ => (cosine, -sine),
    };
    Complex::new(cosine, -sine)
}

/// All roots of one order, each the product of one of about √n coarse and one of about √n fine ones.
#[derive(Debug)]
pub struct Roots {
    length: usize,
    shift: u32,
    coarse: Vec<Complex<f64>>,
    fine: Vec<Complex<f64>>,
}

impl Roots {
    /// The roots exp(-2πi·k / `length`).
    pub fn of(length: usize) -> Self {
        let shift = length.max(1).ilog2() / 2;
        let step = 1 << shift;
        Self {
            length,
            shift,
            coarse: (0..length.div_ceil(step)).map(|place| root(place * step, length)).collect(),
            fine: (0..step).map(|place| root(place, length)).collect(),
        }
    }

    /// The root number `place`, which may be any.
    #[inline]
    pub fn get(&self, place: usize) -> Complex<f64> {
        let place = place % self.length;
        self.coarse[place >> self.shift] * self.fine[place & ((1 << self.shift) - 1)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quarters_are_exact() {
        for length in [4, 8, 12, 1 << 20] {
            let quarters = [0, 1, 2, 3].map(|quarter| root(quarter * length / 4, length));
            let exact = [(1.0, 0.0), (0.0, -1.0), (-1.0, 0.0), (0.0, 1.0)];
            assert_eq!(quarters, exact.map(|(re, im)| Complex::new(re, im)), "{length}");
        }
    }

    #[test]
    fn roots_are_products_of_two() {
        for length in [1, 2, 3, 7, 10, 64, 1000, 1001, 65536] {
            let roots = Roots::of(length);
            for place in (0..3 * length).step_by(length.div_ceil(100)) {
                let angle = -2.0 * PI * (place % length) as f64 / length as f64;
                let expected = Complex::new(angle.cos(), angle.sin());
                assert!((root(place, length) - expected).norm() < 2e-15, "{place} of {length}");
                assert!((roots.get(place) - root(place, length)).norm() < 4e-16, "{place} of {length}");
            }
        }
    }
}
