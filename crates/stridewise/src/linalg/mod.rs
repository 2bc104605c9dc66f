//! Decompositions and solvers over stacks of matrices: the last two axes of an array, whatever stands before them.
//!
//! Numbers are computed in float32, float64 or the complex numbers of these, integers in float64; half precision is an
//! error. Each routine computes on copies of its own, so that any layout will do.

mod cholesky;
mod condition;
mod determinant;
mod general;
mod least_squares;
mod pseudo_inverse;
mod qr;
mod singular;
mod solve;
mod stack;
mod symmetric;
mod tensor;
mod walk;

pub use cholesky::{Cholesky, cholesky};
pub use condition::{condition, rank, rank_by};
pub use determinant::{Determinant, determinant, log_determinant};
pub use general::{Eigen, eigen, eigenvalues};
pub use least_squares::{LeastSquares, Solution, least_squares};
pub use pseudo_inverse::{PseudoInverse, pseudo_inverse};
pub use qr::{Qr, QrMode, qr, qr_raw};
pub use singular::{Svd, singular_values, svd};
pub use solve::{Inverse, Solve, inverse, solve};
pub use stack::common_number;
pub use symmetric::{Eigh, Triangle, eigh, eigvalsh, hermitian_svd};
pub use tensor::{tensorinv, tensorsolve};
