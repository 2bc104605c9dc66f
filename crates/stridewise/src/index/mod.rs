//! Reading and writing parts of arrays: what stands in `a[...]`, and the functions around it.
//!
//! [`get`] and [`set`] take a list of [`IndexItem`]s, mixed as NumPy allows.

mod access;
mod advanced;
mod choice;
mod flat;
mod item;
mod put;
mod take;
mod unravel;

pub use access::{Selected, get, set};
pub use choice::{select, where_, where_later, where_now};
pub use flat::{FlatIndex, flat_get, flat_set, unraveled};
pub use item::IndexItem;
pub(crate) use item::as_positions;
pub use put::{place, put, put_along_axis, put_along_flat, putmask};
pub use take::{OutOfBounds, argwhere, choose, compress, extract, take, take_along_axis};
pub use unravel::{ravel_multi_index, unravel_index};
