//! Sums whose elements do not lie in one run: partial sums are added in a tree, so that many of them do not drift.
#![expect(unsafe_code, reason = "calls loops on raw pointers into views and scratch")]

use stridewise_core::dtype::C128;
use stridewise_core::layout::Traversal;
use stridewise_core::{DType, Number, Value};
use stridewise_kernels::inner_loop::Loop;
use stridewise_kernels::reduction::{Fold, Skipping};

use crate::Array;
use crate::cell::Cell;

/// Rows that are added one to the other before sums of rows meet.
const BLOCK: usize = 16;
/// Elements of a row that are summed at a time; their partial sums stay in the cache.
const WIDTH: usize = 256;

/// How the elements of neighbouring sums lie.
pub(crate) struct Rows {
    /// Over the axes that stay, in source and result.
    pub(crate) kept: Traversal,
    /// Over the reduced axes of the source.
    reduced: Traversal,
    /// Whether the elements of one sum lie closer than those of neighbouring sums: then runs are folded into single
    /// elements. Else rows are added, one element to each of many sums.
    runs: bool,
    /// Rows or runs to each sum.
    count: usize,
}

impl Rows {
    /// Whether `source` summed over `axes` into `result` adds so many rows, or runs, that they want a tree. Where what is
    /// passed by is counted, the counts are walked over with the result.
    pub(crate) fn of(source: &Array, axes: &[usize], result: &Array, counts: Option<&Array>) -> Option<Self> {
        let stays: Vec<usize> = (0..source.ndim()).filter(|axis| !axes.contains(axis)).collect();
        let (stays, goes) = (source.layout().permuted(&stays), source.layout().permuted(axes));
        let kept = match counts {
            None => Traversal::new(&stays.shape, &[&stays.strides, result.strides()]),
            Some(counts) => {
                Traversal::new(&stays.shape, &[&stays.strides, result.strides(), counts.strides()])
            }
        };
        let reduced = Traversal::new(&goes.shape, &[&goes.strides]);
        let runs = kept.inner_length() == 1
            || reduced.inner_strides()[0].unsigned_abs() < kept.inner_strides()[0].unsigned_abs();
        let elements: usize = goes.shape.iter().product();
        let count = if runs { elements / reduced.inner_length().max(1) } else { elements };
        (count > BLOCK).then_some(Self { kept, reduced, runs, count })
    }
}

/// Partial sums of equally many rows, the earliest and largest first, and the block in the making.
struct Tree {
    add: Loop,
    size: usize,
    scratch: Vec<u64>,
    /// Elements of a row.
    width: usize,
    depth: usize,
    blocks: usize,
    rows_in_block: usize,
}

impl Tree {
    fn new(add: Loop, size: usize, count: usize) -> Self {
        // One partial sum per bit of the number of blocks, and one in the making.
        let levels = usize::BITS as usize - (count / BLOCK).leading_zeros() as usize + 2;
        let scratch = vec![0; levels * WIDTH * size.div_ceil(8)];
        Self { add, size, scratch, width: 0, depth: 0, blocks: 0, rows_in_block: 0 }
    }

    fn start(&mut self, width: usize) {
        (self.width, self.depth, self.blocks, self.rows_in_block) = (width, 0, 0, 0);
    }

    fn level(&mut self, place: usize) -> *mut u8 {
        self.scratch.as_mut_ptr().cast::<u8>().wrapping_add(place * WIDTH * self.size)
    }

    /// The block in the making.
    fn block(&mut self) -> *mut u8 {
        self.level(self.depth)
    }

    /// Closes the block where it has all its rows.
    fn row_added(&mut self) {
        self.rows_in_block += 1;
        if self.rows_in_block == BLOCK {
            self.close_block();
            // As many levels meet as the block count has trailing zeros: sums of equally many rows.
            for _ in 0..self.blocks.trailing_zeros() {
                self.merge();
            }
        }
    }

    fn close_block(&mut self) {
        self.rows_in_block = 0;
        self.blocks += 1;
        self.depth += 1;
    }

    fn merge(&mut self) {
        let (a, b) = (self.level(self.depth - 2), self.level(self.depth - 1));
        let step = self.size as isize;
        // SAFETY: both are levels of scratch, which hold `width` elements.
        unsafe { (self.add)(self.width, [a, b, a].as_ptr(), [step, step, step].as_ptr()) };
        self.depth -= 1;
    }

