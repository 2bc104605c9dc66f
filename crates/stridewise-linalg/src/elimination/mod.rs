//! Triangular factors: systems of equations, inverses, determinants.

pub(crate) mod cholesky;
pub(crate) mod cholesky_by_panels;
pub(crate) mod lu;
pub(crate) mod lu_by_panels;
pub(crate) mod small;
