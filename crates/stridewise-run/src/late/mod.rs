//! Work that waits: large elementwise results are written when somebody needs them, several operations in one pass.
//!
//! A postponed array is an ordinary view on a buffer that is not written yet; [`stridewise_core::Buffer`] runs the
//! [`Node`] behind it before it gives away the address of its bytes. Nodes that read each other's results run as one
//! [pass](stridewise_plan::Pass): what nobody else holds never reaches memory.

mod bounds;
mod fork;
mod gather;
mod graph;
mod job;
mod last_cache;
mod mode;
mod node;
mod over;
mod postpone;
mod program;

pub use mode::postpones;
pub use node::Witness;
pub use over::write_over;
pub(crate) use postpone::in_pass;
pub use postpone::{cast, elementwise, may_wait, select};
pub(crate) use program::{Program, Scratch};
