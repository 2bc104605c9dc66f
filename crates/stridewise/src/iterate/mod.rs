//! Walking several arrays in step, element by element or run by run, through buffers where they are cast: `nditer`.
//!
//! [`Plan`] says which axes are walked and how the operands lie along them, [`Walk`] in which order, and [`Iteration`]
//! is one walk under way.

mod axes;
mod boxes;
mod chunk;
mod iteration;
mod operand;
mod walk;

pub use axes::{Plan, plan};
pub use iteration::{Iteration, Steps};
pub use operand::{Access, Preparation, Prepared, prepare};
pub use walk::{IndexOrder, Walk};
