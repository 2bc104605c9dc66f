//! Eigenvectors and singular vectors by divide and conquer.
//!
//! A matrix is two halves and what couples them. Where the halves' vectors are known, the whole's values are the roots of a
//! secular equation, and its vectors are made of those of a matrix that has these roots exactly, which makes them orthogonal
//! (Gu and Eisenstat, 1995).

mod bidiagonal;
mod deflation;
mod packed;
mod rank_one;
mod secular;
mod tridiagonal;

pub(crate) use bidiagonal::{singular_vectors, space as singular_space};
pub(crate) use tridiagonal::{eigenvectors, space as symmetric_space};

/// Matrices up to this order are not divided.
const UNDIVIDED: usize = 25;

/// Parts with fewer rows are one thread's work.
const SHARED_FROM: usize = 192;

/// The power of two that is about as large as a number; one for zero.
fn power_of_two(number: f64) -> f64 {
    if number > 0.0 { number.log2().floor().clamp(-1000.0, 1000.0).exp2() } else { 1.0 }
}
