//! Partial sums in a tree over rows.
#![expect(unsafe_code, reason = "calls loops on raw pointers into scratch")]

use stridewise_core::DType;
use stridewise_kernels::inner_loop::Loop;

use super::{copy, nothing};
use crate::cell::Cell;

/// Rows that are added one to the other before sums of rows meet.
pub(crate) const BLOCK: usize = 16;

/// How far a tree has come.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Progress {
    /// Partial sums.
    depth: usize,
    blocks: usize,
    rows_in_block: usize,
}

/// Partial sums of equally many rows, the earliest and largest first, and the block in the making: for many neighbouring
/// sums, of which some are added to at a time.
pub(crate) struct Tree {
    add: Loop,
    pub(super) size: usize,
    /// What changes no sum.
    zero: Cell,
    /// Levels, one behind the other.
    scratch: *mut u8,
    /// Bytes of a level.
    level: usize,
    /// Rows in a block.
    block: usize,
    pub(super) progress: Progress,
    /// Bytes before the sums that are added to, in each level.
    start: usize,
    /// How many these are.
    width: usize,
}

impl Tree {
    /// Bytes that a tree over so many rows takes.
    pub(crate) fn space(dtype: DType, sums: usize, rows: usize) -> usize {
        Self::space_of_blocks(dtype, sums, rows / BLOCK)
    }

    /// As [`space`](Self::space), where each row is a block.
    pub(crate) fn space_of_sums(dtype: DType, sums: usize, rows: usize) -> usize {
        Self::space_of_blocks(dtype, sums, rows)
    }

    fn space_of_blocks(dtype: DType, sums: usize, blocks: usize) -> usize {
        // One partial sum per bit of the number of blocks, and one in the making.
        let levels = usize::BITS as usize - blocks.leading_zeros() as usize + 2;
        levels * sums * dtype.size()
    }

    /// A tree over blocks of so many rows, of which none was added.
    ///
    /// # Safety
    /// While the tree lives, `scratch` must be valid for reads and writes of the space for as many rows as will be added,
    /// aligned for the dtype, which is that of `add`.
    unsafe fn new(add: Loop, dtype: DType, sums: usize, block: usize, scratch: *mut u8) -> Self {
        Self {
            add,
            size: dtype.size(),
            zero: Cell::new(dtype, nothing(dtype.number())),
            scratch,
            level: sums * dtype.size(),
            block,
            progress: Progress::default(),
            start: 0,
            width: sums,
        }
    }

    /// A tree over rows of elements.
    ///
    /// # Safety
    /// While the tree lives, `scratch` must be valid for reads and writes of the [space](Self::space) for as many rows as
    /// will be added, aligned for the dtype, which is that of `add`.
    pub(crate) unsafe fn of_rows(add: Loop, dtype: DType, sums: usize, scratch: *mut u8) -> Self {
        // SAFETY: the caller's promise.
        unsafe { Self::new(add, dtype, sums, BLOCK, scratch) }
    }

    /// A tree over rows that are sums of equally many rows already, by a power of two of blocks, but for the last.
    ///
    /// # Safety
    /// As [`of_rows`](Self::of_rows), with the [space of sums](Self::space_of_sums).
    pub(crate) unsafe fn of_sums(add: Loop, dtype: DType, sums: usize, scratch: *mut u8) -> Self {
        // SAFETY: the caller's promise.
        unsafe { Self::new(add, dtype, sums, 1, scratch) }
    }

    /// Adds to these sums next, which have come so far.
    pub(super) fn turn_to(&mut self, start: usize, width: usize, progress: Progress) {
        (self.start, self.width, self.progress) = (start, width, progress);
    }

    fn level(&self, place: usize) -> *mut u8 {
        self.scratch.wrapping_add(place * self.level + self.start)
    }

    /// The block in the making.
    pub(super) fn block(&self) -> *mut u8 {
        self.level(self.progress.depth)
    }

    /// Begins the block in the making with what changes no sum, where it has no row yet.
    pub(super) fn begin_block(&mut self) {
        if self.is_block_empty() {
            let zero = self.zero.run().start;
            // SAFETY: levels of scratch hold `width` elements.
            unsafe { copy(self.size, self.width, zero, 0, self.block()) };
        }
    }

    /// Whether the block in the making has no row yet.
    pub(super) fn is_block_empty(&self) -> bool {
        self.progress.rows_in_block == 0
    }

    /// Closes the block where it has all its rows.
    pub(super) fn row_added(&mut self) {
        self.progress.rows_in_block += 1;
        if self.progress.rows_in_block == self.block {
            self.close_block();
            // As many levels meet as the block count has trailing zeros: sums of equally many rows.
            for _ in 0..self.progress.blocks.trailing_zeros() {
                self.merge();
            }
        }
    }

    fn close_block(&mut self) {
        self.progress.rows_in_block = 0;
        self.progress.blocks += 1;
        self.progress.depth += 1;
    }

    fn merge(&mut self) {
        let (a, b) = (self.level(self.progress.depth - 2), self.level(self.progress.depth - 1));
        let step = self.size as isize;
        // SAFETY: both are levels of scratch, which hold `width` elements.
        unsafe { (self.add)(self.width, [a, b, a].as_ptr(), [step, step, step].as_ptr()) };
        self.progress.depth -= 1;
    }

    /// Adds a row to all sums: the first of its block.
    ///
    /// # Safety
    /// There must be an element for each sum, one behind the other, and blocks must be of one row.
    pub(crate) unsafe fn add_sums(&mut self, row: *const u8) {
        // SAFETY: the caller's promise; a level holds all sums.
        unsafe { copy(self.size, self.width, row, self.size as isize, self.block()) };
        self.row_added();
    }

    /// The sums of all rows.
    pub(super) fn total(&mut self) -> *mut u8 {
        if self.progress.rows_in_block > 0 {
            self.close_block();
        }
        while self.progress.depth > 1 {
            self.merge();
        }
        self.level(0)
    }

    /// The sums of all rows for each of the sums, of which there was one; the tree has none then.
    pub(crate) fn finish(&mut self) -> *mut u8 {
        let width = self.level / self.size;
        self.turn_to(0, width, self.progress);
        let total = self.total();
        self.progress = Progress::default();
        total
    }
}
