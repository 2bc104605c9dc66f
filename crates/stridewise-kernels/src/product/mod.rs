//! Products of matrices and vectors.
//!
//! [`find`] gives the [`Kernels`] of a dtype; [`Problem::way`] says how a product is best computed: products with vectors
//! and small ones at once, the others in blocks of which the right matrix is packed first, by whoever shares the blocks
//! among threads. No element of a result depends on how rows and columns are shared.
#![expect(unsafe_code, reason = "calls loops on raw pointers into matrices")]

mod arithmetic;
mod blocks;
mod level;
mod pack;
mod register;
mod table;
mod tile;
mod vector;
#[cfg(target_arch = "x86_64")]
mod x86;

use std::fmt;
use std::ops::Range;

use blocks::Block;
pub use table::{computing_number, find, find_at};

/// A matrix in memory: its first element, and the bytes from one row and one column to the next.
#[derive(Clone, Copy, Debug)]
pub struct Matrix {
    pub start: *mut u8,
    pub row_step: isize,
    pub column_step: isize,
}

impl Matrix {
    /// The address of an element.
    #[inline(always)]
    pub fn at(&self, row: usize, column: usize) -> *mut u8 {
        self.start.wrapping_offset(row as isize * self.row_step + column as isize * self.column_step)
    }

    /// The part of the matrix from an element on.
    #[inline(always)]
    pub fn moved(&self, row: usize, column: usize) -> Self {
        Self { start: self.at(row, column), ..*self }
    }

    #[inline(always)]
    pub fn transposed(&self) -> Self {
        Self { start: self.start, row_step: self.column_step, column_step: self.row_step }
    }
}

/// Two matrices and where their product goes: `shape` has the rows of the left one, the length of the axis that is
/// summed over, and the columns of the right one.
#[derive(Clone, Copy, Debug)]
pub struct Problem {
    pub shape: [usize; 3],
    pub left: Matrix,
    pub right: Matrix,
    pub target: Matrix,
}

/// Dot products of pairs of vectors that lie at the same bytes from each other.
#[derive(Clone, Copy, Debug)]
pub struct Dots {
    pub count: usize,
    /// Elements of a vector.
    pub length: usize,
    /// The first vectors, and the bytes between their elements.
    pub left: *const u8,
    pub left_step: isize,
    pub right: *const u8,
    pub right_step: isize,
    /// Whether left vectors are conjugated.
    pub conjugates: bool,
    pub target: *mut u8,
    /// Bytes from one left vector, right vector and target to the next.
    pub next: [isize; 3],
}

/// How a product is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// By [`Kernels::multiply`]: products with vectors, small and narrow ones.
    AtOnce,
    /// In blocks, the right matrix packed before.
    Blocks,
}

/// Products of fewer elements than this are not worth packing for: about the cube of 100 in eight bytes.
const SMALL: usize = 1 << 20;

/// Bytes of a right matrix that stays in the second-level cache while all rows of the left one pass.
const NARROW: usize = 64 << 10;

impl Problem {
    /// Whether the transposed product suits the operands' layouts better; one with one row becomes one with one column.
    #[inline]
    pub fn turns(&self, size: usize) -> bool {
        let [rows, _, columns] = self.shape;
        let unit = size as isize;
        if rows == 1 || columns == 1 {
            return columns != 1;
        }
        let target_turned = self.target.column_step != unit && self.target.row_step == unit;
        let right_lies = self.right.column_step == unit;
        target_turned || !right_lies && self.left.row_step == unit && self.target.row_step != unit
    }

    /// The same product, transposed if it [turns](Self::turns).
    #[inline]
    pub fn oriented(self, size: usize) -> Self {
        if self.turns(size) { self.transposed() } else { self }
    }

    #[inline]
    pub fn transposed(self) -> Self {
        let [rows, inner, columns] = self.shape;
        Self {
            shape: [columns, inner, rows],
            left: self.right.transposed(),
            right: self.left.transposed(),
            target: self.target.transposed(),
        }
    }

    /// How this product, which must be [`oriented`](Self::oriented), is best computed.
    #[inline]
    pub fn way(&self, kernels: &Kernels) -> Way {
        let [_, inner, columns] = self.shape;
        if columns == 1 || inner == 0 {
            return Way::AtOnce;
        }
        let fits = self.right.column_step == kernels.size as isize
            || inner * kernels.tile_columns * kernels.size <= blocks::ON_STACK;
        let small = kernels.is_small(self.shape);
        let narrow = inner.saturating_mul(columns) * kernels.size <= NARROW;
        if fits && (small || narrow) { Way::AtOnce } else { Way::Blocks }
    }
}

type Multiply = unsafe fn([usize; 3], Matrix, Matrix, Matrix);
type MultiplyPacked = unsafe fn([usize; 3], &Block, Matrix, *const u8, *mut u8, Matrix);
type PackPanel = unsafe fn([usize; 3], usize, usize, Matrix, *mut u8);
type DotsOfPairs = unsafe fn(&Dots);
type Add = unsafe fn(usize, *mut u8, *const u8);

