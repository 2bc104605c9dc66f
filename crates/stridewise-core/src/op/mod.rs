//! What elementwise operations are: the table, and the choice of a loop for given operands.

mod cast_check;
mod float_errors;
mod infer;
mod resolve;
mod signature;
mod table;

pub use cast_check::check_casting;
pub use float_errors::FloatErrors;
pub use infer::{common_shape, result_layout};
pub use resolve::{OperandType, Resolved, resolve, resolve_fixed};
pub use signature::Signature;
pub use table::{Identity, Op, Resolution, Row};
