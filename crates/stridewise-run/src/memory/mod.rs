//! Bytes for results.
#![expect(unsafe_code, reason = "hands out memory that its taker fills before anyone reads it")]

mod cache;
mod lock;
mod size_class;
mod system;

use std::sync::Arc;

use stridewise_core::layout::byte_count;
use stridewise_core::{Buffer, DType, Error, Layout, Result, View};

use cache::Use;
pub(crate) use cache::keep_through_forks;
pub use cache::{Usage, release, reset_peak, usage};
pub(crate) use cache::{drop_reserved, touch_reserved};

/// What new memory holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Content {
    Anything,
    Zeros,
}

/// A view on zeroed memory of its own.
///
/// # Errors
/// Memory error that names shape and dtype where the system has no such bytes.
#[inline]
pub(crate) fn zeroed(dtype: DType, layout: Layout) -> Result<View> {
    let bytes = byte_count(&layout.shape, dtype.size())?;
    // SAFETY: zeros are content.
    let buffer = unsafe { buffer(bytes, Content::Zeros, Use::Now) }
        .ok_or_else(|| Error::out_of_memory(&layout.shape, dtype))?;
    View::new(dtype, layout, buffer).ok_or_else(|| Error::value("layout leaves its fresh buffer"))
}

/// A dense view on zeroed memory of its own, in C or (`fortran`) Fortran order.
///
/// # Errors
/// As [`zeroed`].
#[inline(always)]
pub(crate) fn zeroed_dense(dtype: DType, shape: &[usize], fortran: bool) -> Result<View> {
    // SAFETY: zeros are content.
    let buffer = unsafe { buffer(byte_count(shape, dtype.size())?, Content::Zeros, Use::Now) };
    dense(dtype, shape, fortran, buffer)
}

/// A view on memory of its own that need not be zero, though all of it is initialised.
///
/// # Errors
/// As [`zeroed`].
#[inline]
pub(crate) fn uncleared(dtype: DType, layout: Layout) -> Result<View> {
    let buffer = uncleared_buffer(byte_count(&layout.shape, dtype.size())?)
        .ok_or_else(|| Error::out_of_memory(&layout.shape, dtype))?;
    View::new(dtype, layout, buffer).ok_or_else(|| Error::value("layout leaves its fresh buffer"))
}

/// As [`uncleared`], dense in C or (`fortran`) Fortran order.
///
/// # Errors
/// As [`zeroed`].
#[inline]
pub(crate) fn uncleared_dense(dtype: DType, shape: &[usize], fortran: bool) -> Result<View> {
    dense(dtype, shape, fortran, uncleared_buffer(byte_count(shape, dtype.size())?))
}

fn uncleared_buffer(bytes: usize) -> Option<Arc<Buffer>> {
    let content = if bytes >= size_class::SMALLEST { Content::Anything } else { Content::Zeros };
    // SAFETY: blocks of the cache are initialised, whatever they hold.
    unsafe { buffer(bytes, content, Use::Now) }
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
    let buffer = unsafe { buffer(byte_count(shape, dtype.size())?, Content::Anything, Use::Now) };
    dense(dtype, shape, false, buffer)
}

/// So many bytes; `None` where the system has none to give.
///
/// # Safety
/// With any content, every byte must be written before it is read through a safe interface.
#[inline]
unsafe fn buffer(bytes: usize, content: Content, usage: Use) -> Option<Arc<Buffer>> {
    if bytes >= size_class::SMALLEST {
        // SAFETY: the cache's blocks are the taker's alone until they are given back; the caller's promise.
        return cache::take(bytes, content, usage).map(|block| unsafe { Buffer::on_block(block, bytes) });
    }
    match content {
        Content::Zeros => Buffer::zeroed(bytes),
        // SAFETY: the caller's promise.
        Content::Anything => unsafe { Buffer::for_overwriting(bytes) },
    }
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
    let buffer = unsafe { buffer(bytes, Content::Anything, Use::Now) }
        .ok_or_else(|| Error::out_of_memory(&layout.shape, dtype))?;
    View::new(dtype, layout, buffer).ok_or_else(|| Error::value("layout leaves its fresh buffer"))
}

/// A view on memory of its own that holds anything and stays untouched for now; and the bytes of its block, which
/// [`touch_reserved`] or [`drop_reserved`] must be told of.
///
/// # Safety
/// Every element must be written before it is read.
///
/// # Errors
/// As [`zeroed`].
pub(crate) unsafe fn reserve(dtype: DType, layout: Layout) -> Result<(View, usize)> {
    let bytes = byte_count(&layout.shape, dtype.size())?;
    // SAFETY: the caller's promise.
    let buffer = unsafe { buffer(bytes, Content::Anything, Use::Later) }
        .ok_or_else(|| Error::out_of_memory(&layout.shape, dtype))?;
    let reserved = size_class::of(bytes).map_or(0, |(_, capacity)| capacity);
    let view =
        View::new(dtype, layout, buffer).ok_or_else(|| Error::value("layout leaves its fresh buffer"))?;
    Ok((view, reserved))
}
