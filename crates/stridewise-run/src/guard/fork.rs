//! Guards and forks: a process forks when no pass runs.
#![expect(unsafe_code, reason = "registers what a fork runs before and after")]

use std::cell::RefCell;
use std::sync::{MutexGuard, Once};

use super::TABLE;
use super::table::Passes;
use crate::memory;

thread_local! {
    /// The table's lock from before a fork to behind it, which parent and child leave on the same thread.
    static PAUSE: RefCell<Option<MutexGuard<'static, Passes>>> = const { RefCell::new(None) };
}

/// Lets forks wait for passes from now on. Passes need no interpreter lock to end, so they end although who forks
/// from Python holds it.
#[inline]
pub(crate) fn register() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // What is registered last runs first before a fork: passes that end may need the allocator's lock.
        memory::keep_through_forks();
        #[cfg(unix)]
        {
            // SAFETY: the handlers touch nothing but the table. Without memory for them a fork is as safe as it was.
            unsafe { libc::pthread_atfork(Some(pause), Some(go_on), Some(start_clean)) };
        }
    });
}

#[cfg(unix)]
extern "C" fn pause() {
    let passes = TABLE.pause();
    // A thread that is past its own thread-local values forks without the lock.
    let _ = PAUSE.try_with(|pause| pause.replace(Some(passes)));
}

#[cfg(unix)]
extern "C" fn go_on() {
    let _ = PAUSE.try_with(|pause| pause.take());
}

#[cfg(unix)]
extern "C" fn start_clean() {
    let _ = PAUSE.try_with(|pause| {
        if let Some(mut passes) = pause.take() {
            passes.forget_other_threads();
        }
    });
}
