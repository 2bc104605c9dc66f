//! Products of matrices, cut into blocks that stay in the caches.
//!
//! The blocking is that of Goto and van de Geijn, "Anatomy of High-Performance Matrix Multiplication" (2008), with rows
//! and columns exchanged: a panel of the left matrix stays in the first-level cache while panels of the right one pass
//! from the second-level one. The inner axis is cut by its length alone, and an element's sum does not depend on the
//! tile that it is computed in, nor on the rows and columns that are asked for. Products that are not packed are cut
//! alike, and their sums are the same.
#![expect(unsafe_code, reason = "reads and writes matrices behind raw pointers")]

use std::mem::MaybeUninit;
use std::ops::Range;

use super::Matrix;
use super::arithmetic::Arithmetic;
use super::level::Level;
use super::pack::Panels;
use super::tile::Tile;

/// Bytes of the right matrix's part that is to stay in the second-level cache.
const CACHED: usize = 448 << 10;

/// Bytes of a panel of the right matrix that is packed on the stack.
pub(super) const ON_STACK: usize = 16 << 10;

/// The most elements of a tile, truth values in AVX-512, and the bytes of the largest tile.
const TILE_BYTES: usize = 8 * 3 * 64;

/// Bytes of the left matrix's panel that is to stay in the first-level cache.
const PANEL: usize = 16 << 10;

/// The longest block of the inner axis.
pub(super) const fn longest_depth<A: Arithmetic>() -> usize {
    PANEL / (A::ROWS * size_of::<A::Element>())
}

/// How the inner axis is cut: equal blocks, of at most so many places.
pub(super) fn depth(inner: usize, longest: usize) -> usize {
    inner.div_ceil(inner.div_ceil(longest).max(1)).max(1)
}

/// A product that is so small, or so narrow, that bringing its parts into order would cost more than it gains.
///
/// # Safety
/// As [`super::Kernels::multiply`]; elements of a row of the right matrix lie side by side.
pub(super) unsafe fn direct<L: Level, A: Arithmetic>(
    [rows, inner, columns]: [usize; 3],
    left: Matrix,
    right: Matrix,
    target: Matrix,
) {
    let width = A::ACROSS * A::LANES;
    let mut first = 0;
    while first < columns {
        let count = width.min(columns - first);
        let whole = count / A::LANES * A::LANES;
        let column = |after: usize| (right.moved(0, first + after), target.moved(0, first + after));
        // SAFETY: the caller's promise.
        unsafe {
            if whole > 0 {
                let (right, target) = column(0);
                column_of_tiles::<L, A, false>([rows, inner, whole], left, right, target);
            }
            if whole < count {
                let (right, target) = column(whole);
                column_of_tiles::<L, A, true>([rows, inner, count - whole], left, right, target);
            }
        }
        first += width;
    }
}

/// As [`direct`], for columns that lie anyhow: panels are packed on the stack.
///
/// # Safety
/// As [`super::Kernels::multiply`]; a panel must fit.
#[inline(never)]
pub(super) unsafe fn direct_packing<L: Level, A: Arithmetic>(
    [rows, inner, columns]: [usize; 3],
    left: Matrix,
    right: Matrix,
    target: Matrix,
) {
    let width = A::ACROSS * A::LANES;
    let mut packed = [const { MaybeUninit::<u128>::uninit() }; ON_STACK / 16];
    let mut first = 0;
    while first < columns {
        let count = width.min(columns - first);
        let panels = Panels {
            from: right.at(0, first).cast::<A::Element>().cast_const(),
            lane_step: right.column_step,
            place_step: right.row_step,
            lanes: count,
            places: inner,
            to: packed.as_mut_ptr().cast(),
        };
        let row_step = (width * size_of::<A::Element>()) as isize;
        let panel = Matrix { start: packed.as_mut_ptr().cast(), row_step, ..right };
        // SAFETY: the caller's promise.
        unsafe {
            L::pack::<A, true>(&panels);
            column_of_tiles::<L, A, false>([rows, inner, count], left, panel, target.moved(0, first));
        }
        first += width;
    }
}

