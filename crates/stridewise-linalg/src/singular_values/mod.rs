//! Singular values and vectors: of matrices made bidiagonal first.

pub(crate) mod bidiagonal;
pub(crate) mod bidiagonal_passes;
pub(crate) mod bidiagonal_reduction;
pub(crate) mod quotients;
pub(crate) mod singular;
pub(crate) mod triangle_of_two;