/// What computes products of elements of one dtype at one level of processors.
pub struct Kernels {
    /// Bytes of an element.
    pub size: usize,
    /// Rows and columns of a tile.
    pub tile_rows: usize,
    pub tile_columns: usize,
    /// The longest block of the inner axis.
    longest_depth: usize,
    direct: Multiply,
    direct_packing: Multiply,
    rows_by_vector: Multiply,
    vector_by_rows: Multiply,
    pack_panel: PackPanel,
    multiply_packed: MultiplyPacked,
    dots: DotsOfPairs,
    add: Add,
}

impl fmt::Debug for Kernels {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { size, tile_rows, tile_columns, .. } = self;
        write!(formatter, "Kernels({size} bytes, tiles of {tile_rows} by {tile_columns})")
    }
}

impl Kernels {
    /// Computes a product of [`Way::AtOnce`].
    ///
    /// # Safety
    /// The matrices must be valid for the problem's shape and have elements of the dtype that the kernels were found for,
    /// the target for writes and apart from the others. The problem must be oriented.
    #[inline]
    pub unsafe fn multiply(&self, problem: &Problem) {
        let Problem { shape, left, right, target } = *problem;
        let unit = self.size as isize;
        let multiply = if shape[2] == 1 {
            // Which rows are asked for must not show: only their layout decides how they are summed.
            if left.column_step != unit && left.row_step == unit && shape[1] > 1 {
                self.vector_by_rows
            } else {
                self.rows_by_vector
            }
        } else if right.column_step == unit {
            self.direct
        } else {
            self.direct_packing
        };
        // SAFETY: the caller's promise; a panel fits on the stack, or the way would be another.
        unsafe { multiply(shape, left, right, target) }
    }

    /// The dot product of each pair of vectors.
    ///
    /// # Safety
    /// All vectors must be valid for the length, and targets for one element each.
    #[inline]
    pub unsafe fn dots(&self, dots: &Dots) {
        // SAFETY: the caller's promise.
        unsafe { (self.dots)(dots) }
    }

    /// Adds `count` elements that lie side by side to others.
    ///
    /// # Safety
    /// Both must be valid for so many elements, and apart.
    pub unsafe fn add(&self, count: usize, target: *mut u8, source: *const u8) {
        // SAFETY: the caller's promise.
        unsafe { (self.add)(count, target, source) }
    }

    /// Whether a product of this shape is too small to pack its right matrix, if that lies well.
    #[inline]
    pub fn is_small(&self, [rows, inner, columns]: [usize; 3]) -> bool {
        rows.saturating_mul(inner).saturating_mul(columns) / 8 * self.size <= SMALL
    }

    /// Panels that the columns of a right matrix are packed in.
    pub fn panels(&self, columns: usize) -> usize {
        columns.div_ceil(self.tile_columns)
    }

    /// Products in each block of the inner axis.
    pub fn depth(&self, inner: usize) -> usize {
        blocks::depth(inner, self.longest_depth)
    }

    /// Bytes of a right matrix when it is packed.
    pub fn packed_bytes(&self, inner: usize, columns: usize) -> usize {
        self.panels(columns) * self.tile_columns * inner * self.size
    }

    /// Bytes that [`multiply_packed`](Self::multiply_packed) needs for so many rows.
    pub fn workspace_bytes(&self, rows: usize, inner: usize) -> usize {
        rows.next_multiple_of(self.tile_rows) * self.depth(inner) * self.size
    }

    /// Packs one panel of the columns of a problem's right matrix.
    ///
    /// # Safety
    /// The matrix must be valid for the problem's shape, `packed` for [`packed_bytes`](Self::packed_bytes), aligned for its
    /// elements; no other thread may pack the same panel.
    pub unsafe fn pack(&self, problem: &Problem, panel: usize, packed: *mut u8) {
        let depth = self.depth(problem.shape[1]);
        // SAFETY: the caller's promise.
        unsafe { (self.pack_panel)(problem.shape, depth, panel, problem.right, packed) }
    }

    /// Computes some rows of a product at the columns of some panels; adds them to what the target holds where
    /// `accumulate`.
    ///
    /// # Safety
    /// As [`multiply`](Self::multiply); all panels must be packed at `packed`, and `workspace` be valid for
    /// [`workspace_bytes`](Self::workspace_bytes) and aligned for its elements.
    pub unsafe fn multiply_packed(
        &self,
        problem: &Problem,
        rows: Range<usize>,
        panels: Range<usize>,
        packed: *const u8,
        workspace: *mut u8,
        accumulate: bool,
    ) {
        let block = Block { rows, panels, depth: self.depth(problem.shape[1]), accumulate };
        let Problem { shape, left, target, .. } = *problem;
        // SAFETY: the caller's promise.
        unsafe { (self.multiply_packed)(shape, &block, left, packed, workspace, target) }
    }
}
