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

use std::sync::atomic::{AtomicBool, Ordering};

use crate::crew::{Crew, share_out};
use crate::range::power_of_two;
use crate::{Double, NoConvergence};
use deflation::Pole;

pub(crate) use bidiagonal::{singular_vectors, space as singular_space};
pub(crate) use tridiagonal::{eigenvectors, space as symmetric_space};

/// Matrices up to this order are not divided.
const UNDIVIDED: usize = 25;

/// Parts with fewer rows are one thread's work.
const SHARED_FROM: usize = 192;

/// Makes the larger ones of these elements about as large as one; tells by which power of two they were divided.
fn bring_to_one(diagonal: &mut [f64], beside: &mut [f64]) -> f64 {
    let scale = power_of_two(largest_size(diagonal.iter().chain(&*beside)));
    diagonal.iter_mut().chain(beside).for_each(|element| *element /= scale);
    scale
}

fn largest_size<'a>(elements: impl Iterator<Item = &'a f64>) -> f64 {
    elements.fold(0.0_f64, |largest, element| largest.max(element.abs()))
}

/// Conquers both halves, on two threads where there is another one.
fn conquer_both<P: Send>(
    crew: &dyn Crew,
    halves: [P; 2],
    conquer: impl Fn(P) -> Result<(), NoConvergence> + Sync,
) -> Result<(), NoConvergence> {
    let has_failed = AtomicBool::new(false);
    share_out(crew, halves, |_, half| {
        if conquer(half).is_err() {
            has_failed.store(true, Ordering::Relaxed);
        }
    });
    if has_failed.into_inner() { Err(NoConvergence) } else { Ok(()) }
}

/// Writes the columns of a square basis in the order of the poles.
fn write_vectors<T: Double>(vectors: &mut [T], basis: &[f64], poles: &[Pole]) {
    let n = poles.len();
    for (vector, pole) in vectors.chunks_exact_mut(n).zip(poles) {
        let found = &basis[pole.column * n..(pole.column + 1) * n];
        vector.iter_mut().zip(found).for_each(|(element, &found)| *element = T::of_real(found));
    }
}
