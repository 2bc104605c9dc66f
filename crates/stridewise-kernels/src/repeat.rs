//! Blocks of bytes, each several times in a row.
#![expect(unsafe_code, reason = "copies blocks behind raw pointers")]

use crate::by_size::by_size;

/// Bytes that are copied at a time where a block is repeated often: what was written last is still in the cache.
const STRETCH: usize = 16 << 10;

/// Copies each of `count` blocks of `block` bytes, which stand one behind the other, `times` times.
///
/// # Safety
/// `source` must hold `count` blocks, `target` `times` as many; they do not overlap.
pub unsafe fn repeat(block: usize, count: usize, times: usize, source: *const u8, target: *mut u8) {
    // SAFETY: the caller's promise is handed on.
    unsafe {
        match (block, times) {
            (1 | 2 | 4 | 8 | 16, 2) => by_size!(block, T => widen::<T, 2>(count, source, target)),
            (1 | 2 | 4 | 8 | 16, 3) => by_size!(block, T => widen::<T, 3>(count, source, target)),
            (1 | 2 | 4 | 8 | 16, 4) => by_size!(block, T => widen::<T, 4>(count, source, target)),
            _ => {
                for place in 0..count {
                    let to = target.add(place * block * times);
                    fill(block, times, source.add(place * block), to);
                }
            }
        }
    }
}

/// As [`repeat`], each block as often as its count says; negative counts are none. At most `room` blocks are written;
/// says how many were.
///
/// # Safety
/// `source` must hold a block per count, `target` `room` of them; they do not overlap.
pub unsafe fn repeat_each(
    block: usize,
    counts: &[i64],
    source: *const u8,
    target: *mut u8,
    room: usize,
) -> usize {
    let mut written = 0;
    for (place, &count) in counts.iter().enumerate() {
        let times = usize::try_from(count).unwrap_or(0).min(room - written);
        // SAFETY: the caller's promise; no more blocks are written than there is room for.
        unsafe { fill(block, times, source.add(place * block), target.add(written * block)) };
        written += times;
    }
    written
}

/// # Safety
/// As [`repeat`], for elements of `T`.
unsafe fn widen<T: Copy, const TIMES: usize>(count: usize, source: *const u8, target: *mut u8) {
    let (source, target) = (source.cast::<T>(), target.cast::<[T; TIMES]>());
    for place in 0..count {
        // SAFETY: the caller's promise.
        unsafe { target.add(place).write_unaligned([source.add(place).read_unaligned(); TIMES]) };
    }
}

/// Copies one block `times` times.
///
/// # Safety
/// As [`repeat`], for one block.
#[inline(always)]
unsafe fn fill(block: usize, times: usize, source: *const u8, target: *mut u8) {
    if matches!(block, 1 | 2 | 4 | 8 | 16) {
        by_size!(block, T => {
            // SAFETY: the caller's promise.
            let element = unsafe { source.cast::<T>().read_unaligned() };
            for place in 0..times {
                // SAFETY: as above.
                unsafe { target.cast::<T>().add(place).write_unaligned(element) };
            }
        });
        return;
    }
    let total = block * times;
    if total == 0 {
        return;
    }
    // SAFETY: the caller's promise.
    unsafe { target.copy_from_nonoverlapping(source, block) };
    let mut done = block;
    while done < total {
        // Whole blocks, so that what is copied continues what is there.
        let piece = done.min((STRETCH / block).max(1) * block).min(total - done);
        // SAFETY: so many bytes at the start are written; those behind are the target's.
        unsafe { target.add(done).copy_from_nonoverlapping(target, piece) };
        done += piece;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_of_any_size_are_repeated() {
        for block in [1, 2, 3, 4, 7, 8, 16, 24, 40, 20_000] {
            let count = 5;
            let source: Vec<u8> = (0..block * count).map(|place| (place * 31 % 251) as u8).collect();
            for times in [0, 1, 2, 3, 4, 5, 17] {
                let mut target = vec![0; block * count * times];
                // SAFETY: the vectors are as long as that.
                unsafe { repeat(block, count, times, source.as_ptr(), target.as_mut_ptr()) };
                let expected: Vec<u8> = source.chunks(block).flat_map(|block| block.repeat(times)).collect();
                assert!(target == expected, "{block} {times}");
            }
        }
    }

    #[test]
    fn counts_of_their_own_stop_where_there_is_no_room() {
        for block in [1, 3, 8] {
            let source: Vec<u8> = (0..block * 4).map(|place| place as u8).collect();
            let counts = [2, 0, -1, 3];
            let mut expected = source[..block].repeat(2);
            expected.extend(source[3 * block..].repeat(3));
            for room in 0..=5 {
                let mut target = vec![0; room * block];
                // SAFETY: the vectors are as long as that.
                let written =
                    unsafe { repeat_each(block, &counts, source.as_ptr(), target.as_mut_ptr(), room) };
                assert_eq!(written, room);
                assert_eq!(target, expected[..room * block]);
            }
        }
    }
}
