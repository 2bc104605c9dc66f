//! Parts of arrays, each several times in a row.
#![expect(unsafe_code, reason = "calls kernels on new arrays")]

use stridewise_core::layout::byte_count;
use stridewise_core::{Error, Order, Result, Shape};
use stridewise_kernels::repeat;
use stridewise_kernels::take::Run;

use crate::{Array, threads};

impl Array {
    /// The elements in C order, cut into `blocks` of equal size, each block `times` times, as an array of this shape in C
    /// order.
    ///
    /// # Errors
    /// Value error where the elements do not fall into so many blocks, or the shape has not so many places; memory error.
    pub fn repeat_blocks(&self, blocks: usize, times: usize, shape: &[usize]) -> Result<Self> {
        let total = self.size().checked_mul(times).ok_or_else(|| Error::too_big(shape))?;
        if byte_count(shape, 1)? != total
            || (blocks == 0 && total > 0)
            || (blocks > 0 && !self.size().is_multiple_of(blocks))
        {
            return Err(Error::value("the repeated blocks do not fill the shape"));
        }
        let result = Self::fresh_dense(self.dtype(), shape)?;
        if total == 0 {
            return Ok(result);
        }
        let source = self.dense()?;
        let block = self.size() / blocks * self.item_size();
        let from = Run { start: source.view().address(), stride: block as isize };
        let to = Run { start: result.view().address_for_writing(), stride: block as isize };
        let bytes = total * self.item_size();
        if !threads::pays(2 * bytes) {
            // SAFETY: the source is dense and holds the blocks; the result is new and holds each so often.
            unsafe { repeat::repeat(block, blocks, times, from.start, to.start) };
        } else if blocks >= times {
            threads::share_here(blocks, 1, 2 * bytes, &|range| {
                // SAFETY: as above, for a part of the blocks.
                unsafe {
                    repeat::repeat(
                        block,
                        range.len(),
                        times,
                        from.at(range.start),
                        to.at(range.start * times),
                    )
                };
            });
        } else {
            threads::share_here(times, 1, 2 * bytes, &|range| {
                for place in 0..blocks {
                    // SAFETY: as above, for a part of the times.
                    unsafe {
                        repeat::repeat(
                            block,
                            1,
                            range.len(),
                            from.at(place),
                            to.at(place * times + range.start),
                        );
                    }
                }
            });
        }
        Ok(result)
    }

    /// The parts along an axis, each as often as its count says, in C order.
    ///
    /// # Errors
    /// Value error where there are not as many counts as parts, one is negative, or the result does not fit the address
    /// space; memory error.
    pub fn repeat_along(&self, axis: usize, counts: &[i64]) -> Result<Self> {
        if counts.len() != self.shape()[axis] || counts.iter().any(|&count| count < 0) {
            return Err(Error::value("repeats must be a count for each part, and may not be negative"));
        }
        let mut shape: Shape = self.shape().into();
        shape[axis] = counts
            .iter()
            .try_fold(0_usize, |total, &count| total.checked_add(usize::try_from(count).ok()?))
            .ok_or_else(|| Error::too_big(self.shape()))?;
        let result = Self::fresh_dense(self.dtype(), &shape)?;
        if result.size() == 0 {
            return Ok(result);
        }
        let source = self.dense()?;
        let outer: usize = self.shape()[..axis].iter().product();
        let block = self.shape()[axis + 1..].iter().product::<usize>() * self.item_size();
        let from = Run { start: source.view().address(), stride: (counts.len() * block) as isize };
        let to = Run { start: result.view().address_for_writing(), stride: (shape[axis] * block) as isize };
        for group in 0..outer {
            // SAFETY: the source is dense and holds a block per count; the result is new and has room for their sum.
            unsafe { repeat::repeat_each(block, counts, from.at(group), to.at(group), shape[axis]) };
        }
        Ok(result)
    }

    /// The array in C order without gaps: itself where it is.
    pub(super) fn dense(&self) -> Result<Self> {
        if self.view().is_c_contiguous() { Ok(self.clone()) } else { self.copy(Order::C) }
    }
}
