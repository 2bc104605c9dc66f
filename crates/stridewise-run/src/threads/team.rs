//! Threads for long work of many short steps.

use super::{Sharing, count, pays, per_thread};
use crate::interrupt;

/// How many threads share the steps of some work, which come one after the other.
///
/// Whether threads pay is decided once, by the whole work: they are awake from the first step on.
#[derive(Clone, Copy, Debug)]
pub struct Team {
    threads: usize,
    is_open: bool,
}

impl Team {
    /// As many threads as this much work (bytes moved and operations done) pays for now. If it is [open to
    /// interrupts](interrupt) here, they are heeded before each part of a step.
    pub fn of(work: usize) -> Self {
        let threads = if pays(work) { count().min(work / per_thread()).max(1) } else { 1 };
        Self { threads, is_open: interrupt::is_open() }
    }

    /// The most that may take part, the calling thread included.
    pub fn threads(&self) -> usize {
        self.threads
    }

    /// Ends the work here if it is open to interrupts, and somebody has asked for one.
    #[inline]
    pub fn heed(&self) {
        if self.is_open {
            interrupt::heed();
        }
    }

    /// Does `step` once for each of `0..parts`, and returns when all are done. Threads begin with the same parts each time:
    /// what they wrote last is near them.
    pub fn share(&self, parts: usize, step: &(dyn Fn(usize) + Sync)) {
        let Self { threads, is_open } = *self;
        let seats = threads.min(parts);
        if seats <= 1 {
            return (0..parts).for_each(|part| {
                self.heed();
                step(part);
            });
        }
        let sharing = Sharing { length: parts, grain: 1, shortest: 1, longest: Some(1), seats, is_open };
        sharing.run_here(&|member| member.flatten().for_each(step));
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;
    use crate::threads::set_count;

    #[test]
    fn every_part_of_every_step_is_done_once() {
        for threads in [1, 2, 3] {
            set_count(threads);
            let team = Team::of(1 << 30);
            for parts in [0, 1, 2, 3, 7, 16, 100] {
                let done: Vec<AtomicU32> = (0..parts).map(|_| AtomicU32::new(0)).collect();
                for step in 1..100 {
                    team.share(parts, &|part| {
                        // A step within a step finds threads, or does without.
                        team.share(2, &|_| {
                            done[part].fetch_add(1, Ordering::Relaxed);
                        });
                    });
                    assert!(done.iter().all(|done| done.load(Ordering::Relaxed) == 2 * step));
                }
            }
        }
    }

    #[test]
    fn little_work_stays_on_its_thread() {
        assert_eq!(Team::of(1000).threads(), 1);
    }
}
