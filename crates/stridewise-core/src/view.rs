//! A typed, strided window on a buffer: what kernels see.

use std::sync::Arc;

use crate::{Buffer, DType, Layout, layout};

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
    pub fn new(dtype: DType, layout: Layout, buffer: Arc<Buffer>) -> Option<Self> {
        layout::byte_count(&layout.shape, dtype.size()).ok()?;
        // No overflow: the lengths' product, and so their sum, fits 63 bits, and each stride fits 63 more.
        let mut low = layout.offset as i128;
        let mut high = low;
        for (&length, &stride) in layout.shape.iter().zip(&layout.strides) {
            let reach = (length as i128 - 1) * stride as i128;
            if reach < 0 { low += reach } else { high += reach }
        }
        let fits = layout.is_empty() || (low >= 0 && high + dtype.size() as i128 <= buffer.len() as i128);
        fits.then_some(Self { dtype, layout, buffer })
    }

    /// A view with a layout that is known to lie inside: one made from this view's own by selecting elements.
    pub fn with_layout(&self, layout: Layout) -> Self {
        debug_assert!(Self::new(self.dtype, layout.clone(), Arc::clone(&self.buffer)).is_some());
        Self { dtype: self.dtype, layout, buffer: Arc::clone(&self.buffer) }
    }

    pub fn dtype(&self) -> DType {
        self.dtype
    }

    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    pub fn shape(&self) -> &[usize] {
        &self.layout.shape
    }

    /// Bytes from one element to the next along each axis.
    pub fn strides(&self) -> &[isize] {
        &self.layout.strides
    }

    pub fn ndim(&self) -> usize {
        self.layout.ndim()
    }

    /// The number of elements.
    pub fn size(&self) -> usize {
        self.layout.size()
    }

    pub fn item_size(&self) -> usize {
        self.dtype.size()
    }

    pub fn buffer(&self) -> &Arc<Buffer> {
        &self.buffer
    }

    pub fn is_c_contiguous(&self) -> bool {
        self.layout.is_c_contiguous(self.item_size())
    }

    pub fn is_f_contiguous(&self) -> bool {
        self.layout.is_f_contiguous(self.item_size())
    }

    /// The address of the element at index 0, 0, ....
    pub fn address(&self) -> *mut u8 {
        self.buffer.start().wrapping_add(self.layout.offset)
    }

    /// Whether every element stands at a multiple of the dtype's alignment.
    pub fn is_aligned(&self) -> bool {
        let mask = self.dtype.alignment() - 1;
        let steps = self.layout.shape.iter().zip(&self.layout.strides);
        (self.address() as usize) & mask == 0
            && steps.clone().all(|(&length, &stride)| length <= 1 || stride as usize & mask == 0)
    }

    /// Whether the two may have a byte in common: their byte ranges meet.
    pub fn may_share_memory(&self, other: &Self) -> bool {
        layout::may_share_memory(self.place(), other.place())
    }

    /// Whether the two have a byte in common, exactly; `None` past `max_work` steps.
    pub fn shares_memory(&self, other: &Self, max_work: Option<u64>) -> Option<bool> {
        layout::shares_memory(self.place(), other.place(), max_work)
    }

    fn place(&self) -> (usize, &Layout, usize) {
        (self.buffer.start() as usize, &self.layout, self.item_size())
    }
}
