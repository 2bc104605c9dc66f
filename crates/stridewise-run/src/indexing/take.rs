//! Elements of a one-dimensional array at positions: the short way of what a [`super::Selection`] does.
#![expect(unsafe_code, reason = "calls kernels on places that were checked")]

use stridewise_core::{DType, Error, Order, Result, Shape, Value};
use stridewise_kernels::{
    put,
    take::{self, Run, out_of_bounds},
};

use crate::Array;
use crate::cell::Cell;

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
        let position = match positions.value_at(&[place]) {
            Some(Value::Int(position)) => position as i64,
            _ => 0,
        };
        Error::index_out_of_bounds(position, 0, self.size())
    }

    /// The elements of a one-dimensional array at one-dimensional positions (int64, native; negative ones count from
    /// the end).
    ///
    /// # Errors
    /// Index error where a position is out of bounds.
    pub fn take_elements(&self, positions: &Self) -> Result<Self> {
        let (run, count) = self.positions_for(positions)?;
        let result = Self::fresh_dense(self.dtype(), &[count])?;
        let target = result.view().address_for_writing();
        // SAFETY: both views are valid for reads; the result is new and holds `count` elements.
        let taken = unsafe { take::take(self.item_size(), self.run(), self.size(), run, count, target) };
        taken.map_err(|place| self.outside(positions, place))?;
        Ok(result)
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
        let source = if self.view().is_c_contiguous() { self.clone() } else { self.copy(Order::C)? };
        let mut shape: Shape = self.shape().into();
        shape[axis] = positions.len();
        let result = Self::fresh_dense(self.dtype(), &shape)?;
        if result.size() > 0 {
            let outer = self.shape()[..axis].iter().product();
            let block = self.shape()[axis + 1..].iter().product::<usize>() * self.item_size();
            let (from, to) = (source.view().address(), result.view().address_for_writing());
            // SAFETY: the source is dense in C order; the result is new and holds a block per group and position.
            unsafe { take::take_blocks(block, outer, length, positions, from, to) };
        }
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
