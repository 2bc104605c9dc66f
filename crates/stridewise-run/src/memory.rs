//! Bytes for results.
#![expect(unsafe_code, reason = "hands out memory that its taker fills before anyone reads it")]

use std::sync::Arc;

use stridewise_core::layout::byte_count;
use stridewise_core::{Buffer, DType, Error, Layout, Result, View};

/// A view on zeroed memory of its own.
///
/// # Errors
/// Memory error that names shape and dtype where the system has no such bytes.
#[inline]
pub(crate) fn zeroed(dtype: DType, layout: Layout) -> Result<View> {
    let bytes = byte_count(&layout.shape, dtype.size())?;
    let buffer = Buffer::zeroed(bytes).ok_or_else(|| Error::out_of_memory(&layout.shape, dtype))?;
    View::new(dtype, layout, buffer).ok_or_else(|| Error::value("layout leaves its fresh buffer"))
}

/// A dense view on zeroed memory of its own, in C or (`fortran`) Fortran order.
///
/// # Errors
/// As [`zeroed`].
#[inline(always)]
pub(crate) fn zeroed_dense(dtype: DType, shape: &[usize], fortran: bool) -> Result<View> {
    dense(dtype, shape, fortran, Buffer::zeroed(byte_count(shape, dtype.size())?))
}

/// A dense view in C order on memory of its own that holds anything.
///
/// # Safety
/// Every element must be written before it is read.
///
/// # Errors
/// As [`zeroed`].
#[inline(always)]
pub(crate) unsafe fn dense_for_overwriting(dtype: DType, shape: &[usize]) -> Result<View> {
    // SAFETY: the caller's promise.
    let buffer = unsafe { Buffer::for_overwriting(byte_count(shape, dtype.size())?) };
    dense(dtype, shape, false, buffer)
}

#[inline(always)]
fn dense(dtype: DType, shape: &[usize], fortran: bool, buffer: Option<Arc<Buffer>>) -> Result<View> {
    match buffer.and_then(|buffer| View::dense(dtype, shape, fortran, buffer)) {
        Some(view) => Ok(view),
        None => Err(Error::out_of_memory(shape, dtype)),
    }
}

/// A view on memory of its own that holds anything.
///
/// # Safety
/// Every element must be written before it is read.
///
/// # Errors
/// As [`zeroed`].
#[inline]
pub(crate) unsafe fn for_overwriting(dtype: DType, layout: Layout) -> Result<View> {
    let bytes = byte_count(&layout.shape, dtype.size())?;
    // SAFETY: the caller's promise.
    let buffer = unsafe { Buffer::for_overwriting(bytes) }
        .ok_or_else(|| Error::out_of_memory(&layout.shape, dtype))?;
    View::new(dtype, layout, buffer).ok_or_else(|| Error::value("layout leaves its fresh buffer"))
}
