//! Working without the interpreter lock.

use pyo3::prelude::*;

use crate::late;

/// Elements from which on giving the lock away, and waiting to have it back, costs little beside the work.
const WORTH_IT: usize = 1 << 13;

/// Does the work, which is over that many elements; others may run Python meanwhile if it is long.
#[inline]
pub(crate) fn detached<T: Send>(py: Python<'_>, elements: usize, work: impl FnOnce() -> T + Send) -> T {
    if elements < WORTH_IT {
        return work();
    }
    let result = py.detach(work);
    late::deliver(py);
    result
}
