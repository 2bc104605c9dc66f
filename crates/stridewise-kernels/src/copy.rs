//! Copies of elements that keep their dtype, by element size.
#![expect(unsafe_code, reason = "reads and writes elements behind raw pointers")]

use crate::by_size::by_size;
use crate::inner_loop::{Loop, at_levels};

/// The loop that copies elements of so many bytes.
pub fn copy_loop(item_size: usize) -> Loop {
    by_size!(item_size, T => {
        at_levels!(Loop: (length: usize, pointers: *const *mut u8, strides: *const isize) -> ();
            // Whoever calls a `Loop` keeps its promise for the dtypes that it was found by.
            copy::<T>(length, pointers, strides))
    })
}

/// # Safety
/// As [`Loop`], with one input and one output of elements as large as `T`.
#[inline(always)]
unsafe fn copy<T: Copy>(length: usize, pointers: *const *mut u8, strides: *const isize) {
    // SAFETY: the caller vouches for two pointers and strides, and for every element they reach.
    unsafe {
        let (source, target) = ((*pointers).cast::<T>(), (*pointers.add(1)).cast::<T>());
        let (from, to) = (*strides, *strides.add(1));
        let size = size_of::<T>() as isize;
        if to == size && from == size {
            std::ptr::copy(source.cast::<u8>(), target.cast::<u8>(), length * size_of::<T>());
        } else if to == size && from == -size {
            for place in 0..length {
                target.add(place).write_unaligned(source.sub(place).read_unaligned());
            }
        } else if to == size && from == 0 && length > 0 {
            let element = source.read_unaligned();
            for place in 0..length {
                target.add(place).write_unaligned(element);
            }
        } else {
            let (mut source, mut target) = (source.cast::<u8>(), target.cast::<u8>());
            for _ in 0..length {
                target.cast::<T>().write_unaligned(source.cast::<T>().read_unaligned());
                source = source.wrapping_offset(from);
                target = target.wrapping_offset(to);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_copied_at_any_distance_and_in_either_direction() {
        let source: Vec<u64> = (0..400).map(|place: u64| place.wrapping_mul(0x0101_0101_0101_0101)).collect();
        for size in [1, 2, 4, 8, 16] {
            for from in [-2_isize, -1, 0, 1, 2] {
                for to in [1_isize, 3] {
                    for length in [0, 1, 7, 16, 33] {
                        let mut target = vec![0_u8; 200 * size];
                        let middle = source.as_ptr().cast::<u8>().wrapping_add(200 * 8);
                        let pointers = [middle.cast_mut(), target.as_mut_ptr()];
                        let steps = [from * size as isize, to * size as isize];
                        // SAFETY: both hold a hundred elements of that size in the direction that is gone.
                        unsafe { copy_loop(size)(length, pointers.as_ptr(), steps.as_ptr()) };
                        for place in 0..length {
                            let at = middle.wrapping_offset(place as isize * steps[0]);
                            // SAFETY: as above.
                            let expected = unsafe { std::slice::from_raw_parts(at, size) };
                            assert_eq!(&target[place * to as usize * size..][..size], expected);
                        }
                    }
                }
            }
        }
    }
}
