//! Bytes for results.
#![expect(unsafe_code, reason = "hands out memory that its taker fills before anyone reads it")]

use stridewise_core::layout::byte_count;
use stridewise_core::{Buffer, DType, Error, Layout, Result, View};

/// A view on zeroed memory of its own.
///
/// # Errors
/// Memory error that names shape and dtype where the system has no such bytes.
pub(crate) fn zeroed(dtype: DType, layout: Layout) -> Result<View> {
    let bytes = byte_count(&layout.shape, dtype.size())?;
    let buffer = Buffer::zeroed(bytes).ok_or_else(|| Error::out_of_memory(&layout.shape, dtype))?;
    View::new(dtype, layout, buffer).ok_or_else(|| Error::value("layout leaves its fresh buffer"))
}

/// A view on memory of its own that holds anything.
///
/// # Safety
/// Every element must be written before it is read.
///
/// # Errors
/// As [`zeroed`].
pub(crate) unsafe fn for_overwriting(dtype: DType, layout: Layout) -> Result<View> {
    let bytes = byte_count(&layout.shape, dtype.size())?;
    // SAFETY: the caller's promise.
    let buffer = unsafe { Buffer::for_overwriting(bytes) }
        .ok_or_else(|| Error::out_of_memory(&layout.shape, dtype))?;
    View::new(dtype, layout, buffer).ok_or_else(|| Error::value("layout leaves its fresh buffer"))
}
