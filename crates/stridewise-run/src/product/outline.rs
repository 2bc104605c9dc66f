//! What a product over core dimensions is of: which axes are matrices, and what the result looks like.

use smallvec::SmallVec;
use stridewise_core::layout::broadcast_shapes;
use stridewise_core::op::Op;
use stridewise_core::{Error, Result, Shape};

/// The core dimensions of a product, and the leading ones that broadcast.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Outline {
    /// Whether the left operand has an axis of rows, and the right one of columns.
    pub rows: bool,
    pub columns: bool,
    /// Rows of the left matrices, the length of the axis that is summed over, columns of the right ones; one where there
    /// is no such axis.
    pub sizes: [usize; 3],
    pub lead: Shape,
}

impl Outline {
    /// # Errors
    /// Value error, with NumPy's text, where core dimensions differ or an operand has too few axes; that of broadcasting
    /// of the leading ones.
    #[inline]
    pub(super) fn new(op: Op, left: &[usize], right: &[usize]) -> Result<Self> {
        let (rows, columns) = match op {
            Op::Matmul => (left.len() > 1, right.len() > 1),
            Op::Matvec => (true, false),
            Op::Vecmat => (false, true),
            _ => (false, false),
        };
        let (left_core, right_core) = (1 + usize::from(rows), 1 + usize::from(columns));
        for (place, (shape, needed)) in [(left, left_core), (right, right_core)].into_iter().enumerate() {
            if shape.len() < needed {
                return Err(too_few_axes(op, place, shape.len(), needed));
            }
        }
        let (left_lead, left) = left.split_at(left.len() - left_core);
        let (right_lead, right) = right.split_at(right.len() - right_core);
        let inner = left[left_core - 1];
        if inner != right[0] {
            return Err(unlike_lengths(op, inner, right[0]));
        }
        let sizes = [if rows { left[0] } else { 1 }, inner, if columns { right[1] } else { 1 }];
        let lead = if left_lead.is_empty() && right_lead.is_empty() {
            Shape::new()
        } else {
            broadcast_shapes(&[left_lead, right_lead])?
        };
        Ok(Self { rows, columns, sizes, lead })
    }

    /// The shape of the result.
    #[inline]
    pub(super) fn shape(&self) -> Shape {
        let mut shape = self.lead.clone();
        shape.extend(self.rows.then_some(self.sizes[0]));
        shape.extend(self.columns.then_some(self.sizes[2]));
        shape
    }

    /// The steps of an operand along the leading axes: none where it repeats.
    pub(super) fn steps(&self, lead: &[usize], strides: &[isize]) -> SmallVec<[isize; 4]> {
        let missing = self.lead.len() - lead.len();
        let own = lead.iter().zip(strides).zip(&self.lead[missing..]);
        let own = own.map(|((&length, &stride), &wanted)| if length == wanted { stride } else { 0 });
        std::iter::repeat_n(0, missing).chain(own).collect()
    }
}

#[cold]
fn too_few_axes(op: Op, place: usize, found: usize, needed: usize) -> Error {
    let row = op.row();
    let signature = row.core_dimensions.unwrap_or("");
    Error::value(format!(
        "{}: Input operand {place} does not have enough dimensions (has {found}, gufunc core with signature \
         {signature} requires {needed})",
        row.name
    ))
}

#[cold]
fn unlike_lengths(op: Op, left: usize, right: usize) -> Error {
    let row = op.row();
    let signature = row.core_dimensions.unwrap_or("");
    Error::value(format!(
        "{}: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature {signature} (size {right} \
         is different from {left})",
        row.name
    ))
}
