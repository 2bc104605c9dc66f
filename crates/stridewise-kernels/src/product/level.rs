//! What is compiled for each level of processors: the loops that fill registers.
//!
//! Everything below these entry points is inlined into them, so that the compiler knows which instructions it may use.
#![expect(unsafe_code, reason = "functions that only some processors can run")]

use super::arithmetic::Arithmetic;
use super::pack::{self, Panels};
use super::tile::{self, Tile};
use super::vector::{self, Lines, Pairs};

/// The entry points of a level.
///
/// # Safety
/// Of all methods: the processor must have the level; otherwise as of the functions that they compile.
pub(super) trait Level: 'static {
    unsafe fn tile<A: Arithmetic, const ROWS: usize, const ACROSS: usize, const PART: bool>(
        tile: &Tile<A::Element>,
    );
    unsafe fn pack<A: Arithmetic, const RIGHT: bool>(panels: &Panels<A::Element>);
    unsafe fn dots<A: Arithmetic>(pairs: &Pairs<A::Element>);
    unsafe fn rows_by_vector<A: Arithmetic>(lines: &Lines<A::Element>);
    unsafe fn vector_by_rows<A: Arithmetic>(lines: &Lines<A::Element>, depth: usize);
}

macro_rules! level {
    ($(#[$attribute:meta])* $level:ident) => {
        pub(super) struct $level;

        impl Level for $level {
            $(#[$attribute])*
            #[inline(never)]
            unsafe fn tile<A: Arithmetic, const ROWS: usize, const ACROSS: usize, const PART: bool>(
                tile: &Tile<A::Element>,
            ) {
                // SAFETY: the caller's promise.
                unsafe { tile::compute::<A, ROWS, ACROSS, PART>(tile) }
            }

            $(#[$attribute])*
            #[inline(never)]
            unsafe fn pack<A: Arithmetic, const RIGHT: bool>(panels: &Panels<A::Element>) {
                // SAFETY: the caller's promise.
                unsafe { pack::pack::<A, RIGHT>(panels) }
            }

            $(#[$attribute])*
            unsafe fn dots<A: Arithmetic>(pairs: &Pairs<A::Element>) {
                // SAFETY: the caller's promise.
                unsafe { vector::dots_of_pairs::<A>(pairs) }
            }

            $(#[$attribute])*
            unsafe fn rows_by_vector<A: Arithmetic>(lines: &Lines<A::Element>) {
                // SAFETY: the caller's promise.
                unsafe { vector::rows_by_vector::<A>(lines) }
            }

            $(#[$attribute])*
            unsafe fn vector_by_rows<A: Arithmetic>(lines: &Lines<A::Element>, depth: usize) {
                // SAFETY: the caller's promise.
                unsafe { vector::vector_by_rows::<A>(lines, depth) }
            }
        }
    };
}

level!(Baseline);
#[cfg(target_arch = "x86_64")]
level!(
    #[target_feature(enable = "avx2,fma,bmi1,bmi2")]
    V3
);
#[cfg(target_arch = "x86_64")]
level!(
    #[target_feature(enable = "avx512f,avx512bw,avx512cd,avx512dq,avx512vl,avx2,fma,bmi1,bmi2")]
    V4
);
