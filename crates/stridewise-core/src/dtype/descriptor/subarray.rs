//! Elements that are blocks of other elements, of a fixed shape.

use std::sync::Arc;

use super::record::one_level_above;
use super::{Descriptor, MAX_SIZE};
use crate::error::{Error, Result};
use crate::layout::MAX_DIMENSIONS;

/// A block of elements of one kind, as one element.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Subarray {
    base: Descriptor,
    shape: Vec<usize>,
    size: usize,
    depth: usize,
}

impl Subarray {
    /// A block of this shape.
    ///
    /// # Errors
    /// Value error where it has too many axes or bytes, recursion error where it is nested too deep.
    pub fn new(base: Descriptor, shape: Vec<usize>) -> Result<Self> {
        if shape.len() > MAX_DIMENSIONS {
            return Err(Error::value(format!(
                "invalid shape in fixed-type tuple: it has {} axes, more than {MAX_DIMENSIONS}.",
                shape.len()
            )));
        }
        if shape.iter().any(|&length| length > MAX_SIZE) {
            return Err(Error::value(
                "invalid shape in fixed-type tuple: dimension does not fit into a C int.",
            ));
        }
        let size = shape.iter().try_fold(base.size(), |size, length| size.checked_mul(*length));
        let Some(size) = size.filter(|size| *size <= MAX_SIZE) else {
            return Err(Error::value(
                "invalid shape in fixed-type tuple: dtype size in bytes must fit into a C int.",
            ));
        };
        let depth = one_level_above(base.depth())?;
        Ok(Self { base, shape, size, depth })
    }

    /// What the block consists of.
    pub fn base(&self) -> &Descriptor {
        &self.base
    }

    pub fn shape(&self) -> &[usize] {
        &self.shape
    }

    pub fn size(&self) -> usize {
        self.size
    }

    pub(super) fn depth(&self) -> usize {
        self.depth
    }

    /// The same block of elements of the same size.
    pub(super) fn with_base(&self, base: Descriptor) -> Self {
        Self { base, ..self.clone() }
    }
}

impl Descriptor {
    /// A block of elements of this kind; the kind itself where the shape has no axis.
    ///
    /// # Errors
    /// Those of [`Subarray::new`].
    pub fn repeated(self, shape: Vec<usize>) -> Result<Self> {
        if shape.is_empty() {
            return Ok(self);
        }
        Ok(Self::Subarray(Arc::new(Subarray::new(self, shape)?)))
    }
}
