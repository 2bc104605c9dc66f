//! Moving the elements at the true places of a mask.
#![expect(unsafe_code, reason = "calls kernels on views of one shape")]

use std::sync::atomic::{AtomicUsize, Ordering};

use stridewise_core::layout::Traversal;
use stridewise_core::{DType, Error, Layout, Order, Result, Value};
use stridewise_kernels::mask;
use stridewise_kernels::take::Run;

use crate::cell::Cell;
use crate::{Array, threads};

/// Bytes of a mask at multiples of which parts of it start.
const STRETCH: usize = 1 << 16;

impl Array {
    /// Errors unless this is a boolean array of the shape of `other`.
    fn require_mask_of(&self, other: &Self) -> Result<()> {
        if self.dtype() != DType::BOOL || self.shape() != other.shape() {
            return Err(Error::value("a mask must be boolean and have the array's shape"));
        }
        Ok(())
    }

    /// How many elements of a boolean array are true.
    ///
    /// # Errors
    /// Type error for other dtypes.
    pub fn count_true(&self) -> Result<usize> {
        if self.dtype() != DType::BOOL {
            return Err(Error::type_error("count_true takes a boolean array"));
        }
        let walk = Traversal::new(self.shape(), &[self.strides()]);
        let (length, stride) = (walk.inner_length(), walk.inner_strides()[0]);
        let start = self.view().address();
        let whole = Run { start, stride };
        if walk.is_single_run() && threads::pays(length) {
            let count = AtomicUsize::new(0);
            threads::share_here(length, STRETCH, length, &|range| {
                let part = Run { start: whole.at(range.start), stride };
                // SAFETY: the range lies inside the array, whose elements are bytes.
                let part = unsafe { mask::count_true(part, range.len()) };
                count.fetch_add(part, Ordering::Relaxed);
            });
            return Ok(count.into_inner());
        }
        let mut count = 0;
        let _ = walk.for_each(|offsets| -> std::result::Result<(), ()> {
            let run = Run { start: start.wrapping_offset(offsets[0]), stride };
            // SAFETY: the walk stays inside the array, whose elements are bytes.
            count += unsafe { mask::count_true(run, length) };
            Ok(())
        });
        Ok(count)
    }

    /// The elements, in C order, at the true places of a mask of this shape.
    ///
    /// # Errors
    /// Value error where the mask has another shape or dtype; memory error.
    pub fn compress_where(&self, mask: &Self) -> Result<Self> {
        mask.require_mask_of(self)?;
        let room = mask.count_true()?;
        let item_size = self.item_size();
        let result = Self::fresh(self.dtype(), Layout::contiguous(&[room], item_size)?)?;
        let walk = Traversal::in_c_order(self.shape(), &[self.strides(), mask.strides()]);
        let (length, steps) = (walk.inner_length(), walk.inner_strides());
        let (source, places, target) =
            (self.view().address(), mask.view().address(), result.view().address_for_writing());
        let mut filled = 0;
        let _ = walk.for_each(|offsets| -> std::result::Result<(), ()> {
            let source = Run { start: source.wrapping_offset(offsets[0]), stride: steps[0] };
            let places = Run { start: places.wrapping_offset(offsets[1]), stride: steps[1] };
            let target = target.wrapping_add(filled * item_size);
            // SAFETY: the walk stays inside both; the result is new and has `room - filled` elements left. A mask
            // that is written meanwhile can only leave zeros behind, which the fill below takes care of.
            filled += unsafe { mask::compress(item_size, length, source, places, target, room - filled) };
            Ok(())
        });
        if filled < room {
            let rest = result.layout().indexed(&[stridewise_core::layout::BasicIndex::Slice(
                stridewise_core::layout::Slice { start: Some(filled as isize), stop: None, step: None },
            )])?;
            result.with_layout(rest).fill(stridewise_core::Value::Int(0))?;
        }
        Ok(result)
    }

    /// Sets the elements at the true places of a mask of this shape, in C order, from one-dimensional values of this
    /// dtype, one after the other; stops when they run out. Says how many were set.
    ///
    /// # Errors
    /// Value error where the mask has another shape or dtype, or this array is read-only.
    pub fn expand_where(&self, mask: &Self, values: &Self) -> Result<usize> {
        self.require_writeable("assignment destination")?;
        mask.require_mask_of(self)?;
        if values.ndim() != 1 || values.dtype() != self.dtype() {
            return Err(Error::value("values must be one-dimensional and have the array's dtype"));
        }
        let apart = |other: &Self| {
            if other.view().may_share_memory(self.view()) { other.copy(Order::C) } else { Ok(other.clone()) }
        };
        let (mask, values) = (apart(mask)?, apart(values)?);
        let item_size = self.item_size();
        let walk = Traversal::in_c_order(self.shape(), &[self.strides(), mask.strides()]);
        let (length, steps) = (walk.inner_length(), walk.inner_strides());
        let (target, places) = (self.view().address_for_writing(), mask.view().address());
        let (start, stride, available) = (values.view().address(), values.strides()[0], values.size());
        let mut used = 0;
        let _ = walk.for_each(|offsets| -> std::result::Result<(), ()> {
            let target = Run { start: target.wrapping_offset(offsets[0]), stride: steps[0] };
            let places = Run { start: places.wrapping_offset(offsets[1]), stride: steps[1] };
            let values = Run { start: start.wrapping_offset(used as isize * stride), stride };
            // SAFETY: the walk stays inside both; `available - used` values are left; nothing overlaps the target.
            used += unsafe { mask::expand(item_size, length, target, places, values, available - used) };
            Ok(())
        });
        Ok(used)
    }

