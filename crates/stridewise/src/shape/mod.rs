//! Changing shapes: moving axes, joining, splitting, repeating, turning.

mod axes;
mod bytes;
mod flat;
mod parts;

pub use axes::{expand_dims, moveaxis, squeeze, swapaxes, transpose};
pub use bytes::{bytes, flat_item, from_bytes, values};
pub use flat::{flatten, ravel, reshaped_in_place, resized};
pub use parts::{imaginary, real};
