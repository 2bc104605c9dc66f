//! Threads that a routine's steps are shared among.
//!
//! How a step is cut into parts follows from shapes alone, and no result depends on who does which of them.

use std::fmt::Debug;
use std::sync::{Mutex, PoisonError};

/// Threads to share steps among: who calls, and whoever else has time.
pub trait Crew: Debug + Sync {
    /// Has `work` done once for each of `0..parts`, in any order, possibly on several threads. All are done on return.
    fn share(&self, parts: usize, work: &(dyn Fn(usize) + Sync));
}

/// The calling thread, by itself.
#[derive(Clone, Copy, Debug)]
pub struct Alone;

impl Crew for Alone {
    fn share(&self, parts: usize, work: &(dyn Fn(usize) + Sync)) {
        (0..parts).for_each(work);
    }
}

/// Pieces that are handed out at once.
const AT_ONCE: usize = 16;

/// Does the work once with each piece, which is its own to write to, and the piece's number. Takes about a microsecond more
/// than the work.
pub(crate) fn share_out<P: Send>(
    crew: &dyn Crew,
    pieces: impl IntoIterator<Item = P>,
    work: impl Fn(usize, P) + Sync,
) {
    let mut pieces = pieces.into_iter().fuse();
    let mut done = 0;
    loop {
        let mut count = 0;
        let places: [Mutex<Option<P>>; AT_ONCE] = std::array::from_fn(|_| {
            let piece = pieces.next();
            count += usize::from(piece.is_some());
            Mutex::new(piece)
        });
        crew.share(count, &|place| {
            let piece = places[place].lock().unwrap_or_else(PoisonError::into_inner).take();
            if let Some(piece) = piece {
                work(done + place, piece);
            }
        });
        done += count;
        if count < AT_ONCE {
            return;
        }
    }
}

/// Fewer columns are not worth another thread.
const COLUMNS_OF_A_SHARE: usize = 48;
const MOST_SHARES: usize = 16;

/// Columns of one piece, of so many that are shared out; at least one.
pub(crate) fn columns_of_a_share(count: usize) -> usize {
    let shares = (count / COLUMNS_OF_A_SHARE).clamp(1, MOST_SHARES);
    // As many pieces as the threads of most machines divide.
    count.div_ceil(1 << shares.ilog2()).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A thread for each part, the last one first.
    #[derive(Debug)]
    struct Crowd;

    impl Crew for Crowd {
        fn share(&self, parts: usize, work: &(dyn Fn(usize) + Sync)) {
            std::thread::scope(|scope| {
                (0..parts).rev().for_each(|part| {
                    scope.spawn(move || work(part));
                });
            });
        }
    }

    #[test]
    fn every_piece_is_worked_on_once() {
        let crews: [&dyn Crew; 2] = [&Alone, &Crowd];
        for crew in crews {
            for count in [0, 1, 2, AT_ONCE - 1, AT_ONCE, AT_ONCE + 1, 5 * AT_ONCE] {
                let mut pieces = vec![0; count];
                share_out(crew, &mut pieces, |place, piece| *piece += place + 1);
                assert_eq!(pieces, (1..=count).collect::<Vec<_>>());
            }
        }
    }
}
