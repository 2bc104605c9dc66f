//! Shapes, strides and offsets: pure, overflow-checked arithmetic over where elements stand.

mod axes;
mod basic_index;
mod broadcast;
mod order;
mod overlap;
mod reinterpret;
mod reshape;
mod traverse;
mod windows;

use smallvec::SmallVec;

use crate::error::{Error, Result};

pub use axes::{normalize_axes, normalize_axis};
pub use basic_index::{BasicIndex, Slice};
pub use broadcast::{broadcast_shapes, broadcast_strides};
pub use order::{Order, axis_order, strides_for};
pub use overlap::{may_share_memory, overlaps_itself, shares_memory};
pub use reshape::resolve_shape;
pub use traverse::Traversal;

/// Lengths per axis. Up to four axes are kept inline.
pub type Shape = SmallVec<[usize; 4]>;
/// Signed steps per axis, in bytes. Up to four axes are kept inline.
pub type Strides = SmallVec<[isize; 4]>;

/// The most axes an array can have, as in NumPy.
pub const MAX_DIMENSIONS: usize = 64;

/// Where the elements of an array stand in a buffer.
///
/// Invariants: `shape.len() == strides.len() <= MAX_DIMENSIONS`; the number of elements times the element size
/// fits `isize`; where no length is zero, every element lies inside the buffer that the layout was made for.
#[derive(Debug, PartialEq, Eq)]
pub struct Layout {
    pub shape: Shape,
    /// Bytes from one element to the next along each axis.
    pub strides: Strides,
    /// Bytes from the buffer's start to the element at index 0, 0, ....
    pub offset: usize,
}

impl Clone for Layout {
    #[inline(always)]
    fn clone(&self) -> Self {
        Self { shape: per_axis(&self.shape), strides: per_axis(&self.strides), offset: self.offset }
    }
}

impl Layout {
    /// The layout of a fresh array in C (row-major) order.
    ///
    /// # Errors
    /// Value error where the bytes do not fit the address space or there are more than 64 axes.
    #[inline]
    pub fn contiguous(shape: &[usize], item_size: usize) -> Result<Self> {
        Self::ordered(shape, item_size, false)
    }

    /// The layout of a fresh array in C order or, if `fortran`, in Fortran (column-major) order.
    ///
    /// # Errors
    /// As [`Layout::contiguous`].
    #[inline]
    pub fn ordered(shape: &[usize], item_size: usize, fortran: bool) -> Result<Self> {
        byte_count(shape, item_size)?;
        Ok(Self::dense(shape, item_size, fortran))
    }

    /// As [`Layout::ordered`], for shapes whose bytes are known to fit.
    #[inline(always)]
    pub(crate) fn dense(shape: &[usize], item_size: usize, fortran: bool) -> Self {
        // NumPy's fresh arrays without elements have no steps.
        if let [length] = *shape {
            let step = if length == 0 { 0 } else { item_size as isize };
            return Self { shape: per_axis(&[length]), strides: per_axis(&[step]), offset: 0 };
        }
        Self::dense_along_axes(shape, item_size, fortran)
    }

    fn dense_along_axes(shape: &[usize], item_size: usize, fortran: bool) -> Self {
        let strides = if shape.contains(&0) {
            SmallVec::from_elem(0, shape.len())
        } else {
            dense_strides(shape, item_size, fortran)
        };
        Self { shape: per_axis(shape), strides, offset: 0 }
    }

    #[inline]
    pub fn ndim(&self) -> usize {
        self.shape.len()
    }

    /// The number of elements.
    #[inline]
    pub fn size(&self) -> usize {
        self.shape.iter().product()
    }

    #[inline]
    pub fn is_empty(&self) -> bool {
        self.shape.contains(&0)
    }

    /// Whether the elements stand one behind the other in C order. Axes of length 0 or 1 do not count.
    #[inline]
    pub fn is_c_contiguous(&self, item_size: usize) -> bool {
        is_dense(self.shape.iter().zip(&self.strides).rev(), item_size) || self.is_empty()
    }

    /// Whether the elements stand one behind the other in Fortran order. Axes of length 0 or 1 do not count.
    pub fn is_f_contiguous(&self, item_size: usize) -> bool {
        is_dense(self.shape.iter().zip(&self.strides), item_size) || self.is_empty()
    }

