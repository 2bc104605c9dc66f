//! The array handle and what executes schedules over it.
//!
//! [`Array`] is what every layer above works with. An elementwise call goes through inference, a [schedule of
//! one pass](stridewise_plan::Schedule), and [`tile`], which runs it.

#![deny(unsafe_code)]

pub mod accumulate;
mod array;
mod assign;
pub mod at;
mod cell;
pub mod direct;
pub mod elementwise;
pub mod extreme;
mod fresh;
pub mod guard;
pub mod indexing;
pub mod interrupt;
pub mod lanes;
pub mod late;
pub mod memory;
pub mod parts;
mod places;
pub mod product;
pub mod reduction;
mod rows;
pub mod sliding;
pub mod sum_of_products;
pub mod threads;
mod tile;
mod visit;

pub use array::Array;
pub use fresh::Fresh;

/// Runs the work; also tells which floating-point errors its loops met on this thread.
pub fn watch_float_errors<T>(work: impl FnOnce() -> T) -> (T, stridewise_core::op::FloatErrors) {
    stridewise_kernels::status::clear();
    let result = work();
    (result, stridewise_kernels::status::read())
}
