//! Reading elements at computed places, by element size.
#![expect(unsafe_code, reason = "reads elements behind raw pointers")]

use crate::by_size::by_size;
use crate::inner_loop::at_levels;

/// Elements of equal size at equal distances: a start, and bytes from one to the next.
#[derive(Clone, Copy, Debug)]
pub struct Run {
    pub start: *mut u8,
    pub stride: isize,
}

// SAFETY: a run says where elements are; who reads or writes them says that he may.
unsafe impl Send for Run {}
// SAFETY: as above.
unsafe impl Sync for Run {}

impl Run {
    #[inline(always)]
    pub fn at(self, place: usize) -> *mut u8 {
        self.start.wrapping_offset(self.stride.wrapping_mul(place as isize))
    }

    /// The run that starts so many bytes further on.
    #[inline(always)]
    pub fn moved(self, bytes: isize) -> Self {
        Self { start: self.start.wrapping_offset(bytes), ..self }
    }
}

/// The place of the first of `count` positions (`i64`) that is neither in `0..length` nor, counted from the end, in
/// `-length..0`.
///
/// # Safety
/// `positions` must be valid for `count` reads of `i64`.
pub unsafe fn out_of_bounds(positions: Run, count: usize, length: usize) -> Option<usize> {
    type Any = unsafe fn(positions: *const i64, count: usize, length: usize) -> bool;
    // SAFETY: the caller vouches for every position.
    let position = |place| unsafe { positions.at(place).cast::<i64>().read_unaligned() };
    let any = if positions.stride == 8 {
        let any = at_levels!(Any: (positions: *const i64, count: usize, length: usize) -> bool;
            // Its caller vouches for the positions.
            (0..count).fold(false, |any, place| any | is_outside(positions.add(place).read_unaligned(), length)));
        // SAFETY: as above.
        unsafe { any(positions.start.cast::<i64>(), count, length) }
    } else {
        (0..count).fold(false, |any, place| any | is_outside(position(place), length))
    };
    if any { (0..count).find(|&place| is_outside(position(place), length)) } else { None }
}

#[inline(always)]
fn is_outside(position: i64, length: usize) -> bool {
    let length = length as i64;
    position >= length || position < -length
}

/// A position counted from the front.
#[inline(always)]
pub(crate) fn wrapped(position: i64, length: usize) -> usize {
    position.wrapping_add((position >> 63) & length as i64) as usize
}

/// Copies the elements at `count` positions (`i64`) of an axis to `target`, one behind the other. Stops at the first
/// position that is out of bounds and gives its place.
///
/// # Safety
/// The positions and the `length` elements at `source` must be valid for reads; `target` must hold `count` elements
/// and overlap neither.
pub unsafe fn take(
    item_size: usize,
    source: Run,
    length: usize,
    positions: Run,
    count: usize,
    target: *mut u8,
) -> Result<(), usize> {
    by_size!(item_size, T => {
        let target = target.cast::<T>();
        let dense = source.stride == size_of::<T>() as isize;
        for place in 0..count {
            // SAFETY: the caller vouches for positions, source and target; the position is in bounds.
            unsafe {
                let position = wrapped(positions.at(place).cast::<i64>().read_unaligned(), length);
                if position >= length {
                    return Err(place);
                }
                let element = if dense {
                    source.start.cast::<T>().add(position).read_unaligned()
                } else {
                    source.at(position).cast::<T>().read_unaligned()
                };
                target.add(place).write_unaligned(element);
            }
        }
    });
    Ok(())
}

/// Copies the elements that stand `distances` bytes from `source` to `target`, one behind the other.
///
/// # Safety
/// Each place must be valid for reads of an element; `target` must hold all and not overlap them.
pub unsafe fn gather(item_size: usize, source: *const u8, distances: &[isize], target: *mut u8) {
    by_size!(item_size, T => {
        let target = target.cast::<T>();
        for (place, &distance) in distances.iter().enumerate() {
            // SAFETY: the caller vouches for source and target.
            unsafe {
                target.add(place).write_unaligned(source.wrapping_offset(distance).cast::<T>().read_unaligned());
            }
        }
    });
}

/// Copies `count` elements from one run to another.
///
/// # Safety
/// The elements must be valid for reads and writes; the runs overlap at most element for element.
#[inline(always)]
pub unsafe fn copy_run(item_size: usize, count: usize, source: Run, target: Run) {
    if source.stride == item_size as isize && target.stride == item_size as isize {
        // SAFETY: the caller vouches for both; `copy` allows them to be the same.
        unsafe { std::ptr::copy(source.start, target.start, count * item_size) };
        return;
    }
    by_size!(item_size, T => for place in 0..count {
        // SAFETY: the caller vouches for both.
        unsafe { target.at(place).cast::<T>().write_unaligned(source.at(place).cast::<T>().read_unaligned()) };
    });
}

/// Copies blocks of `block` bytes: for each of `outer` groups of `length` blocks those at `count` positions (`i64`), one
/// behind the other. Negative positions count from the group's end; those out of bounds give its first block. Groups of the
/// target start `target_step` bytes from each other.
///
/// # Safety
/// `source` must hold `outer * length` blocks, `length` at least one unless there is no position; the positions must be
/// valid for reads; `target` must hold the blocks of each group and not overlap the source.
pub unsafe fn take_blocks(
    block: usize,
    outer: usize,
    length: usize,
    positions: Run,
    count: usize,
    source: *const u8,
    target: Run,
) {
    for group in 0..outer {
        let (from, to) = (source.wrapping_add(group * length * block), target.at(group));
        // SAFETY: the caller's promise.
        unsafe {
            match block {
                1 => take_each::<[u8; 1]>(length, positions, count, from, to),
                2 => take_each::<[u8; 2]>(length, positions, count, from, to),
                4 => take_each::<[u8; 4]>(length, positions, count, from, to),
                8 => take_each::<[u8; 8]>(length, positions, count, from, to),
                16 => take_each::<[u8; 16]>(length, positions, count, from, to),
                24 => take_each::<[u8; 24]>(length, positions, count, from, to),
                32 => take_each::<[u8; 32]>(length, positions, count, from, to),
                64 => take_each::<[u8; 64]>(length, positions, count, from, to),
                128 => take_each::<[u8; 128]>(length, positions, count, from, to),
                _ => {
                    for place in 0..count {
                        let from = from.wrapping_add(position_in(positions, place, length) * block);
                        std::ptr::copy_nonoverlapping(from, to.wrapping_add(place * block), block);
                    }
                }
            }
        }
    }
}

/// # Safety
/// As [`take_blocks`], for one group of blocks as large as `T`.
#[inline(always)]
unsafe fn take_each<T: Copy>(
    length: usize,
    positions: Run,
    count: usize,
    source: *const u8,
    target: *mut u8,
) {
    for place in 0..count {
        // SAFETY: the position is in bounds; the caller vouches for both ends.
        unsafe {
            let block = source.cast::<T>().add(position_in(positions, place, length)).read_unaligned();
            target.cast::<T>().add(place).write_unaligned(block);
        }
    }
}

/// # Safety
/// The position at that place must be valid for reads.
#[inline(always)]
unsafe fn position_in(positions: Run, place: usize, length: usize) -> usize {
    // SAFETY: the caller's promise.
    let position = wrapped(unsafe { positions.at(place).cast::<i64>().read_unaligned() }, length);
    if position < length { position } else { 0 }
}