/// The tiles of one panel of columns, block after block of the inner axis.
///
/// # Safety
/// As [`direct`], for no more columns than a tile has.
#[inline(always)]
unsafe fn column_of_tiles<L: Level, A: Arithmetic, const PART: bool>(
    [rows, inner, columns]: [usize; 3],
    left: Matrix,
    right: Matrix,
    target: Matrix,
) {
    let depth = depth(inner, longest_depth::<A>());
    let mut start = 0;
    loop {
        let places = depth.min(inner - start);
        let mut row = 0;
        while row < rows {
            let mut tile = Tile {
                depth: places,
                left: left.at(row, start).cast::<A::Element>().cast_const(),
                left_row: left.row_step,
                left_depth: left.column_step,
                right: right.at(start, 0).cast::<A::Element>().cast_const(),
                right_depth: right.row_step,
                target: target.at(row, 0).cast(),
                target_row: target.row_step,
                rows: A::ROWS.min(rows - row),
                columns,
                accumulate: start > 0,
            };
            // SAFETY: the caller's promise.
            unsafe { to_target::<L, A, PART>(&mut tile, target.column_step) };
            row += A::ROWS;
        }
        start += places;
        if start >= inner {
            break;
        }
    }
}

/// Rows and columns (as panels) of a product, of which the right matrix is packed.
#[derive(Clone, Debug)]
pub(super) struct Block {
    pub rows: Range<usize>,
    pub panels: Range<usize>,
    /// Products in each block of the inner axis.
    pub depth: usize,
    /// Whether sums are added to what the target holds.
    pub accumulate: bool,
}

/// # Safety
/// As [`super::Kernels::multiply_packed`].
pub(super) unsafe fn multiply_packed<L: Level, A: Arithmetic>(
    [_, inner, columns]: [usize; 3],
    block: &Block,
    left: Matrix,
    packed: *const u8,
    workspace: *mut u8,
    target: Matrix,
) {
    let size = size_of::<A::Element>();
    let width = A::ACROSS * A::LANES;
    let all_panels = columns.div_ceil(width);
    let packed: *const A::Element = packed.cast();
    let packed_left: *mut A::Element = workspace.cast();
    let cached_panels = (CACHED / (block.depth * width * size)).max(1);
    let mut start = 0;
    while start < inner {
        let depth = block.depth.min(inner - start);
        let panels = Panels {
            from: left.at(block.rows.start, start).cast::<A::Element>().cast_const(),
            lane_step: left.row_step,
            place_step: left.column_step,
            lanes: block.rows.len(),
            places: depth,
            to: packed_left,
        };
        // SAFETY: the caller's promise.
        unsafe { L::pack::<A, false>(&panels) };
        let places = packed.wrapping_add(start * all_panels * width);
        let mut cached = block.panels.start;
        while cached < block.panels.end {
            let end = block.panels.end.min(cached + cached_panels);
            for (group, row) in block.rows.clone().step_by(A::ROWS).enumerate() {
                for panel in cached..end {
                    let column = panel * width;
                    let mut tile = Tile {
                        depth,
                        left: packed_left.wrapping_add(group * depth * A::ROWS).cast_const(),
                        left_row: size as isize,
                        left_depth: (A::ROWS * size) as isize,
                        right: places.wrapping_add(panel * depth * width),
                        right_depth: (width * size) as isize,
                        target: target.at(row, column).cast(),
                        target_row: target.row_step,
                        rows: A::ROWS.min(block.rows.end - row),
                        columns: width.min(columns - column),
                        accumulate: block.accumulate || start > 0,
                    };
                    // SAFETY: the caller's promise.
                    unsafe { to_target::<L, A, false>(&mut tile, target.column_step) };
                }
            }
            cached = end;
        }
        start += depth;
    }
}

/// Packs one panel of the right matrix's columns, for each block of the inner axis where tiles will look for it.
///
/// # Safety
/// As [`super::Kernels::pack`].
pub(super) unsafe fn pack_panel<L: Level, A: Arithmetic>(
    [_, inner, columns]: [usize; 3],
    depth: usize,
    panel: usize,
    right: Matrix,
    packed: *mut u8,
) {
    let width = A::ACROSS * A::LANES;
    let all_panels = columns.div_ceil(width);
    let mut start = 0;
    while start < inner {
        let places = depth.min(inner - start);
        let to = packed.cast::<A::Element>();
        let panels = Panels {
            from: right.at(start, panel * width).cast::<A::Element>().cast_const(),
            lane_step: right.column_step,
            place_step: right.row_step,
            lanes: width.min(columns - panel * width),
            places,
            to: to.wrapping_add((start * all_panels + panel * places) * width),
        };
        // SAFETY: the caller's promise.
        unsafe { L::pack::<A, true>(&panels) };
        start += places;
    }
}

