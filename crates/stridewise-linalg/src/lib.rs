//! Decompositions and solvers over dense matrices.
//!
//! A matrix is a slice with its number of rows and columns, its columns one behind the other (`matrix[column * rows +
//! row]`), unless a function says otherwise. What a routine needs beside its arguments is handed to it as [`Space`], of
//! the size that the method beside it states, with the [`Crew`] whose threads take part; nothing here allocates. Bits depend
//! on shapes and elements alone, not on the crew.
//!
//! Singular vectors of square matrices up to order 25, and eigenvectors of Hermitian ones, have the signs that LAPACK's have:
//! numbers that depend on them, such as those of multivariate normal distributions, are NumPy's.
//!
//! Small matrices take straight-line code of our own, larger ones the blocked algorithms of `faer`, which is used in this
//! crate alone: its generic code is slow to compile. The [`Iterative`] routines exist for double
//! precision only; lower precisions are widened by the caller.

#![forbid(unsafe_code)]

mod bidiagonal;
mod bidiagonal_passes;
mod bidiagonal_reduction;
mod cholesky;
mod cholesky_by_panels;
mod column_passes;
mod crew;
mod divide_and_conquer;
mod general;
mod least_squares;
mod lu;
mod lu_by_panels;
mod matrix;
mod qr;
mod quotients;
mod range;
mod reflection;
mod rotation;
mod routines;
mod scalar;
mod singular;
mod small;
mod space;
mod symmetric;
mod triangle_of_two;
mod tridiagonal;
mod tridiagonal_reduction;
mod tridiagonal_vectors;

pub use cholesky::NotPositiveDefinite;
pub use crew::{Alone, Crew};
pub use general::General;
pub use lu::{LogDeterminant, Singular};
pub use qr::work_length as qr_work_length;
pub use routines::{Iterative, Linear};
pub use scalar::{Double, Real, Scalar};
pub use singular::Vectors;
pub use space::Space;

/// An iteration that did not come to an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoConvergence;
