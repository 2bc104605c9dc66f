//! Elements of a one-dimensional array at positions: the short way of what a [`super::Selection`] does.
#![expect(unsafe_code, reason = "calls kernels on places that were checked")]

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

use stridewise_core::{DType, Error, Order, Result, Shape, Value};
use stridewise_kernels::{
    put,
    take::{self, Run, out_of_bounds},
};

use crate::cell::Cell;
use crate::{Array, threads};

/// Positions at multiples of which parts for threads start.
const GRAIN: usize = 1 << 12;

/// Runs `part` over the positions, each of which moves so many bytes, on as many threads as that pays for.
fn share(count: usize, bytes: usize, part: &(dyn Fn(Range<usize>) + Sync)) {
    let work = count.saturating_mul(2 * bytes + size_of::<i64>());
    if threads::pays(work) {
        threads::share_here(count, GRAIN.min(count / 8), work, part);
    } else {
        part(0..count);
    }
}

impl Array {
    fn run(&self) -> Run {
        Run { start: self.view().address(), stride: self.strides().first().copied().unwrap_or(0) }
    }

    fn run_for_writing(&self) -> Run {
        Run { start: self.view().address_for_writing(), ..self.run() }
    }

    /// The run of positions, and how many; errors unless all is one-dimensional.
    fn positions_for(&self, positions: &Self) -> Result<(Run, usize)> {
        if self.ndim() != 1 || positions.ndim() != 1 || positions.dtype() != DType::I64 {
            return Err(Error::index(
                "positions and array must be one-dimensional, positions of dtype int64",
            ));
        }
        Ok((positions.run(), positions.size()))
    }

    /// The error of the position, of one-dimensional ones, that stands at `place`.
    fn outside(&self, positions: &Self, place: usize) -> Error {
        Error::index_out_of_bounds(positions.position_at(place), 0, self.size())
    }

    /// The position that stands at a place of one-dimensional ones.
    fn position_at(&self, place: usize) -> i64 {
        match self.value_at(&[place]) {
            Some(Value::Int(position)) => position as i64,
            _ => 0,
        }
    }

    /// The elements of a one-dimensional array at one-dimensional positions (int64, native; negative ones count from
    /// the end).
    ///
    /// # Errors
    /// Index error where a position is out of bounds.
    pub fn take_elements(&self, positions: &Self) -> Result<Self> {
        let (run, count) = self.positions_for(positions)?;
        let result = Self::fresh_dense(self.dtype(), &[count])?;
        let item_size = self.item_size();
        let (source, length) = (self.run(), self.size());
        let target = Run { start: result.view().address_for_writing(), stride: item_size as isize };
        let wrong = AtomicUsize::new(count);
        let part = |range: Range<usize>| {
            let (positions, target) = (Run { start: run.at(range.start), ..run }, target.at(range.start));
            // SAFETY: both views are valid for reads; the result is new and holds `count` elements.
            let taken = unsafe { take::take(item_size, source, length, positions, range.len(), target) };
            if let Err(place) = taken {
                wrong.fetch_min(range.start + place, Ordering::Relaxed);
            }
        };
        share(count, item_size, &part);
        match wrong.into_inner() {
            place if place < count => Err(self.outside(positions, place)),
            _ => Ok(result),
        }
    }

    /// The parts at positions along an axis, counted from the front, in C order.
    ///
    /// # Errors
    /// Index error where a position is out of bounds; memory error.
    pub fn take_along(&self, axis: usize, positions: &[i64]) -> Result<Self> {
        let length = self.shape()[axis];
        if let Some(&position) = positions.iter().find(|&&position| position as u64 >= length as u64) {
            return Err(Error::index_out_of_bounds(position, axis, length));
        }
        let mut shape: Shape = self.shape().into();
        shape[axis] = positions.len();
        let run = Run { start: positions.as_ptr().cast::<u8>().cast_mut(), stride: 8 };
        self.take_parts(axis, run, positions.len(), &shape)
    }

