//! Elementary functions to about thirty digits, slow and simple: what results of faster ones are compared with.
//!
//! A number is the unevaluated sum of two floats. The functions are power series and Newton steps from the C
//! library's result, so they share nothing with the polynomials that they judge.

use std::ops::{Add, Div, Mul, Neg, Sub};

/// The sum of two floats, the second at most half a unit of the first's last place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DoubleDouble {
    pub high: f64,
    pub low: f64,
}

use DoubleDouble as D;

const LN_2: D = D { high: std::f64::consts::LN_2, low: 2.3190468138462996e-17 };
const LN_10: D = D { high: std::f64::consts::LN_10, low: -2.1707562233822494e-16 };
const PI: D = D { high: std::f64::consts::PI, low: 1.2246467991473532e-16 };
/// What [`PI`] lacks.
const PI_THIRD: f64 = -2.9947698097183397e-33;

fn two_sum(a: f64, b: f64) -> D {
    let high = a + b;
    let from_b = high - a;
    D { high, low: (a - (high - from_b)) + (b - from_b) }
}

fn two_product(a: f64, b: f64) -> D {
    let high = a * b;
    D { high, low: a.mul_add(b, -high) }
}

impl From<f64> for D {
    fn from(high: f64) -> Self {
        Self { high, low: 0.0 }
    }
}

impl Add for D {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        let (high, low) = (two_sum(self.high, other.high), two_sum(self.low, other.low));
        let sum = two_sum(high.high, high.low + low.high);
        two_sum(sum.high, sum.low + low.low)
    }
}

impl Neg for D {
    type Output = Self;
    fn neg(self) -> Self {
        Self { high: -self.high, low: -self.low }
    }
}

impl Sub for D {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        self + -other
    }
}

impl Mul for D {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        let product = two_product(self.high, other.high);
        two_sum(product.high, product.low + (self.high * other.low + self.low * other.high))
    }
}

impl Div for D {
    type Output = Self;
    fn div(self, other: Self) -> Self {
        let first = self.high / other.high;
        let rest = self - other * first.into();
        let second = rest.high / other.high;
        let third = (rest - other * second.into()).high / other.high;
        D::from(first) + second.into() + third.into()
    }
}

impl D {
    /// Exact where neither part overflows or becomes subnormal.
    fn scale(self, factor: f64) -> Self {
        Self { high: self.high * factor, low: self.low * factor }
    }

    fn absolute(self) -> Self {
        if self.high < 0.0 { -self } else { self }
    }

    #[must_use]
    pub fn sqrt(self) -> Self {
        if self.high <= 0.0 {
            return self.high.sqrt().into();
        }
        let first = D::from(self.high.sqrt());
        first + (self - first * first) / first.scale(2.0)
    }

    #[must_use]
    pub fn cbrt(self) -> Self {
        if self.high == 0.0 {
            return self;
        }
        let first = D::from(self.high.cbrt());
        first + (self - first * first * first) / (first * first).scale(3.0)
    }

    /// exp(self) - 1 for arguments below a half.
    fn exp_m1_small(self) -> Self {
        let halvings = 256.0;
        let x = self.scale(1.0 / halvings);
        let mut sum = D::from(0.0);
        for n in (1..=12).rev() {
            sum = (sum + D::from(1.0)) * x / f64::from(n).into();
        }
        // (1 + e)^2 - 1 = e (e + 2)
        for _ in 0..8 {
            sum = sum * (sum + D::from(2.0));
        }
        sum
    }

    #[must_use]
    pub fn exp(self) -> Self {
        let k = (self.high / LN_2.high).round();
        let e = (self - LN_2 * k.into()).exp_m1_small() + D::from(1.0);
        let half = (k / 2.0).trunc();
        e.scale(half.exp2()).scale((k - half).exp2())
    }

    #[must_use]
    pub fn exp2(self) -> Self {
        let k = self.high.round();
        let e = ((self - k.into()) * LN_2).exp();
        let half = (k / 2.0).trunc();
        e.scale(half.exp2()).scale((k - half).exp2())
    }

    #[must_use]
    pub fn exp_m1(self) -> Self {
        if self.high.abs() < 0.5 { self.exp_m1_small() } else { self.exp() - D::from(1.0) }
    }

    #[must_use]
    pub fn ln_1p(self) -> Self {
        if self.high.abs() > 0.5 {
            return (self + D::from(1.0)).ln();
        }
        let first = D::from(self.high.ln_1p());
        let e = (-first).exp_m1_small();
        let d = self + e + self * e;
        first + d - (d * d).scale(0.5) + d * d * d / D::from(3.0)
    }

    #[must_use]
    pub fn ln(self) -> Self {
        if (self.high - 1.0).abs() < 0.5 {
            return (self - D::from(1.0)).ln_1p();
        }
        let k = self.high.log2().round();
        let half = (k / 2.0).trunc();
        let m = self.scale((-half).exp2()).scale((half - k).exp2());
        let first = D::from(m.high.ln());
        let d = m * (-first).exp() - D::from(1.0);
        first + d - (d * d).scale(0.5) + d * d * d / D::from(3.0) + LN_2 * k.into()
    }

