//! Einstein's summation convention: sums of products of arrays, said by naming axes.
//!
//! [`Equation`] reads the names. [`path`] chooses which operands meet first. [`einsum`] runs the meetings: what is a view
//! is one, what is a matrix product runs as one, and the rest runs without an array of the products.

mod contract;
mod equation;
mod lengths;
mod operation;
pub mod path;
mod report;
mod run;

pub use equation::{Equation, Label};
pub use lengths::Lengths;
pub use report::report;
pub use run::{Call, diagonal_view, einsum};
