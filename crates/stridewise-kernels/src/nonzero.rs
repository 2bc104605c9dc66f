//! The places at which a mask is true.
#![expect(unsafe_code, reason = "reads masks and writes places behind raw pointers")]

use crate::take::Run;

/// Writes the place of each true byte, plus `first`, to `places`, at most `room` of them; says how many.
///
/// # Safety
/// The mask must be valid for `count` reads of a byte; `places` must hold `room` elements and not overlap the mask.
pub unsafe fn nonzero(mask: Run, count: usize, first: i64, places: *mut i64, room: usize) -> usize {
    let mut found = 0;
    let mut place = 0;
    while place < count && found < room {
        if mask.stride == 1 && count - place >= 8 {
            // SAFETY: eight bytes of the mask are left.
            let eight = unsafe { mask.start.add(place).cast::<u64>().read_unaligned() };
            if eight == 0 {
                place += 8;
                continue;
            }
        }
        let block = (count - place).min(8);
        for ahead in place..place + block {
            if found == room {
                break;
            }
            // SAFETY: the caller vouches for both; `found` is below `room`.
            unsafe {
                places.add(found).write_unaligned(first + ahead as i64);
                found += usize::from(mask.at(ahead).read() != 0);
            }
        }
        place += block;
    }
    found
}