/// Computes a tile whose target's columns may lie apart.
///
/// # Safety
/// As [`super::tile::compute`].
#[inline(always)]
unsafe fn to_target<L: Level, A: Arithmetic, const PART: bool>(
    tile: &mut Tile<A::Element>,
    column_step: isize,
) {
    let size = size_of::<A::Element>();
    // SAFETY: the caller's promise; a tile apart has room for all of it, and is written before it is read.
    unsafe {
        if column_step == size as isize {
            return fitting::<L, A, PART>(tile);
        }
        let mut apart = [const { MaybeUninit::<u128>::uninit() }; TILE_BYTES / 16];
        let sums: *mut A::Element = apart.as_mut_ptr().cast();
        let (target, target_row, accumulate) = (tile.target, tile.target_row, tile.accumulate);
        let width = A::ACROSS * A::LANES;
        (tile.target, tile.target_row, tile.accumulate) = (sums, (width * size) as isize, false);
        fitting::<L, A, PART>(tile);
        for row in 0..tile.rows {
            for column in 0..tile.columns {
                let sum = sums.add(row * width + column).read();
                let offset = row as isize * target_row + column as isize * column_step;
                let to = target.wrapping_byte_offset(offset);
                to.write_unaligned(if accumulate { A::add_elements(to.read_unaligned(), sum) } else { sum });
            }
        }
        (tile.target, tile.target_row, tile.accumulate) = (target, target_row, accumulate);
    }
}

/// Computes a tile by the smallest function that holds it.
///
/// # Safety
/// As [`super::tile::compute`].
#[inline(always)]
unsafe fn fitting<L: Level, A: Arithmetic, const PART: bool>(tile: &Tile<A::Element>) {
    let across = if PART { 1 } else { tile.columns.div_ceil(A::LANES) };
    // SAFETY: the caller's promise.
    unsafe { A::Heights::compute::<L, A, PART>(across, tile) }
}

/// How tall the tiles are that are compiled: what the registers do not hold is not even tried.
pub(super) trait Heights {
    /// Rows of the tallest tiles.
    const MOST: usize;

    /// # Safety
    /// As [`super::tile::compute`], for a tile of at most so many rows.
    unsafe fn compute<L: Level, A: Arithmetic, const PART: bool>(across: usize, tile: &Tile<A::Element>);
}

/// Tiles of up to so many rows, a power of two.
pub(super) struct UpTo<const ROWS: usize>;

macro_rules! heights {
    ($($most:literal: $($rows:literal)*;)*) => {$(
        impl Heights for UpTo<$most> {
            const MOST: usize = $most;

            #[inline(always)]
            unsafe fn compute<L: Level, A: Arithmetic, const PART: bool>(across: usize, tile: &Tile<A::Element>) {
                $(if tile.rows <= $rows {
                    // SAFETY: the caller's promise.
                    return unsafe { across_registers::<L, A, $rows, PART>(across, tile) };
                })*
                // SAFETY: as above.
                unsafe { across_registers::<L, A, $most, PART>(across, tile) }
            }
        }
    )*};
}

heights! {
    2: ;
    4: 2;
    8: 2 4;
}

/// # Safety
/// As [`super::tile::compute`].
#[inline(always)]
unsafe fn across_registers<L: Level, A: Arithmetic, const ROWS: usize, const PART: bool>(
    across: usize,
    tile: &Tile<A::Element>,
) {
    // SAFETY: the caller's promise.
    unsafe {
        match across {
            1 => L::tile::<A, ROWS, 1, PART>(tile),
            2 if !PART => L::tile::<A, ROWS, 2, false>(tile),
            _ if !PART => L::tile::<A, ROWS, 3, false>(tile),
            _ => {}
        }
    }
}
