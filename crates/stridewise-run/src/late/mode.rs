//! Whether work waits: by size, and by a switch of the process. `STRIDEWISE_EAGER=1` has nothing wait,
//! `STRIDEWISE_POSTPONE=always` everything that can.

use std::sync::atomic::{AtomicUsize, Ordering};

/// Elements from which on a pass over memory takes longer than planning it.
const LARGE: usize = 1 << 14;

/// The fewest elements that are put off; zero for not yet known.
static FEWEST: AtomicUsize = AtomicUsize::new(0);

/// Whether work on so many elements may be put off.
#[inline]
pub fn postpones(elements: usize) -> bool {
    elements >= fewest()
}

#[inline]
fn fewest() -> usize {
    match FEWEST.load(Ordering::Relaxed) {
        0 => ask_environment(),
        fewest => fewest,
    }
}

#[cold]
fn ask_environment() -> usize {
    let asked = |name: &str| std::env::var(name).unwrap_or_default();
    let fewest = if !matches!(asked("STRIDEWISE_EAGER").as_str(), "" | "0") {
        usize::MAX
    } else if asked("STRIDEWISE_POSTPONE") == "always" {
        1
    } else {
        LARGE
    };
    FEWEST.store(fewest, Ordering::Relaxed);
    fewest
}
