//! Whether passes run without the interpreter lock, for whoever is about to touch memory.
//!
//! Who runs them knows what they touch. Here stands as much as every taker of an address can afford to look at.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::View;

/// Not zero while passes run; kept by who runs them.
pub static PASSES: AtomicU64 = AtomicU64::new(0);

/// Returns when no pass of another thread is at the view's memory in a way that conflicts with reading it, or with
/// writing it where that is true.
pub type Heed = fn(view: &View, writes: bool);

static HEED: OnceLock<Heed> = OnceLock::new();

/// Says how to heed the passes; to be called before there are any. Later words are not heard.
pub fn heed_by(heed: Heed) {
    HEED.get_or_init(|| heed);
}

/// Waits for passes that stand in the way of touching the view. Who keeps others from starting passes, as the
/// interpreter lock does, finds its memory as the last of them left it.
#[inline(always)]
pub(crate) fn heed(view: &View, writes: bool) {
    if PASSES.load(Ordering::Acquire) != 0 {
        look(view, writes);
    }
}

#[cold]
fn look(view: &View, writes: bool) {
    if let Some(heed) = HEED.get() {
        heed(view, writes);
    }
}
