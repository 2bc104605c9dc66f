//! Long work that ends early when its user asks for it, as by Ctrl-C.
//!
//! A pass that heeds this looks before each of its parts whether somebody has asked, and then unwinds, as a pass that
//! panics does: what it made so far is dropped, what waited goes on waiting, and what it read is as it was. So only
//! work that writes nothing which others can see may be opened to it.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicBool, Ordering};

use stridewise_core::{Error, Result};

static ASKED: AtomicBool = AtomicBool::new(false);

thread_local! {
    /// Whether this thread does work that may end early.
    static OPEN: Cell<bool> = const { Cell::new(false) };
}

/// What unwinds.
struct Interrupted;

/// Closes the work to interrupts, however it ends.
struct Closing(bool);

impl Drop for Closing {
    fn drop(&mut self) {
        OPEN.set(self.0);
    }
}

/// Asks the work that is open to interrupts to end early. May be called by a signal's handler.
pub fn ask() {
    ASKED.store(true, Ordering::Relaxed);
}

/// Does work that ends early if somebody [asks](ask) meanwhile. It must write nothing but what is dropped with it.
///
/// # Errors
/// Interrupted, where somebody asked; else those of the work.
///
/// ```
/// use stridewise_run::interrupt;
///
/// assert_eq!(interrupt::open(|| Ok(1)).unwrap(), 1);
/// ```
pub fn open<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    ASKED.store(false, Ordering::Relaxed);
    let closing = Closing(OPEN.replace(true));
    let outcome = catch_unwind(AssertUnwindSafe(work));
    drop(closing);
    match outcome {
        Ok(result) => result,
        Err(payload) if payload.is::<Interrupted>() => Err(Error::interrupted()),
        Err(payload) => resume_unwind(payload),
    }
}

/// Whether work of this thread may end early.
pub(crate) fn is_open() -> bool {
    OPEN.get()
}

/// Ends the work here if somebody has asked for it.
#[inline]
pub(crate) fn heed() {
    if ASKED.load(Ordering::Relaxed) {
        resume_unwind(Box::new(Interrupted));
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;

    use stridewise_core::error::ErrorKind;

    use super::*;
    use crate::threads::{set_count, share};

    /// The flag is the process's, so what asks runs in one test.
    #[test]
    fn parts_that_have_not_begun_never_do() {
        for count in [1, 4] {
            set_count(count);
            let begun = AtomicUsize::new(0);
            let pass = |_| {
                begun.fetch_add(1, Ordering::Relaxed);
                ask();
            };
            let outcome = open(|| {
                share(1 << 20, 1, 1 << 30, &pass);
                Ok(())
            });
            assert!(matches!(outcome.unwrap_err().kind(), ErrorKind::Interrupted));
            assert!(begun.load(Ordering::Relaxed) <= count);
            // Work that is not open goes on.
            let visited = AtomicUsize::new(0);
            share(1 << 20, 1, 1 << 30, &|range| {
                visited.fetch_add(range.len(), Ordering::Relaxed);
            });
            assert_eq!(visited.into_inner(), 1 << 20);
        }
    }
}
