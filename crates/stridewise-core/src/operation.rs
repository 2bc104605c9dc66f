//! What an operation says of itself before it runs.

use std::fmt::Debug;

use smallvec::SmallVec;

use crate::Cost;
use crate::error::Result;
use crate::{DType, Layout};

/// An array as far as it is known before it is computed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outline {
    pub dtype: DType,
    pub layout: Layout,
}

/// The outlines of an operation's operands or results.
pub type Outlines = SmallVec<[Outline; 3]>;

/// An operation with its parameters but without its operands: what it makes of operands, and what that takes.
///
/// Each routine implements this beside its code, so that a plan can be explained by what knows no routine. Nothing here
/// reads an element: sizes that depend on data are stated as their upper bounds.
///
/// ```
/// use stridewise_core::operation::{Operation, Outline, Outlines};
/// use stridewise_core::{Cost, DType, Error, Layout, Result};
///
/// /// The sum of a matrix's diagonal.
/// #[derive(Debug)]
/// struct Trace;
///
/// impl Operation for Trace {
///     fn name(&self) -> &'static str {
///         "trace"
///     }
///     fn infer(&self, operands: &[Outline]) -> Result<Outlines> {
///         match operands {
///             [matrix] if matrix.layout.ndim() == 2 => {
///                 let layout = Layout::contiguous(&[], matrix.dtype.size())?;
///                 Ok([Outline { dtype: matrix.dtype, layout }].into_iter().collect())
///             }
///             _ => Err(Error::value("trace takes one matrix")),
///         }
///     }
///     fn cost(&self, operands: &[Outline]) -> Result<Cost> {
///         let length = operands[0].layout.shape.iter().min().copied().unwrap_or(0) as u64;
///         let bytes = operands[0].dtype.size() as u64;
///         Ok(Cost { passes: 1, bytes_read: length * bytes, bytes_written: bytes, flops: length, ..Cost::default() })
///     }
/// }
///
/// let matrix = Outline { dtype: DType::F64, layout: Layout::contiguous(&[3, 4], 8)? };
/// assert_eq!(Trace.infer(&[matrix.clone()])?[0].layout.ndim(), 0);
/// assert_eq!((Trace.cost(&[matrix.clone()])?.flops, Trace.workspace(&[matrix])?), (3, 0));
/// # Ok::<(), Error>(())
/// ```
pub trait Operation: Debug {
    /// NumPy's name of it.
    fn name(&self) -> &'static str;

    /// Dtype and layout of each result.
    ///
    /// # Errors
    /// Those of the call itself: dtypes, shapes and axes that do not fit.
    fn infer(&self, operands: &[Outline]) -> Result<Outlines>;

    /// What it moves, allocates and computes, its workspace not counted.
    ///
    /// # Errors
    /// As [`infer`](Self::infer).
    fn cost(&self, operands: &[Outline]) -> Result<Cost>;

    /// Bytes that it needs while it runs, beside operands and results.
    ///
    /// # Errors
    /// As [`infer`](Self::infer).
    fn workspace(&self, _operands: &[Outline]) -> Result<usize> {
        Ok(0)
    }
}
