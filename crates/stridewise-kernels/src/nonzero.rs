//! The places at which a mask is true.
#![expect(unsafe_code, reason = "reads masks and writes places behind raw pointers")]

use crate::inner_loop::at_levels;
use crate::take::Run;

/// Writes the place of each true byte, plus `first`, to `places`, at most `room` of them; says how many.
///
/// # Safety
/// The mask must be valid for `count` reads of a byte; `places` must hold `room` elements and not overlap the mask.
pub unsafe fn nonzero(mask: Run, count: usize, first: i64, places: *mut i64, room: usize) -> usize {
    let (mut found, mut place) = (0, 0);
    if mask.stride == 1 {
        // SAFETY: the caller's promise.
        (found, place) = unsafe { find_dense()(mask.start, count, first, places, room) };
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

/// As [`nonzero`] over bytes that stand one behind the other, as far as whole groups of eight, and room for as many, go:
/// says how many were found, and where it stopped.
type Dense =
    unsafe fn(mask: *const u8, count: usize, first: i64, places: *mut i64, room: usize) -> (usize, usize);

fn find_dense() -> Dense {
    at_levels!(Dense: (mask: *const u8, count: usize, first: i64, places: *mut i64, room: usize) -> (usize, usize);
        // Its caller vouches for mask and places.
        dense(mask, count, first, places, room))
}

/// # Safety
/// As [`nonzero`].
#[inline(always)]
unsafe fn dense(mask: *const u8, count: usize, first: i64, places: *mut i64, room: usize) -> (usize, usize) {
    let (mut found, mut place) = (0, 0);
    while place + 8 <= count && found + 8 <= room {
        // SAFETY: eight bytes of the mask are left, and room for eight places.
        unsafe {
            let eight = mask.add(place).cast::<u64>().read_unaligned().to_le();
            if eight != 0 {
                // Written all and kept as many as are true: no branch to mispredict.
                let ahead = &AHEAD[usize::from(gathered(eight))];
                let start = first + place as i64;
                let all: [i64; 8] = std::array::from_fn(|which| start + i64::from(ahead[which]));
                places.add(found).cast::<[i64; 8]>().write_unaligned(all);
                found += gathered(eight).count_ones() as usize;
            }
        }
        place += 8;
    }
    (found, place)
}

/// For each pattern of eight truth values the places of the true ones.
static AHEAD: [[u8; 8]; 256] = {
    let mut table = [[0; 8]; 256];
    let mut pattern = 0;
    while pattern < 256 {
        let (mut place, mut found) = (0, 0);
        while place < 8 {
            if (pattern >> place) & 1 == 1 {
                table[pattern][found] = place;
                found += 1;
            }
            place += 1;
        }
        pattern += 1;
    }
    table
};

/// One bit for each of eight bytes, the first in the lowest: whether it is not zero.
#[inline(always)]
fn gathered(bytes: u64) -> u8 {
    const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;
    // The highest bit of each byte that has any.
    let any = (((bytes & LOW) + LOW) | bytes) & !LOW;
    // Each partial product brings one of them to its place in the highest byte; no two meet.
    ((any >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_of_any_value_are_true_but_zero() {
        for pattern in 0..=255_u8 {
            for value in [1, 0x80, 0xff, 0x7f] {
                let bytes = std::array::from_fn(|place| if pattern >> place & 1 == 1 { value } else { 0 });
                assert_eq!(gathered(u64::from_le_bytes(bytes)), pattern);
            }
        }
    }

    #[test]
    fn places_are_found_at_any_length_and_with_any_room() {
        let mask: Vec<u8> = (0..100_u32).map(|place| (place * place % 7 < 3) as u8 * 3).collect();
        for count in [0, 1, 7, 8, 9, 50, 100] {
            let all: Vec<i64> =
                (0..count).filter(|&place| mask[place] != 0).map(|place| place as i64 + 5).collect();
            for room in [0, 1, 9, all.len(), 200] {
                let mut places = vec![-1; room];
                let run = Run { start: mask.as_ptr().cast_mut(), stride: 1 };
                // SAFETY: the mask has that many bytes, the places that much room.
                let found = unsafe { nonzero(run, count, 5, places.as_mut_ptr(), room) };
                assert_eq!(found, all.len().min(room));
                assert_eq!(places[..found], all[..found]);
            }
        }
    }
}
