//! Invitations, and the workers that look for them: after work they look for more for a while, since waking a thread takes
//! longer than many a pass.
//!
//! An invitation may get lost between a worker that leaves and a caller that counts on it. That costs time alone: who
//! invites does all the work that nobody else begins.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::together::Invitation;

/// How often a worker looks before it goes to sleep: some hundred and fifty microseconds, as long as the passes that have most to
/// gain, and what Python does between them.
const LOOKS: usize = 5000;

/// Workers that look for work.
static LINGERING: AtomicUsize = AtomicUsize::new(0);
/// Workers that were woken, and look soon.
static COMING: AtomicUsize = AtomicUsize::new(0);
static OFFERED: AtomicUsize = AtomicUsize::new(0);
static OFFERS: Mutex<VecDeque<Arc<Invitation>>> = Mutex::new(VecDeque::new());

/// Whether a worker is looking for work.
#[inline]
pub(super) fn somebody_lingers() -> bool {
    LINGERING.load(Ordering::Relaxed) > 0
}

/// Offers an invitation to the workers. Says whether too few of them look for one: then one more has to be woken, to
/// [`work`].
#[must_use]
pub(super) fn offer(invitation: Arc<Invitation>) -> bool {
    let mut offers = lock();
    offers.retain(|offer| offer.is_open());
    offers.push_back(invitation);
    OFFERED.store(offers.len(), Ordering::Release);
    let looking = LINGERING.load(Ordering::Relaxed) + COMING.load(Ordering::Relaxed);
    let too_few = looking < offers.len();
    if too_few {
        COMING.fetch_add(1, Ordering::Relaxed);
    }
    too_few
}

fn lock() -> MutexGuard<'static, VecDeque<Arc<Invitation>>> {
    OFFERS.lock().unwrap_or_else(PoisonError::into_inner)
}

fn take() -> Option<Arc<Invitation>> {
    let mut offers = lock();
    let invitation = offers.pop_front();
    OFFERED.store(offers.len(), Ordering::Release);
    invitation
}

/// What a worker does that was woken: accepts invitations until none has come for a while.
pub(super) fn work() {
    LINGERING.fetch_add(1, Ordering::Relaxed);
    COMING.fetch_sub(1, Ordering::Relaxed);
    let mut looks = 0;
    while looks < LOOKS {
        if OFFERED.load(Ordering::Acquire) > 0
            && let Some(invitation) = take()
        {
            LINGERING.fetch_sub(1, Ordering::Relaxed);
            if invitation.accept() {
                looks = 0;
            }
            LINGERING.fetch_add(1, Ordering::Relaxed);
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
    COMING.store(0, Ordering::Relaxed);
    OFFERED.store(0, Ordering::Relaxed);
    // Another thread may have held the lock when the process forked; then old offers stay, which nobody misses.
    if let Ok(mut offers) = OFFERS.try_lock() {
        // Invitations name threads that are gone.
        offers.drain(..).for_each(std::mem::forget);
    }
}
