//! The functions of the C library that Rust's own floats lack or compute less exactly.
#![expect(unsafe_code, reason = "declares functions of the C library")]

use std::ffi::c_int;

use num_complex::Complex;

// SAFETY: these are C99's functions with C99's types. A complex number is passed as its two parts, which is what
// `Complex`, declared `repr(C)`, is in the calling conventions of x86-64 and AArch64 on Unix.
unsafe extern "C" {
    pub(super) safe fn ldexp(x: f64, exponent: c_int) -> f64;
    pub(super) safe fn ldexpf(x: f32, exponent: c_int) -> f32;
}

/// C99's complex functions for one of the two complex types.
macro_rules! complex_functions {
    ($($name:ident = $double:ident, $single:ident;)*) => {
        // SAFETY: as above.
        unsafe extern "C" {
            $(
                safe fn $double(z: Complex<f64>) -> Complex<f64>;
                safe fn $single(z: Complex<f32>) -> Complex<f32>;
            )*
            safe fn cpow(z: Complex<f64>, w: Complex<f64>) -> Complex<f64>;
            safe fn cpowf(z: Complex<f32>, w: Complex<f32>) -> Complex<f32>;
        }

        /// Functions of a complex number, with the branch cuts and special values of C99's annex G.
        pub(super) trait ComplexFunctions: Sized {
            $(fn $name(self) -> Self;)*
            fn c_pow(self, exponent: Self) -> Self;
        }

        impl ComplexFunctions for Complex<f64> {
            $(
                #[inline(always)]
                fn $name(self) -> Self { $double(self) }
            )*
            #[inline(always)]
            fn c_pow(self, exponent: Self) -> Self { cpow(self, exponent) }
        }

        impl ComplexFunctions for Complex<f32> {
            $(
                #[inline(always)]
                fn $name(self) -> Self { $single(self) }
            )*
            #[inline(always)]
            fn c_pow(self, exponent: Self) -> Self { cpowf(self, exponent) }
        }
    };
}

complex_functions! {
    c_sqrt = csqrt, csqrtf;
    c_exp = cexp, cexpf;
    c_log = clog, clogf;
    c_sin = csin, csinf;
    c_cos = ccos, ccosf;
    c_tan = ctan, ctanf;
    c_asin = casin, casinf;
    c_acos = cacos, cacosf;
    c_atan = catan, catanf;
    c_sinh = csinh, csinhf;
    c_cosh = ccosh, ccoshf;
    c_tanh = ctanh, ctanhf;
    c_asinh = casinh, casinhf;
    c_acosh = cacosh, cacoshf;
    c_atanh = catanh, catanhf;
}

/// Scaling of a float.
pub(super) trait FloatFunctions: Sized {
    /// `self` times 2 to the `exponent`.
    fn scale(self, exponent: c_int) -> Self;
}

impl FloatFunctions for f64 {
    fn scale(self, exponent: c_int) -> Self {
        ldexp(self, exponent)
    }
}

impl FloatFunctions for f32 {
    fn scale(self, exponent: c_int) -> Self {
        ldexpf(self, exponent)
    }
}
