//! Elements one by one, and as bytes.

use stridewise_core::layout::byte_count;
use stridewise_core::{DType, Element, Error, Order, Value, dispatch};

use crate::{Array, Result};

/// The elements in C order.
pub fn values(array: &Array) -> Vec<Value> {
    dispatch!(array.number(), T => array.to_vec::<T>().into_iter().map(Element::to_value).collect())
}

/// The element at a position in C order; negative ones count from the end.
///
/// # Errors
/// Index error where it is out of bounds.
pub fn flat_item(array: &Array, place: i64) -> Result<Value> {
    let size = array.size() as i64;
    let at = if place < 0 { place + size } else { place };
    let out = || Error::index(format!("index {place} is out of bounds for size {size}"));
    if at < 0 || at >= size {
        return Err(out());
    }
    let mut rest = at as usize;
    let mut index = vec![0; array.ndim()];
    for (slot, &length) in index.iter_mut().zip(array.shape()).rev() {
        *slot = rest % length;
        rest /= length;
    }
    array.value_at(&index).ok_or_else(out)
}

/// The bytes of the elements as they lie in memory, in C or Fortran order.
///
/// # Errors
/// Memory error where there are no bytes for a copy.
pub fn bytes(array: &Array, order: Order) -> Result<Vec<u8>> {
    let fortran = match order {
        Order::F => true,
        Order::C => false,
        Order::Any | Order::Keep => array.view().is_f_contiguous() && !array.view().is_c_contiguous(),
    };
    let dense = array.copy(if fortran { Order::F } else { Order::C })?;
    let length = dense.size() * dense.item_size();
    let layout = stridewise_core::Layout::contiguous(&[length], 1)?;
    let raw = dense
        .reinterpreted(stridewise_core::Number::U8.native(), layout)
        .ok_or_else(|| Error::value("bytes leave the array's memory"))?;
    Ok(raw.to_vec())
}

/// An array of elements that lie one behind the other in `data`, in C or Fortran order.
///
/// # Errors
/// Value error where there are not as many bytes as the shape says.
pub fn from_bytes(data: &[u8], dtype: DType, shape: &[usize], fortran: bool) -> Result<Array> {
    if byte_count(shape, dtype.size())? != data.len() {
        return Err(Error::value("buffer size does not match array size"));
    }
    let raw = Array::from_elements(data)?;
    let layout = stridewise_core::Layout::ordered(shape, dtype.size(), fortran)?;
    raw.reinterpreted(dtype, layout).ok_or_else(|| Error::value("buffer size does not match array size"))
}
