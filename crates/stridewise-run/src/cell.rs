//! One element's bytes, on the stack.
#![expect(unsafe_code, reason = "writes an element into a cell")]

use stridewise_core::{DType, Element, Value, dispatch};
use stridewise_kernels::take::Run;

/// A value as an element of some dtype, to be read again and again.
#[derive(Debug)]
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

    /// The element, repeated without end; only to be read.
    #[inline]
    pub(crate) fn run(&mut self) -> Run {
        Run { start: self.0.as_mut_ptr(), stride: 0 }
    }
}
