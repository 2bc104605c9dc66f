//! Views made by stating shape and strides: any that stay in the buffer, and sliding windows.

use std::sync::Arc;

use smallvec::SmallVec;

use super::{Layout, MAX_DIMENSIONS, byte_count, normalize_axes};
use crate::dtype::C128;
use crate::error::{Error, Result, tuple};
use crate::{Shape, Strides, View};

impl View {
    /// The view with this shape and these strides (in bytes) that starts at the same element.
    ///
    /// # Errors
    /// Value error where shape and strides differ in length, or an element would leave the buffer.
    pub fn as_strided(&self, shape: &[usize], strides: &[isize]) -> Result<Self> {
        if shape.len() != strides.len() {
            return Err(Error::value(format!(
                "shape {} and strides must have the same length, found {} strides",
                tuple(shape),
                strides.len()
            )));
        }
        if shape.len() > MAX_DIMENSIONS {
            return Err(Error::value(format!(
                "maximum supported dimension for an ndarray is currently {MAX_DIMENSIONS}, found {}",
                shape.len()
            )));
        }
        // The size in elements must be countable, although steps of zero make it take no memory.
        byte_count(shape, self.item_size())?;
        let layout = Layout { shape: shape.into(), strides: strides.into(), offset: self.layout().offset };
        Self::new(self.dtype(), layout, Arc::clone(self.buffer())).ok_or_else(|| {
            Error::value(format!(
                "as_strided with shape {} and strides {strides:?} leaves the array's memory of {} bytes, in which \
                 it starts at byte {}",
                tuple(shape),
                self.buffer().len(),
                self.layout().offset
            ))
        })
    }
}

impl Layout {
    /// The windows of shape `window` over the given axes (all, where `None`): the axes keep their place and become
    /// as long as there are positions, the windows' own axes follow at the end.
    ///
    /// # Errors
    /// Value error where the lengths of `window` and `axes` differ or a window is longer than its axis; axis error
    /// where an axis is out of bounds.
    pub fn sliding_windows(&self, window: &[i64], axes: Option<&[i64]>) -> Result<Self> {
        if window.iter().any(|&length| length < 0) {
            return Err(Error::value("`window_shape` cannot contain negative values"));
        }
        let axes: SmallVec<[usize; 4]> = match axes {
            Some(axes) => {
                if axes.len() != window.len() {
                    return Err(Error::value(format!(
                        "Must provide matching length window_shape and axis; got {} window_shape elements and {} \
                         axes elements.",
                        window.len(),
                        axes.len()
                    )));
                }
                // The same axis may be windowed more than once.
                let mut found = SmallVec::new();
                for &axis in axes {
                    found.extend(normalize_axes(&[axis], self.ndim())?);
                }
                found
            }
            None => {
                if window.len() != self.ndim() {
                    return Err(Error::value(format!(
                        "Since axis is None, must provide window_shape for all dimensions of `x`; got {} \
                         window_shape elements and `x.ndim` is {}.",
                        window.len(),
                        self.ndim()
                    )));
                }
                (0..self.ndim()).collect()
            }
        };
        let mut shape: Shape = self.shape.clone();
        let mut strides: Strides = self.strides.clone();
        for (&axis, &length) in axes.iter().zip(window) {
            let length = length as usize;
            if shape[axis] < length {
                return Err(Error::value("window shape cannot be larger than input array shape"));
            }
            // A window of no element has one position more than the axis has elements.
            shape[axis] = shape[axis] + 1 - length;
            shape.push(length);
            strides.push(self.strides[axis]);
        }
        if shape.len() > MAX_DIMENSIONS {
            return Err(Error::value(format!("{} axes, of at most {MAX_DIMENSIONS}", shape.len())));
        }
        // Whatever the elements are, their bytes must fit the address space.
        byte_count(&shape, size_of::<C128>())?;
        Ok(Self { shape, strides, offset: self.offset })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Buffer, DType};

    fn view(count: usize) -> View {
        let layout = Layout::contiguous(&[count], 8).expect("small");
        let view = View::new(DType::I64, layout, Buffer::zeroed(count * 8).expect("memory")).expect("fits");
        view.write_slice(&(0..count as i64).collect::<Vec<_>>());
        view
    }

    #[test]
    fn strided_views_stay_inside() {
        let view = view(6);
        let diagonal = view.as_strided(&[2, 3], &[8, 16]).expect("inside");
        assert_eq!(diagonal.to_vec::<i64>(), [0, 2, 4, 1, 3, 5]);
        assert!(view.as_strided(&[7], &[8]).is_err());
        assert!(view.as_strided(&[2], &[-8]).is_err());
        assert!(view.as_strided(&[usize::MAX], &[0]).is_err());
        assert!(view.as_strided(&[2, 2], &[isize::MAX, isize::MAX]).is_err());
        assert!(view.as_strided(&[0], &[isize::MIN]).is_ok());
    }

    #[test]
    fn windows_slide() {
        let view = view(5);
        let windows = view.with_layout(view.layout().sliding_windows(&[3], None).expect("fits"));
        assert_eq!(windows.shape(), [3, 3]);
        assert_eq!(windows.to_vec::<i64>(), [0, 1, 2, 1, 2, 3, 2, 3, 4]);
        assert!(view.layout().sliding_windows(&[6], None).is_err());
    }
}
