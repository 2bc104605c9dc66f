//! The allocator's lock: held for a few instructions at a time, and across a fork.

use std::sync::atomic::{AtomicBool, Ordering};

/// A lock that may be released by another thread than took it, as the child of a fork does.
pub(super) struct Lock(AtomicBool);

impl Lock {
    pub(super) const fn new() -> Self {
        Self(AtomicBool::new(false))
    }

    #[inline]
    pub(super) fn take(&self) {
        while self.0.compare_exchange_weak(false, true, Ordering::Acquire, Ordering::Relaxed).is_err() {
            // Whoever holds it may wait for this processor.
            std::thread::yield_now();
        }
    }

    #[inline]
    pub(super) fn release(&self) {
        self.0.store(false, Ordering::Release);
    }
}
