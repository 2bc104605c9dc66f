//! The walk over the matrices of a stack, on as many threads as it pays for.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use stridewise_core::Error;
use stridewise_linalg::{Alone, Crew};
use stridewise_run::threads::Team;

use crate::Result;

/// The work of one batch of matrices, for whose sake a thread asks for more: some ten microseconds.
const BATCH: usize = 1 << 17;

/// Operations on matrices of order one take this many times as long as those on large ones, which are done side by side; on
/// matrices of order two half as long, and so on.
const SLOWEST: u64 = 80;

/// The threads of the pool as those that one decomposition is shared among.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pool(Team);

impl Pool {
    /// As many threads as this much work pays for.
    pub(super) fn of(work: u64) -> Self {
        Self(Team::of(usize::try_from(work).unwrap_or(usize::MAX)))
    }
}

impl Crew for Pool {
    fn share(&self, parts: usize, work: &(dyn Fn(usize) + Sync)) {
        self.0.share(parts, work);
    }
}

/// Matrices that stand one behind the other.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stack {
    pub(super) count: usize,
    /// The larger length of each.
    pub(super) order: usize,
    /// Operations that each takes.
    pub(super) flops: u64,
}

impl Stack {
    /// Does `each` for every matrix, with the piece of its operands and results, memory to work in that `workspace` makes,
    /// and the threads that may take part. There are at least as many pieces as matrices.
    ///
    /// # Errors
    /// That of the first matrix that has one; those of the workspace.
    pub(super) fn walk<P: Send, W>(
        self,
        pieces: impl Iterator<Item = P> + Send,
        workspace: impl Fn() -> Result<W> + Sync,
        each: impl Fn(P, &mut W, &dyn Crew) -> Result<()> + Sync,
    ) -> Result<()> {
        let count = self.count;
        let work = self.flops.saturating_mul(SLOWEST) / (self.order as u64).clamp(1, SLOWEST);
        let pool = Pool::of(work.saturating_mul(count as u64));
        let mut pieces = pieces.take(count);
        if pool.0.threads() == 1 || count < pool.0.threads() {
            let pool = Pool::of(work);
            let mut space = workspace()?;
            return pieces.try_for_each(|piece| {
                pool.0.heed();
                each(piece, &mut space, &pool)
            });
        }
        let batch = (BATCH / usize::try_from(work).unwrap_or(usize::MAX).max(1)).clamp(1, count);
        let pieces = Mutex::new(pieces.enumerate());
        let failure = Failure::none();
        pool.share(count.div_ceil(batch), &|_| {
            let batch: Vec<(usize, P)> =
                pieces.lock().unwrap_or_else(PoisonError::into_inner).by_ref().take(batch).collect();
            let Some(&(first, _)) = batch.first() else { return };
            let mut space = match workspace() {
                Ok(space) => space,
                Err(error) => return failure.note(first, error),
            };
            for (place, piece) in batch {
                // What stands before a failure may fail, too, and is then the first.
                if failure.is_before(place) {
                    return;
                }
                if let Err(error) = each(piece, &mut space, &Alone) {
                    return failure.note(place, error);
                }
            }
        });
        failure.into_result()
    }
}

/// The first failure of those that were noted.
struct Failure {
    place: AtomicUsize,
    error: Mutex<Option<(usize, Error)>>,
}

impl Failure {
    fn none() -> Self {
        Self { place: AtomicUsize::new(usize::MAX), error: Mutex::new(None) }
    }

    fn is_before(&self, place: usize) -> bool {
        self.place.load(Ordering::Relaxed) < place
    }

    fn note(&self, place: usize, error: Error) {
        let mut noted = self.error.lock().unwrap_or_else(PoisonError::into_inner);
        if noted.as_ref().is_none_or(|&(first, _)| place < first) {
            *noted = Some((place, error));
            self.place.store(place, Ordering::Relaxed);
        }
    }

    fn into_result(self) -> Result<()> {
        match self.error.into_inner().unwrap_or_else(PoisonError::into_inner) {
            Some((_, error)) => Err(error),
            None => Ok(()),
        }
    }
}

/// The elements in pieces of this length; without end where it is zero.
pub(super) fn pieces<T>(elements: &mut [T], length: usize) -> impl Iterator<Item = &mut [T]> {
    let mut rest = elements;
    std::iter::from_fn(move || {
        let (piece, others) = std::mem::take(&mut rest).split_at_mut_checked(length)?;
        rest = others;
        Some(piece)
    })
}

/// As [`pieces`], of elements that may not be wanted.
pub(super) fn pieces_of_some<T>(
    elements: Option<&mut [T]>,
    length: usize,
) -> impl Iterator<Item = Option<&mut [T]>> {
    let is_some = elements.is_some();
    pieces(elements.unwrap_or_default(), if is_some { length } else { 0 })
        .map(move |piece| is_some.then_some(piece))
}

#[cfg(test)]
mod tests {
    use stridewise_run::threads::set_count;

    use super::*;

    fn walk(count: usize, flops: u64, wrong: &[usize]) -> (Vec<usize>, Result<()>) {
        let mut done = vec![0; 3 * count];
        let result = Stack { count, order: 1, flops }.walk(
            pieces(&mut done, 3).zip(pieces(&mut [(); 0], 0)).enumerate(),
            || Ok(()),
            |(place, (piece, nothing)), (), _| {
                assert!(nothing.is_empty());
                if wrong.contains(&place) {
                    return Err(Error::value(place.to_string()));
                }
                piece.fill(place);
                Ok(())
            },
        );
        (done, result)
    }

    #[test]
    fn every_matrix_is_met_once_and_the_first_failure_told() {
        for threads in [1, 2, 3] {
            set_count(threads);
            for flops in [0, 1 << 10, 1 << 30] {
                for count in [0, 1, 2, 3, 1000, 3000] {
                    let (done, result) = walk(count, flops, &[]);
                    assert!(result.is_ok());
                    assert!(done.into_iter().enumerate().all(|(at, place)| place == at / 3));
                }
                for wrong in [&[700, 900, 2999][..], &[0, 1], &[2999, 2998]] {
                    let (done, result) = walk(3000, flops, wrong);
                    let first = *wrong.iter().min().unwrap();
                    assert!(result.unwrap_err().to_string().ends_with(&first.to_string()));
                    assert!((0..3 * first).all(|at| done[at] == at / 3));
                }
            }
        }
    }
}
