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
//! What is computed is laid out by what stands at its end: `elimination` makes triangular factors, `orthogonal`
//! reflections; `hermitian` and `singular_values` make matrices tridiagonal and bidiagonal, in passes over columns, and find
//! their vectors by `divide_and_conquer`. Products of blocks, small triangles, factors up to middle sizes and eigenvalues of
//! matrices without symmetry are `faer`'s, which is used in this crate alone: its generic code is slow to compile. The
//! [`Iterative`] routines exist for double precision only; lower precisions are widened by the caller.

#![forbid(unsafe_code)]

mod column_passes;
mod crew;
mod divide_and_conquer;
mod elimination;
mod general;
mod hermitian;
mod matrix;
mod orthogonal;
mod range;
mod routines;
mod scalar;
mod singular_values;
mod space;

pub use crew::{Alone, Crew};
pub use elimination::cholesky::NotPositiveDefinite;
pub use elimination::lu::{LogDeterminant, Singular};
pub use general::General;
pub use orthogonal::qr::work_length as qr_work_length;
pub use routines::{Iterative, Linear};
pub use scalar::{Double, Real, Scalar};
pub use singular_values::singular::Vectors;
pub use space::Space;

/// An iteration that did not come to an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoConvergence;
