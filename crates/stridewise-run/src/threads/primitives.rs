//! What shared work is made of; `loom/` puts its own in their place.

pub(super) use std::sync::atomic::AtomicUsize;
pub(super) use std::sync::{Arc, Mutex};
pub(super) use std::thread::{Thread, current, park};

/// Looks at a door before its owner sleeps: some hundred microseconds, in which nearly all parts end. A thread that sleeps
/// takes up to fifty to wake.
pub(super) const LOOKS: usize = 5000;
