//! A typed, strided window on a buffer: what kernels see.

use std::ops::Range;
use std::sync::Arc;

use crate::{Buffer, DType, Layout, layout, running};

/// Elements of one dtype at a layout in a buffer.
///
/// Invariant: every element that the layout reaches lies inside the buffer; [`View::new`] checks it, and the
/// layout's own methods (slicing, reshaping, broadcasting) keep it.
#[derive(Clone, Debug)]
pub struct View {
    dtype: DType,
    layout: Layout,
    buffer: Arc<Buffer>,
}

impl View {
    /// `None` where the layout leaves the buffer, or has more elements than can be counted.
    #[inline]
    pub fn new(dtype: DType, layout: Layout, buffer: Arc<Buffer>) -> Option<Self> {
        if !fits(dtype, &layout, buffer.len()) {
            return None;
        }
        Some(Self { dtype, layout, buffer })
    }

    /// A view on a buffer's first bytes, dense in C or (`fortran`) Fortran order; `None` where they are too few.
    #[inline(always)]
    pub fn dense(dtype: DType, shape: &[usize], fortran: bool, buffer: Arc<Buffer>) -> Option<Self> {
        let bytes = layout::byte_count(shape, dtype.size()).ok()?;
        if bytes > buffer.len() {
            return None;
        }
        Some(Self { dtype, layout: Layout::dense(shape, dtype.size(), fortran), buffer })
    }

    /// A view with a layout that is known to lie inside: one made from this view's own by selecting elements.
    #[inline(always)]
    pub fn with_layout(&self, layout: Layout) -> Self {
        debug_assert!(Self::new(self.dtype, layout.clone(), Arc::clone(&self.buffer)).is_some());
        Self { dtype: self.dtype, layout, buffer: Arc::clone(&self.buffer) }
    }

    #[inline]
    pub fn dtype(&self) -> DType {
        self.dtype
    }

    #[inline]
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    #[inline]
    pub fn shape(&self) -> &[usize] {
        &self.layout.shape
    }

    /// Bytes from one element to the next along each axis.
    #[inline]
    pub fn strides(&self) -> &[isize] {
        &self.layout.strides
    }

    #[inline]
    pub fn ndim(&self) -> usize {
        self.layout.ndim()
    }

    /// The number of elements.
    #[inline]
    pub fn size(&self) -> usize {
        self.layout.size()
    }

    #[inline]
    pub fn item_size(&self) -> usize {
        self.dtype.size()
    }

    #[inline]
    pub fn buffer(&self) -> &Arc<Buffer> {
        &self.buffer
    }

    #[inline]
    pub fn is_c_contiguous(&self) -> bool {
        self.layout.is_c_contiguous(self.item_size())
    }

    pub fn is_f_contiguous(&self) -> bool {
        self.layout.is_f_contiguous(self.item_size())
    }

    /// The address of the element at index 0, 0, ..., to read elements: work that was put off has written them, and no
    /// running pass writes them.
    #[inline(always)]
    pub fn address(&self) -> *mut u8 {
        let start = self.buffer.start();
        running::heed(self, false);
        start.wrapping_add(self.layout.offset)
    }

    /// The same to write elements: work that was put off and reads them is done, too, and no running pass reads them.
    #[inline(always)]
    pub fn address_for_writing(&self) -> *mut u8 {
        let start = self.buffer.start_for_writing();
        running::heed(self, true);
        start.wrapping_add(self.layout.offset)
    }

    /// Where the element at index 0, 0, ... is or will be: a place to compare, and for the work that writes it.
    #[inline]
    pub fn place(&self) -> *mut u8 {
        self.buffer.place().wrapping_add(self.layout.offset)
    }

    /// Whether every element stands at a multiple of the dtype's alignment.
    pub fn is_aligned(&self) -> bool {
        let mask = self.dtype.alignment() - 1;
        let steps = self.layout.shape.iter().zip(&self.layout.strides);
        (self.place() as usize) & mask == 0
            && steps.clone().all(|(&length, &stride)| length <= 1 || stride as usize & mask == 0)
    }

    /// Whether the two may have a byte in common: their byte ranges meet.
    #[inline]
    pub fn may_share_memory(&self, other: &Self) -> bool {
        layout::may_share_memory(self.extent(), other.extent())
    }

    /// Whether the two have a byte in common, exactly; `None` past `max_work` steps.
    pub fn shares_memory(&self, other: &Self, max_work: Option<u64>) -> Option<bool> {
        layout::shares_memory(self.extent(), other.extent(), max_work)
    }

    /// The addresses from the lowest byte of an element to behind the highest; empty where there is no element.
    pub fn byte_range(&self) -> Range<usize> {
        let (start, layout, item_size) = self.extent();
        let (low, high) = layout.extent(item_size);
        start + low..start + high
    }

    fn extent(&self) -> (usize, &Layout, usize) {
        (self.buffer.place() as usize, &self.layout, self.item_size())
    }
}

/// Whether every element that the layout reaches lies in the first `bytes` bytes, and can be counted.
#[inline]
fn fits(dtype: DType, layout: &Layout, bytes: usize) -> bool {
    let Ok(count) = layout::byte_count(&layout.shape, dtype.size()) else { return false };
    if count == 0 {
        return true;
    }
    let reach = layout.shape.iter().zip(&layout.strides).try_fold(
        (layout.offset, layout.offset),
        |(low, high), (&length, &stride)| {
            let reach = stride.unsigned_abs().checked_mul(length - 1)?;
            Some(if stride < 0 { (low.checked_sub(reach)?, high) } else { (low, high.checked_add(reach)?) })
        },
    );
    reach.and_then(|(_, high)| high.checked_add(dtype.size())).is_some_and(|end| end <= bytes)
}
