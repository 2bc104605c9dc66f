//! Guards: who runs a pass holds the memory that it touches, shared to read and exclusive to write.
//!
//! A guard covers a range of addresses, so passes over disjoint slices run at once. All extents of a pass are taken
//! together, by the calling thread and never in a task of the pool. While a guard is held there is no Python code, no
//! wait for the interpreter lock, and no last drop of lent memory: so a pass always ends, whoever waits for it.
//!
//! Work that is too small to give the interpreter lock away takes no guard. It holds that lock from its look at
//! the state word to its end, and guards of large work are taken with the lock held, before it is given away: neither
//! can begin in the middle of the other. A pass that was put off may take its guard without the lock, since nobody
//! touches the memory that it names before it is done.

mod extent;
mod fork;
mod primitives;
mod table;

use std::fmt;
use std::sync::OnceLock;

use stridewise_core::error::ErrorKind;
use stridewise_core::{Error, Result};

pub use extent::{Access, Extent};
pub(crate) use fork::register as prepare_forks;
use primitives::{AtomicU64, Condvar, Mutex};
use table::{Passes, Refusal, Table};

static TABLE: Table = Table::new(Mutex::new(Passes::NONE), Condvar::new(), AtomicU64::new(0));

/// Does a wait, without what others need to make progress.
pub type Outside = fn(wait: &mut (dyn FnMut() + Send));

static OUTSIDE: OnceLock<Outside> = OnceLock::new();

/// Says how to wait: the Python face gives the interpreter lock away meanwhile. Said once; later words are not heard.
pub fn wait_outside(outside: Outside) {
    // Whoever came first is heard.
    let _ = OUTSIDE.set(outside);
}

#[cold]
fn outside(wait: &mut (dyn FnMut() + Send)) {
    match OUTSIDE.get() {
        Some(outside) => outside(wait),
        None => wait(),
    }
}

/// The extents of a running pass; dropped when it ends, on any thread.
#[must_use = "the memory is free again as soon as the guard is dropped"]
pub struct Guard {
    ticket: u64,
}

impl fmt::Debug for Guard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Guard").finish_non_exhaustive()
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        TABLE.release(self.ticket);
    }
}

/// Waits until nobody else touches the memory in a way that conflicts, and holds it for a pass of `operation`. Extents
/// that conflict with one another are fine. A pass that touches nothing that others know of takes a guard as
/// well, without extents: a fork waits for it.
///
/// Pending work on the memory must be settled before. A thread that holds a guard may take what that covers again, and
/// memory that is free.
///
/// # Errors
/// Runtime error that names both operations, where this thread holds a guard already and the memory is not free: waiting
/// might never end.
pub fn hold(operation: &'static str, extents: &[Extent]) -> Result<Guard> {
    fork::register();
    match TABLE.hold(operation, extents, outside) {
        Ok(ticket) => Ok(Guard { ticket }),
        Err(refusal) => Err(refused(operation, refusal)),
    }
}

#[cold]
fn refused(operation: &str, Refusal { own, holder }: Refusal) -> Error {
    Error::new(
        ErrorKind::Runtime,
        format!(
            "{operation} asks for memory that {holder} uses, in the middle of {own}, which did not ask for it"
        ),
    )
}

/// Whether no pass runs: one load.
#[inline]
pub fn is_idle() -> bool {
    TABLE.is_idle()
}

/// Whether no pass runs that writes: one load, for work that only reads.
#[inline]
pub fn is_unwritten() -> bool {
    TABLE.is_unwritten()
}

/// Returns when no pass of another thread conflicts with the extents. Who calls it must keep passes from starting until
/// its own work is done, as the interpreter lock does for who holds it; that lock is given away only while this waits.
pub fn wait_until_free(extents: &[Extent]) {
    if !is_idle() {
        TABLE.wait_until_free(extents, outside);
    }
}

#[cfg(test)]
mod tests;
