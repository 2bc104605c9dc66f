//! Guards: who runs a pass holds the memory that it touches, shared to read and exclusive to write.
//!
//! A guard covers a range of addresses, so passes over disjoint slices run at once. All extents of a pass are taken
//! together, by the calling thread and never in a task of the pool. While a guard is held there is no Python code, no
//! wait for the interpreter lock or for work of others that was put off, and no last drop of lent memory: so a pass
//! always ends, whoever waits for it.
//!
//! Work that is too small to give the interpreter lock away takes no guard. It holds that lock from its look at
//! the state word, which comes with every address, to its end, and guards of large work are taken with the lock held, before it is given away: neither
//! can begin in the middle of the other. Work that was put off takes its guards without the lock: what it reads is
//! put off with the lock held and only where [`is_free`], and who writes settles it before.

mod extent;
mod fork;
mod primitives;
mod table;
mod touched;

use std::fmt;

use stridewise_core::error::ErrorKind;
use stridewise_core::{Error, Result, View, running};

pub use extent::{Access, Extent};
pub(crate) use fork::register as prepare_forks;
use primitives::{AtomicU64, Condvar, Mutex};
pub use table::Outside;
use table::{Passes, Refusal, Table};
pub use touched::Touched;

static TABLE: Table<&AtomicU64> = Table::new(Mutex::new(Passes::NONE), Condvar::new(), &running::PASSES);

/// Gets all ready for passes.
#[inline]
fn prepare() {
    prepare_forks();
    running::heed_by(heed);
}

/// What stands behind every address that is taken while passes run. A wait keeps the interpreter lock if this
/// thread has it: other addresses may have been taken already, and nothing may start on their memory.
fn heed(view: &View, writes: bool) {
    // What tasks of the pool touch, the operation that they belong to has named.
    if rayon::current_thread_index().is_none() {
        TABLE.wait_in_place(&[if writes { Extent::write(view) } else { Extent::read(view) }]);
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

/// Waits, where it stands, until nobody else touches the memory in a way that conflicts, and holds it for a pass of
/// `operation`. Extents that conflict with one another are fine. A pass that touches nothing that others know of takes
/// a guard as well, without extents: a fork waits for it.
///
/// Work on the memory that was put off must be settled before. A thread that holds a guard may take what that covers
/// again, and memory that is free.
///
/// # Errors
/// Runtime error that names both operations, where this thread holds a guard already and the memory is not free: waiting
/// might never end.
pub fn hold(operation: &'static str, extents: &[Extent]) -> Result<Guard> {
    prepare();
    match TABLE.hold_in_place(operation, extents) {
        Ok(ticket) => Ok(Guard { ticket }),
        Err(refusal) => Err(refused(operation, refusal)),
    }
}

/// As [`hold`], waiting `outside`, in turn with others who do so; guards are taken inside, where the call was made.
///
/// # Errors
/// As [`hold`].
pub fn hold_outside(operation: &'static str, extents: &[Extent], outside: Outside<'_>) -> Result<Guard> {
    prepare();
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

/// Whether nobody else runs, or waits to run, what conflicts with the extents.
pub fn is_free(extents: &[Extent]) -> bool {
    TABLE.is_free(extents)
}

/// Returns when no pass of another thread conflicts with the extents. Who calls it must keep passes from starting until
/// its own work is done, as the interpreter lock does for who holds it; only `outside` may give that away.
pub fn wait_until_free(extents: &[Extent], outside: Outside<'_>) {
    if !is_idle() {
        TABLE.wait_until_free(extents, outside);
    }
}

#[cfg(test)]
mod tests;
