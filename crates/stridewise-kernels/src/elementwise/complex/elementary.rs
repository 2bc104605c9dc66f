//! Logarithms and exponentials to other bases, from the natural ones.

use num_complex::Complex;

use super::super::libm::ComplexFunctions;

/// Elementary functions that C99 lacks for complex numbers.
pub(crate) trait ComplexElementary: Sized {
    fn c_exp2(self) -> Self;
    fn c_exp_m1(self) -> Self;
    fn c_log2(self) -> Self;
    fn c_log10(self) -> Self;
    fn c_log1p(self) -> Self;
}

macro_rules! complex_elementary {
    ($($real:ident),*) => {$(
        impl ComplexElementary for Complex<$real> {
            fn c_exp2(self) -> Self {
                Self::new(self.re * std::$real::consts::LN_2, self.im * std::$real::consts::LN_2).c_exp()
            }

            /// Written so that nothing cancels near zero: cos y - 1 is -2 sin²(y/2).
            fn c_exp_m1(self) -> Self {
                let half = (self.im / 2.0).sin();
                Self::new(
                    self.re.exp_m1() * self.im.cos() - 2.0 * half * half,
                    self.re.exp() * self.im.sin(),
                )
            }

            fn c_log2(self) -> Self {
                let natural = self.c_log();
                Self::new(natural.re * std::$real::consts::LOG2_E, natural.im * std::$real::consts::LOG2_E)
            }

            fn c_log10(self) -> Self {
                let natural = self.c_log();
                Self::new(natural.re * std::$real::consts::LOG10_E, natural.im * std::$real::consts::LOG10_E)
            }

            fn c_log1p(self) -> Self {
                let real = self.re + 1.0;
                Self::new(real.hypot(self.im).ln(), self.im.atan2(real))
            }
        }
    )*};
}

complex_elementary!(f32, f64);
