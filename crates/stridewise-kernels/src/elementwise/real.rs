//! The floats, and the type in which each computes.

use stridewise_core::Element;
use stridewise_core::dtype::{F16, half_to_single, single_to_half, single_to_normal_half};
use stridewise_core::op::FloatErrors;

use crate::status;

/// A float type. float16 computes in float32 and rounds the result.
pub(crate) trait Real: Element + PartialOrd {
    type Wide: Element;

    fn widen(self) -> Self::Wide;
    /// Rounds to the nearest, ties to even; overflow and underflow are reported.
    #[inline(always)]
    fn narrow(wide: Self::Wide) -> Self {
        let (narrow, errors) = Self::rounded(wide);
        if !errors.is_empty() {
            status::raise(errors);
        }
        narrow
    }
    /// The same, with the errors instead of a report.
    fn rounded(wide: Self::Wide) -> (Self, FloatErrors);
    fn negative(self) -> Self;
    fn absolute(self) -> Self;
    fn with_sign_of(self, sign: Self) -> Self;
    fn has_sign(self) -> bool;
    fn not_a_number(self) -> bool;
    fn infinite(self) -> bool;
}

macro_rules! wide_reals {
    ($($type:ident),*) => {$(
        impl Real for $type {
            type Wide = Self;
            #[inline(always)]
            fn widen(self) -> Self { self }
            #[inline(always)]
            fn rounded(wide: Self) -> (Self, FloatErrors) { (wide, FloatErrors::NONE) }
            #[inline(always)]
            fn negative(self) -> Self { -self }
            #[inline(always)]
            fn absolute(self) -> Self { self.abs() }
            #[inline(always)]
            fn with_sign_of(self, sign: Self) -> Self { self.copysign(sign) }
            #[inline(always)]
            fn has_sign(self) -> bool { self.is_sign_negative() }
            #[inline(always)]
            fn not_a_number(self) -> bool { self.is_nan() }
            #[inline(always)]
            fn infinite(self) -> bool { self.abs() == $type::INFINITY }
        }
    )*};
}

wide_reals!(f32, f64);

const SIGN: u16 = 0x8000;
const INFINITY: u16 = 0x7c00;

impl Real for F16 {
    type Wide = f32;

    #[inline(always)]
    fn widen(self) -> f32 {
        half_to_single(self)
    }

    #[inline(always)]
    fn rounded(wide: f32) -> (Self, FloatErrors) {
        if let Some(narrow) = single_to_normal_half(wide) {
            return (narrow, FloatErrors::NONE);
        }
        let narrow = single_to_half(wide);
        let errors = if narrow.infinite() {
            if wide.is_finite() { FloatErrors::OVERFLOW } else { FloatErrors::NONE }
        } else if narrow.to_bits() & INFINITY == 0 && half_to_single(narrow) != wide {
            FloatErrors::UNDERFLOW
        } else {
            FloatErrors::NONE
        };
        (narrow, errors)
    }

    #[inline(always)]
    fn negative(self) -> Self {
        Self::from_bits(self.to_bits() ^ SIGN)
    }

    #[inline(always)]
    fn absolute(self) -> Self {
        Self::from_bits(self.to_bits() & !SIGN)
    }

    #[inline(always)]
    fn with_sign_of(self, sign: Self) -> Self {
        Self::from_bits(self.to_bits() & !SIGN | sign.to_bits() & SIGN)
    }

    #[inline(always)]
    fn has_sign(self) -> bool {
        self.to_bits() & SIGN != 0
    }

    #[inline(always)]
    fn not_a_number(self) -> bool {
        self.to_bits() & !SIGN > INFINITY
    }

    #[inline(always)]
    fn infinite(self) -> bool {
        self.to_bits() & !SIGN == INFINITY
    }
}

/// `Some` loop over floats, computed in the wide type: `float_loop!(number, |a, b| a.hypot(b))`; `None` (or what
/// `else` says) for other dtypes.
macro_rules! float_loop {
    ($number:expr, |$a:ident| $body:expr) => {
        $crate::elementwise::real::float_loop!($number, |$a| $body, else => None)
    };
    ($number:expr, |$a:ident| $body:expr, else => $other:expr) => {
        stridewise_core::dispatch!($number, T in floats => Some($crate::inner_loop::loop_over!(unary: T => T; |$a: T| {
            let $a = $crate::elementwise::real::Real::widen($a);
            <T as $crate::elementwise::real::Real>::narrow($body)
        })), else => $other)
    };
    ($number:expr, |$a:ident, $b:ident| $body:expr) => {
        $crate::elementwise::real::float_loop!($number, |$a, $b| $body, else => None)
    };
    ($number:expr, |$a:ident, $b:ident| $body:expr, else => $other:expr) => {
        stridewise_core::dispatch!($number, T in floats => Some($crate::inner_loop::loop_over!(binary: T, T => T; |$a: T, $b: T| {
            let ($a, $b) = ($crate::elementwise::real::Real::widen($a), $crate::elementwise::real::Real::widen($b));
            <T as $crate::elementwise::real::Real>::narrow($body)
        })), else => $other)
    };
}

/// `Some` loop over complex numbers, else `None`.
macro_rules! complex_loop {
    ($number:expr, |$a:ident| $body:expr) => {
        stridewise_core::dispatch!($number, T in complexes => Some($crate::inner_loop::loop_over!(unary: T => T; |$a: T| $body)), else => None)
    };
    ($number:expr, |$a:ident, $b:ident| $body:expr) => {
        stridewise_core::dispatch!($number, T in complexes => Some($crate::inner_loop::loop_over!(binary: T, T => T; |$a: T, $b: T| $body)), else => None)
    };
}

/// `Some` loop over integers, else what `else` says.
macro_rules! integer_loop {
    ($number:expr, |$a:ident| $body:expr, else => $other:expr) => {
        stridewise_core::dispatch!($number, T in integers => Some($crate::inner_loop::loop_over!(unary: T => T; |$a: T| $body)), else => $other)
    };
    ($number:expr, |$a:ident, $b:ident| $body:expr, else => $other:expr) => {
        stridewise_core::dispatch!($number, T in integers => Some($crate::inner_loop::loop_over!(binary: T, T => T; |$a: T, $b: T| $body)), else => $other)
    };
}

pub(super) use {complex_loop, float_loop, integer_loop};
