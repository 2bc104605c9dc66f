//! Changing the shape without moving an element, where the strides allow it.

use smallvec::SmallVec;

use super::{Layout, MAX_DIMENSIONS, Order, Shape, Strides};
use crate::error::{Error, Result, tuple};

/// The shape asked for, with a single `-1` replaced by what makes the sizes equal.
///
/// # Errors
/// Value error where two lengths are unknown, the sizes cannot be made equal, or there are more than 64 axes.
pub fn resolve_shape(size: usize, asked: &[i64]) -> Result<Shape> {
    let fail = || {
        let text: Vec<String> = asked.iter().map(ToString::to_string).collect();
        let comma = if asked.len() == 1 { "," } else { "" };
        Error::value(format!("cannot reshape array of size {size} into shape ({}{comma})", text.join(",")))
    };
    if asked.len() > MAX_DIMENSIONS {
        return Err(Error::too_many_dimensions(asked.len()));
    }
    let mut unknown = None;
    let mut known: usize = 1;
    let mut shape: Shape = SmallVec::with_capacity(asked.len());
    for (axis, &length) in asked.iter().enumerate() {
        if length < 0 {
            if unknown.replace(axis).is_some() {
                return Err(Error::value("can only specify one unknown dimension"));
            }
            shape.push(1);
        } else {
            known = known.checked_mul(length as usize).ok_or_else(fail)?;
            shape.push(length as usize);
        }
    }
    match unknown {
        Some(axis) if known != 0 && size.is_multiple_of(known) => shape[axis] = size / known,
        Some(_) => return Err(fail()),
        None if known != size => return Err(fail()),
        None => {}
    }
    Ok(shape)
}

impl Layout {
    /// As [`Layout::reshaped`] in C order, for the commonest question: elements that stand one behind the other, and
    /// every length known. `None` for other questions.
    #[inline]
    pub fn reshaped_dense(&self, asked: &[i64], item_size: usize) -> Option<Self> {
        let mut shape: Shape = SmallVec::new();
        let mut count: usize = 1;
        for &length in asked {
            let length = usize::try_from(length).ok()?;
            count = count.checked_mul(length)?;
            shape.push(length);
        }
        if count == 0
            || count != self.size()
            || asked.len() > MAX_DIMENSIONS
            || !self.is_c_contiguous(item_size)
        {
            return None;
        }
        Some(Self { offset: self.offset, ..Self::dense(&shape, item_size, false) })
    }

    /// The layout with which the same elements, read in C or Fortran order, have the shape `shape`; `None` where
    /// that takes a copy. The sizes must be equal.
    pub fn reshaped(&self, shape: &[usize], item_size: usize, order: Order) -> Result<Option<Self>> {
        if shape.iter().product::<usize>() != self.size() {
            return Err(Error::value(format!(
                "cannot reshape array of size {} into shape {}",
                self.size(),
                tuple(shape)
            )));
        }
        let fortran = order == Order::F;
        if self.is_empty() || self.size() == 1 {
            super::byte_count(shape, item_size)?;
            let strides = super::dense_strides(shape, item_size, fortran);
            return Ok(Some(Self { shape: SmallVec::from_slice(shape), strides, offset: self.offset }));
        }
        if if fortran { self.is_f_contiguous(item_size) } else { self.is_c_contiguous(item_size) } {
            let dense = Self::dense(shape, item_size, fortran);
            return Ok(Some(Self { offset: self.offset, ..dense }));
        }
        let mut old: SmallVec<[(usize, isize); 4]> =
            self.shape.iter().copied().zip(self.strides.iter().copied()).filter(|&(n, _)| n != 1).collect();
        let mut new: SmallVec<[usize; 4]> = SmallVec::from_slice(shape);
        if fortran {
            old.reverse();
            new.reverse();
        }
        let mut strides: Strides = SmallVec::from_elem(0, new.len());
        let (mut i, mut j) = (0, 0);
        while i < old.len() && j < new.len() {
            // The shortest groups of old and new axes that hold equally many elements.
            let (mut old_end, mut new_end) = (i + 1, j + 1);
            let (mut old_count, mut new_count) = (old[i].0, new[j]);
            while old_count != new_count {
                if old_count < new_count {
                    old_count *= old[old_end].0;
                    old_end += 1;
                } else {
                    new_count *= new[new_end];
                    new_end += 1;
                }
            }
            for axis in i..old_end - 1 {
                if old[axis].1 != old[axis + 1].1 * old[axis + 1].0 as isize {
                    return Ok(None);
                }
            }
            let mut step = old[old_end - 1].1;
            for axis in (j..new_end).rev() {
                strides[axis] = step;
                step *= new[axis] as isize;
            }
            (i, j) = (old_end, new_end);
        }
        // What is left are axes of length one; they step as the axis before them.
        let last = if j > 0 { strides[j - 1] } else { item_size as isize };
        strides[j..].fill(last);
        if fortran {
            strides.reverse();
        }
        Ok(Some(Self { shape: SmallVec::from_slice(shape), strides, offset: self.offset }))
    }
}
