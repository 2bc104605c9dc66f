//! Reading and writing the elements that integer arrays and masks choose.

mod masked;
mod nonzero;
mod repeat;
mod selection;
mod take;

pub use selection::{AxisPositions, Selection};
