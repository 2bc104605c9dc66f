//! The views that an operation reads and writes, and getting them for its own.

use smallvec::SmallVec;
use stridewise_core::{Result, View};

use super::{Access, Extent, Guard, Outside, hold_outside};

/// What an operation touches of memory that others know of. Results that it makes itself need not be named.
#[derive(Clone, Debug, Default)]
pub struct Touched<'a> {
    views: SmallVec<[(&'a View, Access); 4]>,
}

impl<'a> Touched<'a> {
    pub fn new(
        read: impl IntoIterator<Item = &'a View>,
        written: impl IntoIterator<Item = &'a View>,
    ) -> Self {
        let read = read.into_iter().map(|view| (view, Access::Read));
        let written = written.into_iter().map(|view| (view, Access::Write));
        Self { views: read.chain(written).collect() }
    }

    pub fn extents(&self) -> SmallVec<[Extent; 4]> {
        self.views.iter().map(|(view, access)| Extent::new(view.byte_range(), *access)).collect()
    }

    /// Whether no memory is written that others know of.
    pub fn only_reads(&self) -> bool {
        self.views.iter().all(|(_, access)| *access == Access::Read)
    }

    /// Whether nothing that was put off stands in the way.
    fn is_settled(&self) -> bool {
        self.views.iter().all(|(view, access)| match access {
            Access::Read => !view.buffer().is_unwritten(),
            Access::Write => !view.buffer().is_waited_for(),
        })
    }

    fn settle(&self) {
        for (view, access) in &self.views {
            match access {
                Access::Read => view.buffer().start(),
                Access::Write => view.buffer().start_for_writing(),
            };
        }
    }

    /// Has the work done that was put off and stands in the way, and holds the memory for `operation`; takes the guard
    /// where the call was made, and waits `outside`.
    ///
    /// # Errors
    /// As [`hold`](super::hold).
    pub fn hold(&self, operation: &'static str, outside: Outside<'_>) -> Result<Guard> {
        if !self.is_settled() {
            outside(&mut || self.settle());
        }
        loop {
            // What came meanwhile is settled here, so that no more can come before the guard is taken.
            self.settle();
            let guard = hold_outside(operation, &self.extents(), outside)?;
            if self.is_settled() {
                return Ok(guard);
            }
        }
    }

    /// Returns when no pass of another thread is at the memory; see [`wait_until_free`](super::wait_until_free).
    pub fn wait_until_free(&self, outside: Outside<'_>) {
        super::wait_until_free(&self.extents(), outside);
    }
}