    /// Whether the axes are nested in C order, whatever the gaps: no axis steps further than the one before it.
    pub fn is_c_nested(&self) -> bool {
        let mut steps =
            self.shape.iter().zip(&self.strides).filter(|&(&length, &stride)| length != 1 && stride != 0);
        let Some((_, &first)) = steps.next() else { return true };
        let mut last = first.unsigned_abs();
        steps.all(|(_, &stride)| std::mem::replace(&mut last, stride.unsigned_abs()) >= stride.unsigned_abs())
    }

    /// The bytes that the elements lie in, as distances from the buffer's start: `low..high`; empty where there
    /// is no element.
    pub fn extent(&self, item_size: usize) -> (usize, usize) {
        if self.is_empty() {
            return (self.offset, self.offset);
        }
        let (mut low, mut high) = (self.offset as isize, self.offset as isize);
        for (&length, &stride) in self.shape.iter().zip(&self.strides) {
            let reach = (length as isize - 1) * stride;
            if reach < 0 { low += reach } else { high += reach }
        }
        (low as usize, high as usize + item_size)
    }

    /// Whether two layouts reach the same elements in the same order.
    pub fn same_elements(&self, other: &Self) -> bool {
        self.offset == other.offset
            && self.shape == other.shape
            && self
                .shape
                .iter()
                .zip(self.strides.iter().zip(&other.strides))
                .all(|(&length, (a, b))| length <= 1 || a == b)
    }

    /// The axes in the given order.
    pub fn permuted(&self, axes: &[usize]) -> Self {
        Self {
            shape: axes.iter().map(|&axis| self.shape[axis]).collect(),
            strides: axes.iter().map(|&axis| self.strides[axis]).collect(),
            offset: self.offset,
        }
    }

    /// The axes in reverse order.
    #[inline]
    pub fn transposed(&self) -> Self {
        let mut layout = self.clone();
        layout.shape.reverse();
        layout.strides.reverse();
        layout
    }
}

/// One number per axis. The usual few are copied without a loop.
#[inline(always)]
fn per_axis<T: Copy + Default>(numbers: &[T]) -> SmallVec<[T; 4]> {
    let none = T::default();
    match *numbers {
        [a] => SmallVec::from_buf_and_len([a, none, none, none], 1),
        [a, b] => SmallVec::from_buf_and_len([a, b, none, none], 2),
        [a, b, c] => SmallVec::from_buf_and_len([a, b, c, none], 3),
        _ => SmallVec::from_slice(numbers),
    }
}

/// The steps of elements that stand one behind the other; zero lengths count as one.
fn dense_strides(shape: &[usize], item_size: usize, fortran: bool) -> Strides {
    if let ([_, last], false) = (shape, fortran) {
        return per_axis(&[item_size.wrapping_mul((*last).max(1)) as isize, item_size as isize]);
    }
    let mut strides: Strides = SmallVec::from_elem(0, shape.len());
    let mut step = item_size as isize;
    let mut set = |axis: usize| {
        strides[axis] = step;
        step = step.wrapping_mul(shape[axis].max(1) as isize);
    };
    if fortran {
        (0..shape.len()).for_each(&mut set)
    } else {
        (0..shape.len()).rev().for_each(&mut set)
    }
    strides
}

#[inline]
fn is_dense<'a>(axes: impl Iterator<Item = (&'a usize, &'a isize)>, item_size: usize) -> bool {
    let mut step = item_size as isize;
    for (&length, &stride) in axes {
        if length != 1 {
            if stride != step {
                return false;
            }
            step *= length as isize;
        }
    }
    true
}

/// The bytes of an array of this shape; zero lengths count as one for the check of the address space.
///
/// # Errors
/// Value error where the bytes do not fit the address space or there are more than 64 axes.
#[inline]
pub fn byte_count(shape: &[usize], item_size: usize) -> Result<usize> {
    let (mut bytes, mut empty, mut fits) = (item_size, false, true);
    for &length in shape {
        let (product, overflow) = bytes.overflowing_mul(length.max(1));
        bytes = product;
        empty |= length == 0;
        fits &= !overflow && product <= isize::MAX as usize;
    }
    if !fits || shape.len() > MAX_DIMENSIONS {
        return Err(uncountable(shape));
    }
    Ok(if empty { 0 } else { bytes })
}

#[cold]
fn uncountable(shape: &[usize]) -> Error {
    if shape.len() > MAX_DIMENSIONS { Error::too_many_dimensions(shape.len()) } else { Error::too_big(shape) }
}
