//! What one step does to each element.

use std::fmt;

use stridewise_core::Number;
use stridewise_core::dtype::errors_of_casts;
use stridewise_core::op::{FloatErrors, Resolved};

/// What one step does to each element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// An operation of the table, by the loop that was resolved.
    Op(Resolved),
    Cast {
        from: Number,
        to: Number,
    },
    /// The second source where the first one is true, else the third.
    Select(Number),
}

impl Work {
    /// The dtypes that its sources must have.
    pub fn input(&self, place: usize) -> Number {
        match self {
            Self::Op(resolved) => resolved.inputs[place],
            Self::Cast { from, .. } => *from,
            Self::Select(_) if place == 0 => Number::Bool,
            Self::Select(number) => *number,
        }
    }

    /// The dtype of its result.
    pub fn output(&self) -> Number {
        match self {
            Self::Op(resolved) => resolved.outputs[0],
            Self::Cast { to, .. } => *to,
            Self::Select(number) => *number,
        }
    }

    /// Floating-point operations per element.
    pub fn flops(&self) -> u64 {
        match self {
            Self::Op(resolved) => u64::from(resolved.op.row().flops),
            Self::Cast { .. } | Self::Select(_) => 1,
        }
    }

    /// The floating-point errors that it may report.
    pub fn reported(&self) -> FloatErrors {
        match self {
            Self::Op(resolved) => resolved.op.row().reported(resolved.inputs),
            Self::Cast { from, to } => errors_of_casts(*from, *to),
            Self::Select(_) => FloatErrors::NONE,
        }
    }

    /// The name under which errors are reported.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Op(resolved) => resolved.op.row().name,
            Self::Cast { .. } => "cast",
            Self::Select(_) => "where",
        }
    }
}

impl fmt::Display for Work {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cast { to, .. } => write!(f, "cast to {}", to.native()),
            _ => f.write_str(self.name()),
        }
    }
}
