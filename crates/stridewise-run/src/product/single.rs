//! One product of two matrices on the pool of threads.
#![expect(unsafe_code, reason = "calls products on raw pointers into matrices")]

use std::ops::Range;

use smallvec::SmallVec;
use stridewise_core::Result;
use stridewise_kernels::product::{Dots, Kernels, Matrix, Problem, Way};

use crate::Fresh;
use crate::threads::{self, Member, Sharing};

/// Bytes that packed parts of the right matrix may take on all threads together, and what each may take at least.
const PACKED: usize = 32 << 20;
const PACKED_BY_EACH: usize = 4 << 20;
/// The longest part of the inner axis that is packed at once.
const DEEP: usize = 8192;
/// Rows of the left matrix whose packed part shares the second-level cache with that of the right one.
const ROWS: usize = 128;
/// What one thread packs begins on a page of its own.
const PAGE: usize = 4096;
/// Elements of a dot product that are summed on their own: a long one is a sum of such pieces.
pub(super) const PIECE: usize = 1 << 16;

/// A problem for several threads, each of which writes to places of its own.
#[derive(Clone, Copy)]
struct Shared<T>(T);

// SAFETY: the pointers are to matrices that are valid for as long as the work on them, and no two threads write to the
// same element.
unsafe impl<T> Sync for Shared<T> {}

impl<T: Copy> Shared<T> {
    fn get(&self) -> T {
        self.0
    }
}

/// What the product takes, in the pool's measure: a register of eight elements of eight bytes is as much as eight bytes
/// moved.
pub(super) fn work(size: usize, [rows, inner, columns]: [usize; 3]) -> usize {
    let products = rows.saturating_mul(inner).saturating_mul(columns) / 8 * size;
    let matrices = rows.saturating_mul(inner).saturating_add(inner.saturating_mul(columns)) * size;
    products.max(matrices)
}

/// Computes a product; what errors it met is in this thread's status.
///
/// # Safety
/// As [`Kernels::multiply`], though the problem need not be oriented.
///
/// # Errors
/// Memory error where there are no bytes to pack a part of the right matrix.
pub(super) unsafe fn multiply(kernels: &Kernels, problem: Problem, on_pool: bool) -> Result<()> {
    let problem = problem.oriented(kernels.size);
    let work = if on_pool { work(kernels.size, problem.shape) } else { 0 };
    // SAFETY: the caller's promise.
    unsafe {
        match problem.way(kernels) {
            Way::AtOnce if problem.shape[0] == 1 && problem.shape[2] == 1 => {
                dot(kernels, one_dot(&problem, false), on_pool)
            }
            Way::AtOnce => {
                if threads::pays(work) && !is_narrow(kernels, &problem) {
                    by_rows(kernels, problem, work);
                } else {
                    kernels.multiply(&problem);
                }
                Ok(())
            }
            Way::Blocks => in_blocks(kernels, problem, work),
        }
    }
}

/// Whether the product is that of a vector with few elements of each line: threads that share lines would read the same
/// memory, and nearly as much of it.
fn is_narrow(kernels: &Kernels, problem: &Problem) -> bool {
    let unit = kernels.size as isize;
    let lies = problem.left.row_step == unit && problem.left.column_step != unit;
    problem.shape[2] == 1 && lies && problem.shape[0] <= 2 * kernels.tile_columns
}

/// Shares the rows of a product among threads.
///
/// # Safety
/// As [`Kernels::multiply`].
unsafe fn by_rows(kernels: &Kernels, problem: Problem, work: usize) {
    let [rows, inner, columns] = problem.shape;
    // Vectors are shared by whole cache lines.
    let grain = if columns == 1 { 64 / kernels.size } else { kernels.tile_rows };
    let problem = Shared(problem);
    threads::share_here(rows, grain, work, &|range: Range<usize>| {
        let problem = problem.get();
        let part = Problem {
            shape: [range.len(), inner, columns],
            left: problem.left.moved(range.start, 0),
            target: problem.target.moved(range.start, 0),
            ..problem
        };
        // SAFETY: the caller's promise, for some of its rows.
        unsafe { kernels.multiply(&part) };
    });
}

