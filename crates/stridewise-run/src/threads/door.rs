//! A door: others enter while it is open, and who closes it waits for those inside, but for nobody who comes late.

use std::sync::atomic::Ordering;

use super::primitives::{AtomicUsize, LOOKS, Thread, current, park};

/// Set once the door is closed; the bits above count those inside.
const CLOSED: usize = 1;
const ONE_INSIDE: usize = 2;

pub(super) struct Door {
    state: AtomicUsize,
    /// Who closes it.
    owner: Thread,
}

impl Door {
    /// An open door, which this thread will close.
    pub(super) fn new() -> Self {
        Self { state: AtomicUsize::new(0), owner: current() }
    }

    /// Whether nobody has closed the door yet, as far as this thread knows.
    pub(super) fn is_open(&self) -> bool {
        self.state.load(Ordering::Relaxed) & CLOSED == 0
    }

    /// Whether the door was open; then it has to be left, too.
    #[must_use]
    pub(super) fn enter(&self) -> bool {
        let mut state = self.state.load(Ordering::Relaxed);
        while state & CLOSED == 0 {
            let entered = state + ONE_INSIDE;
            match self.state.compare_exchange_weak(state, entered, Ordering::Acquire, Ordering::Relaxed) {
                Ok(_) => return true,
                Err(now) => state = now,
            }
        }
        false
    }

    pub(super) fn leave(&self) {
        if self.state.fetch_sub(ONE_INSIDE, Ordering::Release) == ONE_INSIDE | CLOSED {
            self.owner.unpark();
        }
    }

    /// Lets nobody in from now on, and returns when nobody is inside: what they did happened before.
    pub(super) fn close(&self) {
        if self.state.fetch_or(CLOSED, Ordering::AcqRel) & !CLOSED == 0 {
            return;
        }
        for _ in 0..LOOKS {
            if self.state.load(Ordering::Acquire) == CLOSED {
                return;
            }
            std::hint::spin_loop();
        }
        while self.state.load(Ordering::Acquire) != CLOSED {
            park();
        }
    }
}
