//! Cutting zeros off the ends.

use stridewise_core::layout::normalize_axes;
use stridewise_core::{Result, dispatch};
use stridewise_run::Array;

use super::parts::slice_along;

/// A view without the leading (`front`) and trailing (`back`) zeros along the axes (all, where `None`): what is left
/// begins and ends, along each, with something that is not zero all over. Nothing is left where all is zero.
///
/// # Errors
/// Axis error where an axis is out of bounds.
///
/// ```
/// use stridewise::{Array, shape::trim_zeros};
///
/// let array = Array::from_elements(&[0, 1, 0, 2, 0])?;
/// assert_eq!(trim_zeros(&array, true, true, None)?.to_vec::<i32>(), [1, 0, 2]);
/// # Ok::<(), stridewise::Error>(())
/// ```
pub fn trim_zeros(array: &Array, front: bool, back: bool, axes: Option<&[i64]>) -> Result<Array> {
    let axes: Vec<usize> = match axes {
        Some(axes) => normalize_axes(axes, array.ndim())?.to_vec(),
        None => (0..array.ndim()).collect(),
    };
    // The smallest box that holds whatever is not zero.
    let mut low = array.shape().to_vec();
    let mut high = vec![0; array.ndim()];
    dispatch!(array.number(), T => {
        for (place, element) in array.to_vec::<T>().into_iter().enumerate() {
            if element == T::default() {
                continue;
            }
            let mut rest = place;
            for axis in (0..array.ndim()).rev() {
                let at = rest % array.shape()[axis];
                rest /= array.shape()[axis];
                low[axis] = low[axis].min(at);
                high[axis] = high[axis].max(at + 1);
            }
        }
    });
    let mut result = array.clone();
    for axis in axes {
        let start = if front { low[axis] } else { 0 };
        let stop = if back { high[axis] } else { array.shape()[axis] };
        result = slice_along(&result, axis, start as isize, Some(stop.max(start) as isize))?;
    }
    Ok(result)
}
