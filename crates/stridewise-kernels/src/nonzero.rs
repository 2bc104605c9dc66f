//! The places at which a mask is true.
#![expect(unsafe_code, reason = "reads masks and writes places behind raw pointers")]

use crate::take::Run;

/// Writes the place of each true byte, plus `first`, to `places`, at most `room` of them; says how many.
///
/// # Safety
/// The mask must be valid for `count` reads of a byte; `places` must hold `room` elements and not overlap the mask.
pub unsafe fn nonzero(mask: Run, count: usize, first: i64, places: *mut i64, room: usize) -> usize {
    let (mut found, mut place) = (0, 0);
    if mask.stride == 1 {
        while place + 8 <= count && found + 8 <= room {
            // SAFETY: eight bytes of the mask are left, and room for eight places.
            unsafe {
                let eight = mask.start.add(place).cast::<u64>().read_unaligned().to_le();
                if eight != 0 {
                    for ahead in 0..8 {
                        // Written always and kept only where the mask is true: no branch to mispredict.
                        places.add(found).write_unaligned(first + (place + ahead) as i64);
                        found += usize::from((eight >> (8 * ahead)) & 0xff != 0);
                    }
                }
            }
            place += 8;
        }
    }
    while place < count && found < room {
        // SAFETY: the caller vouches for both; `found` is below `room`.
        unsafe {
            places.add(found).write_unaligned(first + place as i64);
            found += usize::from(mask.at(place).read() != 0);
        }
        place += 1;
    }
    found
}
