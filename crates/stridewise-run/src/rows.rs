//! Sums along slow axes: rows are added in a tree, so that many rows do not drift.
#![expect(unsafe_code, reason = "calls loops on raw pointers into views and scratch")]

use stridewise_core::layout::Traversal;
use stridewise_kernels::inner_loop::Loop;

use crate::Array;

/// Rows that are added one to the other before sums of rows meet.
const BLOCK: usize = 16;
/// Elements of a row that are summed at a time; their partial sums stay in the cache.
const WIDTH: usize = 256;

/// One reduced axis whose steps are longer than those of an axis that stays.
pub(crate) struct Rows {
    axis: usize,
}

impl Rows {
    /// Whether `array` summed over `axes` is a sum of rows long enough to want a tree.
    pub(crate) fn of(array: &Array, axes: &[usize]) -> Option<Self> {
        let &[axis] = axes else { return None };
        let step = array.strides()[axis].unsigned_abs();
        let faster = (0..array.ndim()).any(|other| {
            other != axis && array.shape()[other] > 1 && array.strides()[other].unsigned_abs() < step
        });
        (faster && array.shape()[axis] > BLOCK).then_some(Self { axis })
    }
}

/// Adds the sums over the rows' axis to `result`, whose shape is the source's without it.
///
/// # Safety
/// Both must be views of the dtype that `add` works on, apart from each other.
pub(crate) unsafe fn sum(rows: &Rows, source: &Array, result: &Array, add: Loop) {
    let axis = rows.axis;
    let count = source.shape()[axis];
    let step = source.strides()[axis];
    let kept: Vec<usize> = (0..source.ndim()).filter(|&other| other != axis).collect();
    let layout = source.layout().permuted(&kept);
    let size = source.item_size();
    let walk = Traversal::new(&layout.shape, &[&layout.strides, result.strides()]);
    let (length, steps) = (walk.inner_length(), walk.inner_strides());
    // One partial sum per bit of the number of blocks, and one in the making.
    let levels = usize::BITS as usize - (count / BLOCK).leading_zeros() as usize + 2;
    let mut scratch = vec![0_u64; levels * WIDTH * size.div_ceil(8)];
    let level = |place: usize, scratch: &mut Vec<u64>| {
        scratch.as_mut_ptr().cast::<u8>().wrapping_add(place * WIDTH * size)
    };
    let _ = walk.for_each(|offsets| -> Result<(), ()> {
        let mut start = 0;
        while start < length {
            let width = WIDTH.min(length - start);
            let from = source.view().address().wrapping_offset(offsets[0] + start as isize * steps[0]);
            let into = result.view().address().wrapping_offset(offsets[1] + start as isize * steps[1]);
            let dense = size as isize;
            let mut depth = 0;
            let mut blocks = 0_usize;
            let mut row = 0;
            while row < count {
                let sum = level(depth, &mut scratch);
                let block = BLOCK.min(count - row);
                for place in 0..block {
                    let at = from.wrapping_offset((row + place) as isize * step);
                    // SAFETY: rows lie inside the source; scratch holds WIDTH elements per level.
                    unsafe {
                        if place == 0 {
                            copy(size, width, at, steps[0], sum);
                        } else {
                            add(width, [sum, at, sum].as_ptr(), [dense, steps[0], dense].as_ptr());
                        }
                    }
                }
                row += block;
                blocks += 1;
                depth += 1;
                // As many levels merge as the block count has trailing zeros: sums of equally many rows meet.
                let mut merges = blocks.trailing_zeros();
                while merges > 0 {
                    let (a, b) = (level(depth - 2, &mut scratch), level(depth - 1, &mut scratch));
                    // SAFETY: both are levels of scratch.
                    unsafe { add(width, [a, b, a].as_ptr(), [dense, dense, dense].as_ptr()) };
                    depth -= 1;
                    merges -= 1;
                }
            }
            while depth > 1 {
                let (a, b) = (level(depth - 2, &mut scratch), level(depth - 1, &mut scratch));
                // SAFETY: as above.
                unsafe { add(width, [a, b, a].as_ptr(), [dense, dense, dense].as_ptr()) };
                depth -= 1;
            }
            let total = level(0, &mut scratch);
            // SAFETY: the result holds `width` elements here.
            unsafe { add(width, [into, total, into].as_ptr(), [steps[1], dense, steps[1]].as_ptr()) };
            start += width;
        }
        Ok(())
    });
}

/// # Safety
/// Source and target must hold `length` elements of `size` bytes.
unsafe fn copy(size: usize, length: usize, source: *const u8, step: isize, target: *mut u8) {
    // SAFETY: the caller's promise.
    unsafe {
        if step == size as isize {
            std::ptr::copy_nonoverlapping(source, target, length * size);
            return;
        }
        for element in 0..length {
            let from = source.wrapping_offset(element as isize * step);
            std::ptr::copy_nonoverlapping(from, target.wrapping_add(element * size), size);
        }
    }
}
