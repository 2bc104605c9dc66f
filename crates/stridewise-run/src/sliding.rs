//! One vector sliding along another.
#![expect(unsafe_code, reason = "calls a loop on raw pointers into vectors")]

use stridewise_core::{Error, Result};
use stridewise_kernels::sum_of_products::find_multiply_add;

use crate::Array;
use crate::threads::share_here;

/// Elements of the target that are summed at a time: they stay in the first-level cache.
const TILE: usize = 1024;

/// Adds to element `k` of `target` the sum over `j` of `left[k + j - before]` times `right[j]`, as far as the left vector
/// goes. All three are vectors of one dtype in native byte order, the target apart from the others. Each sum is taken in
/// the order of `j`. Takes as many multiplications as the lengths of target and right multiply to.
///
/// # Errors
/// Value error where one is no vector, type error where dtypes differ.
pub fn add_sliding_products(left: &Array, right: &Array, before: usize, target: &Array) -> Result<()> {
    if [left, right, target].iter().any(|array| array.ndim() != 1) {
        return Err(Error::value("only vectors slide along each other"));
    }
    if left.dtype() != right.dtype() || left.dtype() != target.dtype() || !left.dtype().is_native() {
        return Err(Error::type_error("vectors of different dtypes"));
    }
    target.require_writeable("output array")?;
    let add = find_multiply_add(target.number());
    let (length, width, count) = (left.size(), right.size(), target.size());
    if length == 0 || width == 0 {
        return Ok(());
    }
    let steps = [left.strides()[0], 0, target.strides()[0]];
    let right_step = right.strides()[0];
    let starts = [
        left.view().address() as usize,
        right.view().address() as usize,
        target.view().address_for_writing() as usize,
    ];
    share_here(count, TILE, count.saturating_mul(width), &|range| {
        for first in range.clone().step_by(TILE) {
            let end = range.end.min(first + TILE);
            for place in 0..width {
                // The positions at which this element of the right vector lies on the left one.
                let low = before.saturating_sub(place).max(first);
                let high = (length + before).saturating_sub(place).min(end);
                if low >= high {
                    continue;
                }
                let at = |operand: usize, offset: isize| (starts[operand] as *mut u8).wrapping_offset(offset);
                let pointers = [
                    at(0, (low + place - before) as isize * steps[0]),
                    at(1, place as isize * right_step),
                    at(2, low as isize * steps[2]),
                ];
                // SAFETY: places inside the vectors; the parts of the target are apart from each other.
                unsafe { add(high - low, pointers.as_ptr(), steps.as_ptr()) };
            }
        }
    });
    Ok(())
}
