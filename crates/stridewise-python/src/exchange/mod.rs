//! Memory that crosses the border: the buffer protocol both ways, and the array interface.

pub(crate) mod buffer_in;
mod buffer_out;
pub(crate) mod dlpack;
pub(crate) mod interface;
