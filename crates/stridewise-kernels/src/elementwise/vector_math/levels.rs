//! Levels of x86-64 processors, and what compiles one definition of a function for each of them.
//!
//! Everything below a [`Level`]'s entry points is inlined into them, so that the compiler knows which instructions
//! it may use; a function called from elsewhere would be compiled for the baseline.
#![expect(unsafe_code, reason = "functions that only some processors can run")]

use stridewise_core::op::FloatErrors;

use super::blocks;
use super::float::Float;
use super::function::{Binary, Unary};
use crate::elementwise::real::Real;

/// The arithmetic of a level, and its entry points.
pub(super) trait Level {
    /// Whether products and sums fuse into one instruction.
    const FUSED: bool;

    /// `a * b + c`, rounded once where the level has an instruction for it.
    #[inline(always)]
    fn mul_add<F: Float>(a: F, b: F, c: F) -> F {
        if Self::FUSED { a.fused(b, c) } else { a * b + c }
    }

    /// What rounding took from `product`, which is `a * b` rounded: exact unless it underflows.
    #[inline(always)]
    fn product_error<F: Float>(a: F, b: F, product: F) -> F {
        if Self::FUSED {
            return a.fused(b, -product);
        }
        let ((a, a_low), (b, b_low)) = (a.halves(), b.halves());
        ((a * b - product) + a * b_low + a_low * b) + a_low * b_low
    }

    /// A [`Loop`](crate::inner_loop::Loop) over blocks of `N` elements.
    ///
    /// # Safety
    /// As a loop of one input and one output of `S`; the processor must have this level.
    unsafe fn unary<S: Real<Wide: Float>, G: Unary<S::Wide>, const N: usize>(
        length: usize,
        pointers: *const *mut u8,
        strides: *const isize,
    );

    /// The results `y` of a block, with those that the common way got wrong computed anew, and the errors met.
    ///
    /// # Safety
    /// The processor must have this level.
    unsafe fn unary_rare<F: Float, G: Unary<F>, const N: usize>(
        x: [F; N],
        y: [F; N],
    ) -> ([F; N], FloatErrors);

    /// As [`Level::unary`], of two inputs.
    ///
    /// # Safety
    /// As a loop of two inputs and one output of `S`; the processor must have this level.
    unsafe fn binary<S: Real<Wide: Float>, G: Binary<S::Wide>, const N: usize>(
        length: usize,
        pointers: *const *mut u8,
        strides: *const isize,
    );

    /// As [`Level::unary_rare`], of two inputs.
    ///
    /// # Safety
    /// The processor must have this level.
    unsafe fn binary_rare<F: Float, G: Binary<F>, const N: usize>(
        a: [F; N],
        b: [F; N],
        y: [F; N],
    ) -> ([F; N], FloatErrors);
}

macro_rules! level {
    ($(#[$attribute:meta])* $level:ident, fused: $fused:expr) => {
        pub(super) struct $level;

        impl Level for $level {
            const FUSED: bool = $fused;

            $(#[$attribute])*
            unsafe fn unary<S: Real<Wide: Float>, G: Unary<S::Wide>, const N: usize>(
                length: usize,
                pointers: *const *mut u8,
                strides: *const isize,
            ) {
                // SAFETY: the caller's promise.
                unsafe { blocks::unary::<Self, S, G, N>(length, pointers, strides) }
            }

            $(#[$attribute])*
            #[cold]
            #[inline(never)]
            unsafe fn unary_rare<F: Float, G: Unary<F>, const N: usize>(x: [F; N], y: [F; N]) -> ([F; N], FloatErrors) {
                blocks::unary_rare::<Self, F, G, N>(x, y)
            }

            $(#[$attribute])*
            unsafe fn binary<S: Real<Wide: Float>, G: Binary<S::Wide>, const N: usize>(
                length: usize,
                pointers: *const *mut u8,
                strides: *const isize,
            ) {
                // SAFETY: the caller's promise.
                unsafe { blocks::binary::<Self, S, G, N>(length, pointers, strides) }
            }

            $(#[$attribute])*
            #[cold]
            #[inline(never)]
            unsafe fn binary_rare<F: Float, G: Binary<F>, const N: usize>(
                a: [F; N],
                b: [F; N],
                y: [F; N],
            ) -> ([F; N], FloatErrors) {
                blocks::binary_rare::<Self, F, G, N>(a, b, y)
            }
        }
    };
}

// Every 64-bit ARM processor multiplies and adds in one instruction.
level!(Baseline, fused: cfg!(any(target_arch = "aarch64", target_feature = "fma")));
#[cfg(target_arch = "x86_64")]
level!(#[target_feature(enable = "avx2,fma,bmi1,bmi2")] V3, fused: true);
#[cfg(target_arch = "x86_64")]
level!(
    #[target_feature(enable = "avx512f,avx512bw,avx512cd,avx512dq,avx512vl,avx2,fma,bmi1,bmi2")]
    V4, fused: true
);