    /// The rows (parts along the first axis) at one-dimensional positions (int64, native; negative ones count from the end),
    /// in C order.
    ///
    /// # Errors
    /// Index error where a position is out of bounds; memory error.
    pub fn take_rows(&self, positions: &Self) -> Result<Self> {
        let Some(&length) = self.shape().first().filter(|_| positions.dtype() == DType::I64) else {
            return Err(Error::index("positions must be of dtype int64, and choose along an axis"));
        };
        if positions.ndim() != 1 {
            return Err(Error::index("positions must be one-dimensional"));
        }
        let (run, count) = (positions.run(), positions.size());
        // SAFETY: a view's elements are valid for reads.
        if let Some(place) = unsafe { out_of_bounds(run, count, length) } {
            return Err(Error::index_out_of_bounds(positions.position_at(place), 0, length));
        }
        let mut shape: Shape = self.shape().into();
        shape[0] = count;
        self.take_parts(0, run, count, &shape)
    }

    /// The parts along an axis at positions that are in bounds, as an array of this shape in C order.
    fn take_parts(&self, axis: usize, positions: Run, count: usize, shape: &[usize]) -> Result<Self> {
        let source = self.dense()?;
        let result = Self::fresh_dense(self.dtype(), shape)?;
        if result.size() == 0 {
            return Ok(result);
        }
        let (outer, length) = (self.shape()[..axis].iter().product(), self.shape()[axis]);
        let block = self.shape()[axis + 1..].iter().product::<usize>() * self.item_size();
        let from = Run { start: source.view().address(), stride: 0 };
        let to = Run { start: result.view().address_for_writing(), stride: (count * block) as isize };
        share(count, outer * block, &|range| {
            let positions = Run { start: positions.at(range.start), ..positions };
            let to = to.moved((range.start * block) as isize);
            // SAFETY: the source is dense in C order; the result is new and holds a block per group and position.
            unsafe { take::take_blocks(block, outer, length, positions, range.len(), from.at(0), to) };
        });
        Ok(result)
    }

    /// Sets the elements of a one-dimensional array at one-dimensional positions from as many values, or one, of
    /// the same dtype.
    ///
    /// # Errors
    /// Index error where a position is out of bounds; value error where this array is read-only or the values are
    /// not as many.
    pub fn put_elements(&self, positions: &Self, values: &Self) -> Result<()> {
        self.require_writeable("assignment destination")?;
        if values.dtype() != self.dtype() {
            return Err(Error::value("values must have the array's dtype"));
        }
        let values =
            if values.view().may_share_memory(self.view()) { values.copy(Order::C)? } else { values.clone() };
        let positions = if positions.view().may_share_memory(self.view()) {
            positions.copy(Order::C)?
        } else {
            positions.clone()
        };
        let (run, count) = self.positions_for(&positions)?;
        // SAFETY: a view's elements are valid for reads.
        if let Some(place) = unsafe { out_of_bounds(run, count, self.size()) } {
            return Err(self.outside(&positions, place));
        }
        let values = values.broadcast_to(&[count])?;
        // SAFETY: values are as many as positions and, like them, do not overlap this array.
        unsafe { put::put(self.item_size(), self.run_for_writing(), self.size(), run, count, values.run()) };
        Ok(())
    }

    /// Sets the elements of a one-dimensional array at one-dimensional positions to a value, cast to this dtype.
    ///
    /// # Errors
    /// Index error where a position is out of bounds; value error where this array is read-only.
    pub fn fill_elements(&self, positions: &Self, value: Value) -> Result<()> {
        self.require_writeable("assignment destination")?;
        if positions.view().may_share_memory(self.view()) {
            return self.fill_elements(&positions.copy(Order::C)?, value);
        }
        let (run, count) = self.positions_for(positions)?;
        // SAFETY: a view's elements are valid for reads.
        if let Some(place) = unsafe { out_of_bounds(run, count, self.size()) } {
            return Err(self.outside(positions, place));
        }
        let mut cell = Cell::new(self.dtype(), value);
        // SAFETY: the positions do not overlap this array, which is writeable.
        unsafe { put::put(self.item_size(), self.run_for_writing(), self.size(), run, count, cell.run()) };
        Ok(())
    }
}
