//! Arrays as sets.

mod membership;
mod unique;

pub use membership::isin;
pub use unique::{Unique, unique, unique_rows};
