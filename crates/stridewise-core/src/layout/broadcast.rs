//! Broadcasting: axes align from the end, and axes of length one repeat.

use smallvec::SmallVec;

use super::{Layout, MAX_DIMENSIONS, Shape, Strides};
use crate::error::{Error, Result};

/// The common shape of several.
///
/// # Errors
/// Value error that names all shapes where two lengths of an axis differ and neither is one.
pub fn broadcast_shapes(shapes: &[&[usize]]) -> Result<Shape> {
    let ndim = shapes.iter().map(|shape| shape.len()).max().unwrap_or(0);
    if ndim > MAX_DIMENSIONS {
        return Err(Error::value(format!("broadcasting to {ndim} axes, of at most {MAX_DIMENSIONS}")));
    }
    let mut common: Shape = SmallVec::from_elem(1, ndim);
    for shape in shapes {
        let lead = ndim - shape.len();
        for (place, &length) in common[lead..].iter_mut().zip(*shape) {
            if *place == 1 {
                *place = length;
            } else if length != 1 && length != *place {
                return Err(Error::broadcast(shapes.iter().copied()));
            }
        }
    }
    Ok(common)
}

/// The strides with which an array repeats over `shape`; `None` where it does not broadcast to it.
pub fn broadcast_strides(from: &Layout, shape: &[usize]) -> Option<Strides> {
    let lead = shape.len().checked_sub(from.ndim())?;
    let mut strides: Strides = SmallVec::from_elem(0, shape.len());
    for (axis, (&length, &stride)) in from.shape.iter().zip(&from.strides).enumerate() {
        if length == shape[lead + axis] {
            strides[lead + axis] = stride;
        } else if length != 1 {
            return None;
        }
    }
    Some(strides)
}

impl Layout {
    /// The same elements repeated over `shape`, with steps of zero along the repeated axes and those of length one.
    ///
    /// # Errors
    /// Value error where the shapes do not broadcast.
    pub fn broadcast_to(&self, shape: &[usize]) -> Result<Self> {
        let mut strides =
            broadcast_strides(self, shape).ok_or_else(|| Error::broadcast([self.shape.as_slice(), shape]))?;
        for (stride, &length) in strides.iter_mut().zip(shape) {
            if length == 1 {
                *stride = 0;
            }
        }
        Ok(Self { shape: SmallVec::from_slice(shape), strides, offset: self.offset })
    }
}
