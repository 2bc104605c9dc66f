//! Sharing a pass among threads.
//!
//! How a pass is shared is decided by its size alone, and no element's value depends on it.

mod deal;
mod door;
mod linger;
mod pool;
mod primitives;
mod team;
mod together;

use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};

use stridewise_core::op::FloatErrors;
use stridewise_kernels::status;

use deal::Deal;
pub(crate) use deal::Member;
pub use pool::{count, set_count};
use primitives::Arc;
pub use team::Team;
use together::{Invitation, together};

use crate::interrupt;

/// Work, in bytes moved and operations done, that pays for waking a thread.
const PER_THREAD: usize = 1 << 20;

/// Work that pays for a thread that is awake.
const PER_THREAD_AWAKE: usize = 256 << 10;

/// No part is shorter than this share of a thread's share of the whole.
const SHORTEST_SHARE: usize = 16;

/// Work after which one looks whether it shall be interrupted: some tens of milliseconds.
const BETWEEN_LOOKS: usize = 256 << 20;

/// What loops met on all threads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Met {
    pub errors: FloatErrors,
    /// Whether an element has no result at all.
    pub refused: bool,
}

/// Whether this much work (bytes moved and operations done) may pay for more than one thread.
#[inline]
pub(crate) fn pays(work: usize) -> bool {
    work >= 2 * PER_THREAD_AWAKE && work >= 2 * per_thread()
}

/// Work that pays for one more thread now.
fn per_thread() -> usize {
    if linger::somebody_lingers() { PER_THREAD_AWAKE } else { PER_THREAD }
}

/// How a pass over `0..length` is shared among threads.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sharing {
    length: usize,
    grain: usize,
    shortest: usize,
    longest: Option<usize>,
    seats: usize,
    /// Whether interrupts are heeded between parts.
    is_open: bool,
}

impl Sharing {
    /// Among as many threads as `work` pays for now. Parts start at multiples of `grain`. Long work that is
    /// [open to interrupts](interrupt) heeds them between its parts.
    #[inline]
    pub(crate) fn new(length: usize, grain: usize, work: usize) -> Self {
        let threads = if pays(work) { count().min(work / per_thread()).max(1) } else { 1 };
        let grain = grain.max(1);
        let is_open = work > BETWEEN_LOOKS && interrupt::is_open();
        let longest = is_open.then(|| (length / work.div_ceil(BETWEEN_LOOKS)).max(1).next_multiple_of(grain));
        let shortest = length.div_ceil(threads * SHORTEST_SHARE).next_multiple_of(grain);
        let seats = if shortest >= length { 1 } else { threads };
        let shortest = if seats == 1 { length } else { shortest }.min(longest.unwrap_or(length));
        Self { length, grain, shortest, longest, seats, is_open }
    }

    /// The most that may take part.
    pub(crate) fn seats(&self) -> usize {
        self.seats
    }

    /// Has `member` called by everybody who takes part, once each, for the parts that it is given.
    pub(crate) fn run(&self, member: &(dyn Fn(Member<'_>) + Sync)) -> Met {
        let deal = Deal::new(*self);
        let errors = AtomicU8::new(0);
        let refused = AtomicBool::new(false);
        let run = || {
            let Some(seated) = deal.sit(pool::place()) else { return };
            status::clear();
            member(seated);
            errors.fetch_or(status::read().0, Ordering::Relaxed);
            refused.fetch_or(status::take_refusal(), Ordering::Relaxed);
        };
        let others = self.seats - 1;
        match (others > 0).then(|| pool::pool(self.seats)).flatten() {
            Some(pool) => {
                let invite = |invitation: Arc<Invitation>| {
                    if linger::offer(invitation) {
                        pool.spawn(linger::work);
                    }
                };
                together(others, invite, &run);
            }
            None => run(),
        }
        Met { errors: FloatErrors(errors.into_inner()), refused: refused.into_inner() }
    }

    /// As [`run`](Self::run), for passes that are part of more: what they met is added to this thread's status, as if they
    /// had all run here.
    pub(crate) fn run_here(&self, member: &(dyn Fn(Member<'_>) + Sync)) {
        let before = status::read();
        add_to_status(before, self.run(member));
    }
}

/// Runs `pass` over all of `0..length`, in parts on as many threads as `work` pays for. Parts start at multiples of
/// `grain`. Interrupts are heeded as by [`Sharing`].
pub(crate) fn share(length: usize, grain: usize, work: usize, pass: &(dyn Fn(Range<usize>) + Sync)) -> Met {
    let sharing = Sharing::new(length, grain, work);
    if sharing.seats == 1 && sharing.longest.is_none() {
        status::clear();
        pass(0..length);
        return Met { errors: status::read(), refused: status::take_refusal() };
    }
    sharing.run(&|member| member.for_each(pass))
}

/// As [`share`], for passes that are part of more: what they met is added to this thread's status, as if they had all run
/// here.
pub(crate) fn share_here(length: usize, grain: usize, work: usize, pass: &(dyn Fn(Range<usize>) + Sync)) {
    let before = status::read();
    add_to_status(before, share(length, grain, work, pass));
}

fn add_to_status(before: FloatErrors, met: Met) {
    status::raise(before | met.errors);
    if met.refused {
        status::refuse();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, AtomicUsize};

    use super::*;

    #[test]
    fn every_place_is_visited_once_in_parts_that_start_at_the_grain() {
        set_count(4);
        for length in [1, 7, 8, 9, 100, 1000, 1023, 4096] {
            for work in [1, 1 << 30] {
                let visits: Vec<AtomicU32> = (0..length).map(|_| AtomicU32::new(0)).collect();
                share(length, 8, work, &|range| {
                    assert_eq!(range.start % 8, 0);
                    range.for_each(|place| {
                        visits[place].fetch_add(1, Ordering::Relaxed);
                    });
                });
                assert!(visits.iter().all(|count| count.load(Ordering::Relaxed) == 1), "{length} {work}");
            }
        }
    }

    #[test]
    fn errors_of_all_threads_are_met() {
        set_count(4);
        let met = share(1 << 12, 1, 1 << 30, &|range| {
            if range.contains(&4000) {
                status::raise(FloatErrors::DIVIDE);
            }
        });
        assert_eq!(met, Met { errors: FloatErrors::DIVIDE, refused: false });
        assert!(share(8, 1, 1 << 30, &|_| status::refuse()).refused);
    }

    #[test]
    fn a_panic_of_any_part_comes_out_after_all_others_ended() {
        set_count(4);
        for wrong in [0, 1000, 4095] {
            let running = AtomicU32::new(0);
            let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
                share(1 << 12, 1, 1 << 30, &|range| {
                    running.fetch_add(1, Ordering::SeqCst);
                    let wrong = range.contains(&wrong);
                    std::thread::yield_now();
                    running.fetch_sub(1, Ordering::SeqCst);
                    assert!(!wrong, "on purpose");
                });
            }));
            assert!(outcome.is_err());
            assert_eq!(running.load(Ordering::SeqCst), 0);
        }
    }

    #[test]
    fn passes_of_many_threads_share_the_pool() {
        set_count(3);
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for length in 1..300 {
                        let sum = AtomicUsize::new(0);
                        share(length, 1, 1 << 30, &|range| {
                            sum.fetch_add(range.sum(), Ordering::Relaxed);
                        });
                        assert_eq!(sum.into_inner(), length * (length - 1) / 2);
                    }
                });
            }
        });
    }

    #[test]
    fn small_work_stays_on_its_thread() {
        let caller = std::thread::current().id();
        share(1000, 1, 1000, &|_| assert_eq!(std::thread::current().id(), caller));
    }
}
