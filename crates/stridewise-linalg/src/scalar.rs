//! The four element types of linear algebra.

use std::ops::{Add, AddAssign, Div, Mul, MulAssign, Neg, Sub, SubAssign};

use faer::traits::{ComplexField, RealField};
use num_complex::Complex;
use pulp::bytemuck;
use stridewise_core::Element;

/// A number of a matrix: float32, float64, and the complex numbers of these.
pub trait Scalar:
    Element
    + ComplexField
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
    + AddAssign
    + SubAssign
    + MulAssign
{
    /// What its absolute value is.
    type Size: Real;

    const ZERO: Self;
    const ONE: Self;

    fn conjugate(self) -> Self;
    /// The absolute value.
    fn size(self) -> Self::Size;
    /// The square of the absolute value.
    fn size_squared(self) -> Self::Size;
    /// A cheap value that is between the absolute value and twice it, to choose pivots by.
    fn rough_size(self) -> Self::Size;
    fn real_part(self) -> Self::Size;
    fn imaginary_part(self) -> Self::Size;
    fn of_real(real: Self::Size) -> Self;
    fn times_real(self, factor: Self::Size) -> Self;
    /// One over it, also where its square is out of range.
    fn reciprocal(self) -> Self;
    fn is_finite_number(self) -> bool;
}

/// A real [`Scalar`].
pub trait Real: Scalar<Size = Self> + RealField + PartialOrd {
    /// The distance from one to the next number.
    const EPSILON: Self;
    /// The smallest number of full precision.
    const TINY: Self;

    fn root(self) -> Self;
    fn hypotenuse(self, other: Self) -> Self;
    fn logarithm(self) -> Self;
    fn with_sign_of(self, other: Self) -> Self;
    fn of_f64(value: f64) -> Self;
}

/// A [`Scalar`] of double precision.
pub trait Double: Scalar<Size = f64> {
    /// Real numbers that it consists of.
    const PARTS: usize;

    /// Of real numbers, the imaginary part is not looked at.
    fn of_parts(real: f64, imaginary: f64) -> Self;
    fn numbers(elements: &[Self]) -> &[f64];
    fn numbers_mut(elements: &mut [Self]) -> &mut [f64];
}

impl Double for f64 {
    const PARTS: usize = 1;

    #[inline(always)]
    fn of_parts(real: f64, _: f64) -> Self {
        real
    }
    #[inline(always)]
    fn numbers(elements: &[Self]) -> &[f64] {
        elements
    }
    #[inline(always)]
    fn numbers_mut(elements: &mut [Self]) -> &mut [f64] {
        elements
    }
}

impl Double for Complex<f64> {
    const PARTS: usize = 2;

    #[inline(always)]
    fn of_parts(real: f64, imaginary: f64) -> Self {
        Complex::new(real, imaginary)
    }
    #[inline(always)]
    fn numbers(elements: &[Self]) -> &[f64] {
        bytemuck::cast_slice(elements)
    }
    #[inline(always)]
    fn numbers_mut(elements: &mut [Self]) -> &mut [f64] {
        bytemuck::cast_slice_mut(elements)
    }
}

macro_rules! scalars {
    ($($real:ident)*) => {$(
        impl Scalar for $real {
            type Size = $real;
            const ZERO: Self = 0.0;
            const ONE: Self = 1.0;

            #[inline(always)]
            fn conjugate(self) -> Self {
                self
            }
            #[inline(always)]
            fn size(self) -> $real {
                self.abs()
            }
            #[inline(always)]
            fn size_squared(self) -> $real {
                self * self
            }
            #[inline(always)]
            fn rough_size(self) -> $real {
                self.abs()
            }
            #[inline(always)]
            fn real_part(self) -> $real {
                self
            }
            #[inline(always)]
            fn imaginary_part(self) -> $real {
                0.0
            }
            #[inline(always)]
            fn of_real(real: $real) -> Self {
                real
            }
            #[inline(always)]
            fn times_real(self, factor: $real) -> Self {
                self * factor
            }
            #[inline(always)]
            fn reciprocal(self) -> Self {
                1.0 / self
            }
            #[inline(always)]
            fn is_finite_number(self) -> bool {
                self.is_finite()
            }
        }

        impl Real for $real {
            const EPSILON: Self = $real::EPSILON;
            const TINY: Self = $real::MIN_POSITIVE;

            #[inline(always)]
            fn root(self) -> Self {
                self.sqrt()
            }
            #[inline(always)]
            fn hypotenuse(self, other: Self) -> Self {
                self.hypot(other)
            }
            #[inline(always)]
            fn logarithm(self) -> Self {
                self.ln()
            }
            #[inline(always)]
            fn with_sign_of(self, other: Self) -> Self {
                self.copysign(other)
            }
            #[inline(always)]
            fn of_f64(value: f64) -> Self {
                value as $real
            }
        }

        impl Scalar for Complex<$real> {
            type Size = $real;
            const ZERO: Self = Complex::new(0.0, 0.0);
            const ONE: Self = Complex::new(1.0, 0.0);

            #[inline(always)]
            fn conjugate(self) -> Self {
                Complex::new(self.re, -self.im)
            }
            #[inline(always)]
            fn size(self) -> $real {
                self.re.hypot(self.im)
            }
            #[inline(always)]
            fn size_squared(self) -> $real {
                self.re * self.re + self.im * self.im
            }
            #[inline(always)]
            fn rough_size(self) -> $real {
                self.re.abs() + self.im.abs()
            }
            #[inline(always)]
            fn real_part(self) -> $real {
                self.re
            }
            #[inline(always)]
            fn imaginary_part(self) -> $real {
                self.im
            }
            #[inline(always)]
            fn of_real(real: $real) -> Self {
                Complex::new(real, 0.0)
            }
            #[inline(always)]
            fn times_real(self, factor: $real) -> Self {
                Complex::new(self.re * factor, self.im * factor)
            }
            #[inline(always)]
            fn reciprocal(self) -> Self {
                if self.re.abs() >= self.im.abs() {
                    let ratio = self.im / self.re;
                    let scale = self.re + self.im * ratio;
                    Complex::new(1.0 / scale, -ratio / scale)
                } else {
                    let ratio = self.re / self.im;
                    let scale = self.re * ratio + self.im;
                    Complex::new(ratio / scale, -1.0 / scale)
                }
            }
            #[inline(always)]
            fn is_finite_number(self) -> bool {
                self.re.is_finite() && self.im.is_finite()
            }
        }
    )*};
}

scalars! { f32 f64 }
