//! What arrays are: dtypes, layouts, buffers, views and the table of elementwise operations.
//!
//! This crate holds NumPy's rules as data and pure functions. It computes no element and knows neither
//! Python nor threads:
//!
//! - [`dtype`]: the number types, their promotion, casting rules and spellings, and descriptors of all other elements;
//! - [`layout`]: shapes, strides and offsets, broadcasting, reshaping, basic indexing, overlap;
//! - [`buffer`] and [`view`]: bytes with an owner, and a typed, strided window on them;
//! - [`running`]: whether anybody works on memory without Python's interpreter lock;
//! - [`op`]: one row per elementwise operation;
//! - [`operation`]: what any operation says of itself before it runs;
//! - [`error`]: the one error type and every message.

#![deny(unsafe_code)]

pub mod buffer;
pub mod dtype;
pub mod error;
pub mod layout;
pub mod nested;
pub mod op;
pub mod operation;
pub mod running;
pub mod value;
pub mod view;

mod cost;
mod strided;

pub use buffer::Buffer;
pub use cost::Cost;
pub use dtype::{Bool, ByteOrder, DType, Element, Number};
pub use error::{Error, ErrorKind, Result};
pub use layout::{Layout, Order, Shape, Strides};
pub use operation::Operation;
pub use value::Value;
pub use view::View;
