//! The array handle and what executes schedules over it.
//!
//! [`Array`] is what every layer above works with. An elementwise call goes through inference, a [schedule of
//! one pass](stridewise_plan::Schedule), and [`tile`], which runs it.

#![deny(unsafe_code)]

pub mod accumulate;
mod array;
mod assign;
pub mod at;
pub mod elementwise;
pub mod indexing;
mod memory;
pub mod reduction;
mod rows;
mod tile;

pub use array::Array;
