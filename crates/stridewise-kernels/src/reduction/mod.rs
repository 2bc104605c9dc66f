//! Folds: one run of elements into an accumulator.
//!
//! The order in which elements meet depends on the number of elements alone, never on threads.
#![expect(unsafe_code, reason = "instantiates folds, which work on raw pointers")]

mod extreme;
mod fold;
mod lanes;
mod pairwise;
mod search;
mod skip;

use stridewise_core::op::Op;
use stridewise_core::{Bool, Number, dispatch};

use crate::elementwise::Ordered;
use crate::inner_loop::at_levels;
use extreme::fold_extreme;
use fold::{fold_exact, fold_half_product, logical, product};
pub use pairwise::left_half;
use pairwise::pairwise;
pub use search::{Search, find_search};
pub use skip::{Count, Skipping, skipping};
pub(crate) use skip::{Present, of_present};

/// Folds `length` elements, the first at `source` and each `stride` bytes behind the one before, into the element at
/// `accumulator`, which they are native elements like.
///
/// # Safety
/// The elements must be valid for reads, the accumulator for reads and writes.
pub type Fold = unsafe fn(length: usize, source: *const u8, stride: isize, accumulator: *mut u8);

/// The [`Fold`] of integers, which may meet in any order, for the processor at hand.
macro_rules! fold {
    ($type:ty; $f:expr) => {
        at_levels!(Fold: (length: usize, source: *const u8, stride: isize, accumulator: *mut u8) -> ();
            // Whoever calls a `Fold` keeps its promise for the dtype that it was found by.
            fold_exact::<$type>(length, source, stride, accumulator, $f))
    };
}

/// The [`Fold`] of an extreme, for the processor at hand: comparing and selecting gains much by wide registers.
macro_rules! extreme {
    ($type:ty, largest: $largest:literal, skipping: $skipping:literal; $f:expr) => {
        at_levels!(Fold: (length: usize, source: *const u8, stride: isize, accumulator: *mut u8) -> ();
            fold_extreme::<$type, $largest, $skipping>(length, source, stride, accumulator, $f))
    };
}

/// The [`Fold`] that looks for a truth value.
macro_rules! truth {
    ($type:ty, $sought:literal) => {{
        let fold: Fold = |length, source, stride, accumulator| {
            // SAFETY: as above.
            unsafe { logical::<$type, $sought>(length, source, stride, accumulator) }
        };
        fold
    }};
}

/// The fold of a binary operation over elements of this dtype; `None` where none is better than its loop with an
/// accumulator that stands still.
pub fn find(op: Op, number: Number) -> Option<Fold> {
    match op {
        Op::Add => match number {
            Number::Bool => Some(fold!(Bool; |a, b| (a.get() | b.get()).into())),
            _ => dispatch!(number, T in integers => Some(fold!(T; T::wrapping_add)),
                else => pairwise(number, false)),
        },
        Op::Multiply => match number {
            Number::Bool => Some(fold!(Bool; |a, b| (a.get() & b.get()).into())),
            _ => dispatch!(number, T in integers => Some(fold!(T; T::wrapping_mul)),
            else => match number {
                Number::F16 => Some(fold_half_product::<false>),
                Number::F32 => Some(product!(f32, false)),
                Number::F64 => Some(product!(f64, false)),
                _ => None,
            }),
        },
        Op::Maximum => {
            dispatch!(number, T => Some(extreme!(T, largest: true, skipping: false; Ordered::larger)))
        }
        Op::Minimum => {
            dispatch!(number, T => Some(extreme!(T, largest: false, skipping: false; Ordered::smaller)))
        }
        Op::Fmax => dispatch!(number, T => Some(extreme!(T, largest: true, skipping: true; Ordered::fmax))),
        Op::Fmin => dispatch!(number, T => Some(extreme!(T, largest: false, skipping: true; Ordered::fmin))),
        Op::BitwiseAnd => {
            dispatch!(number, T in integers => Some(fold!(T; |a, b| a & b)), else => None)
        }
        Op::BitwiseOr => {
            dispatch!(number, T in integers => Some(fold!(T; |a, b| a | b)), else => None)
        }
        Op::BitwiseXor => {
            dispatch!(number, T in integers => Some(fold!(T; |a, b| a ^ b)), else => None)
        }
        _ => None,
    }
}

/// The fold of truth values of elements of this dtype into a boolean accumulator.
pub fn find_logical(op: Op, number: Number) -> Option<Fold> {
    match op {
        Op::LogicalAnd => dispatch!(number, T => Some(truth!(T, false))),
        Op::LogicalOr => dispatch!(number, T => Some(truth!(T, true))),
        _ => None,
    }
}
