//! Axis numbers: negative ones count from the end.

use smallvec::SmallVec;

use crate::error::{Error, Result};

/// The axis `axis` of `ndim`, counted from the front.
///
/// # Errors
/// Axis error where it is out of bounds.
pub fn normalize_axis(axis: i64, ndim: usize) -> Result<usize> {
    let count = ndim as i64;
    if axis < -count || axis >= count {
        return Err(Error::axis(axis, ndim));
    }
    Ok(if axis < 0 { axis + count } else { axis } as usize)
}

/// Several axes, counted from the front, in the order given.
///
/// # Errors
/// Axis error where one is out of bounds; value error where one stands twice.
pub fn normalize_axes(axes: &[i64], ndim: usize) -> Result<SmallVec<[usize; 4]>> {
    let mut normal: SmallVec<[usize; 4]> = SmallVec::with_capacity(axes.len());
    for &axis in axes {
        let axis = normalize_axis(axis, ndim)?;
        if normal.contains(&axis) {
            return Err(Error::value("duplicate value in 'axis'"));
        }
        normal.push(axis);
    }
    Ok(normal)
}
