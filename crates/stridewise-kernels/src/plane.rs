//! Copies between arrays whose fast axes differ: both are walked in small squares, so that lines of memory are used up
//! while they are in the cache.
#![expect(unsafe_code, reason = "reads and writes elements behind raw pointers")]

use crate::by_size::by_size;

/// Where the elements of a plane stand: a start, and bytes from row to row and from column to column.
#[derive(Clone, Copy, Debug)]
pub struct Plane {
    pub start: *mut u8,
    pub row_step: isize,
    pub column_step: isize,
}

impl Plane {
    #[inline(always)]
    fn at(self, row: usize, column: usize) -> *mut u8 {
        self.start.wrapping_offset(row as isize * self.row_step + column as isize * self.column_step)
    }
}

/// Copies `rows` by `columns` elements. The rows of the source are its fast axis, the columns that of the target.
///
/// # Safety
/// The source must be valid for reads, the target for writes; they do not overlap.
pub unsafe fn copy(item_size: usize, rows: usize, columns: usize, source: Plane, target: Plane) {
    // SAFETY: the promise is handed on.
    by_size!(item_size, T => unsafe {
        // Longer sides would have more lines of memory under way than fit the sets of a cache.
        match size_of::<T>() {
            1 | 2 => copy_squares::<T, 8>(rows, columns, source, target),
            16 => copy_squares::<T, 2>(rows, columns, source, target),
            _ => copy_squares::<T, 4>(rows, columns, source, target),
        }
    });
}

/// # Safety
/// As [`copy`], for elements as large as `T`.
unsafe fn copy_squares<T: Copy, const SIDE: usize>(
    rows: usize,
    columns: usize,
    source: Plane,
    target: Plane,
) {
    let size = size_of::<T>() as isize;
    let dense = source.row_step == size && target.column_step == size;
    for row in (0..rows).step_by(SIDE) {
        let height = SIDE.min(rows - row);
        for column in (0..columns).step_by(SIDE) {
            let width = SIDE.min(columns - column);
            // SAFETY: the square lies inside the plane, over which the caller vouches for both.
            unsafe {
                if dense && height == SIDE && width == SIDE {
                    turn_square::<T, SIDE>(
                        source.at(row, column),
                        source.column_step,
                        target.at(row, column),
                        target.row_step,
                    );
                } else {
                    for down in row..row + height {
                        for along in column..column + width {
                            let element = source.at(down, along).cast::<T>().read_unaligned();
                            target.at(down, along).cast::<T>().write_unaligned(element);
                        }
                    }
                }
            }
        }
    }
}

/// Copies a square whose columns are dense in the source to one whose rows are dense in the target.
///
/// # Safety
/// As [`copy`].
#[inline(always)]
unsafe fn turn_square<T: Copy, const SIDE: usize>(
    source: *const u8,
    source_step: isize,
    target: *mut u8,
    target_step: isize,
) {
    for row in 0..SIDE {
        // SAFETY: the caller's promise.
        unsafe {
            let line: [T; SIDE] = std::array::from_fn(|column| {
                source.wrapping_offset(column as isize * source_step).cast::<T>().add(row).read_unaligned()
            });
            target.wrapping_offset(row as isize * target_step).cast::<[T; SIDE]>().write_unaligned(line);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn planes_of_any_size_are_turned() {
        for (rows, columns) in [(1, 1), (8, 8), (7, 9), (16, 3), (33, 40)] {
            let source: Vec<u32> = (0..(rows * columns) as u32).collect();
            let mut target = vec![0_u32; rows * columns];
            let from = Plane {
                start: source.as_ptr().cast_mut().cast(),
                row_step: 4,
                column_step: 4 * rows as isize,
            };
            let to =
                Plane { start: target.as_mut_ptr().cast(), row_step: 4 * columns as isize, column_step: 4 };
            // SAFETY: both hold so many elements.
            unsafe { copy(4, rows, columns, from, to) };
            for row in 0..rows {
                for column in 0..columns {
                    assert_eq!(target[row * columns + column], source[column * rows + row]);
                }
            }
        }
    }
}
