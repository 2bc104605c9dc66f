//! Views with other axes: transposed, swapped, moved, squeezed, expanded.

use smallvec::SmallVec;
use stridewise_core::layout::{normalize_axes, normalize_axis};
use stridewise_core::{Error, Layout};

use crate::{Array, Result};

/// A view with the axes in the order `axes`, or reversed where none is given.
///
/// # Errors
/// Value error where `axes` is not a permutation, axis error where one is out of bounds.
pub fn transpose(array: &Array, axes: Option<&[i64]>) -> Result<Array> {
    let Some(axes) = axes else { return Ok(array.transposed()) };
    if axes.len() != array.ndim() {
        return Err(Error::value("axes don't match array"));
    }
    let axes = normalize_axes(axes, array.ndim()).map_err(|error| match error.kind() {
        stridewise_core::ErrorKind::Value => Error::value("repeated axis in transpose"),
        _ => error,
    })?;
    Ok(array.permuted(&axes))
}

/// A view with two axes exchanged.
///
/// # Errors
/// Axis error where one is out of bounds.
pub fn swapaxes(array: &Array, first: i64, second: i64) -> Result<Array> {
    let ndim = array.ndim();
    let first = normalize_axis(first, ndim).map_err(|_| Error::axis_of(first, ndim, Some("axis1")))?;
    let second = normalize_axis(second, ndim).map_err(|_| Error::axis_of(second, ndim, Some("axis2")))?;
    let mut axes: SmallVec<[usize; 4]> = (0..ndim).collect();
    axes.swap(first, second);
    Ok(array.permuted(&axes))
}

/// A view with the axes `source` at the places `destination`; the others keep their order.
///
/// # Errors
/// Value error where the two differ in length or repeat an axis, axis error where one is out of bounds.
pub fn moveaxis(array: &Array, source: &[i64], destination: &[i64]) -> Result<Array> {
    Ok(array.permuted(&moved_order(array.ndim(), source, destination)?))
}

/// The order of axes that [`moveaxis`] gives.
///
/// # Errors
/// As [`moveaxis`].
pub fn moved_order(ndim: usize, source: &[i64], destination: &[i64]) -> Result<SmallVec<[usize; 4]>> {
    let named = |axes: &[i64], name: &str| {
        normalize_axes(axes, ndim).map_err(|error| match error.kind() {
            stridewise_core::ErrorKind::Axis { axis, ndim, .. } => Error::axis_of(*axis, *ndim, Some(name)),
            _ => Error::value(format!("repeated axis in `{name}` argument")),
        })
    };
    let (source, destination) = (named(source, "source")?, named(destination, "destination")?);
    if source.len() != destination.len() {
        return Err(Error::value(
            "`source` and `destination` arguments must have the same number of elements",
        ));
    }
    let mut order: SmallVec<[usize; 4]> = (0..ndim).filter(|axis| !source.contains(axis)).collect();
    let mut pairs: SmallVec<[(usize, usize); 4]> = destination.into_iter().zip(source).collect();
    pairs.sort_unstable();
    for (place, axis) in pairs {
        order.insert(place, axis);
    }
    Ok(order)
}

/// The order of axes with `axis` rolled back until it lies before `start`.
///
/// # Errors
/// Axis error where one is out of bounds.
pub fn rolled_order(ndim: usize, axis: i64, start: i64) -> Result<SmallVec<[usize; 4]>> {
    let from = normalize_axis(axis, ndim)?;
    let place = if start < 0 { start + ndim as i64 } else { start };
    let place = usize::try_from(place).ok().filter(|&place| place <= ndim).ok_or_else(|| {
        Error::new(
            stridewise_core::ErrorKind::Axis { axis: start, ndim: ndim + 1, prefix: None },
            format!(
                "'start' arg requires {} <= start < {}, but {start} was passed in",
                -(ndim as i64),
                ndim + 1
            ),
        )
    })?;
    let mut order: SmallVec<[usize; 4]> = (0..ndim).filter(|&other| other != from).collect();
    order.insert(if from < place { place - 1 } else { place }, from);
    Ok(order)
}

/// A view without the axes of length one: all of them, or those in `axes`.
///
/// # Errors
/// Value error where an axis asked for is longer.
pub fn squeeze(array: &Array, axes: Option<&[i64]>) -> Result<Array> {
    let layout = array.layout();
    let dropped: SmallVec<[usize; 4]> = match axes {
        None => (0..array.ndim()).filter(|&axis| layout.shape[axis] == 1).collect(),
        Some(axes) => normalize_axes(axes, array.ndim())?,
    };
    if dropped.iter().any(|&axis| layout.shape[axis] != 1) {
        return Err(Error::value("cannot select an axis to squeeze out which has size not equal to one"));
    }
    let kept: SmallVec<[usize; 4]> = (0..array.ndim()).filter(|axis| !dropped.contains(axis)).collect();
    Ok(array.with_layout(Layout {
        shape: kept.iter().map(|&axis| layout.shape[axis]).collect(),
        strides: kept.iter().map(|&axis| layout.strides[axis]).collect(),
        offset: layout.offset,
    }))
}

/// A view with new axes of length one at the places `axes` of the result.
///
/// # Errors
/// Axis error where a place is out of bounds, value error where one stands twice.
pub fn expand_dims(array: &Array, axes: &[i64]) -> Result<Array> {
    let ndim = array.ndim() + axes.len();
    let axes = normalize_axes(axes, ndim).map_err(|error| match error.kind() {
        stridewise_core::ErrorKind::Value => Error::value("repeated axis"),
        _ => error,
    })?;
    let mut shape: SmallVec<[i64; 4]> = array.shape().iter().map(|&length| length as i64).collect();
    let mut places = axes;
    places.sort_unstable();
    for place in places {
        shape.insert(place, 1);
    }
    array.reshape(&shape, stridewise_core::Order::C)
}
