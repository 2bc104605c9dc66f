//! Bytes with an owner.
#![expect(unsafe_code, reason = "owns raw memory: allocation, lent pointers and their release")]

use std::alloc::{self, Layout as AllocLayout};
use std::any::Any;
use std::fmt;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, Weak};

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

/// Work that was put off: it writes the bytes of a buffer, or reads those of others, when somebody needs that.
pub trait Pending: Any + Send + Sync {
    /// Returns once the work is done, by whomever.
    fn settle(&self);
    /// The buffer that it would have written is gone, unread.
    fn forget_result(&self);
}

/// The work that a buffer's bytes wait for, and the work that waits to read them.
#[derive(Default)]
struct Late {
    writer: Option<Arc<dyn Pending>>,
    readers: Vec<Weak<dyn Pending>>,
    /// So many readers are kept before those that are gone are looked for.
    room: usize,
}

/// The bytes are not written yet.
const UNWRITTEN: u8 = 1;
/// Pending work may read the bytes.
const READ_LATE: u8 = 2;
/// A pointer to the bytes was given out of the library.
const EXPORTED: u8 = 4;

/// A range of bytes that views share.
///
/// Invariant: `start .. start + length` is valid for reads for the buffer's life, and for writes unless
/// `read_only`; every byte of it is initialised, or will be by the work that [`Buffer::start`] waits for.
pub struct Buffer {
    start: NonNull<u8>,
    length: usize,
    owner: Owner,
    read_only: bool,
    state: AtomicU8,
    late: OnceLock<Box<Mutex<Late>>>,
}

// SAFETY: the pointer is to memory that belongs to this value or is lent to it together with an owner that is
// itself Send and Sync; what races on the bytes is decided by who runs passes over them.
unsafe impl Send for Buffer {}
// SAFETY: as for Send.
unsafe impl Sync for Buffer {}

impl Buffer {
    /// Bytes of the library's own that nobody has seen yet.
    #[inline(always)]
    fn new(start: NonNull<u8>, length: usize, owner: Owner) -> Arc<Self> {
        Arc::new(Self {
            start,
            length,
            owner,
            read_only: false,
            state: AtomicU8::new(0),
            late: OnceLock::new(),
        })
    }

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
        Some(Self::new(start, length, Owner::Allocated(layout)))
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
        Some(Self::new(start, length, Owner::Allocated(layout)))
    }

    /// The first `length` bytes of a block, which goes back with the buffer.
    ///
    /// # Safety
    /// The block must be valid for reads and writes of its capacity until it is given back, and of nobody else; its
    /// first `length` bytes must be written before they are read through a safe interface. `length` is at most the
    /// capacity.
    pub unsafe fn on_block(block: Block, length: usize) -> Arc<Self> {
        debug_assert!(length <= block.capacity);
        Self::new(block.start, length, Owner::Block(block))
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
            state: AtomicU8::new(EXPORTED),
            late: OnceLock::new(),
        })
    }

    /// Where the bytes are, to read them: written, if need be by work that was put off.
    #[inline(always)]
    pub fn start(&self) -> *mut u8 {
        if self.is_unwritten() {
            self.settle_writer();
        }
        self.start.as_ptr()
    }

    /// Where the bytes are, to write them: whatever was put off and writes or reads them is done.
    #[inline(always)]
    pub fn start_for_writing(&self) -> *mut u8 {
        if self.is_waited_for() {
            self.settle();
        }
        self.start.as_ptr()
    }

    /// Where the bytes are or will be: a place to compare, and for the work that writes them.
    #[inline]
    pub fn place(&self) -> *mut u8 {
        self.start.as_ptr()
    }

    /// Whether the bytes wait for work that was put off.
    #[inline(always)]
    pub fn is_unwritten(&self) -> bool {
        self.state.load(Ordering::Acquire) & UNWRITTEN != 0
    }

    /// Whether work that was put off writes the bytes, or may read them.
    #[inline(always)]
    pub fn is_waited_for(&self) -> bool {
        self.state.load(Ordering::Acquire) & (UNWRITTEN | READ_LATE) != 0
    }

    /// Runs the work that was put off and writes or reads the bytes. Readers stay noted until they are done, so that of
    /// several threads none goes on while another runs them.
    #[cold]
    pub fn settle(&self) {
        self.settle_writer();
        while self.state.load(Ordering::Acquire) & READ_LATE != 0 {
            let readers = self.with_late(|late| late.readers.clone());
            // The newest first: it may run those that it reads from in the same pass.
            readers.iter().rev().filter_map(Weak::upgrade).for_each(|reader| reader.settle());
            let place = |reader: &Weak<dyn Pending>| reader.as_ptr().cast::<()>();
            let mut done: Vec<*const ()> = readers.iter().map(place).collect();
            done.sort_unstable();
            self.with_late(|late| {
                late.readers.retain(|reader| done.binary_search(&place(reader)).is_err());
                if late.readers.is_empty() {
                    self.state.fetch_and(!READ_LATE, Ordering::AcqRel);
                }
            });
        }
    }

    #[cold]
    fn settle_writer(&self) {
        while self.is_unwritten() {
            if let Some(writer) = self.writer() {
                writer.settle();
            }
        }
    }

    /// The work that the bytes wait for.
    pub fn writer(&self) -> Option<Arc<dyn Pending>> {
        if self.is_unwritten() { self.with_late(|late| late.writer.clone()) } else { None }
    }

    /// Puts off what writes the bytes. Nobody else may have seen the buffer yet.
    pub fn write_later(&self, writer: Arc<dyn Pending>) {
        self.with_late(|late| late.writer = Some(writer));
        self.state.fetch_or(UNWRITTEN, Ordering::Release);
    }

    /// To be called when the work that was put off has written the bytes. Gives that work back, so that its caller
    /// decides when it is dropped.
    pub fn mark_written(&self) -> Option<Arc<dyn Pending>> {
        self.state.fetch_and(!UNWRITTEN, Ordering::Release);
        self.with_late(|late| late.writer.take())
    }

    /// Notes work that was put off and reads the bytes: it runs before they change.
    pub fn read_later(&self, reader: Weak<dyn Pending>) {
        self.with_late(|late| {
            if late.readers.len() >= late.room {
                late.readers.retain(|reader| reader.strong_count() > 0);
                late.room = (2 * late.readers.len()).max(16);
            }
            late.readers.push(reader);
            self.state.fetch_or(READ_LATE, Ordering::Release);
        });
    }

    fn with_late<T>(&self, work: impl FnOnce(&mut Late) -> T) -> T {
        let late = self.late.get_or_init(Box::default);
        // What is under the lock is whole between any two statements.
        work(&mut late.lock().unwrap_or_else(PoisonError::into_inner))
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
    #[inline]
    pub fn is_exported(&self) -> bool {
        self.state.load(Ordering::Relaxed) & EXPORTED != 0
    }

    /// To be called before a pointer to the bytes leaves the library: from then on nothing that reads or writes them is
    /// put off, and what was is done.
    pub fn mark_exported(&self) {
        self.state.fetch_or(EXPORTED, Ordering::Relaxed);
        self.start_for_writing();
    }
}

impl Drop for Buffer {
    fn drop(&mut self) {
        if let Some(late) = self.late.take()
            && let Some(writer) = late.into_inner().unwrap_or_else(PoisonError::into_inner).writer
        {
            writer.forget_result();
        }
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
