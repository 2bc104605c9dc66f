//! The threads of the pool as those that decompositions are shared among.

use stridewise_linalg::Crew;
use stridewise_run::threads::Team;

/// Threads for one routine.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pool(Team);

impl Pool {
    /// As many as so many operations pay for.
    pub(super) fn of(operations: u64) -> Self {
        Self(Team::of(usize::try_from(operations).unwrap_or(usize::MAX)))
    }
}

impl Crew for Pool {
    fn share(&self, parts: usize, work: &(dyn Fn(usize) + Sync)) {
        self.0.share(parts, work);
    }
}
