//! Filling arrays through a scratch that stays in the cache.

use stridewise_core::{Element, Error, Layout, Order};

use crate::{Array, Result};

/// Elements drawn before they are stored.
pub(super) const SCRATCH: usize = 1024;

/// A new C-ordered array whose elements `draw` fills, slice by slice from the first.
///
/// # Errors
/// Value error where the bytes do not fit the address space, memory error where there are none.
pub fn filled<T: Element + Default>(shape: &[usize], draw: impl FnMut(&mut [T])) -> Result<Array> {
    let array = Array::empty(T::NUMBER.native(), shape, Order::C)?;
    fill(&array, draw)?;
    Ok(array)
}

/// Fills a C- or F-contiguous array in the order of its memory.
///
/// # Errors
/// Value error where the array is read-only or not contiguous, type error where its dtype is not that of `T`.
pub fn fill<T: Element + Default>(target: &Array, mut draw: impl FnMut(&mut [T])) -> Result<()> {
    target.require_writeable("output array")?;
    let view = target.view();
    if target.number() != T::NUMBER {
        return Err(Error::type_error(format!(
            "{} draws do not go into an array of {}",
            T::NUMBER.name(),
            target.dtype()
        )));
    }
    if !view.is_c_contiguous() && !view.is_f_contiguous() {
        return Err(Error::value("the output array must be contiguous"));
    }
    let mut scratch = vec![T::default(); target.size().min(SCRATCH)];
    let mut done = 0;
    while done < target.size() {
        let part = &mut scratch[..SCRATCH.min(target.size() - done)];
        draw(part);
        let layout = Layout {
            shape: [part.len()].as_slice().into(),
            strides: [size_of::<T>() as isize].as_slice().into(),
            offset: target.layout().offset + done * size_of::<T>(),
        };
        target.with_layout(layout).view().write_slice(part);
        done += part.len();
    }
    Ok(())
}