    /// Sets the elements at the true places of a mask of this shape to a value, cast to this dtype.
    ///
    /// # Errors
    /// Value error where the mask has another shape or dtype, or this array is read-only.
    pub fn fill_where(&self, mask: &Self, value: Value) -> Result<()> {
        self.require_writeable("assignment destination")?;
        mask.require_mask_of(self)?;
        if mask.view().may_share_memory(self.view()) {
            return self.fill_where(&mask.copy(Order::C)?, value);
        }
        let mut cell = Cell::new(self.dtype(), value);
        let walk = Traversal::new(self.shape(), &[self.strides(), mask.strides()]);
        let (length, steps) = (walk.inner_length(), walk.inner_strides());
        let (target, places) = (self.view().address_for_writing(), mask.view().address());
        walk.for_each(|offsets| {
            let target = Run { start: target.wrapping_offset(offsets[0]), stride: steps[0] };
            let places = Run { start: places.wrapping_offset(offsets[1]), stride: steps[1] };
            // SAFETY: the walk stays inside both, which do not overlap.
            unsafe { mask::copy_where(self.item_size(), length, cell.run(), places, target) };
            Ok(())
        })
    }

    /// Sets the elements at the true places of a mask from the same places of `source`. Both broadcast to this shape;
    /// the source is cast to this dtype, whatever the values.
    ///
    /// # Errors
    /// Value error where the shapes do not broadcast, or this array is read-only.
    pub fn assign_where(&self, source: &Self, mask: &Self) -> Result<()> {
        self.require_writeable("assignment destination")?;
        let spread = |other: &Self| -> Result<Self> {
            if other.shape() == self.shape() {
                return Ok(other.clone());
            }
            other.broadcast_to(self.shape()).map_err(|_| Error::broadcast_into(other.shape(), self.shape()))
        };
        let mask =
            if mask.dtype() == DType::BOOL { mask.clone() } else { mask.astype(DType::BOOL, Order::Keep)? };
        let mask = if mask.view().may_share_memory(self.view()) { mask.copy(Order::Keep)? } else { mask };
        let mut values = if source.dtype() == self.dtype() {
            source.clone()
        } else {
            source.astype(self.dtype(), Order::Keep)?
        };
        if values.view().may_share_memory(self.view())
            && !spread(&values)?.layout().same_elements(self.layout())
        {
            values = values.copy(Order::Keep)?;
        }
        let (mask, values) = (spread(&mask)?, spread(&values)?);
        let item_size = self.item_size();
        let walk = Traversal::new(self.shape(), &[self.strides(), values.strides(), mask.strides()]);
        let (length, steps) = (walk.inner_length(), walk.inner_strides());
        let starts = [self.view().address_for_writing(), values.view().address(), mask.view().address()];
        let _ = walk.for_each(|offsets| -> std::result::Result<(), ()> {
            let run = |place: usize| Run {
                start: starts[place].wrapping_offset(offsets[place]),
                stride: steps[place],
            };
            // SAFETY: the walk stays inside all three; what overlaps the target otherwise was copied.
            unsafe { mask::copy_where(item_size, length, run(1), run(2), run(0)) };
            Ok(())
        });
        Ok(())
    }

    /// A new array with the elements of `yes` where this boolean array is true, and of `no` elsewhere. All three
    /// must have broadcast to one shape; `yes` and `no` have one dtype.
    ///
    /// # Errors
    /// Value error where they do not fit together; memory error.
    pub fn select(&self, yes: &Self, no: &Self) -> Result<Self> {
        let item_size = yes.item_size();
        self.select_like(yes, no, &[(self.layout(), 1), (yes.layout(), item_size), (no.layout(), item_size)])
    }

    /// As [`select`](Self::select), with memory ordered as that of other arrays, which come with their element sizes:
    /// those that the choices were cast from, say.
    ///
    /// # Errors
    /// As [`select`](Self::select).
    pub fn select_like(&self, yes: &Self, no: &Self, sources: &[(&Layout, usize)]) -> Result<Self> {
        self.require_mask_of(yes)?;
        self.require_mask_of(no)?;
        if yes.dtype() != no.dtype() {
            return Err(Error::value("both choices must have the same dtype"));
        }
        let item_size = yes.item_size();
        let layout = stridewise_core::op::result_layout(self.shape(), sources, item_size, Order::Keep)?;
        let result = Self::fresh(yes.dtype(), layout)?;
        let walk =
            Traversal::new(self.shape(), &[result.strides(), self.strides(), yes.strides(), no.strides()]);
        let (length, steps) = (walk.inner_length(), walk.inner_strides());
        let starts = [
            result.view().address_for_writing(),
            self.view().address(),
            yes.view().address(),
            no.view().address(),
        ];
        let _ = walk.for_each(|offsets| -> std::result::Result<(), ()> {
            let run = |place: usize| Run {
                start: starts[place].wrapping_offset(offsets[place]),
                stride: steps[place],
            };
            // SAFETY: the walk stays inside all four; the result is new.
            unsafe { mask::select(item_size, length, run(1), run(2), run(3), run(0)) };
            Ok(())
        });
        Ok(result)
    }
}
