//! The places of elements that are not zero.
#![expect(unsafe_code, reason = "calls kernels on views of one shape")]

use smallvec::SmallVec;
use stridewise_core::layout::Traversal;
use stridewise_core::{DType, Order, Result};
use stridewise_kernels::nonzero::nonzero;
use stridewise_kernels::take::Run;

use crate::Array;

impl Array {
    /// Whether each element is true.
    fn truth(&self) -> Result<Self> {
        if self.dtype() == DType::BOOL { Ok(self.clone()) } else { self.astype(DType::BOOL, Order::C) }
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
        let mut places: Vec<i64> = vec![0; room];
        let walk = Traversal::in_c_order(truth.shape(), &[truth.strides()]);
        let (length, stride) = (walk.inner_length(), walk.inner_strides()[0]);
        let start = truth.view().address();
        let (mut found, mut first) = (0, 0);
        let _ = walk.for_each(|offsets| -> std::result::Result<(), ()> {
            let run = Run { start: start.wrapping_offset(offsets[0]), stride };
            // SAFETY: the walk stays inside the array; `places` has `room - found` left.
            found += unsafe { nonzero(run, length, first, places.as_mut_ptr().add(found), room - found) };
            first += length as i64;
            Ok(())
        });
        Self::from_elements(&places)
    }

    /// The places of the elements that are not zero, in C order: one array of positions per axis.
    ///
    /// # Errors
    /// Memory error.
    pub fn nonzero(&self) -> Result<SmallVec<[Self; 4]>> {
        let flat = self.flat_nonzero()?;
        if self.ndim() < 2 {
            return Ok(std::iter::repeat_n(flat, self.ndim()).collect());
        }
        let mut places = flat.to_vec::<i64>();
        let mut axes: SmallVec<[Self; 4]> = SmallVec::new();
        let mut positions: Vec<i64> = vec![0; places.len()];
        for (axis, &length) in self.shape().iter().enumerate().rev() {
            let length = length as i64;
            if axis == 0 {
                axes.push(Self::from_elements(&places)?);
                break;
            }
            for (place, position) in places.iter_mut().zip(&mut positions) {
                (*place, *position) = (*place / length, *place % length);
            }
            axes.push(Self::from_elements(&positions)?);
        }
        axes.reverse();
        Ok(axes)
    }
}
