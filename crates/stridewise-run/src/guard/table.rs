//! The table of the passes that run now.
//!
//! All extents of a pass are taken in one step or not at all, so nobody holds memory while waiting for other memory,
//! and no ring of waiting threads can close. Who has to wait takes a place in a queue, and whoever comes later and
//! conflicts with it waits behind it: readers that follow one another without a gap do not keep a writer out.
//!
//! This file and `extent.rs` are also compiled by `loom/`, over loom's primitives.

use std::ops::Deref;
use std::sync::PoisonError;
use std::sync::atomic::Ordering;

use smallvec::SmallVec;

use super::extent::Extent;
use super::primitives::{AtomicU64, Condvar, Mutex, MutexGuard, ThreadId, current};

/// Does a wait while the calling thread keeps nothing that others need, as the interpreter lock.
pub type Outside<'a> = &'a dyn Fn(&mut (dyn FnMut() + Send));

/// What one pass in the state word counts as; those that write count in the upper half as well.
const PASS: u64 = 1;
const WRITER: u64 = 1 << 32;

/// A pass that runs.
struct Pass {
    ticket: u64,
    thread: ThreadId,
    operation: &'static str,
    extents: SmallVec<[Extent; 4]>,
}

/// A pass that waits for its extents.
struct Waiter {
    ticket: u64,
    extents: SmallVec<[Extent; 4]>,
}

/// What the lock protects.
pub(super) struct Passes {
    running: Vec<Pass>,
    /// In the order in which they came.
    queue: Vec<Waiter>,
    /// Threads that sleep until a pass ends.
    sleepers: usize,
    next_ticket: u64,
}

/// A thread that holds guards asked for more, which is not free.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    /// What this thread holds a guard for.
    pub own: &'static str,
    /// What has the memory; the same where it is this thread's own.
    pub holder: &'static str,
}

pub(super) struct Table<S> {
    passes: Mutex<Passes>,
    ended: Condvar,
    /// How many passes run, and how many of them write. Changes under the lock; read without it, by others, too.
    state: S,
}

impl Passes {
    pub const NONE: Self = Self { running: Vec::new(), queue: Vec::new(), sleepers: 0, next_ticket: 0 };

    /// Whether one of the extents conflicts with a pass of another thread.
    fn is_busy(&self, extents: &[Extent]) -> bool {
        let thread = current().id();
        self.running.iter().any(|pass| pass.thread != thread && meet(&pass.extents, extents))
    }

    /// Whether somebody who came before that ticket runs or waits for memory that conflicts.
    fn is_blocked(&self, extents: &[Extent], ticket: u64) -> bool {
        self.is_busy(extents)
            || self.queue.iter().any(|waiter| waiter.ticket < ticket && meet(&waiter.extents, extents))
    }

    /// For a thread that holds guards: whether it may have these too, at once; `None` for one that holds none.
    fn answer_holder(&self, extents: &[Extent]) -> Option<Result<(), Refusal>> {
        let thread = current().id();
        let own = || self.running.iter().filter(|pass| pass.thread == thread);
        let operation = own().next()?.operation;
        let refused = |holder| Some(Err(Refusal { own: operation, holder }));
        for extent in extents {
            let covered = own().flat_map(|pass| &pass.extents).any(|held| held.covers(extent));
            let other = self.running.iter().find(|pass| meet(&pass.extents, std::slice::from_ref(extent)));
            if let (false, Some(pass)) = (covered, other) {
                return refused(pass.operation);
            }
        }
        Some(Ok(()))
    }

    /// In the child of a fork, where no other thread is left.
    pub fn forget_other_threads(&mut self) {
        self.queue.clear();
        self.sleepers = 0;
    }
}

fn meet(held: &[Extent], wanted: &[Extent]) -> bool {
    held.iter().any(|held| wanted.iter().any(|wanted| held.conflicts(wanted)))
}

fn count(extents: &[Extent]) -> u64 {
    if extents.iter().any(Extent::writes) { PASS + WRITER } else { PASS }
}

impl<S> Table<S> {
    pub const fn new(passes: Mutex<Passes>, ended: Condvar, state: S) -> Self {
        Self { passes, ended, state }
    }
}

impl<S: Deref<Target = AtomicU64> + Sync> Table<S> {
    /// Whether no pass runs. Who keeps others from starting one, and reads true, finds the memory as the last pass
    /// left it.
    #[inline]
    pub fn is_idle(&self) -> bool {
        self.state.load(Ordering::Acquire) == 0
    }

    /// Whether no pass runs that writes.
    #[inline]
    pub fn is_unwritten(&self) -> bool {
        self.state.load(Ordering::Acquire) < WRITER
    }

