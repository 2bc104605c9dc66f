//! Reversing, rotating and rolling.

use smallvec::SmallVec;
use stridewise_core::layout::{BasicIndex, Slice, normalize_axes};
use stridewise_core::{Error, Order};

use super::transpose;
use crate::{Array, Result};

/// A view reversed along the axes given, or along all.
///
/// # Errors
/// Axis error where one is out of bounds.
pub fn flip(array: &Array, axes: Option<&[i64]>) -> Result<Array> {
    let axes = match axes {
        Some(axes) => normalize_axes(axes, array.ndim())?,
        None => (0..array.ndim()).collect(),
    };
    let reversed = Slice { step: Some(-1), ..Slice::default() };
    let index: SmallVec<[BasicIndex; 4]> = (0..array.ndim())
        .map(|axis| BasicIndex::Slice(if axes.contains(&axis) { reversed } else { Slice::default() }))
        .collect();
    array.index(&index)
}

/// A view turned by `quarters` of a circle in the plane of two axes, from the first towards the second.
///
/// # Errors
/// Value error where the axes are not two different ones of the array.
pub fn rot90(array: &Array, quarters: i64, axes: &[i64]) -> Result<Array> {
    let &[first, second] = axes else {
        return Err(Error::value("len(axes) must be 2."));
    };
    let ndim = array.ndim() as i64;
    if first == second || (first - second).abs() == ndim {
        return Err(Error::value("Axes must be different."));
    }
    if first >= ndim || first < -ndim || second >= ndim || second < -ndim {
        return Err(Error::value(format!("Axes=({first}, {second}) out of range for array of ndim={ndim}.")));
    }
    let mut order: SmallVec<[i64; 4]> = (0..ndim).collect();
    order.swap(first.rem_euclid(ndim) as usize, second.rem_euclid(ndim) as usize);
    match quarters.rem_euclid(4) {
        0 => Ok(array.clone()),
        2 => flip(&flip(array, Some(&[first]))?, Some(&[second])),
        1 => transpose(&flip(array, Some(&[second]))?, Some(&order)),
        _ => flip(&transpose(array, Some(&order))?, Some(&[second])),
    }
}

/// A copy whose elements are moved by `shift` places along each of `axes`, round the end; over the flat array where
/// no axis is given. `shifts` and `axes` broadcast.
///
/// # Errors
/// Value error where shifts and axes do not broadcast; axis error where one is out of bounds.
pub fn roll(array: &Array, shifts: &[i64], axes: Option<&[i64]>) -> Result<Array> {
    let Some(axes) = axes else {
        let flat = super::ravel(array, Order::C)?;
        let total = shifts.iter().fold(0_i64, |total, &shift| total.wrapping_add(shift));
        let shape: Vec<i64> = array.shape().iter().map(|&length| length as i64).collect();
        return roll(&flat, &[total], Some(&[0]))?.reshape(&shape, Order::C);
    };
    let count = if shifts.len() == 1 { axes.len() } else { shifts.len() };
    if axes.len() != count && axes.len() != 1 {
        return Err(Error::value("'shift' and 'axis' should be scalars or 1D sequences"));
    }
    let ndim = array.ndim();
    let mut total: SmallVec<[i64; 4]> = SmallVec::from_elem(0, ndim);
    for place in 0..count {
        let axis = axes[if axes.len() == 1 { 0 } else { place }];
        let axis = stridewise_core::layout::normalize_axis(axis, ndim)?;
        total[axis] = total[axis].wrapping_add(shifts[if shifts.len() == 1 { 0 } else { place }]);
    }
    let result = crate::create::empty_like(array, None, Order::Keep, None)?;
    // Each axis falls into two pieces; every combination moves as a block.
    let pieces: Vec<SmallVec<[(Slice, Slice); 2]>> = (0..ndim)
        .map(|axis| {
            let length = array.shape()[axis] as i64;
            let shift = if length == 0 { 0 } else { total[axis].rem_euclid(length) } as isize;
            let length = length as isize;
            let slice =
                |start: isize, stop: isize| Slice { start: Some(start), stop: Some(stop), step: None };
            if shift == 0 {
                SmallVec::from_iter([(Slice::default(), Slice::default())])
            } else {
                SmallVec::from_iter([
                    (slice(0, length - shift), slice(shift, length)),
                    (slice(length - shift, length), slice(0, shift)),
                ])
            }
        })
        .collect();
    let mut choice: SmallVec<[usize; 4]> = SmallVec::from_elem(0, ndim);
    loop {
        let index = |which: fn(&(Slice, Slice)) -> Slice| -> SmallVec<[BasicIndex; 4]> {
            choice.iter().zip(&pieces).map(|(&at, pieces)| BasicIndex::Slice(which(&pieces[at]))).collect()
        };
        result.index(&index(|pair| pair.1))?.assign(&array.index(&index(|pair| pair.0))?)?;
        let mut axis = ndim;
        loop {
            let Some(next) = axis.checked_sub(1) else { return Ok(result) };
            axis = next;
            choice[axis] += 1;
            if choice[axis] < pieces[axis].len() {
                break;
            }
            choice[axis] = 0;
        }
    }
}
