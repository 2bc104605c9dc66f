//! Positions of extreme elements along an axis.
#![expect(unsafe_code, reason = "calls searches on raw pointers into views")]

use smallvec::SmallVec;
use stridewise_core::layout::Traversal;
use stridewise_core::{DType, Order, Result};
use stridewise_kernels::reduction::find_search;

use crate::Array;

/// The position of the first largest or smallest element of a one-dimensional array that has elements, in native byte
/// order; `None` for other arrays.
#[inline]
pub fn search_line(array: &Array, largest: bool) -> Option<usize> {
    let (&[length], &[stride]) = (array.shape(), array.strides()) else { return None };
    if length == 0 || !array.dtype().is_native() {
        return None;
    }
    // SAFETY: the line is the array's own, and not empty.
    Some(unsafe { find_search(array.number(), largest)(length, array.view().address(), stride) })
}

/// For each line along `axis` the position (int64) of its first largest or smallest element. The array must be in
/// native byte order and have elements along the axis, unless it has no line.
///
/// # Errors
/// Memory error where there are no bytes for the result.
pub fn search_along(array: &Array, axis: usize, largest: bool) -> Result<Array> {
    let kept: SmallVec<[usize; 4]> = (0..array.ndim()).filter(|&other| other != axis).collect();
    let lines = array.layout().permuted(&kept);
    let result = Array::zeros(DType::I64, &lines.shape, Order::C)?;
    let (length, stride) = (array.shape()[axis], array.strides()[axis]);
    let search = find_search(array.number(), largest);
    let walk = Traversal::new(&lines.shape, &[&lines.strides, result.strides()]);
    let (count, steps) = (walk.inner_length(), walk.inner_strides());
    let (from, to) = (array.view().address(), result.view().address_for_writing());
    let _ = walk.for_each(|offsets| -> std::result::Result<(), ()> {
        for line in 0..count as isize {
            let start = from.wrapping_offset(offsets[0] + line * steps[0]);
            let target = to.wrapping_offset(offsets[1] + line * steps[1]);
            // SAFETY: the line lies inside the array, and is not empty where there is a line; the result is int64.
            unsafe { target.cast::<i64>().write_unaligned(search(length, start, stride) as i64) };
        }
        Ok(())
    });
    Ok(result)
}
