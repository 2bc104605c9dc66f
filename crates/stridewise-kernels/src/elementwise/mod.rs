//! The arithmetic of the op table.
#![expect(unsafe_code, reason = "instantiates inner loops, which work on raw pointers")]

use stridewise_core::op::Op;
use stridewise_core::{Bool, Number, dispatch};

use crate::inner_loop::{Loop, binary, unary};

/// The loop of `op` that takes these input dtypes (those of one of the row's `loops`).
pub fn find(op: Op, inputs: &[Number]) -> Option<Loop> {
    let first = *inputs.first()?;
    match op {
        Op::Add => Some(dispatch!(first, T in integers => {
            let f: Loop = |n, p, s| unsafe { binary::<T, T, T>(n, p, s, |a, b| a.wrapping_add(b)) }; f
        }, else => match first {
            Number::Bool => |n, p, s| unsafe { binary::<Bool, Bool, Bool>(n, p, s, |a, b| (a.get() | b.get()).into()) },
            Number::F64 => |n, p, s| unsafe { binary::<f64, f64, f64>(n, p, s, |a, b| a + b) },
            _ => return None,
        })),
        Op::Sqrt => match first {
            Number::F64 => Some(|n, p, s| unsafe { unary::<f64, f64>(n, p, s, f64::sqrt) }),
            _ => None,
        },
        _ => None,
    }
}
