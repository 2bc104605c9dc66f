//! The places of elements that are not zero.
#![expect(unsafe_code, reason = "calls kernels on views of one shape")]

use smallvec::SmallVec;
use stridewise_core::layout::{BasicIndex, Slice, Traversal};
use stridewise_core::{DType, Layout, Order, Result, Value};
use stridewise_kernels::nonzero::nonzero;
use stridewise_kernels::take::Run;

use crate::Array;

impl Array {
    /// Whether each element is true.
    fn truth(&self) -> Result<Self> {
        if self.dtype() == DType::BOOL { Ok(self.clone()) } else { self.astype(DType::BOOL, Order::C) }
    }

    /// Sets the places from `found` on to zero: there are some only where a mask was written while it was read.
    fn clear_from(&self, found: usize) -> Result<()> {
        if found == self.size() {
            return Ok(());
        }
        let rest = Slice { start: Some(found as isize), ..Slice::default() };
        self.index(&[BasicIndex::Slice(rest)])?.fill(Value::Int(0))
    }

    /// How many elements are not zero.
    ///
    /// # Errors
    /// Memory error.
    pub fn count_nonzero(&self) -> Result<usize> {
        self.truth()?.count_true()
    }

    /// The places in C order, counted over the whole array, of the elements that are not zero.
    ///
    /// # Errors
    /// Memory error.
    pub fn flat_nonzero(&self) -> Result<Self> {
        let truth = self.truth()?;
        let room = truth.count_true()?;
        let result = Self::fresh(DType::I64, Layout::contiguous(&[room], 8)?)?;
        let places = result.view().address_for_writing().cast::<i64>();
        let walk = Traversal::in_c_order(truth.shape(), &[truth.strides()]);
        let (length, stride) = (walk.inner_length(), walk.inner_strides()[0]);
        let start = truth.view().address();
        let (mut found, mut first) = (0, 0);
        let _ = walk.for_each(|offsets| -> std::result::Result<(), ()> {
            let run = Run { start: start.wrapping_offset(offsets[0]), stride };
            // SAFETY: the walk stays inside the array; the result has `room - found` places left.
            found += unsafe { nonzero(run, length, first, places.add(found), room - found) };
            first += length as i64;
            Ok(())
        });
        result.clear_from(found)?;
        Ok(result)
    }

    /// The places of the elements that are not zero, in C order: one array of positions per axis.
    ///
    /// # Errors
    /// Memory error.
    pub fn nonzero(&self) -> Result<SmallVec<[Self; 4]>> {
        let ndim = self.ndim();
        if ndim < 2 {
            let flat = self.flat_nonzero()?;
            return Ok(std::iter::repeat_n(flat, ndim).collect());
        }
        let truth = self.truth()?;
        let room = truth.count_true()?;
        let axes: SmallVec<[Self; 4]> =
            (0..ndim).map(|_| Self::empty(DType::I64, &[room], Order::C)).collect::<Result<_>>()?;
        let places: SmallVec<[*mut i64; 4]> =
            axes.iter().map(|axis| axis.view().address_for_writing().cast()).collect();
        if room == 0 {
            return Ok(axes);
        }
        // Row by row: the kernel finds the places along the last axis, the others are the same for the whole row.
        let last = ndim - 1;
        let (length, stride) = (truth.shape()[last], truth.strides()[last]);
        let mut index: SmallVec<[usize; 4]> = SmallVec::from_elem(0, last);
        let mut row = truth.view().address();
        let mut found = 0;
        while found < room {
            let run = Run { start: row, stride };
            // SAFETY: the row lies inside the array; every result has `room - found` places left.
            let more = unsafe { nonzero(run, length, 0, places[last].add(found), room - found) };
            for (axis, &position) in index.iter().enumerate() {
                for place in found..found + more {
                    // SAFETY: as above.
                    unsafe { places[axis].add(place).write_unaligned(position as i64) };
                }
            }
            found += more;
            if !advance(&mut index, &truth, &mut row) {
                break;
            }
        }
        for axis in &axes {
            axis.clear_from(found)?;
        }
        Ok(axes)
    }
}

/// Moves to the next row in C order; `false` behind the last one.
fn advance(index: &mut [usize], array: &Array, row: &mut *mut u8) -> bool {
    for axis in (0..index.len()).rev() {
        let (length, stride) = (array.shape()[axis], array.strides()[axis]);
        index[axis] += 1;
        *row = row.wrapping_offset(stride);
        if index[axis] < length {
            return true;
        }
        *row = row.wrapping_offset(-(length as isize * stride));
        index[axis] = 0;
    }
    false
}
