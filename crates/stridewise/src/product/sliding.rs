//! Correlation and convolution: one vector sliding along another.

use stridewise_core::op::{FloatErrors, Op, OperandType, resolve};
use stridewise_core::{Error, Order};
use stridewise_run::product::product;

use crate::arithmetic::unary;
use crate::shape::{flip, slice_along};
use crate::{Array, Result};

/// Which positions of the shorter vector count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Those where it lies wholly on the longer one.
    Valid,
    /// As many as the longer one has elements.
    Same,
    /// All where the two overlap.
    Full,
}

/// The sums of products of `left` with the conjugate of `right` at every position of the one along the other.
///
/// # Errors
/// Value error where a vector is empty.
pub fn correlate(left: &Array, right: &Array, extent: Extent) -> Result<(Array, FloatErrors)> {
    let right = if right.number().is_complex() { unary(Op::Conjugate, right)? } else { right.clone() };
    if left.size() >= right.size() {
        return slide(left, &right, extent);
    }
    if left.size() == 0 {
        return Err(Error::value("first array argument cannot be empty"));
    }
    let (result, errors) = slide(&right, left, extent)?;
    Ok((flip(&result, None)?.copy(Order::C)?, errors))
}

/// The discrete convolution of two vectors.
///
/// # Errors
/// Value error where a vector is empty.
///
/// ```
/// use stridewise::{Array, product::{Extent, convolve}};
///
/// let (a, b) = (Array::from_elements(&[1, 2, 3])?, Array::from_elements(&[1, 1])?);
/// assert_eq!(convolve(&a, &b, Extent::Full)?.0.to_vec::<i32>(), [1, 3, 5, 3]);
/// # Ok::<(), stridewise::Error>(())
/// ```
pub fn convolve(left: &Array, right: &Array, extent: Extent) -> Result<(Array, FloatErrors)> {
    let (longer, shorter) = if left.size() >= right.size() { (left, right) } else { (right, left) };
    if longer.size() > 0 && shorter.size() == 0 {
        return Err(Error::value(if left.size() == 0 { "a cannot be empty" } else { "v cannot be empty" }));
    }
    slide(longer, &flip(shorter, None)?, extent)
}

/// `right`, the shorter, slides along `left`.
fn slide(left: &Array, right: &Array, extent: Extent) -> Result<(Array, FloatErrors)> {
    let (longest, length) = (left.size(), right.size());
    if longest == 0 {
        return Err(Error::value("first array argument cannot be empty"));
    }
    if length == 0 {
        return Err(Error::value("second array argument cannot be empty"));
    }
    let (before, after) = match extent {
        Extent::Valid => (0, 0),
        Extent::Same => (length / 2, length - length / 2 - 1),
        Extent::Full => (length - 1, length - 1),
    };
    let types = [OperandType::Strong(left.dtype()), OperandType::Strong(right.dtype())];
    let resolved = resolve(Op::Matmul, &types)?;
    let number = resolved.outputs[0];
    let inside = longest - length + 1;
    let result = Array::zeros(number.native(), &[before + inside + after], Order::C)?;
    let mut errors = FloatErrors::NONE;
    let mut put = |start: usize, part: (Array, FloatErrors)| -> Result<()> {
        errors = errors | part.1;
        let stop = start + part.0.size().max(1);
        slice_along(&result, 0, start as isize, Some(stop as isize))?.assign(&part.0)
    };
    for place in 0..before {
        // So many of its last elements lie on the first ones.
        let overlap = length - before + place;
        let head = slice_along(left, 0, 0, Some(overlap as isize))?;
        let tail = slice_along(right, 0, (length - overlap) as isize, None)?;
        put(place, product(&resolved, &head, &tail)?)?;
    }
    let step = left.strides()[0];
    let windows = left.view().as_strided(&[inside, length], &[step, step])?;
    put(before, product(&resolved, &Array::from_view(windows), right)?)?;
    for place in 0..after {
        let overlap = length - 1 - place;
        let tail = slice_along(left, 0, (longest - overlap) as isize, None)?;
        let head = slice_along(right, 0, 0, Some(overlap as isize))?;
        put(before + inside + place, product(&resolved, &tail, &head)?)?;
    }
    Ok((result, errors))
}
