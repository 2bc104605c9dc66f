//! Bytes with an owner.
#![expect(unsafe_code, reason = "owns raw memory: allocation, lent pointers and their release")]

use std::alloc::{self, Layout as AllocLayout};
use std::any::Any;
use std::fmt;
use std::ptr::NonNull;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Larger allocations start at a multiple of this many bytes: a cache line, the widest vector register.
pub const ALIGNMENT: usize = 64;

/// Allocations up to this many bytes are aligned for the widest element alone, which the allocator gives sooner.
const SMALL: usize = 1024;

#[inline]
fn layout_of(length: usize) -> Option<AllocLayout> {
    AllocLayout::from_size_align(length.max(1), if length <= SMALL { 16 } else { ALIGNMENT }).ok()
}

enum Owner {
    Allocated(AllocLayout),
    /// A block from whoever knows how to take it back.
    Block(Block),
    /// Memory of somebody else, valid for as long as this value lives.
    Lent(#[expect(dead_code, reason = "kept only to be dropped with the buffer")] Box<dyn Any + Send + Sync>),
}

/// Memory for a buffer, from an allocator that is not the language's own.
#[derive(Clone, Copy, Debug)]
pub struct Block {
    pub start: NonNull<u8>,
    /// Bytes, at least as many as were asked for.
    pub capacity: usize,
    /// Takes the block back; called once, on any thread.
    pub give_back: unsafe fn(NonNull<u8>, usize),
}

/// A range of bytes that views share.
///
/// Invariant: `start .. start + length` is valid for reads for the buffer's life, and for writes unless
/// `read_only`; every byte of it is initialised.
pub struct Buffer {
    start: NonNull<u8>,
    length: usize,
    owner: Owner,
    read_only: bool,
    /// Whether a pointer to the bytes was ever given out of the library.
    exported: AtomicBool,
}

// SAFETY: the pointer is to memory that belongs to this value or is lent to it together with an owner that is
// itself Send and Sync; what races on the bytes is decided by who runs passes over them.
unsafe impl Send for Buffer {}
// SAFETY: as for Send.
unsafe impl Sync for Buffer {}

impl Buffer {
    /// New bytes, all zero. `None` where the system has none to give.
    #[inline]
    pub fn zeroed(length: usize) -> Option<Arc<Self>> {
        let layout = layout_of(length)?;
        // SAFETY: the layout's size is not zero. Small blocks come sooner when they are asked for with any content.
        let start = NonNull::new(unsafe {
            if layout.size() <= SMALL {
                // Seen as one, the two calls would become the slow way again.
                let start = std::hint::black_box(alloc::alloc(layout));
                if !start.is_null() {
                    start.write_bytes(0, layout.size());
                }
                start
            } else {
                alloc::alloc_zeroed(layout)
            }
        })?;
        Some(Arc::new(Self {
            start,
            length,
            owner: Owner::Allocated(layout),
            read_only: false,
            exported: AtomicBool::new(false),
        }))
    }

    /// New bytes for a result that its maker fills completely before anyone reads it.
    ///
    /// `None` where the system has none to give.
    ///
    /// # Safety
    /// Every byte must be written before it is read through a safe interface.
    #[inline]
    pub unsafe fn for_overwriting(length: usize) -> Option<Arc<Self>> {
        let layout = layout_of(length)?;
        // SAFETY: the layout's size is not zero.
        let start = NonNull::new(unsafe { alloc::alloc(layout) })?;
        Some(Arc::new(Self {
            start,
            length,
            owner: Owner::Allocated(layout),
            read_only: false,
            exported: AtomicBool::new(false),
        }))
    }

    /// The first `length` bytes of a block, which goes back with the buffer.
    ///
    /// # Safety
    /// The block must be valid for reads and writes of its capacity until it is given back, and of nobody else; its
    /// first `length` bytes must be written before they are read through a safe interface. `length` is at most the
    /// capacity.
    pub unsafe fn on_block(block: Block, length: usize) -> Arc<Self> {
        debug_assert!(length <= block.capacity);
        Arc::new(Self {
            start: block.start,
            length,
            owner: Owner::Block(block),
            read_only: false,
            exported: AtomicBool::new(false),
        })
    }

    /// Bytes that belong to `owner`, who is dropped with the buffer.
    ///
    /// # Safety
    /// `start` must be valid for `length` bytes of reads, and of writes unless `read_only`, while `owner` lives.
    pub unsafe fn lent(
        start: NonNull<u8>,
        length: usize,
        read_only: bool,
        owner: Box<dyn Any + Send + Sync>,
    ) -> Arc<Self> {
        Arc::new(Self {
            start,
            length,
            owner: Owner::Lent(owner),
            read_only,
            exported: AtomicBool::new(true),
        })
    }

    #[inline]
    pub fn start(&self) -> *mut u8 {
        self.start.as_ptr()
    }

    #[inline]
    pub fn len(&self) -> usize {
        self.length
    }

    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    #[inline]
    pub fn is_read_only(&self) -> bool {
        self.read_only
    }

    /// Whether the memory is the library's own.
    #[inline]
    pub fn is_owned(&self) -> bool {
        !matches!(self.owner, Owner::Lent(_))
    }

    /// Whether anyone outside the library may hold a pointer to the bytes.
    pub fn is_exported(&self) -> bool {
        self.exported.load(Ordering::Relaxed)
    }

    /// To be called when a pointer to the bytes leaves the library.
    pub fn mark_exported(&self) {
        self.exported.store(true, Ordering::Relaxed);
    }
}

impl Drop for Buffer {
    fn drop(&mut self) {
        match &self.owner {
            // SAFETY: `start` came from the allocator with this layout and is released once.
            Owner::Allocated(layout) => unsafe { alloc::dealloc(self.start.as_ptr(), *layout) },
            // SAFETY: the block is this buffer's alone and goes back once.
            Owner::Block(block) => unsafe { (block.give_back)(block.start, block.capacity) },
            Owner::Lent(_) => {}
        }
    }
}

impl fmt::Debug for Buffer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Buffer").field("length", &self.length).field("owned", &self.is_owned()).finish()
    }
}
