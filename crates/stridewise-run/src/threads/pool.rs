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

/// The processor that this thread runs on, where the system tells.
pub(super) fn current_processor() -> Option<usize> {
    #[cfg(target_os = "linux")]
    // SAFETY: it takes nothing, and touches nothing but the thread's own state.
    return usize::try_from(unsafe { libc::sched_getcpu() }).ok();
    #[cfg(not(target_os = "linux"))]
    None
}

/// Moves this thread to another processor, if it runs on this one and may run elsewhere: on that of the thread that it works
/// for, it would run in turn with that, not beside it.
pub(super) fn leave_processor(processor: Option<usize>) {
    #[cfg(target_os = "linux")]
    if let Some(processor) = processor
        && current_processor() == Some(processor)
        && processor < libc::CPU_SETSIZE as usize
    {
        let size = size_of::<libc::cpu_set_t>();
        // SAFETY: sets of processors are plain bits, of the size that is told.
        unsafe {
            let mut all: libc::cpu_set_t = std::mem::zeroed();
            if libc::sched_getaffinity(0, size, &raw mut all) != 0 {
                return;
            }
            let mut others = all;
            libc::CPU_CLR(processor, &mut others);
            if libc::CPU_COUNT(&others) > 0 && libc::sched_setaffinity(0, size, &raw const others) == 0 {
                // Where it may run later is the system's concern again.
                libc::sched_setaffinity(0, size, &raw const all);
            }
        }
    }
    #[cfg(not(target_os = "linux"))]
    let _ = processor;
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
