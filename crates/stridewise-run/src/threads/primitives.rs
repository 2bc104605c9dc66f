//! What shared work is made of; `loom/` puts its own in their place.

pub(super) use std::sync::atomic::AtomicUsize;
pub(super) use std::sync::{Arc, Mutex};
pub(super) use std::thread::{Thread, current, park};

/// Looks at a door before its owner sleeps: some microseconds, in which most parts end.
pub(super) const LOOKS: usize = 200;