/// A product of a row and a column.
pub(super) fn one_dot(problem: &Problem, conjugates: bool) -> Dots {
    let Problem { shape, left, right, target } = problem;
    Dots {
        count: 1,
        length: shape[1],
        left: left.start.cast_const(),
        left_step: left.column_step,
        right: right.start.cast_const(),
        right_step: right.row_step,
        conjugates,
        target: target.start,
        next: [0; 3],
    }
}

/// One dot product: the sum of those of fixed pieces.
///
/// # Safety
/// As [`Kernels::dots`].
///
/// # Errors
/// Memory error where there are no bytes for the sums of the pieces.
pub(super) unsafe fn dot(kernels: &Kernels, whole: Dots, on_pool: bool) -> Result<()> {
    let length = whole.length;
    if length <= PIECE {
        // SAFETY: the caller's promise.
        unsafe { kernels.dots(&whole) };
        return Ok(());
    }
    let (pieces, size) = (length.div_ceil(PIECE), kernels.size);
    let mut sums = Fresh::<u8>::new(&[pieces * size])?;
    let shared = Shared((whole, sums.elements().as_mut_ptr()));
    let work = if on_pool { 2 * length * size } else { 0 };
    threads::share_here(pieces, 1, work, &|range: Range<usize>| {
        let (whole, sums) = shared.get();
        for piece in range {
            let start = piece * PIECE;
            let part = Dots {
                length: PIECE.min(length - start),
                left: whole.left.wrapping_offset(start as isize * whole.left_step),
                right: whole.right.wrapping_offset(start as isize * whole.right_step),
                target: sums.wrapping_add(piece * size),
                ..whole
            };
            // SAFETY: the caller's promise, for some of the elements; each piece has a sum of its own.
            unsafe { kernels.dots(&part) };
        }
    });
    let (Dots { target, .. }, sums) = shared.get();
    // SAFETY: there is one sum for each piece, at least one.
    unsafe {
        target.copy_from_nonoverlapping(sums, size);
        for piece in 1..pieces {
            kernels.add(1, target, sums.add(piece * size));
        }
    }
    Ok(())
}

/// Computes a product in blocks, the right matrix in parts as they fit the memory that is to be taken.
///
/// # Safety
/// As [`multiply`], for an oriented problem.
unsafe fn in_blocks(kernels: &Kernels, problem: Problem, work: usize) -> Result<()> {
    let [rows, inner, columns] = problem.shape;
    let [deep, wide] = packed_part_of(kernels, problem.shape);
    let symmetric = is_symmetric(&problem);
    for place in (0..inner).step_by(deep) {
        for column in (0..columns).step_by(wide) {
            let part = Problem {
                shape: [rows, deep.min(inner - place), wide.min(columns - column)],
                left: problem.left.moved(0, place),
                right: problem.right.moved(place, column),
                target: problem.target.moved(0, column),
            };
            let half = symmetric.then_some(column);
            // SAFETY: the caller's promise, for a part of the product.
            unsafe { packed_part(kernels, part, place > 0, work, half)? };
        }
    }
    if symmetric {
        mirror(kernels, problem, work);
    }
    Ok(())
}

/// How much of the inner axis, and how many columns, are packed at once.
fn packed_part_of(kernels: &Kernels, [_, inner, columns]: [usize; 3]) -> [usize; 2] {
    let deep = inner.div_ceil(inner.div_ceil(DEEP).max(1)).max(1);
    let bytes = (PACKED / threads::count()).max(PACKED_BY_EACH);
    let panels = (bytes / (deep * kernels.size * kernels.tile_columns)).max(1);
    [deep, columns.min(panels * kernels.tile_columns)]
}

/// Bytes that packed parts of the right matrix may take where a product of this shape is computed in blocks.
pub(super) fn packed_bytes(kernels: &Kernels, shape: [usize; 3]) -> usize {
    let [rows, inner, columns] = shape;
    let small = rows == 1 || columns == 1 || kernels.is_small(shape);
    let [deep, wide] = packed_part_of(kernels, [rows, inner, columns]);
    if small { 0 } else { kernels.packed_bytes(deep, wide) * threads::count() }
}

