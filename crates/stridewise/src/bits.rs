//! Booleans as bits of bytes.

use stridewise_core::layout::normalize_axis;
use stridewise_core::{Error, Order, dispatch};

use crate::order::map_lanes;
use crate::{Array, Result};

/// Which bit of a byte comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BitOrder {
    /// The highest.
    Big,
    /// The lowest.
    Little,
}

impl BitOrder {
    fn bit(self, place: usize) -> u8 {
        match self {
            Self::Big => 0x80 >> place,
            Self::Little => 1 << place,
        }
    }
}

/// The array and axis to work along: the flattened array, where no axis is given.
fn along(array: &Array, axis: Option<i64>) -> Result<(Array, usize)> {
    match axis {
        Some(axis) if array.ndim() > 0 => Ok((array.clone(), normalize_axis(axis, array.ndim())?)),
        Some(axis) => Ok((array.reshape(&[1], Order::C)?, normalize_axis(axis, 1)?)),
        None => Ok((array.reshape(&[-1], Order::C)?, 0)),
    }
}

/// The truth of eight elements at a time along an axis (of the flattened array, without one) as bytes; the last byte
/// is filled with zeros.
///
/// # Errors
/// Type error for what is neither boolean nor integer; axis error where the axis is out of bounds.
///
/// ```
/// use stridewise::{Array, bits::{BitOrder, pack}};
///
/// let bits = Array::from_elements(&[1_u8, 0, 1])?;
/// assert_eq!(pack(&bits, None, BitOrder::Big)?.to_vec::<u8>(), [0b1010_0000]);
/// # Ok::<(), stridewise::Error>(())
/// ```
pub fn pack(array: &Array, axis: Option<i64>, order: BitOrder) -> Result<Array> {
    if array.number().is_inexact() {
        return Err(Error::type_error("Expected an input array of integer or boolean data type"));
    }
    let (array, axis) = along(array, axis)?;
    let length = array.shape()[axis].div_ceil(8);
    dispatch!(array.number(), T => map_lanes::<T, u8>(&array, axis, length, |lane, bytes, _| {
        for (byte, bits) in bytes.iter_mut().zip(lane.chunks(8)) {
            *byte = 0;
            for (place, &bit) in bits.iter().enumerate() {
                if bit != T::default() {
                    *byte |= order.bit(place);
                }
            }
        }
    }))
}

/// The bits of bytes along an axis (of the flattened array, without one) as bytes of zero and one: `count` of them, so
/// many less than all where it is negative, zeros beyond the end.
///
/// # Errors
/// Type error for other dtypes than uint8; value error where `count` takes away more bits than there are; axis error
/// where the axis is out of bounds.
pub fn unpack(array: &Array, axis: Option<i64>, count: Option<i64>, order: BitOrder) -> Result<Array> {
    if array.number() != stridewise_core::Number::U8 {
        return Err(Error::type_error("Expected an input array of unsigned byte data type"));
    }
    let (array, axis) = along(array, axis)?;
    let all = array.shape()[axis] * 8;
    let length = match count {
        None => all,
        Some(count) if count >= 0 => count as usize,
        Some(count) => all.checked_sub(count.unsigned_abs() as usize).ok_or_else(|| {
            Error::value(format!("-count larger than number of elements ({} > {all})", count.unsigned_abs()))
        })?,
    };
    let mut shape = array.shape().to_vec();
    shape[axis] = length;
    stridewise_core::layout::byte_count(&shape, 1)?;
    map_lanes::<u8, u8>(&array, axis, length, |lane, bits, _| {
        for (place, bit) in bits.iter_mut().enumerate() {
            let byte = lane.get(place / 8).copied().unwrap_or(0);
            *bit = u8::from(byte & order.bit(place % 8) != 0);
        }
    })
}
