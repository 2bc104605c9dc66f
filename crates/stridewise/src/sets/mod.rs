//! Arrays as sets.

mod membership;
mod pair;
mod unique;

pub use membership::isin;
pub use pair::{Intersection, difference, intersection, symmetric_difference, union};
pub use unique::{Unique, unique, unique_rows};