/// One round of packing and multiplying. Of the `half` of a symmetric product whose columns begin here, rows leave out what
/// stands before the diagonal.
///
/// Each thread packs for itself what it needs, where it packed before: packing again costs less than reading what another
/// core has packed.
///
/// # Safety
/// As [`in_blocks`].
unsafe fn packed_part(
    kernels: &Kernels,
    problem: Problem,
    accumulate: bool,
    work: usize,
    half: Option<usize>,
) -> Result<()> {
    let [rows, inner, columns] = problem.shape;
    let panels = kernels.panels(columns);
    let by_rows = rows / kernels.tile_rows >= panels || rows >= 16 * kernels.tile_rows;
    let (length, grain) = if by_rows { (rows, kernels.tile_rows) } else { (panels, 1) };
    // The fewer rows at a time, the less is computed beyond the diagonal.
    let step = if half.is_some() {
        let least = kernels.tile_columns.next_multiple_of(kernels.tile_rows).min(ROWS);
        (rows / 16).next_multiple_of(kernels.tile_rows).clamp(least, ROWS)
    } else {
        ROWS
    };
    let sharing = Sharing::new(length, grain, work);
    let right_bytes = kernels.packed_bytes(inner, columns).next_multiple_of(PAGE);
    let left_bytes = kernels.workspace_bytes(step.min(rows), inner).next_multiple_of(PAGE);
    let each = right_bytes + left_bytes;
    let mut space = Fresh::<u8>::new(&[each * sharing.seats()])?;
    let shared = Shared((problem, space.elements().as_mut_ptr()));
    sharing.run_here(&|member: Member<'_>| {
        let (problem, space) = shared.get();
        let packed = space.wrapping_add(member.seat() * each);
        let workspace = packed.wrapping_add(right_bytes);
        let mut is_packed: SmallVec<[bool; 128]> = SmallVec::from_elem(false, panels);
        for range in member {
            let (own_rows, own_panels) = if by_rows { (range, 0..panels) } else { (0..rows, range) };
            for start in own_rows.clone().step_by(step) {
                let rows = start..own_rows.end.min(start + step);
                let first = half.map_or(0, |column| start.saturating_sub(column) / kernels.tile_columns);
                let panels = own_panels.start.max(first)..own_panels.end;
                for panel in panels.clone() {
                    if !std::mem::replace(&mut is_packed[panel], true) {
                        // SAFETY: the caller's promise; nobody else has this seat's bytes.
                        unsafe { kernels.pack(&problem, panel, packed) };
                    }
                }
                if !panels.is_empty() {
                    // SAFETY: as above; no two threads have the same rows and panels.
                    unsafe {
                        kernels.multiply_packed(&problem, rows, panels, packed, workspace, accumulate);
                    }
                }
            }
        }
    });
    Ok(())
}

/// Whether the product is that of a matrix with its own transpose.
fn is_symmetric(problem: &Problem) -> bool {
    let Problem { shape, left, right, .. } = problem;
    shape[0] == shape[2]
        && left.start == right.start
        && left.row_step == right.column_step
        && left.column_step == right.row_step
}

/// Side of the squares in which a matrix is mirrored.
const SQUARE: usize = 32;

/// Writes what stands above the diagonal of a square target below it.
fn mirror(kernels: &Kernels, problem: Problem, work: usize) {
    let rows = problem.shape[0];
    let shared = Shared(problem.target);
    let bytes = if work > 0 { rows * rows * kernels.size } else { 0 };
    threads::share_here(rows.div_ceil(SQUARE), 1, bytes, &|range: Range<usize>| {
        let target = shared.get();
        for square in range {
            let rows = square * SQUARE..rows.min((square + 1) * SQUARE);
            for first in (0..rows.end).step_by(SQUARE) {
                for row in rows.clone() {
                    for column in first..row.min(first + SQUARE) {
                        // SAFETY: both places are inside the target, and no other thread touches this one.
                        unsafe { copy_element(target, kernels.size, [column, row], [row, column]) };
                    }
                }
            }
        }
    });
}

/// # Safety
/// The places must be inside the matrix, whose elements have this size.
#[inline(always)]
unsafe fn copy_element(matrix: Matrix, size: usize, from: [usize; 2], to: [usize; 2]) {
    let (from, to) = (matrix.at(from[0], from[1]).cast_const(), matrix.at(to[0], to[1]));
    // SAFETY: the caller's promise.
    unsafe {
        match size {
            4 => to.cast::<u32>().write_unaligned(from.cast::<u32>().read_unaligned()),
            8 => to.cast::<u64>().write_unaligned(from.cast::<u64>().read_unaligned()),
            _ => std::ptr::copy(from, to, size),
        }
    }
}
