//! One-dimensional and reshaped arrays.

use smallvec::SmallVec;
use stridewise_core::layout::{byte_count, resolve_shape};
use stridewise_core::{Error, Layout, Order};

use crate::{Array, Result};

/// The elements in a row: a view where they lie densely in that order, else a copy, even where a single stride would
/// reach them. `Order::Keep` reads them in the order in which they lie in memory.
///
/// # Errors
/// Memory error where there are no bytes for a copy.
pub fn ravel(array: &Array, order: Order) -> Result<Array> {
    let (array, order) = match order {
        Order::Keep => (&in_memory_order(array), Order::C),
        Order::Any if array.view().is_f_contiguous() && !array.view().is_c_contiguous() => (array, Order::F),
        Order::Any => (array, Order::C),
        order => (array, order),
    };
    let (view, shape) = (array.view(), [array.size() as i64]);
    let dense = if order == Order::F { view.is_f_contiguous() } else { view.is_c_contiguous() };
    if dense { array.reshape(&shape, order) } else { array.copy(order)?.reshape(&shape, order) }
}

/// As [`ravel`], but always a copy.
///
/// # Errors
/// Memory error where there are no bytes for it.
pub fn flatten(array: &Array, order: Order) -> Result<Array> {
    let flat = ravel(array, order)?;
    if std::sync::Arc::ptr_eq(flat.view().buffer(), array.view().buffer()) {
        flat.copy(Order::C)
    } else {
        Ok(flat)
    }
}

/// A view with the axes sorted by stride, slowest first, all of positive length kept.
fn in_memory_order(array: &Array) -> Array {
    if array.view().is_c_contiguous() {
        return array.clone();
    }
    let strides = array.strides();
    let mut axes: SmallVec<[usize; 4]> = (0..array.ndim()).collect();
    // Where the elements of an axis of length one would lie says nothing.
    axes.retain(|axis| array.shape()[*axis] != 1);
    axes.sort_by_key(|&axis| std::cmp::Reverse(strides[axis].unsigned_abs()));
    axes.extend((0..array.ndim()).filter(|&axis| array.shape()[axis] == 1));
    array.permuted(&axes)
}

/// The array with another shape and the same memory.
///
/// # Errors
/// Value error where the sizes differ; an attribute-like value error where it would take a copy.
pub fn reshaped_in_place(array: &Array, shape: &[i64]) -> Result<Array> {
    let shape = resolve_shape(array.size(), shape)?;
    match array.layout().reshaped(&shape, array.item_size(), Order::C)? {
        Some(layout) => Ok(array.with_layout(layout)),
        None => Err(Error::new(
            stridewise_core::ErrorKind::Attribute,
            "Incompatible shape for in-place modification. Use `.reshape()` to make a copy with the desired shape.",
        )),
    }
}

/// A new array of another size with the same leading bytes; what is new is zero.
///
/// # Errors
/// Value error where the size does not fit the address space, memory error where there are no bytes.
pub fn resized(array: &Array, shape: &[usize]) -> Result<Array> {
    byte_count(shape, array.item_size())?;
    let result = Array::zeros(array.dtype(), shape, Order::C)?;
    let flat = ravel(array, Order::Keep)?;
    let count = flat.size().min(result.size());
    let head = |array: &Array| {
        array.with_layout(Layout {
            shape: SmallVec::from_slice(&[count]),
            strides: SmallVec::from_slice(&[array.item_size() as isize]),
            offset: array.layout().offset,
        })
    };
    head(&result).assign(&head(&flat.copy(Order::C)?))?;
    Ok(result)
}
