//! The pool of threads, started when it is first needed.
#![expect(unsafe_code, reason = "publishes the pool through an atomic pointer, which a fork takes down")]

use std::ptr;
use std::sync::Once;
use std::sync::atomic::{AtomicPtr, AtomicUsize, Ordering};

use rayon::{ThreadPool, ThreadPoolBuilder};

use super::linger;

/// The pool that passes run on; null before the first one, and in the child of a fork.
static POOL: AtomicPtr<ThreadPool> = AtomicPtr::new(ptr::null_mut());

/// How many threads were asked for; zero for as many as this process may use.
static ASKED: AtomicUsize = AtomicUsize::new(0);

/// The number of threads that a pass may use, the calling one included: what [`set_count`] said, else
/// `STRIDEWISE_NUM_THREADS`, else `OMP_NUM_THREADS`, else the processors that this process may run on.
pub fn count() -> usize {
    match ASKED.load(Ordering::Relaxed) {
        0 => {
            let count = default_count();
            // Whoever asked for a number meanwhile is heard.
            let _ = ASKED.compare_exchange(0, count, Ordering::Relaxed, Ordering::Relaxed);
            ASKED.load(Ordering::Relaxed).max(1)
        }
        count => count,
    }
}

/// Sets the number of threads that passes from now on may use; zero for the default.
pub fn set_count(count: usize) {
    ASKED.store(count, Ordering::Relaxed);
}

/// The place of this thread in the pool, from one on; zero for a thread that is not the pool's.
pub(super) fn place() -> usize {
    rayon::current_thread_index().map_or(0, |place| place + 1)
}

fn default_count() -> usize {
    let asked = |name: &str| std::env::var(name).ok()?.split(',').next()?.trim().parse().ok();
    asked("STRIDEWISE_NUM_THREADS")
        .or_else(|| asked("OMP_NUM_THREADS"))
        .filter(|&count: &usize| count > 0)
        .or_else(|| std::thread::available_parallelism().ok().map(usize::from))
        .unwrap_or(1)
}

/// The pool, with at least `threads - 1` threads beside the caller's; `None` where the system gives no threads.
pub(super) fn pool(threads: usize) -> Option<&'static ThreadPool> {
    static FORKS: Once = Once::new();
    FORKS.call_once(leave_pool_in_forks);
    let current = POOL.load(Ordering::Acquire);
    // SAFETY: pools that were published are never freed.
    if let Some(pool) = unsafe { current.as_ref() }
        && pool.current_num_threads() >= threads - 1
    {
        return Some(pool);
    }
    let pool = ThreadPoolBuilder::new()
        .num_threads(threads - 1)
        .thread_name(|place| format!("stridewise-{place}"))
        .build()
        .ok()?;
    let made = Box::into_raw(Box::new(pool));
    match POOL.compare_exchange(current, made, Ordering::AcqRel, Ordering::Acquire) {
        // A smaller pool stays: passes may be running on it.
        // SAFETY: published just now, and never freed.
        Ok(_) => unsafe { made.as_ref() },
        Err(other) => {
            // SAFETY: nobody else has seen it.
            drop(unsafe { Box::from_raw(made) });
            // SAFETY: published, and never freed.
            unsafe { other.as_ref() }
        }
    }
}

/// The child of a fork has none of the pool's threads: it starts its own when it needs them.
fn leave_pool_in_forks() {
    #[cfg(unix)]
    {
        extern "C" fn leave() {
            POOL.store(ptr::null_mut(), Ordering::Release);
            linger::forget();
        }
        // SAFETY: the handler stores a few words, and takes a lock only if it is free.
        unsafe { libc::pthread_atfork(None, None, Some(leave)) };
    }
}
