//! Arrays as sets.

mod membership;
mod pair;
mod unique;
mod unique_rows;

use stridewise_core::Number;

pub use membership::{Lookup, isin};
pub use pair::{Intersection, difference, intersection, symmetric_difference, union};
pub use unique::{Unique, Wanted, unique};
pub use unique_rows::unique_rows;

/// Slots of the largest table that is worth its memory for so many integers.
fn worthwhile_slots(count: usize) -> usize {
    count.saturating_mul(6).saturating_add(1 << 8)
}

/// The number type in which elements of this one are looked up: booleans are bytes.
fn lookup_number(number: Number) -> Number {
    if number == Number::Bool { Number::U8 } else { number }
}
