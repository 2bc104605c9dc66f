//! The array handle and what executes schedules over it.
//!
//! [`Array`] is what every layer above works with. An elementwise call goes through inference, a [schedule of
//! one pass](stridewise_plan::Schedule), and [`tile`], which runs it.

#![deny(unsafe_code)]

mod array;
mod assign;
pub mod elementwise;
pub mod indexing;
mod memory;
mod tile;

pub use array::Array;
