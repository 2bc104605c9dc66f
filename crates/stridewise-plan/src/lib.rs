//! What an expression will do: inference, schedule and cost, without running anything.
//!
//! A [`Schedule`] is a list of passes over memory. Each [`Pass`] is the loops that run, tile by tile, over one
//! shape. Nothing here knows a kernel.

#![forbid(unsafe_code)]

mod cost;
mod schedule;

pub use cost::Cost;
pub use schedule::{Pass, Schedule};