    fn lock(&self) -> MutexGuard<'_, Passes> {
        self.passes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sleeps until a pass ends.
    fn sleep<'a>(&self, mut passes: MutexGuard<'a, Passes>) -> MutexGuard<'a, Passes> {
        passes.sleepers += 1;
        let mut passes = self.ended.wait(passes).unwrap_or_else(PoisonError::into_inner);
        passes.sleepers -= 1;
        passes
    }

    fn admit(
        &self,
        mut passes: MutexGuard<'_, Passes>,
        ticket: u64,
        operation: &'static str,
        extents: &[Extent],
    ) -> u64 {
        self.state.fetch_add(count(extents), Ordering::Relaxed);
        passes.running.push(Pass { ticket, thread: current().id(), operation, extents: extents.into() });
        ticket
    }

    /// Takes all the extents for a pass of this thread, and gives the ticket to [release](Self::release) them by.
    /// Where that has to wait, it sleeps inside `outside`, and tries again behind it.
    pub fn hold(
        &self,
        operation: &'static str,
        extents: &[Extent],
        outside: Outside<'_>,
    ) -> Result<u64, Refusal> {
        let mut passes = self.lock();
        let ticket = passes.next_ticket;
        passes.next_ticket += 1;
        if let Some(answer) = passes.answer_holder(extents) {
            return answer.map(|()| self.admit(passes, ticket, operation, extents));
        }
        if passes.is_blocked(extents, ticket) {
            passes.queue.push(Waiter { ticket, extents: extents.into() });
            loop {
                drop(passes);
                outside(&mut || {
                    let mut passes = self.lock();
                    while passes.is_blocked(extents, ticket) {
                        passes = self.sleep(passes);
                    }
                });
                passes = self.lock();
                if !passes.is_blocked(extents, ticket) {
                    break;
                }
            }
            // Who waited behind this one conflicts with it as before, now that it runs.
            passes.queue.retain(|waiter| waiter.ticket != ticket);
        }
        Ok(self.admit(passes, ticket, operation, extents))
    }

    /// As [`hold`](Self::hold), for who waits where it stands, with the interpreter lock if it has that. It goes before
    /// those in the queue, who may wait for the lock; those who run need none.
    pub fn hold_in_place(&self, operation: &'static str, extents: &[Extent]) -> Result<u64, Refusal> {
        let mut passes = self.lock();
        let ticket = passes.next_ticket;
        passes.next_ticket += 1;
        match passes.answer_holder(extents) {
            Some(answer) => answer?,
            None => {
                while passes.is_busy(extents) {
                    passes = self.sleep(passes);
                }
            }
        }
        Ok(self.admit(passes, ticket, operation, extents))
    }

    /// Whether nobody else runs or waits to run what conflicts with the extents.
    pub fn is_free(&self, extents: &[Extent]) -> bool {
        self.is_idle() || !self.lock().is_blocked(extents, u64::MAX)
    }

    /// Ends the pass.
    pub fn release(&self, ticket: u64) {
        let mut passes = self.lock();
        if let Some(place) = passes.running.iter().position(|pass| pass.ticket == ticket) {
            let pass = passes.running.swap_remove(place);
            // With this, who finds the table idle also finds what the pass wrote.
            self.state.fetch_sub(count(&pass.extents), Ordering::Release);
        }
        let sleepers = passes.sleepers;
        drop(passes);
        if sleepers > 0 {
            self.ended.notify_all();
        }
    }

    /// Returns when no pass of another thread conflicts with the extents, for work that takes none itself because
    /// nobody can start a pass meanwhile. Where that has to wait, it sleeps inside `outside`, and looks again behind
    /// it. The queue counts for nothing here: who waits in it may be waiting for this very work.
    pub fn wait_until_free(&self, extents: &[Extent], outside: Outside<'_>) {
        while self.lock().is_busy(extents) {
            outside(&mut || {
                let mut passes = self.lock();
                while passes.is_busy(extents) {
                    passes = self.sleep(passes);
                }
            });
        }
    }

    /// As [`wait_until_free`](Self::wait_until_free), where it stands. Returns at once to who holds a guard: its operation has
    /// named what it touches, or made that itself.
    pub fn wait_in_place(&self, extents: &[Extent]) {
        let mut passes = self.lock();
        let thread = current().id();
        if passes.running.iter().any(|pass| pass.thread == thread) {
            return;
        }
        while passes.is_busy(extents) {
            passes = self.sleep(passes);
        }
    }

    /// Waits until no pass of another thread runs, and lets none start while the answer lives.
    pub fn pause(&self) -> MutexGuard<'_, Passes> {
        let thread = current().id();
        let mut passes = self.lock();
        while passes.running.iter().any(|pass| pass.thread != thread) {
            passes = self.sleep(passes);
        }
        passes
    }
}
