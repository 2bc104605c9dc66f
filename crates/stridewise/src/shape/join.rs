//! Joining arrays along an axis, an existing one or a new one.

use smallvec::SmallVec;
use stridewise_core::dtype::{Casting, can_cast, promote_types};
use stridewise_core::layout::normalize_axis;
use stridewise_core::{DType, Error, Layout, Order, Shape};

use super::{expand_dims, ravel};
use crate::{Array, Result};

/// How the result of a join is made.
#[derive(Clone, Copy, Debug)]
pub struct Join<'a> {
    /// The dtype of the result; the common one where `None`.
    pub dtype: Option<DType>,
    /// Where the result is written.
    pub out: Option<&'a Array>,
    pub casting: Casting,
}

impl Default for Join<'_> {
    fn default() -> Self {
        Self { dtype: None, out: None, casting: Casting::SameKind }
    }
}

/// The arrays one behind the other along `axis`; flattened first where it is `None`.
///
/// # Errors
/// Value error where there are none, or they differ in their other lengths; type error where a dtype cannot be
/// cast to the result's.
pub fn concatenate(arrays: &[Array], axis: Option<i64>, join: Join<'_>) -> Result<Array> {
    let Some(first) = arrays.first() else {
        return Err(Error::value("need at least one array to concatenate"));
    };
    let flat;
    let (arrays, axis) = match axis {
        None => {
            flat = arrays.iter().map(|array| ravel(array, Order::C)).collect::<Result<Vec<_>>>()?;
            (flat.as_slice(), 0)
        }
        Some(axis) => {
            if first.ndim() == 0 {
                return Err(Error::value("zero-dimensional arrays cannot be concatenated"));
            }
            (arrays, normalize_axis(axis, first.ndim())?)
        }
    };
    let shape = joined_shape(arrays, axis)?;
    let dtype = match (join.out, join.dtype) {
        (Some(out), _) => out.dtype(),
        (None, Some(dtype)) => dtype,
        (None, None) => {
            arrays[1..].iter().fold(common_start(arrays), |dtype, array| promote_types(dtype, array.dtype()))
        }
    };
    for array in arrays {
        if !can_cast(array.dtype(), dtype, join.casting) {
            return Err(Error::type_error(format!(
                "Cannot cast array data from dtype('{}') to dtype('{dtype}') according to the rule '{}'",
                array.dtype(),
                join.casting.name()
            )));
        }
    }
    let result = match join.out {
        Some(out) => {
            if out.ndim() != shape.len() {
                return Err(Error::value("Output array has wrong dimensionality"));
            }
            if out.shape() != shape.as_slice() {
                return Err(Error::value("Output array is the wrong shape"));
            }
            out.clone()
        }
        None => fresh_like(arrays, &shape, dtype)?,
    };
    let mut start = 0;
    for array in arrays {
        let length = array.shape()[axis];
        let start_of_empty = if length == 0 { 0 } else { start };
        result.with_layout(result.layout().stepped(axis, (start_of_empty, 1, length))).assign(array)?;
        start += length;
    }
    Ok(result)
}

/// One dtype alone keeps its byte order only where nothing is joined with it.
fn common_start(arrays: &[Array]) -> DType {
    match arrays {
        [first, _, ..] => promote_types(first.dtype(), first.dtype()),
        [first] => first.dtype().to_native(),
        [] => DType::F64,
    }
}

fn joined_shape(arrays: &[Array], axis: usize) -> Result<Shape> {
    let first = &arrays[0];
    let mut shape: Shape = first.shape().into();
    for (place, array) in arrays.iter().enumerate().skip(1) {
        if array.ndim() != shape.len() {
            return Err(Error::value(format!(
                "all the input arrays must have same number of dimensions, but the array at index 0 has {} \
                 dimension(s) and the array at index {place} has {} dimension(s)",
                shape.len(),
                array.ndim()
            )));
        }
        for (other, (&length, &known)) in array.shape().iter().zip(&shape).enumerate() {
            if other != axis && length != known {
                return Err(Error::value(format!(
                    "all the input array dimensions except for the concatenation axis must match exactly, but along \
                     dimension {other}, the array at index 0 has size {known} and the array at index {place} has \
                     size {length}"
                )));
            }
        }
        shape[axis] += array.shape()[axis];
    }
    Ok(shape)
}

/// A fresh array in the memory order that the arrays share.
fn fresh_like(arrays: &[Array], shape: &[usize], dtype: DType) -> Result<Array> {
    let plain = arrays.iter().all(|array| array.layout().is_c_nested());
    if plain {
        return Array::empty(dtype, shape, Order::C);
    }
    stridewise_core::layout::byte_count(shape, dtype.size())?;
    let sources: SmallVec<[&[isize]; 4]> = arrays.iter().map(Array::strides).collect();
    let strides = stridewise_core::layout::strides_for(shape, &sources, dtype.size());
    Array::empty_with_layout(dtype, Layout { shape: shape.into(), strides, offset: 0 })
}

/// The arrays, all of one shape, along a new axis at the place `axis` of the result.
///
/// # Errors
/// Value error where there are none or their shapes differ; otherwise as [`concatenate`].
pub fn stack(arrays: &[Array], axis: i64, join: Join<'_>) -> Result<Array> {
    let Some(first) = arrays.first() else {
        return Err(Error::value("need at least one array to stack"));
    };
    if arrays.iter().any(|array| array.shape() != first.shape()) {
        return Err(Error::value("all input arrays must have the same shape"));
    }
    let axis = normalize_axis(axis, first.ndim() + 1)?;
    let expanded =
        arrays.iter().map(|array| expand_dims(array, &[axis as i64])).collect::<Result<Vec<_>>>()?;
    concatenate(&expanded, Some(axis as i64), join)
}

/// Views with at least `count` axes; new ones are put where NumPy's `atleast_1d`, `_2d` and `_3d` put them.
///
/// # Errors
/// None for arrays that keep their invariants.
pub fn at_least(array: &Array, count: usize) -> Result<Array> {
    match (count, array.ndim()) {
        (1.., 0) => expand_dims(array, &(0..count as i64).collect::<Vec<_>>()),
        (2, 1) => expand_dims(array, &[0]),
        (3, 1) => expand_dims(array, &[0, 2]),
        (3, 2) => expand_dims(array, &[2]),
        _ => Ok(array.clone()),
    }
}
