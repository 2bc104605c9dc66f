//! Changing shapes: moving axes, joining, splitting, repeating, turning.

mod axes;
mod bytes;
mod edit;
mod flat;
mod join;
mod pad;
mod parts;
mod repeat;
mod split;
mod trim;
mod turn;

pub use axes::{expand_dims, moveaxis, moved_order, rolled_order, squeeze, swapaxes, transpose};
pub use bytes::{bytes, flat_item, from_bytes, values};
pub use edit::{Places, delete, edited_length, insert};
pub use flat::{flatten, ravel, reshaped_in_place, resized};
pub use join::{Join, at_least, concatenate, stack};
pub use pad::{Padding, Statistic, pad};
pub use parts::{imaginary, real, slice_along};
pub use repeat::{repeat, resize, tile};
pub use split::{split_at, split_into};
pub use trim::trim_zeros;
pub use turn::{flip, roll, rot90};
