//! Which frequencies the places of a spectrum stand for, and moving the zero among them.

use stridewise_core::Error;
use stridewise_core::layout::normalize_axes;

use crate::shape::roll;
use crate::{Array, Result};

/// The frequencies of a spectrum of `length` places with samples `spacing` apart: from zero up, then the negative ones.
///
/// # Errors
/// Zero division error where the product of length and spacing is zero; value error of a negative length.
pub fn fftfreq(length: i64, spacing: f64) -> Result<Array> {
    let step = step(length, spacing)?;
    if length < 0 {
        return Err(Error::value("negative dimensions are not allowed"));
    }
    let first = (length - 1) / 2 + 1;
    let elements: Vec<f64> = (0..first).chain(-(length / 2)..0).map(|place| place as f64 * step).collect();
    Array::from_elements(&elements)
}

/// The frequencies of the half of a spectrum of `length` real numbers; none of a negative length.
///
/// # Errors
/// Zero division error where the product of length and spacing is zero.
pub fn rfftfreq(length: i64, spacing: f64) -> Result<Array> {
    let step = step(length, spacing)?;
    let elements: Vec<f64> = (0..=length.div_euclid(2)).map(|place| place as f64 * step).collect();
    Array::from_elements(&elements)
}

fn step(length: i64, spacing: f64) -> Result<f64> {
    let whole = length as f64 * spacing;
    if whole == 0.0 {
        return Err(Error::new(stridewise_core::ErrorKind::ZeroDivision, "float division by zero"));
    }
    Ok(1.0 / whole)
}

/// The array with the first place of each of these axes moved to their middles; of all axes where none are given.
///
/// # Errors
/// Axis error where one is out of bounds.
pub fn fftshift(array: &Array, axes: Option<&[i64]>) -> Result<Array> {
    shifted(array, axes, |length| (length / 2) as i64)
}

/// The opposite of [`fftshift`].
///
/// # Errors
/// As there.
pub fn ifftshift(array: &Array, axes: Option<&[i64]>) -> Result<Array> {
    shifted(array, axes, |length| -((length / 2) as i64))
}

fn shifted(array: &Array, axes: Option<&[i64]>, by: impl Fn(usize) -> i64) -> Result<Array> {
    let all: Vec<i64> = (0..array.ndim() as i64).collect();
    let axes = axes.unwrap_or(&all);
    let places = axes
        .iter()
        .map(|&axis| normalize_axes(&[axis], array.ndim()).map(|normal| normal[0]))
        .collect::<Result<Vec<_>>>()?;
    let shifts: Vec<i64> = places.iter().map(|&axis| by(array.shape()[axis])).collect();
    roll(array, &shifts, Some(axes))
}
