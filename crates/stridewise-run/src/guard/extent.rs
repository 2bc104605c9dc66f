//! The memory that a pass touches.

use std::ops::Range;

use stridewise_core::View;

/// What a pass does with the bytes of an extent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    Read,
    Write,
}

/// A range of addresses, from the lowest byte that a pass touches to behind the highest, and how it touches them.
///
/// Bytes between the elements of a strided view count as touched, so two interleaved views meet although they share
/// no element: their passes run one after the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extent {
    range: Range<usize>,
    access: Access,
}

impl Extent {
    pub fn new(range: Range<usize>, access: Access) -> Self {
        Self { range, access }
    }

    /// Where the elements of a view stand, to read them. Work that was put off stays so.
    pub fn read(view: &View) -> Self {
        Self::new(view.byte_range(), Access::Read)
    }

    /// As [`Extent::read`], to write them.
    pub fn write(view: &View) -> Self {
        Self::new(view.byte_range(), Access::Write)
    }

    pub(super) fn writes(&self) -> bool {
        self.access == Access::Write && !self.range.is_empty()
    }

    /// Whether two passes may not touch the two at once.
    pub(super) fn conflicts(&self, other: &Self) -> bool {
        (self.access == Access::Write || other.access == Access::Write)
            && self.range.start.max(other.range.start) < self.range.end.min(other.range.end)
    }

    /// Whether who may touch this one may touch the other.
    pub(super) fn covers(&self, other: &Self) -> bool {
        (self.access == Access::Write || other.access == Access::Read)
            && self.range.start <= other.range.start
            && other.range.end <= self.range.end
    }
}
