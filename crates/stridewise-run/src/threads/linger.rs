//! Workers that have just worked: they look for more for a while, since waking a thread takes longer than many a pass.
//!
//! An invitation may get lost between a worker that leaves and a caller that counts on it. That costs time alone: who
//! invites does all the work that nobody else begins.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::together::Invitation;

/// How often a worker looks before it goes to sleep: some hundred and fifty microseconds, as long as the passes that have most to
/// gain, and what Python does between them.
const LOOKS: usize = 5000;

static LINGERING: AtomicUsize = AtomicUsize::new(0);
static OFFERED: AtomicUsize = AtomicUsize::new(0);
static OFFERS: Mutex<VecDeque<Arc<Invitation>>> = Mutex::new(VecDeque::new());

/// Whether a worker is looking for work.
#[inline]
pub(super) fn somebody_lingers() -> bool {
    LINGERING.load(Ordering::Relaxed) > 0
}

/// Offers an invitation to the workers that linger; gives it back where there are fewer of them than offers.
pub(super) fn offer(invitation: Arc<Invitation>) -> Result<(), Arc<Invitation>> {
    if LINGERING.load(Ordering::Relaxed) <= OFFERED.load(Ordering::Relaxed) {
        return Err(invitation);
    }
    let mut offers = OFFERS.lock().unwrap_or_else(PoisonError::into_inner);
    offers.push_back(invitation);
    OFFERED.store(offers.len(), Ordering::Release);
    Ok(())
}

fn take() -> Option<Arc<Invitation>> {
    let mut offers = OFFERS.lock().unwrap_or_else(PoisonError::into_inner);
    let invitation = offers.pop_front();
    OFFERED.store(offers.len(), Ordering::Release);
    invitation
}

/// Accepts the invitation, and others that come soon after.
pub(super) fn work(first: &Invitation) {
    first.accept();
    LINGERING.fetch_add(1, Ordering::Relaxed);
    let mut looks = 0;
    while looks < LOOKS {
        if OFFERED.load(Ordering::Acquire) > 0
            && let Some(invitation) = take()
        {
            LINGERING.fetch_sub(1, Ordering::Relaxed);
            invitation.accept();
            LINGERING.fetch_add(1, Ordering::Relaxed);
            looks = 0;
        }
        std::hint::spin_loop();
        looks += 1;
    }
    LINGERING.fetch_sub(1, Ordering::Relaxed);
}

/// Forgets the workers, of whom the child of a fork has none. What they were offered is done elsewhere.
#[cfg(unix)]
pub(super) fn forget() {
    LINGERING.store(0, Ordering::Relaxed);
    OFFERED.store(0, Ordering::Relaxed);
    // Another thread may have held the lock when the process forked; then old offers stay, which nobody misses.
    if let Ok(mut offers) = OFFERS.try_lock() {
        // Invitations name threads that are gone.
        offers.drain(..).for_each(std::mem::forget);
    }
}
