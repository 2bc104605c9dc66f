//! The tile of a product that one round of the registers computes.
#![expect(unsafe_code, reason = "reads and writes matrices behind raw pointers")]
#![expect(clippy::needless_range_loop, reason = "indices of arrays that stay in registers")]

use super::arithmetic::Arithmetic;

/// A few rows of the left matrix by a few columns of the right one. Steps are in bytes; elements of a row of the right
/// matrix and of the target lie side by side.
pub(super) struct Tile<E> {
    /// Products in each sum.
    pub depth: usize,
    pub left: *const E,
    pub left_row: isize,
    pub left_depth: isize,
    pub right: *const E,
    pub right_depth: isize,
    pub target: *mut E,
    pub target_row: isize,
    /// Rows and columns that are there; the right matrix may have more.
    pub rows: usize,
    pub columns: usize,
    /// Whether the sums are added to what the target holds.
    pub accumulate: bool,
}

/// Computes a tile of at most `ROWS` rows and `ACROSS` registers of columns. With `PART` the right matrix has no more
/// columns than the tile, else it fills all registers.
///
/// # Safety
/// The tile must be as its fields say, and the target apart from the matrices.
#[inline(always)]
pub(super) unsafe fn compute<A: Arithmetic, const ROWS: usize, const ACROSS: usize, const PART: bool>(
    tile: &Tile<A::Element>,
) {
    // SAFETY: the caller's promise; rows that are not there repeat the last one, so that they meet no errors of their
    // own, and are not written.
    unsafe {
        let lefts: [*const A::Element; ROWS] = std::array::from_fn(|row| {
            tile.left.wrapping_byte_offset(row.min(tile.rows - 1) as isize * tile.left_row)
        });
        let mut right = tile.right;
        let mut place = 0;
        let mut sums = [[A::zero(); ACROSS]; ROWS];
        for _ in 0..tile.depth {
            let columns: [A::Register; ACROSS] = std::array::from_fn(|across| {
                let from = right.wrapping_add(across * A::LANES);
                if PART && across == ACROSS - 1 {
                    A::load_part(from, tile.columns - across * A::LANES)
                } else {
                    A::load(from)
                }
            });
            for row in 0..ROWS {
                let factor = A::factor(lefts[row].wrapping_byte_offset(place));
                for across in 0..ACROSS {
                    sums[row][across] = A::add_product(sums[row][across], factor, columns[across]);
                }
            }
            place += tile.left_depth;
            right = right.wrapping_byte_offset(tile.right_depth);
        }
        for row in 0..ROWS {
            if row >= tile.rows {
                break;
            }
            let line = tile.target.wrapping_byte_offset(row as isize * tile.target_row);
            for across in 0..ACROSS {
                let first = across * A::LANES;
                if tile.columns <= first {
                    break;
                }
                let (to, count) = (line.wrapping_add(first), tile.columns - first);
                let sum = A::finish(sums[row][across]);
                if count >= A::LANES {
                    let sum = if tile.accumulate { A::add(A::load(to), sum) } else { sum };
                    A::store(sum, to);
                } else {
                    let sum = if tile.accumulate { A::add(A::load_part(to, count), sum) } else { sum };
                    A::store_part(sum, to, count);
                }
            }
        }
    }
}
