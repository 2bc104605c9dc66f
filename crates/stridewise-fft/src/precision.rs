//! The two precisions that transforms are computed in.

use std::fmt;

use num_complex::Complex;
use rustfft::{Fft, FftDirection, FftNum};
use stridewise_core::Element;

use crate::cache::Cache;

mod sealed {
    pub trait Sealed {}
    impl Sealed for f32 {}
    impl Sealed for f64 {}
}

/// What is kept of one precision.
pub struct Tables<T: Precision> {
    pub(crate) plans: Cache<(usize, FftDirection), dyn Fft<T>>,
    /// By order: the roots that untangle the spectra of real numbers.
    pub(crate) roots: Cache<usize, [Complex<T>]>,
}

impl<T: Precision> fmt::Debug for Tables<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tables")
    }
}

/// A floating-point type that transforms are computed in: `f32` or `f64`.
pub trait Precision: sealed::Sealed + FftNum + Element + num_complex::ComplexFloat {
    fn from_double(value: f64) -> Self;

    #[doc(hidden)]
    fn tables() -> &'static Tables<Self>;
}

macro_rules! precisions {
    ($($float:ty),*) => {$(
        impl Precision for $float {
            #[inline(always)]
            fn from_double(value: f64) -> Self {
                value as $float
            }

            fn tables() -> &'static Tables<Self> {
                static TABLES: Tables<$float> = Tables { plans: Cache::new(), roots: Cache::new() };
                &TABLES
            }
        }
    )*};
}

precisions!(f32, f64);

/// The complex zero.
pub(crate) fn zero<T: Precision>() -> Complex<T> {
    Complex::new(T::from_double(0.0), T::from_double(0.0))
}
