//! Reading and writing parts of arrays: what stands in `a[...]`, and the functions around it.
//!
//! [`get`] and [`set`] take a list of [`IndexItem`]s, mixed as NumPy allows.

mod access;
mod advanced;
mod item;

pub use access::{Selected, get, set};
pub use item::IndexItem;
