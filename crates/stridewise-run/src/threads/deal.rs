//! How the length of a pass is dealt out to those who take part.
//!
//! Each has a seat with a stretch of its own, and helps at the others' when that is done. Who sits where stays the same from
//! pass to pass, since reading what another core has just written takes several times as long as reading what is one's
//! own, and overwriting it ten times.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use smallvec::SmallVec;

use super::Sharing;
use crate::interrupt;

/// The next part is this share of what is left of a stretch: parts get shorter towards the end, where all should arrive
/// together.
const SHARE_OF_REST: usize = 2;

/// A stretch, on cache lines of its own: most often one thread alone touches it.
#[repr(align(128))]
struct Seat {
    taken: AtomicBool,
    begun: AtomicUsize,
    end: usize,
}

/// A length in stretches, one for each seat.
pub(super) struct Deal {
    seats: SmallVec<[Seat; 2]>,
    sharing: Sharing,
}

impl Deal {
    /// Parts start at multiples of the grain, and all but the last of a stretch have at least the shortest length.
    pub(super) fn new(sharing: Sharing) -> Self {
        let Sharing { length, grain, seats, .. } = sharing;
        let start = |seat: usize| match seat {
            seat if seat == seats => length,
            seat => {
                let even = (length as u128 * seat as u128 / seats as u128) as usize;
                even.next_multiple_of(grain).min(length)
            }
        };
        let seat = |seat: usize| Seat {
            taken: AtomicBool::new(false),
            begun: AtomicUsize::new(start(seat)),
            end: start(seat + 1),
        };
        Self { seats: (0..seats).map(seat).collect(), sharing }
    }

    /// Takes the seat that is asked for, or the next free one; `None` where there is none.
    pub(super) fn sit(&self, asked: usize) -> Option<Member<'_>> {
        let count = self.seats.len();
        let mut seats = (0..count).map(|next| (asked + next) % count);
        let seat = seats.find(|&seat| !self.seats[seat].taken.swap(true, Ordering::Relaxed))?;
        Some(Member { deal: self, seat, at: 0 })
    }

    /// Claims the next part of a stretch.
    fn claim(&self, seat: usize) -> Option<Range<usize>> {
        let Seat { begun, end, .. } = &self.seats[seat];
        let end_of_part = |start: usize| {
            let Sharing { grain, shortest, longest, .. } = self.sharing;
            let part = ((end - start) / SHARE_OF_REST).min(longest.unwrap_or(usize::MAX)).max(shortest);
            (*end).min(start + part.next_multiple_of(grain))
        };
        let next = |start: usize| (start < *end).then(|| end_of_part(start));
        let claimed = begun.fetch_update(Ordering::Relaxed, Ordering::Relaxed, next);
        claimed.ok().map(|start| start..end_of_part(start))
    }
}

/// Who takes part in a pass: an iterator over parts that nobody else has.
pub(crate) struct Member<'a> {
    deal: &'a Deal,
    seat: usize,
    /// How many stretches, from the own one on, are done.
    at: usize,
}

impl Member<'_> {
    /// The number of the seat, which nobody else has.
    pub(crate) fn seat(&self) -> usize {
        self.seat
    }
}

impl Iterator for Member<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        if self.deal.sharing.is_open {
            interrupt::heed();
        }
        let count = self.deal.seats.len();
        while self.at < count {
            if let Some(part) = self.deal.claim((self.seat + self.at) % count) {
                return Some(part);
            }
            self.at += 1;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_member_gets_everything_and_starts_at_its_own_stretch() {
        for (length, grain, seats) in [(100, 1, 2), (100, 8, 3), (1, 1, 2), (5, 4, 4), (1 << 20, 4096, 7)] {
            for asked in 0..seats {
                let deal =
                    Deal::new(Sharing { length, grain, shortest: 1, longest: None, seats, is_open: false });
                let mut seen = vec![false; length];
                let parts: Vec<_> = deal.sit(asked).unwrap().collect();
                assert!(parts.iter().all(|part| part.start % grain == 0));
                parts.iter().flat_map(Clone::clone).for_each(|place| {
                    assert!(!std::mem::replace(&mut seen[place], true));
                });
                assert!(seen.into_iter().all(|seen| seen), "{length} {grain} {seats} {asked}");
                if length >= seats * grain {
                    assert_eq!(parts[0].start, (length * asked / seats).next_multiple_of(grain));
                }
            }
        }
    }

    #[test]
    fn no_two_members_have_one_seat() {
        let sharing = Sharing { length: 10, grain: 1, shortest: 1, longest: None, seats: 3, is_open: false };
        let deal = Deal::new(sharing);
        let seats: Vec<_> = (0..3).map(|_| deal.sit(1).unwrap().seat()).collect();
        assert_eq!(seats, [1, 2, 0]);
        assert!(deal.sit(0).is_none());
    }
}
