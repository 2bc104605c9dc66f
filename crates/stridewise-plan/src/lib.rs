//! What an expression will do: inference, schedule and cost, without running anything.
//!
//! A [`Schedule`] is a list of passes over memory. A [`Pass`] is the steps that run one after the other on each tile
//! of one shape: what they read from memory are its leaves, what they leave for each other stays in registers of one
//! tile. Nothing here knows a kernel.

#![forbid(unsafe_code)]

mod pass;
mod registers;
mod schedule;
mod work;

pub use pass::{Access, Leaf, Pass, Source, Step};
pub use registers::{Registers, Slot};
pub use schedule::Schedule;
pub use work::Work;
