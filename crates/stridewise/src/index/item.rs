//! The parts of an index expression.

use stridewise_core::layout::BasicIndex;
use stridewise_core::{DType, Error, Result};
use stridewise_run::Array;

/// One part of an index expression.
#[derive(Clone, Debug)]
pub enum IndexItem {
    /// An integer, slice, new axis or ellipsis.
    Basic(BasicIndex),
    /// Positions along one axis, of dtype int64, native; negative ones count from the end. Zero-dimensional
    /// positions are an integer whose selection is a copy.
    Positions(Array),
    /// A boolean array that covers as many axes as it has.
    Mask(Array),
}

impl IndexItem {
    /// The item that an array stands for: a mask if it is boolean, else positions.
    ///
    /// # Errors
    /// Index error where the array is neither boolean nor of integers; memory error.
    pub fn from_array(array: &Array) -> Result<Self> {
        if array.dtype() == DType::BOOL {
            return Ok(Self::Mask(array.clone()));
        }
        if !array.number().is_integer() {
            return Err(Error::index("arrays used as indices must be of integer (or boolean) type"));
        }
        Ok(Self::Positions(as_positions(array)?))
    }

    /// How many axes of the array it covers.
    pub(super) fn axes(&self) -> usize {
        match self {
            Self::Basic(BasicIndex::Integer(_) | BasicIndex::Slice(_)) | Self::Positions(_) => 1,
            Self::Basic(BasicIndex::NewAxis | BasicIndex::Ellipsis) => 0,
            Self::Mask(mask) => mask.ndim(),
        }
    }

    /// Whether the whole expression becomes an advanced index by this item.
    pub(super) fn is_advanced(&self) -> bool {
        match self {
            Self::Basic(_) => false,
            Self::Positions(positions) => positions.ndim() > 0,
            Self::Mask(_) => true,
        }
    }
}

/// Integers of any dtype as native int64.
pub(crate) fn as_positions(array: &Array) -> Result<Array> {
    if array.dtype() == DType::I64 {
        Ok(array.clone())
    } else {
        array.astype(DType::I64, stridewise_core::Order::Keep)
    }
}
