//! When a worker should let others have its processor: between two parts of work, before the system takes it away amid one,
//! for which a whole pass would then have to wait.

use std::cell::Cell;
use std::time::{Duration, Instant};

/// A little less than the slices that systems deal out where there are more threads than processors.
const SLICE: Duration = Duration::from_micros(3000);

/// A worker that did not look at the clock for so long was most likely not running.
const GAP: Duration = Duration::from_micros(1000);

thread_local! {
    /// Since when this worker has been running, as far as it knows, and when it last looked at the clock.
    static RUNNING: Cell<Option<(Instant, Instant)>> = const { Cell::new(None) };
}

/// Whether this worker has been running for nearly a slice.
pub(super) fn is_over() -> bool {
    let now = Instant::now();
    let since = match RUNNING.get() {
        Some((since, looked)) if now.duration_since(looked) < GAP => since,
        _ => now,
    };
    RUNNING.set(Some((since, now)));
    now.duration_since(since) > SLICE
}

/// Lets others run, if there are any; then another slice begins.
pub(super) fn give_way() {
    std::thread::yield_now();
    RUNNING.set(None);
}
