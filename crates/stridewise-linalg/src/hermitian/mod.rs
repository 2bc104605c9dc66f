//! Eigenvalues and eigenvectors of Hermitian matrices: made tridiagonal first.

pub(crate) mod symmetric;
pub(crate) mod tridiagonal;
pub(crate) mod tridiagonal_reduction;
pub(crate) mod tridiagonal_vectors;
