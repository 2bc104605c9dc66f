//! Reading the same bytes as elements of another size.

use super::Layout;
use crate::error::{Error, Result};

impl Layout {
    /// The layout of the same bytes as elements of `new_size` bytes: the last axis grows or shrinks.
    ///
    /// # Errors
    /// Value error where sizes differ and the last axis is missing, not contiguous, or not a whole number of new
    /// elements.
    pub fn reinterpreted(&self, old_size: usize, new_size: usize) -> Result<Self> {
        let mut layout = self.clone();
        if old_size == new_size {
            return Ok(layout);
        }
        let (Some(length), Some(stride)) = (layout.shape.last_mut(), layout.strides.last_mut()) else {
            return Err(Error::value(
                "Changing the dtype of a 0d array is only supported if the itemsize is unchanged",
            ));
        };
        if *length != 1 && *stride != old_size as isize && !self.shape.contains(&0) {
            return Err(Error::value(
                "To change to a dtype of a different size, the last axis must be contiguous",
            ));
        }
        if new_size < old_size {
            if !old_size.is_multiple_of(new_size) {
                return Err(Error::value(
                    "When changing to a smaller dtype, its size must be a divisor of the size of original dtype",
                ));
            }
            *length *= old_size / new_size;
        } else {
            let bytes = *length * old_size;
            if !bytes.is_multiple_of(new_size) {
                return Err(Error::value(
                    "When changing to a larger dtype, its size must be a divisor of the total size in bytes of the \
                     last axis of the array.",
                ));
            }
            *length = bytes / new_size;
        }
        *stride = new_size as isize;
        Ok(layout)
    }
}
