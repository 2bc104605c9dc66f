//! Whether work waits at all: a switch of the process.

use std::sync::atomic::{AtomicUsize, Ordering};

/// When elementwise work is put off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Never: `STRIDEWISE_EAGER=1`.
    Eager,
    /// Where the result is large.
    Default,
    /// At any size: `STRIDEWISE_POSTPONE=always`.
    Always,
}

/// Elements from which on a pass over memory takes longer than planning it.
const LARGE: usize = 1 << 14;

/// The fewest elements that are put off; zero for not yet known.
static FEWEST: AtomicUsize = AtomicUsize::new(0);

/// The mode that the environment asks for.
pub fn mode() -> Mode {
    match fewest() {
        usize::MAX => Mode::Eager,
        LARGE => Mode::Default,
        _ => Mode::Always,
    }
}

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
