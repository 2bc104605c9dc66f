//! Working without the interpreter lock.

use pyo3::prelude::*;
use stridewise::Array;
use stridewise::run::guard::{self, Touched};
use stridewise_core::Result;

use crate::interrupt::interruptible;
use crate::late;

/// Elements from which on giving the lock away, and waiting to have it back, costs little beside the work.
const WORTH_IT: usize = 1 << 13;

/// Does the work, which is over that many elements; others may run Python meanwhile if it is long.
#[inline]
pub(crate) fn detached<T: Send>(py: Python<'_>, elements: usize, work: impl FnOnce() -> T + Send) -> T {
    let result = if elements < WORTH_IT { work() } else { py.detach(work) };
    late::deliver(py);
    result
}

/// As [`guarded`], for work that reads and writes whole arrays.
///
/// # Errors
/// As [`guarded`].
#[inline]
pub(crate) fn over_arrays<T: Send>(
    py: Python<'_>,
    elements: usize,
    operation: &'static str,
    read: &[&Array],
    written: &[&Array],
    work: impl FnOnce() -> Result<T> + Send,
) -> Result<T> {
    let views =
        || Touched::new(read.iter().map(|array| array.view()), written.iter().map(|array| array.view()));
    guarded(py, elements, operation, views, work)
}

/// As [`detached`], for work on memory that other threads know of: nobody writes what it reads, or touches what it writes,
/// while it runs. Long work that only reads such memory may be interrupted.
///
/// # Errors
/// Those of the work; runtime error in the middle of other work that holds a part of the memory.
#[inline]
pub(crate) fn guarded<'a, T: Send>(
    py: Python<'_>,
    elements: usize,
    operation: &'static str,
    touched: impl Fn() -> Touched<'a>,
    work: impl FnOnce() -> Result<T> + Send,
) -> Result<T> {
    if elements < WORTH_IT {
        // Nobody starts work on the memory while this thread keeps the interpreter lock.
        if !guard::is_idle() {
            touched().wait_until_free(&|wait| py.detach(wait));
        }
        let result = work();
        late::deliver(py);
        return result;
    }
    let touched = touched();
    let guard = touched.hold(operation, &|wait| py.detach(wait))?;
    let work = move || {
        let result = work();
        // Whoever has the interpreter lock may be waiting for this.
        drop(guard);
        result
    };
    let result = if touched.only_reads() { interruptible(py, elements, work) } else { py.detach(work) };
    late::deliver(py);
    result
}
