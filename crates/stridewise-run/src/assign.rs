//! Writing into an array: values from another array, or one value everywhere.
#![expect(unsafe_code, reason = "makes memory that is filled at once")]

use stridewise_core::layout::{Traversal, overlaps_itself};
use stridewise_core::{DType, Error, Layout, Order, Result, Value};

use stridewise_kernels::put;
use stridewise_kernels::take::Run;

use crate::cell::Cell;
use crate::{Array, memory, tile};

impl Array {
    /// An array for a result that is written completely before it is read.
    #[inline]
    pub(crate) fn fresh(dtype: DType, layout: Layout) -> Result<Self> {
        // SAFETY: callers in this crate hand it to a pass that writes every element, or drop it.
        Ok(Self::from_view(unsafe { memory::for_overwriting(dtype, layout)? }))
    }

    /// As [`Array::fresh`], dense in C order.
    #[inline(always)]
    pub(crate) fn fresh_dense(dtype: DType, shape: &[usize]) -> Result<Self> {
        // SAFETY: as for `fresh`.
        Ok(Self::from_view(unsafe { memory::dense_for_overwriting(dtype, shape)? }))
    }

    /// Sets every element from `source`, which broadcasts to this shape and is cast to this dtype, whatever the
    /// values. Safe where the two overlap.
    ///
    /// # Errors
    /// Value error where this array is read-only or the shapes do not broadcast.
    pub fn assign(&self, source: &Self) -> Result<()> {
        tile::copy(self.spread_source(source)?.view(), self.view())
    }

    /// The source with this array's shape, apart from this array's memory unless it is the very same elements.
    fn spread_source(&self, source: &Self) -> Result<Self> {
        self.require_writeable("assignment destination")?;
        // Leading axes of length one are dropped where the source has more axes than the target.
        let surplus = source.ndim().saturating_sub(self.ndim());
        let layout = source.layout();
        let source = if surplus > 0 && layout.shape[..surplus].iter().all(|&length| length == 1) {
            source.with_layout(Layout {
                shape: layout.shape[surplus..].into(),
                strides: layout.strides[surplus..].into(),
                offset: layout.offset,
            })
        } else {
            source.clone()
        };
        let spread = source
            .layout()
            .broadcast_to(self.shape())
            .map_err(|_| Error::broadcast_into(layout.shape.as_slice(), self.shape()))?;
        let source = if source.view().may_share_memory(self.view())
            && !(source.dtype() == self.dtype() && spread.same_elements(self.layout()))
        {
            let copy = source.copy(Order::Keep)?;
            copy.broadcast_to(self.shape())?
        } else {
            source.with_layout(spread)
        };
        if self.may_overlap_itself() && source.strides() != self.strides() {
            // Which of several values stays at a place must depend on this array alone, so the source is walked in
            // the order of its axes.
            let layout = self.layout().like(source.item_size(), self.item_size(), Order::Keep);
            let ordered = Self::fresh(source.dtype(), layout)?;
            tile::copy(source.view(), ordered.view())?;
            return Ok(ordered);
        }
        Ok(source)
    }

    /// Whether two indices may stand for the same bytes; never wrong where it says no.
    pub(crate) fn may_overlap_itself(&self) -> bool {
        self.ndim() > 1 && overlaps_itself(self.layout(), self.item_size(), Some(1)) != Some(false)
    }

    /// Sets every element to the value, cast to this dtype.
    ///
    /// # Errors
    /// Value error where this array is read-only.
    pub fn fill(&self, value: Value) -> Result<()> {
        self.require_writeable("assignment destination")?;
        let mut cell = Cell::new(self.dtype(), value);
        let walk = Traversal::new(self.shape(), &[self.strides()]);
        let (length, stride) = (walk.inner_length(), walk.inner_strides()[0]);
        let start = self.view().address_for_writing();
        walk.for_each(|offsets| {
            let run = Run { start: start.wrapping_offset(offsets[0]), stride };
            // SAFETY: the walk stays inside the array, which is writeable.
            unsafe { put::fill(self.item_size(), length, cell.run().start, run) };
            Ok(())
        })
    }
}
