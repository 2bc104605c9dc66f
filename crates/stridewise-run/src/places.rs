//! Arrays whose elements are made from their places.
#![expect(unsafe_code, reason = "makes memory that is filled at once")]

use std::ops::Range;

use stridewise_core::{Element, Result};
use stridewise_kernels::take::Run;

use crate::{Array, threads};

/// Places at multiples of which parts of the array start.
const GRAIN: usize = 4096;

impl Array {
    /// A one-dimensional array of what `element` makes of the places from 0 up to `length`. It is called on several threads
    /// where the length pays for them.
    ///
    /// # Errors
    /// Value error where the bytes do not fit the address space, memory error where there are none.
    ///
    /// ```
    /// use stridewise_run::Array;
    ///
    /// let squares = Array::from_places(4, |place| (place * place) as i64)?;
    /// assert_eq!(squares.to_vec::<i64>(), [0, 1, 4, 9]);
    /// # Ok::<(), stridewise_core::Error>(())
    /// ```
    #[inline]
    pub fn from_places<T: Element>(
        length: usize,
        element: impl Fn(usize) -> T + Copy + Sync,
    ) -> Result<Self> {
        let array = Self::fresh_dense(T::NUMBER.native(), &[length])?;
        let target = Run { start: array.view().address_for_writing(), stride: size_of::<T>() as isize };
        let fill = |range: Range<usize>| {
            // A copy that no write may change: the compiler makes vectors of the loop then.
            let make = element;
            let start = target.at(0).cast::<T>();
            for place in range {
                // SAFETY: the array is new and has that many elements; no other thread has this place.
                unsafe { start.add(place).write(make(place)) };
            }
        };
        let bytes = length * size_of::<T>();
        if threads::pays(bytes) {
            threads::share_here(length, GRAIN, bytes, &fill);
        } else {
            fill(0..length);
        }
        Ok(array)
    }
}
