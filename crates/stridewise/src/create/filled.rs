//! Arrays like others, filled with one value.

use stridewise_core::layout::byte_count;
use stridewise_core::{DType, Layout, Order};

use crate::{Array, Result};

/// An array with `prototype`'s shape, dtype and memory order, each of which may be asked otherwise. Its elements may be
/// anything.
///
/// # Errors
/// Value error where the bytes do not fit the address space, memory error where there are none.
pub fn empty_like(
    prototype: &Array,
    dtype: Option<DType>,
    order: Order,
    shape: Option<&[usize]>,
) -> Result<Array> {
    let dtype = dtype.unwrap_or_else(|| prototype.dtype());
    Array::empty_with_layout(dtype, layout_like(prototype, dtype, order, shape)?)
}

/// As [`empty_like`], of zeros.
///
/// # Errors
/// As [`empty_like`].
pub fn zeros_like(
    prototype: &Array,
    dtype: Option<DType>,
    order: Order,
    shape: Option<&[usize]>,
) -> Result<Array> {
    let dtype = dtype.unwrap_or_else(|| prototype.dtype());
    Array::zeros_with_layout(dtype, layout_like(prototype, dtype, order, shape)?)
}

fn layout_like(prototype: &Array, dtype: DType, order: Order, shape: Option<&[usize]>) -> Result<Layout> {
    Ok(match shape {
        // Another number of axes has no order to keep.
        Some(shape) if shape.len() != prototype.ndim() || order != Order::Keep => {
            let fortran = match order {
                Order::F => true,
                Order::Any => prototype.view().is_f_contiguous() && !prototype.view().is_c_contiguous(),
                Order::C | Order::Keep => false,
            };
            Layout::ordered(shape, dtype.size(), fortran)?
        }
        Some(shape) => {
            byte_count(shape, dtype.size())?;
            let strides = stridewise_core::layout::strides_for(shape, &[prototype.strides()], dtype.size());
            Layout { shape: shape.into(), strides, offset: 0 }
        }
        None => {
            byte_count(prototype.shape(), dtype.size())?;
            prototype.layout().like(dtype.size(), prototype.item_size(), order)
        }
    })
}

/// As [`empty_like`], every element set from `fill`, which broadcasts.
///
/// # Errors
/// As [`empty_like`]; value error where `fill` does not broadcast.
pub fn full_like(
    prototype: &Array,
    fill: &Array,
    dtype: Option<DType>,
    order: Order,
    shape: Option<&[usize]>,
) -> Result<Array> {
    let array = empty_like(prototype, dtype, order, shape)?;
    array.assign(fill)?;
    Ok(array)
}
