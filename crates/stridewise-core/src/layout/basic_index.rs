//! Indexing that never copies: integers, slices, new axes and the ellipsis.

use super::Layout;
use crate::error::{Error, Result};

/// A slice as Python writes it; absent parts are the ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Slice {
    pub start: Option<isize>,
    pub stop: Option<isize>,
    pub step: Option<isize>,
}

impl Slice {
    /// First position, step and number of positions along an axis of `length`; no positions are a step of one apart.
    ///
    /// # Errors
    /// Value error where the step is zero.
    #[inline]
    pub fn resolve(self, length: usize) -> Result<(usize, isize, usize)> {
        let step = self.step.unwrap_or(1);
        if step == 0 {
            return Err(Error::value("slice step cannot be zero"));
        }
        let end = length as isize;
        let (low, high) = if step > 0 { (0, end) } else { (-1, end - 1) };
        let clamp = |position: isize| {
            let position = if position < 0 { position.saturating_add(end) } else { position };
            position.clamp(low, high)
        };
        let start = self.start.map_or(if step > 0 { low } else { high }, clamp);
        let stop = self.stop.map_or(if step > 0 { high } else { low }, clamp);
        let distance = if step > 0 { stop - start } else { start - stop };
        let count = match distance {
            ..=0 => 0,
            _ if step == 1 => distance as usize,
            _ => (distance as usize - 1) / step.unsigned_abs() + 1,
        };
        Ok(if count == 0 { (0, 1, 0) } else { (start as usize, step, count) })
    }
}

/// One part of an index expression that takes no array.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BasicIndex {
    Integer(isize),
    Slice(Slice),
    NewAxis,
    Ellipsis,
}

impl Layout {
    /// The layout of `count` places along an axis from `start` on, each `step` further: what [`Slice::resolve`] says.
    #[inline(always)]
    pub fn stepped(&self, axis: usize, (start, step, count): (usize, isize, usize)) -> Self {
        let mut layout = self.clone();
        let stride = self.strides[axis];
        layout.offset = self.offset.wrapping_add_signed(start as isize * stride);
        layout.shape[axis] = count;
        layout.strides[axis] = stride.wrapping_mul(step);
        layout
    }

    /// The layout that a basic index expression selects. Axes that it does not reach stay whole.
    ///
    /// # Errors
    /// Index error where an integer is out of bounds, there are more indices than axes, or two ellipses.
    pub fn indexed(&self, items: &[BasicIndex]) -> Result<Self> {
        let used =
            items.iter().filter(|i| matches!(i, BasicIndex::Integer(_) | BasicIndex::Slice(_))).count();
        if used > self.ndim() {
            return Err(Error::index(format!(
                "too many indices for array: array is {}-dimensional, but {used} were indexed",
                self.ndim()
            )));
        }
        let mut result = Self { shape: Default::default(), strides: Default::default(), offset: self.offset };
        let mut axis = 0;
        let mut ellipsis = false;
        for item in items {
            match *item {
                BasicIndex::Integer(position) => {
                    let length = self.shape[axis];
                    let index = if position < 0 { position + length as isize } else { position };
                    if index < 0 || index >= length as isize {
                        return Err(Error::index_out_of_bounds(position as i64, axis, length));
                    }
                    result.offset = result.offset.wrapping_add_signed(index * self.strides[axis]);
                    axis += 1;
                }
                BasicIndex::Slice(slice) => {
                    let (start, step, count) = slice.resolve(self.shape[axis])?;
                    result.offset = result.offset.wrapping_add_signed(start as isize * self.strides[axis]);
                    result.shape.push(count);
                    result.strides.push(self.strides[axis].wrapping_mul(step));
                    axis += 1;
                }
                BasicIndex::NewAxis => {
                    result.shape.push(1);
                    result.strides.push(0);
                }
                BasicIndex::Ellipsis => {
                    if ellipsis {
                        return Err(Error::index("an index can only have a single ellipsis ('...')"));
                    }
                    ellipsis = true;
                    for _ in used..self.ndim() {
                        result.shape.push(self.shape[axis]);
                        result.strides.push(self.strides[axis]);
                        axis += 1;
                    }
                }
            }
        }
        if axis < self.ndim() {
            result.shape.extend_from_slice(&self.shape[axis..]);
            result.strides.extend_from_slice(&self.strides[axis..]);
        }
        if result.ndim() > super::MAX_DIMENSIONS {
            return Err(Error::index(format!(
                "number of dimensions must be within [0, {}], indexing result would have {}",
                super::MAX_DIMENSIONS,
                result.ndim()
            )));
        }
        Ok(result)
    }
}
