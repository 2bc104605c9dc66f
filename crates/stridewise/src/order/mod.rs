//! Sorting and searching.

mod keys;
mod lanes;
mod lexsort;
mod partition;
mod search;
mod sort;

pub(crate) use keys::{argsort_elements, select_elements, sort_elements};
pub(crate) use lanes::{each_row, map_lanes};
pub use lexsort::lexsort;
pub use partition::{argpartition, partition};
pub(crate) use search::search_elements;
pub use search::searchsorted;
pub use sort::{argsort, sort};
pub use stridewise_kernels::order::{compare, is_nan};
