//! Powers of complex numbers.

use num_complex::Complex;
use stridewise_core::op::FloatErrors;

use super::super::libm::ComplexFunctions;
use super::ComplexParts;
use crate::status;

pub(crate) trait ComplexPower: Sized {
    fn to_the(self, exponent: Self) -> Self;
}

macro_rules! complex_power {
    ($($real:ident),*) => {$(
        impl ComplexPower for Complex<$real> {
            /// Small whole exponents multiply, which is exact where the products are.
            fn to_the(self, exponent: Self) -> Self {
                let (zero, one) = (Self::new(0.0, 0.0), Self::new(1.0, 0.0));
                if exponent == zero {
                    return one;
                }
                if self == zero {
                    if exponent.re > 0.0 {
                        return zero;
                    }
                    status::raise(FloatErrors::INVALID);
                    return Self::new($real::NAN, $real::NAN);
                }
                if exponent.im == 0.0 && exponent.re.is_nan() {
                    status::raise(FloatErrors::INVALID);
                }
                let whole = if exponent.re.abs() < 100.0 { exponent.re as i32 } else { 0 };
                if exponent.im == 0.0 && whole != 0 && whole as $real == exponent.re {
                    match whole {
                        1 => return self,
                        2 => return self * self,
                        3 => return self * (self * self),
                        _ => {}
                    }
                    let mut left = whole.unsigned_abs();
                    let (mut result, mut square) = (one, self);
                    loop {
                        if left & 1 == 1 {
                            result *= square;
                        }
                        left >>= 1;
                        if left == 0 {
                            break;
                        }
                        square *= square;
                    }
                    return if whole < 0 { one.over(result) } else { result };
                }
                self.c_pow(exponent)
            }
        }
    )*};
}

complex_power!(f32, f64);
