//! The places of elements, in the elements' order.

use super::{Key, Keyed};

/// How elements and their places share 64-bit integers, which sort as the elements do, equal ones by place.
///
/// The upper bits hold what an element's rank is above the smallest rank, without the lower bits for which there is no
/// room; the lower bits hold the place.
#[derive(Clone, Copy, Debug)]
pub struct Packing {
    place_bits: u32,
    /// Bits of ranks that were dropped.
    dropped: u32,
}

also_wide! {
    /// Packs elements and places, which are as many.
    fn pack<T: Keyed>(elements: &[T], packed: &mut [i64]) -> Packing {
        let (mut smallest, mut largest) = (i64::MAX, i64::MIN);
        for element in elements {
            let rank = element.rank().widened();
            smallest = smallest.min(rank);
            largest = largest.max(rank);
        }
        let place_bits = usize::BITS - (elements.len() | 1).leading_zeros();
        let rank_bits = u64::BITS - (largest.wrapping_sub(smallest) as u64).leading_zeros();
        let dropped = (place_bits + rank_bits).saturating_sub(u64::BITS);
        for (place, (element, slot)) in elements.iter().zip(packed).enumerate() {
            let above = element.rank().widened().wrapping_sub(smallest) as u64;
            *slot = (((above >> dropped) << place_bits | place as u64) ^ 1 << 63) as i64;
        }
        Packing { place_bits, dropped }
    }
}

impl Packing {
    /// Packs as many elements and places, which are as many.
    pub fn pack<T: Keyed>(elements: &[T], packed: &mut [i64]) -> Self {
        pack(elements, packed)
    }

    /// Leaves the places alone of what was packed and sorted.
    pub fn unpack<T: Keyed>(self, elements: &[T], packed: &mut [i64]) {
        let mask = (1_u64 << self.place_bits) as i64 - 1;
        if self.dropped > 0 {
            for run in packed.chunk_by_mut(|a, b| a >> self.place_bits == b >> self.place_bits) {
                if run.len() > 1 {
                    run.sort_unstable_by_key(|&slot| (elements[(slot & mask) as usize].rank(), slot));
                }
            }
        }
        for slot in packed {
            *slot &= mask;
        }
    }
}
