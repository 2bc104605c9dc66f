//! Making arrays: filled, ranges, matrices, grids.

mod filled;
mod grid;
mod matrix;
mod range;

pub use filled::{empty_like, full_like, zeros_like};
pub use grid::{indices, meshgrid, open_indices};
pub use matrix::{diag, diagflat, diagonal, eye, tri, tril, triu, vander};
pub use range::{Arange, LogarithmBase, arange, arange_length, geomspace, linspace, logspace};
