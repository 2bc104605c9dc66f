//! Sorting and searching.

mod compare;
mod lanes;
mod search;
mod sort;

pub use compare::{compare, is_nan};
pub(crate) use lanes::map_lanes;
pub use search::searchsorted;
pub use sort::{argpartition, argsort, lexsort, partition, sort};
