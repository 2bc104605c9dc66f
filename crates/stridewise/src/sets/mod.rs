//! Arrays as sets.

mod membership;
mod pair;
mod unique;

pub use membership::{isin, require_table};
pub use pair::{Intersection, difference, intersection, symmetric_difference, union};
pub use unique::{Unique, unique, unique_rows};
