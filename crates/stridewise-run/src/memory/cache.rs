//! Blocks that were given back, kept for the next results: fresh pages cost more than the arithmetic on them.
#![expect(unsafe_code, reason = "hands out blocks and takes them back")]

use std::cell::UnsafeCell;
use std::collections::VecDeque;
use std::ptr::NonNull;
use std::sync::Once;

use stridewise_core::buffer::Block;

use super::Content;
use super::lock::Lock;
use super::size_class;
use super::system;

/// So many bytes are kept whatever is live.
const ALWAYS_KEPT: usize = 64 << 20;

/// A block that waits, and when it came.
struct Waiting {
    start: NonNull<u8>,
    age: u64,
}

/// When a block is touched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    Now,
    /// It is reserved, and counted as pending until [`touch_reserved`].
    Later,
}

/// Bytes in blocks of one KiB or more: in use, reserved, waiting to be used again, and the most that ever were in use
/// at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    pub live: usize,
    /// Bytes reserved for results that were put off: nobody has touched them yet.
    pub pending: usize,
    pub held: usize,
    pub peak: usize,
}

struct Shelves {
    /// Per class the blocks that wait, oldest first.
    classes: [VecDeque<Waiting>; size_class::COUNT],
    usage: Usage,
    clock: u64,
}

struct Cache {
    lock: Lock,
    shelves: UnsafeCell<Shelves>,
}

// SAFETY: the shelves are touched only under the lock.
unsafe impl Sync for Cache {}

static CACHE: Cache = Cache {
    lock: Lock::new(),
    shelves: UnsafeCell::new(Shelves {
        classes: [const { VecDeque::new() }; size_class::COUNT],
        usage: Usage { live: 0, pending: 0, held: 0, peak: 0 },
        clock: 0,
    }),
};

impl Cache {
    fn with<T>(&self, work: impl FnOnce(&mut Shelves) -> T) -> T {
        self.lock.take();
        // SAFETY: the lock is held, and `work` is code of this file that does not take it again.
        let result = work(unsafe { &mut *self.shelves.get() });
        self.lock.release();
        result
    }
}

impl Shelves {
    fn take(&mut self, class: usize, capacity: usize, usage: Use) -> Option<NonNull<u8>> {
        let newest = self.classes[class].pop_back()?;
        self.usage.held -= capacity;
        self.count(capacity, usage);
        Some(newest.start)
    }

    fn count(&mut self, capacity: usize, usage: Use) {
        match usage {
            Use::Now => {
                self.usage.live += capacity;
                self.usage.peak = self.usage.peak.max(self.usage.live);
            }
            Use::Later => self.usage.pending += capacity,
        }
    }

    /// Keeps a block. What is kept past the bound comes out, the oldest first.
    fn keep(&mut self, class: usize, start: NonNull<u8>, capacity: usize) -> Vec<(NonNull<u8>, usize)> {
        self.usage.live -= capacity;
        if capacity > ALWAYS_KEPT.max(self.usage.live) {
            return vec![(start, capacity)];
        }
        self.clock += 1;
        self.classes[class].push_back(Waiting { start, age: self.clock });
        self.usage.held += capacity;
        let mut surplus = Vec::new();
        while self.usage.held > ALWAYS_KEPT.max(self.usage.live) {
            surplus.extend(self.drop_oldest());
        }
        surplus
    }

    fn drop_oldest(&mut self) -> Option<(NonNull<u8>, usize)> {
        let (class, _) = self
            .classes
            .iter()
            .enumerate()
            .filter_map(|(class, waiting)| waiting.front().map(|oldest| (class, oldest.age)))
            .min_by_key(|(_, age)| *age)?;
        let oldest = self.classes[class].pop_front()?;
        let capacity = size_class::capacity(class);
        self.usage.held -= capacity;
        Some((oldest.start, capacity))
    }
}

/// A block of at least that many bytes, all initialised: zeros, or what was there before. `None` for sizes below those that are kept, or where the system has none.
pub(super) fn take(bytes: usize, content: Content, usage: Use) -> Option<Block> {
    keep_through_forks();
    let (class, capacity) = size_class::of(bytes)?;
    let kept = CACHE.with(|shelves| shelves.take(class, capacity, usage));
    let start = match kept {
        Some(start) => {
            // Large zeros stay untouched until somebody writes to them: their pages go back, and come as zeros.
            // SAFETY: the block is nobody else's and that long.
            if content == Content::Zeros && !unsafe { system::empty(start, capacity) } {
                // SAFETY: as above.
                unsafe { start.write_bytes(0, bytes) };
            }
            start
        }
        None => {
            let start = system::take(capacity).or_else(|| {
                release();
                system::take(capacity)
            })?;
            CACHE.with(|shelves| shelves.count(capacity, usage));
            start
        }
    };
    Some(Block { start, capacity, give_back })
}

/// # Safety
/// The block must come from [`take`], and be of no use to anybody.
unsafe fn give_back(start: NonNull<u8>, capacity: usize) {
    let Some((class, _)) = size_class::of(capacity) else { return };
    let surplus = CACHE.with(|shelves| shelves.keep(class, start, capacity));
    for (start, capacity) in surplus {
        // SAFETY: it was kept, so nobody uses it, and is kept no longer.
        unsafe { system::give_back(start, capacity) };
    }
}

/// Gives every block that waits back to the system; tells how many bytes that were.
pub fn release() -> usize {
    let waiting: Vec<_> = CACHE.with(|shelves| std::iter::from_fn(|| shelves.drop_oldest()).collect());
    for &(start, capacity) in &waiting {
        // SAFETY: it was kept, so nobody uses it, and is kept no longer.
        unsafe { system::give_back(start, capacity) };
    }
    waiting.iter().map(|(_, capacity)| capacity).sum()
}

/// Counts a reserved block of this capacity as in use.
pub(crate) fn touch_reserved(capacity: usize) {
    if capacity > 0 {
        CACHE.with(|shelves| {
            shelves.usage.pending -= capacity;
            shelves.count(capacity, Use::Now);
        });
    }
}

/// Counts a reserved block as in use that is about to be given back untouched.
pub(crate) fn drop_reserved(capacity: usize) {
    if capacity > 0 {
        CACHE.with(|shelves| {
            shelves.usage.pending -= capacity;
            shelves.usage.live += capacity;
        });
    }
}

/// What is in use and what is kept.
pub fn usage() -> Usage {
    CACHE.with(|shelves| shelves.usage)
}

/// Counts the peak anew, from what is in use now.
pub fn reset_peak() {
    CACHE.with(|shelves| shelves.usage.peak = shelves.usage.live);
}

/// Holds the lock while a process forks, from now on, so that the child finds the shelves whole.
#[inline]
pub(crate) fn keep_through_forks() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        #[cfg(unix)]
        {
            extern "C" fn hold() {
                CACHE.lock.take();
            }
            extern "C" fn go_on() {
                CACHE.lock.release();
            }
            // SAFETY: the handlers touch nothing but the lock. Without memory for them a fork is as safe as it was.
            unsafe { libc::pthread_atfork(Some(hold), Some(go_on), Some(go_on)) };
        }
    });
}
