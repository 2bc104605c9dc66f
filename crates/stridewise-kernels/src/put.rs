//! Writing elements at computed places, by element size.
#![expect(unsafe_code, reason = "writes elements behind raw pointers")]

use crate::by_size::by_size;
use crate::take::{Run, wrapped};

/// Copies `count` values to the elements at as many positions (`i64`) of an axis; later values win, positions out of
/// bounds are left out.
///
/// # Safety
/// The `length` elements at `target` must be valid for writes and overlap neither the values nor the positions, which
/// must be valid for reads.
pub unsafe fn put(item_size: usize, target: Run, length: usize, positions: Run, count: usize, values: Run) {
    by_size!(item_size, T => {
        let size = size_of::<T>() as isize;
        if positions.stride == 8 && values.stride == size && target.stride == size {
            for place in 0..count {
                // SAFETY: the caller vouches for positions, values and target.
                unsafe {
                    let position = wrapped(positions.start.cast::<i64>().add(place).read_unaligned(), length);
                    if position < length {
                        let value = values.start.cast::<T>().add(place).read_unaligned();
                        target.start.cast::<T>().add(position).write_unaligned(value);
                    }
                }
            }
        } else {
            for place in 0..count {
                // SAFETY: as above.
                unsafe {
                    let position = wrapped(positions.at(place).cast::<i64>().read_unaligned(), length);
                    if position < length {
                        let value = values.at(place).cast::<T>().read_unaligned();
                        target.at(position).cast::<T>().write_unaligned(value);
                    }
                }
            }
        }
    });
}

/// Copies values to the elements that stand `distances` bytes from `target`; later values win.
///
/// # Safety
/// Each place must be valid for writes of an element and not overlap the values, of which there must be as many.
pub unsafe fn scatter(item_size: usize, target: *mut u8, distances: &[isize], values: Run) {
    by_size!(item_size, T => for (place, &distance) in distances.iter().enumerate() {
        // SAFETY: the caller vouches for values and target.
        unsafe {
            let value = values.at(place).cast::<T>().read_unaligned();
            target.wrapping_offset(distance).cast::<T>().write_unaligned(value);
        }
    });
}

/// Sets `count` elements to the one that stands at `value`.
///
/// # Safety
/// `value` must be valid for reads of an element, the target for writes; they do not overlap.
pub unsafe fn fill(item_size: usize, count: usize, value: *const u8, target: Run) {
    by_size!(item_size, T => {
        // SAFETY: the caller vouches for the value.
        let value = unsafe { value.cast::<T>().read_unaligned() };
        if target.stride == size_of::<T>() as isize {
            for place in 0..count {
                // SAFETY: the caller vouches for the target.
                unsafe { target.start.cast::<T>().add(place).write_unaligned(value) };
            }
        } else {
            for place in 0..count {
                // SAFETY: as above.
                unsafe { target.at(place).cast::<T>().write_unaligned(value) };
            }
        }
    });
}