    #[must_use]
    pub fn log2(self) -> Self {
        self.ln() / LN_2
    }

    #[must_use]
    pub fn log10(self) -> Self {
        self.ln() / LN_10
    }

    /// Sine and cosine; for arguments up to some millions.
    #[must_use]
    pub fn sin_cos(self) -> (Self, Self) {
        let n = (self.high / std::f64::consts::FRAC_PI_2).round();
        let half = n / 2.0;
        let (first, second) = (two_product(half, PI.high), two_product(half, PI.low));
        let r = ((self - first.high.into()) - first.low.into()) - second - (half * PI_THIRD).into();
        let square = r * r;
        let series = |start: u32| {
            let mut sum = D::from(0.0);
            let mut n = start + 28;
            while n > start {
                sum = (D::from(1.0) + sum) * -square / f64::from(n * (n - 1)).into();
                n -= 2;
            }
            sum + D::from(1.0)
        };
        let (sine, cosine) = (r * series(1), series(0));
        match n.rem_euclid(4.0) as u32 {
            0 => (sine, cosine),
            1 => (cosine, -sine),
            2 => (-sine, -cosine),
            _ => (-cosine, sine),
        }
    }

    #[must_use]
    pub fn tan(self) -> Self {
        let (sine, cosine) = self.sin_cos();
        sine / cosine
    }

    #[must_use]
    pub fn atan(self) -> Self {
        if self.high.abs() > 1.0 {
            let rest = (D::from(1.0) / self).atan();
            return if self.high > 0.0 { PI.scale(0.5) - rest } else { -PI.scale(0.5) - rest };
        }
        let first = D::from(self.high.atan());
        let (sine, cosine) = first.sin_cos();
        let d = (self * cosine - sine) / (cosine + self * sine);
        first + d - d * d * d / D::from(3.0)
    }

    /// The angle of the point (`x`, `self`).
    #[must_use]
    pub fn atan2(self, x: Self) -> Self {
        if self.high.abs() > x.high.abs() {
            let quarter = if self.high > 0.0 { PI.scale(0.5) } else { -PI.scale(0.5) };
            return quarter - (x / self).atan();
        }
        let angle = (self / x).atan();
        match (x.high < 0.0, self.high.is_sign_negative()) {
            (false, _) => angle,
            (true, false) => angle + PI,
            (true, true) => angle - PI,
        }
    }

    #[must_use]
    pub fn asin(self) -> Self {
        self.atan2(((D::from(1.0) - self) * (D::from(1.0) + self)).sqrt())
    }

    #[must_use]
    pub fn acos(self) -> Self {
        ((D::from(1.0) - self) * (D::from(1.0) + self)).sqrt().atan2(self)
    }

    #[must_use]
    pub fn sinh(self) -> Self {
        let e = self.exp_m1();
        if self.high > 300.0 { e.scale(0.5) } else { (e + e / (e + D::from(1.0))).scale(0.5) }
    }

    #[must_use]
    pub fn cosh(self) -> Self {
        let e = self.absolute().exp();
        (e + D::from(1.0) / e).scale(0.5)
    }

    #[must_use]
    pub fn tanh(self) -> Self {
        if self.high.abs() > 100.0 {
            return self.high.signum().into();
        }
        let e = self.scale(2.0).exp_m1();
        e / (e + D::from(2.0))
    }

    #[must_use]
    pub fn asinh(self) -> Self {
        let x = self.absolute();
        let square = x * x;
        let root = (square + D::from(1.0)).sqrt();
        let y = (x + square / (root + D::from(1.0))).ln_1p();
        if self.high < 0.0 { -y } else { y }
    }

    #[must_use]
    pub fn acosh(self) -> Self {
        let t = self - D::from(1.0);
        (t + (t.scale(2.0) + t * t).sqrt()).ln_1p()
    }

    #[must_use]
    pub fn atanh(self) -> Self {
        let x = self.absolute();
        let y = (x.scale(2.0) / (D::from(1.0) - x)).ln_1p().scale(0.5);
        if self.high < 0.0 { -y } else { y }
    }

    #[must_use]
    pub fn powf(self, exponent: Self) -> Self {
        (exponent * self.ln()).exp()
    }

    /// How far `result` is from this number, in units of the last place that a float of `digits` bits and this least
    /// normal exponent has there. Infinite results count as the power of two that follows the largest float.
    #[must_use]
    pub fn units(self, result: f64, digits: i32, least_exponent: i32) -> f64 {
        let exponent = (self.high.abs().log2().floor() as i32).max(least_exponent);
        // Next to a power of two the logarithm may have rounded up.
        let exponent = if self.high.abs() < f64::from(exponent).exp2() {
            (exponent - 1).max(least_exponent)
        } else {
            exponent
        };
        let distance = ((result - self.high) - self.low).abs();
        let steps = digits - 1 - exponent;
        distance * f64::from(steps / 2).exp2() * f64::from(steps - steps / 2).exp2()
    }
}
