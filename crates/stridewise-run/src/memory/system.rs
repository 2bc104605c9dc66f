//! Blocks from the operating system, and back.
#![expect(unsafe_code, reason = "maps memory, and asks the allocator for it")]

use std::alloc::{self, Layout};
use std::ptr::NonNull;

use stridewise_core::buffer::ALIGNMENT;

/// Blocks from this size on are mapped: their pages are zero and cost nothing until they are touched.
#[cfg(unix)]
const MAPPED: usize = 256 << 10;

/// Mappings from this size on ask for huge pages, which start at multiples of them.
#[cfg(target_os = "linux")]
const HUGE: usize = 4 << 20;

fn layout(capacity: usize) -> Option<Layout> {
    Layout::from_size_align(capacity, ALIGNMENT).ok()
}

/// A block of that many zeros, of which there must be some; `None` where the system has none.
pub(super) fn take(capacity: usize) -> Option<NonNull<u8>> {
    #[cfg(unix)]
    if capacity >= MAPPED {
        return map(capacity);
    }
    let layout = layout(capacity)?;
    // SAFETY: the size is not zero.
    NonNull::new(unsafe { alloc::alloc_zeroed(layout) })
}

/// Gives the pages of a block back, so that it holds zeros as a fresh one does; `false` where the system does not do
/// that, or the block has no huge pages, and nothing was done: small pages cost several times as much to have anew as to
/// write zeros to.
///
/// # Safety
/// The block must come from [`take`] with this capacity, and hold nothing that anybody wants.
pub(super) unsafe fn empty(start: NonNull<u8>, capacity: usize) -> bool {
    #[cfg(target_os = "linux")]
    if capacity >= HUGE {
        // SAFETY: the range is a private mapping of no file, whose pages are zeros when they are touched again.
        return unsafe { libc::madvise(start.as_ptr().cast(), capacity, libc::MADV_DONTNEED) } == 0;
    }
    let _ = (start, capacity);
    false
}

/// Gives a block back.
///
/// # Safety
/// It must come from [`take`] with this capacity, and be of no use to anybody.
pub(super) unsafe fn give_back(start: NonNull<u8>, capacity: usize) {
    #[cfg(unix)]
    if capacity >= MAPPED {
        // SAFETY: the mapping is as long as this.
        unsafe { libc::munmap(start.as_ptr().cast(), capacity) };
        return;
    }
    if let Some(layout) = layout(capacity) {
        // SAFETY: the block came from the allocator with this layout.
        unsafe { alloc::dealloc(start.as_ptr(), layout) };
    }
}

#[cfg(unix)]
fn map(capacity: usize) -> Option<NonNull<u8>> {
    // SAFETY: a private mapping of no file at a place that the system chooses.
    let start = unsafe {
        libc::mmap(
            std::ptr::null_mut(),
            capacity,
            libc::PROT_READ | libc::PROT_WRITE,
            libc::MAP_PRIVATE | libc::MAP_ANONYMOUS,
            -1,
            0,
        )
    };
    if start == libc::MAP_FAILED {
        return None;
    }
    #[cfg(target_os = "linux")]
    if capacity >= HUGE {
        // SAFETY: the range is the mapping just made; where the advice is not taken nothing changes.
        unsafe { libc::madvise(start, capacity, libc::MADV_HUGEPAGE) };
    }
    NonNull::new(start.cast())
}
