//! Work that several threads do for one.

#[path = "../../crates/stridewise-run/src/threads/door.rs"]
mod door;
#[path = "../../crates/stridewise-run/src/threads/together.rs"]
mod together;

/// What loom watches.
mod primitives {
    pub(super) use loom::sync::atomic::AtomicUsize;
    pub(super) use loom::sync::{Arc, Mutex};
    pub(super) use loom::thread::{Thread, current, park};

    /// None: a look without a switch to others shows nothing new.
    pub(super) const LOOKS: usize = 0;
}

use loom::cell::UnsafeCell;
use loom::sync::Arc;
use loom::sync::atomic::{AtomicUsize, Ordering};
use loom::thread;
use together::{Invitation, together};

/// What is worked on, in two parts.
struct Memory([UnsafeCell<usize>; 2]);

// Loom watches who touches it.
unsafe impl Sync for Memory {}

/// Works on the memory together with others, some rounds, and writes it as soon as each is done: loom fails where
/// somebody is still at it.
fn works_with(others: usize, rounds: usize) {
    let memory = Arc::new(Memory([UnsafeCell::new(0), UnsafeCell::new(0)]));
    let mut threads = Vec::new();
    for _ in 0..rounds {
        let next = AtomicUsize::new(0);
        let handles = std::cell::RefCell::new(Vec::new());
        let invite = |invitation: Arc<Invitation>| {
            handles.borrow_mut().push(thread::spawn(move || invitation.is_open() && invitation.accept()));
        };
        together(others, invite, &|| {
            loop {
                let part = next.fetch_add(1, Ordering::Relaxed);
                let Some(place) = memory.0.get(part) else { break };
                place.with_mut(|value| unsafe { *value += 1 });
            }
        });
        for place in memory.0.iter() {
            place.with_mut(|value| unsafe { *value += 1 });
        }
        threads.extend(handles.into_inner());
    }
    for place in memory.0.iter() {
        place.with(|value| assert_eq!(unsafe { *value }, 2 * rounds));
    }
    for thread in threads {
        thread.join().unwrap();
    }
}

#[test]
fn the_owner_has_its_memory_back_when_work_is_done() {
    loom::model(|| works_with(1, 1));
}

#[test]
fn who_comes_late_touches_nothing() {
    super::model(3, || works_with(1, 2));
}

#[test]
fn two_others_take_part() {
    super::model(3, || works_with(2, 1));
}