    /// The sums of all rows.
    fn total(&mut self) -> *mut u8 {
        if self.rows_in_block > 0 {
            self.close_block();
        }
        while self.depth > 1 {
            self.merge();
        }
        self.level(0)
    }
}

/// What sums are made with.
#[derive(Clone, Copy)]
pub(crate) struct Sums {
    pub(crate) add: Loop,
    /// Takes a run into a sum.
    pub(crate) fold: Fold,
    /// Where NaN is passed by: what rows are added with, and counted.
    pub(crate) skipping: Option<Skipping>,
}

/// Adds the sums over the rows to the result, for the walk `kept`: that of `rows` or a part of it, in which source,
/// result and counts, if what is passed by is counted, start at `starts`.
///
/// # Safety
/// Source and result must be of the dtype that `sums` works on, counts int64, apart from each other, and valid over what
/// `rows` is of.
pub(crate) unsafe fn sum(rows: &Rows, kept: &Traversal, dtype: DType, starts: &[*mut u8], sums: &Sums) {
    let Sums { add, fold, skipping } = *sums;
    let reduced = &rows.reduced;
    let (size, dense) = (dtype.size(), dtype.size() as isize);
    let (length, steps) = (kept.inner_length(), kept.inner_strides());
    let (run, step) = (reduced.inner_length(), reduced.inner_strides()[0]);
    let mut zero = Cell::new(dtype, nothing(dtype.number()));
    let zero = zero.run().start;
    let mut tree = Tree::new(add, size, rows.count);
    let _ = kept.for_each(|offsets| -> Result<(), ()> {
        for start in (0..length).step_by(WIDTH) {
            let width = WIDTH.min(length - start);
            let from = starts[0].wrapping_offset(offsets[0] + start as isize * steps[0]);
            let into = starts[1].wrapping_offset(offsets[1] + start as isize * steps[1]);
            let counting = skipping.zip(starts.get(2)).map(|(skipping, counts)| {
                (skipping, counts.wrapping_offset(offsets[2] + start as isize * steps[2]))
            });
            tree.start(width);
            reduced.for_each(|offset| -> Result<(), ()> {
                let from = from.wrapping_offset(offset[0]);
                if rows.runs {
                    let block = tree.block();
                    // SAFETY: runs lie inside the source; scratch holds WIDTH elements per level.
                    unsafe {
                        if tree.rows_in_block == 0 {
                            copy(size, width, zero, 0, block);
                        }
                        for place in 0..width {
                            let first = from.wrapping_offset(place as isize * steps[0]);
                            fold(run, first, step, block.wrapping_add(place * size));
                            if let Some((skipping, counts)) = counting {
                                let count = counts.wrapping_offset(place as isize * steps[2]).cast::<i64>();
                                let missing = (skipping.count)(run, first, step) as i64;
                                count.write_unaligned(count.read_unaligned() + missing);
                            }
                        }
                    }
                    tree.row_added();
                    return Ok(());
                }
                for row in 0..run {
                    let block = tree.block();
                    let first = from.wrapping_offset(row as isize * step);
                    // SAFETY: as above for rows.
                    unsafe {
                        match skipping {
                            None if tree.rows_in_block == 0 => copy(size, width, first, steps[0], block),
                            None => {
                                add(width, [block, first, block].as_ptr(), [dense, steps[0], dense].as_ptr());
                            }
                            Some(skipping) if tree.rows_in_block == 0 => {
                                (skipping.replace)(
                                    width,
                                    [first, block].as_ptr(),
                                    [steps[0], dense].as_ptr(),
                                );
                            }
                            Some(skipping) => (skipping.inner)(
                                width,
                                [block, first, block].as_ptr(),
                                [dense, steps[0], dense].as_ptr(),
                            ),
                        }
                        if let Some((skipping, counts)) = counting {
                            (skipping.count_each)(
                                width,
                                [first, counts, counts].as_ptr(),
                                [steps[0], steps[2], steps[2]].as_ptr(),
                            );
                        }
                    }
                    tree.row_added();
                }
                Ok(())
            })?;
            let total = tree.total();
            // SAFETY: the result holds `width` elements here.
            unsafe { add(width, [into, total, into].as_ptr(), [steps[1], dense, steps[1]].as_ptr()) };
        }
        Ok(())
    });
}

/// What changes no sum, not even one of negative zeros.
pub(crate) fn nothing(number: Number) -> Value {
    if number.is_complex() { Value::Complex(C128::new(-0.0, -0.0)) } else { Value::Float(-0.0) }
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
