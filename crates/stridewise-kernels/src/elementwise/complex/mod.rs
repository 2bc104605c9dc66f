//! Arithmetic and order of complex numbers beyond what their parts do alone.

mod elementary;
mod power;

use std::hint::black_box;

use num_complex::Complex;
use stridewise_core::op::FloatErrors;

use crate::status;

pub(super) use elementary::ComplexElementary;
pub(super) use power::ComplexPower;

/// What is computed from the two parts.
pub(crate) trait ComplexParts: Sized {
    fn times(self, factor: Self) -> Self;
    /// The quotient by Smith's method, which does not overflow where the result does not.
    fn over(self, divisor: Self) -> Self;
    fn reciprocal(self) -> Self;
    /// The number over its magnitude; for an infinite part the axis it lies on.
    fn direction(self) -> Self;
    /// Whether this comes before `other`: by real part, then by imaginary part; nothing comes before or behind NaN.
    fn below(self, other: Self) -> bool;
    fn at_most(self, other: Self) -> bool;
    /// The number itself, having reported that its order with `other` is decided by a NaN.
    fn meeting(self, other: Self) -> Self;
}

/// The number with its parts computed apart from one another.
///
/// Two f32 fill half a vector register; the compiler may compute both parts at once with anything in the other
/// half, and what that half meets would stand in the status register as the number's own. Two f64 fill a whole one.
#[inline(always)]
fn apart<T>(number: Complex<T>) -> Complex<T> {
    if size_of::<T>() < 8 { Complex::new(black_box(number.re), black_box(number.im)) } else { number }
}

macro_rules! complex_parts {
    ($($real:ident),*) => {$(
        impl ComplexParts for Complex<$real> {
            #[inline(always)]
            fn times(self, factor: Self) -> Self {
                apart(self * factor)
            }

            #[inline(always)]
            fn over(self, divisor: Self) -> Self {
                let (a, b) = (self, divisor);
                if b.re.is_nan() || b.im.is_nan() {
                    status::raise(FloatErrors::INVALID);
                    return Self::new($real::NAN, $real::NAN);
                }
                if b.re.abs() >= b.im.abs() {
                    if b.re == 0.0 && b.im == 0.0 {
                        return apart(Self::new(a.re / b.re.abs(), a.im / b.re.abs()));
                    }
                    let ratio = b.im / b.re;
                    let scale = 1.0 / (b.re + b.im * ratio);
                    apart(Self::new((a.re + a.im * ratio) * scale, (a.im - a.re * ratio) * scale))
                } else {
                    let ratio = b.re / b.im;
                    let scale = 1.0 / (b.im + b.re * ratio);
                    apart(Self::new((a.re * ratio + a.im) * scale, (a.im * ratio - a.re) * scale))
                }
            }

            #[inline(always)]
            fn reciprocal(self) -> Self {
                if self.re.is_nan() || self.im.is_nan() {
                    status::raise(FloatErrors::INVALID);
                    return Self::new($real::NAN, $real::NAN);
                }
                if self.im.abs() <= self.re.abs() {
                    let ratio = self.im / self.re;
                    let divisor = self.re + self.im * ratio;
                    apart(Self::new(1.0 / divisor, -ratio / divisor))
                } else {
                    let ratio = self.re / self.im;
                    let divisor = self.re * ratio + self.im;
                    apart(Self::new(ratio / divisor, -1.0 / divisor))
                }
            }

            fn direction(self) -> Self {
                let magnitude = self.re.hypot(self.im);
                if magnitude.is_nan() {
                    return Self::new($real::NAN, $real::NAN);
                }
                if magnitude.is_infinite() {
                    return match (self.re.is_infinite(), self.im.is_infinite()) {
                        (true, true) => Self::new($real::NAN, $real::NAN),
                        (true, false) => Self::new((1.0 as $real).copysign(self.re), 0.0),
                        _ => Self::new(0.0, (1.0 as $real).copysign(self.im)),
                    };
                }
                if magnitude == 0.0 { Self::new(0.0, 0.0) } else { Self::new(self.re / magnitude, self.im / magnitude) }
            }

            #[inline(always)]
            fn meeting(self, other: Self) -> Self {
                let undecided = self.re.is_nan() || other.re.is_nan();
                if undecided || (self.re == other.re && (self.im.is_nan() || other.im.is_nan())) {
                    status::raise(FloatErrors::INVALID);
                }
                self
            }

            #[inline(always)]
            fn below(self, other: Self) -> bool {
                (self.re < other.re && !self.im.is_nan() && !other.im.is_nan())
                    || (self.re == other.re && self.im < other.im)
            }

            #[inline(always)]
            fn at_most(self, other: Self) -> bool {
                (self.re < other.re && !self.im.is_nan() && !other.im.is_nan())
                    || (self.re == other.re && self.im <= other.im)
            }
        }
    )*};
}

complex_parts!(f32, f64);
