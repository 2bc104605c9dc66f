//! One element's bytes, on the stack.
#![expect(unsafe_code, reason = "brings elements into a cell and out of it")]

use stridewise_core::{Bool, DType, Element, Value, dispatch};
use stridewise_kernels::take::Run;

/// A value as an element of some dtype, to be read again and again.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cell([u8; 16]);

impl Cell {
    pub(crate) const EMPTY: Self = Self([0; 16]);

    #[inline]
    pub(crate) fn new(dtype: DType, value: Value) -> Self {
        let mut bytes = [0; 16];
        dispatch!(dtype.number(), T => {
            let element = value.cast::<T>();
            let element = if dtype.is_native() { element } else { element.swap_bytes() };
            // SAFETY: a cell holds the largest element.
            unsafe { bytes.as_mut_ptr().cast::<T>().write_unaligned(element) };
        });
        Self(bytes)
    }

    /// Where the element is; only to be read.
    #[inline]
    pub(crate) fn address(&self) -> *mut u8 {
        self.0.as_ptr().cast_mut()
    }

    /// The element at `place`, of that many bytes.
    ///
    /// # Safety
    /// The place must be valid for reads of the bytes, which are at most sixteen.
    #[inline]
    pub(crate) unsafe fn read(place: *const u8, size: usize) -> Self {
        let mut cell = Self::EMPTY;
        // SAFETY: the caller's promise.
        unsafe { place.copy_to_nonoverlapping(cell.0.as_mut_ptr(), size) };
        cell
    }

    /// Copies the element, of that many bytes, to `place`.
    ///
    /// # Safety
    /// The place must be valid for writes of the bytes, which are at most sixteen.
    #[inline]
    pub(crate) unsafe fn write(&self, place: *mut u8, size: usize) {
        // SAFETY: the caller's promise.
        unsafe { place.copy_from_nonoverlapping(self.0.as_ptr(), size) };
    }

    /// A truth value.
    #[inline]
    pub(crate) fn of_truth(value: bool) -> Self {
        Self(Bool::from(value).to_bytes())
    }

    /// Whether the truth value that it holds is true.
    #[inline]
    pub(crate) fn truth(&self) -> bool {
        Bool::from_bytes(self.0).get()
    }

    /// The element, repeated without end; only to be read.
    #[inline]
    pub(crate) fn run(&mut self) -> Run {
        Run { start: self.0.as_mut_ptr(), stride: 0 }
    }
}
