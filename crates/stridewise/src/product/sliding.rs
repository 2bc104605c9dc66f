//! Correlation and convolution: one vector sliding along another.

use stridewise_core::op::{FloatErrors, Op, OperandType, resolve};
use stridewise_core::{Error, Number, Order};
use stridewise_run::sliding::add_sliding_products;
use stridewise_run::watch_float_errors;

use super::through_spectra;
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
    let number = resolve(Op::Matmul, &types)?.outputs[0];
    // Half precision is summed in single precision.
    let computed = if number == Number::F16 { Number::F32 } else { number };
    let count = longest - length + 1 + before + after;
    let (result, errors) = watch_float_errors(|| -> Result<Array> {
        let cast = |array: &Array| -> Result<Array> {
            if array.dtype() == computed.native() {
                Ok(array.clone())
            } else {
                array.astype(computed.native(), Order::C)
            }
        };
        let (left, right) = (cast(left)?, cast(right)?);
        if through_spectra::pays(computed, longest, length)
            && let Some(full) = through_spectra::products(&left, &right)?
        {
            let first = length - 1 - before;
            return slice_along(&full, 0, first as isize, Some((first + count) as isize));
        }
        let result = Array::zeros(computed.native(), &[count], Order::C)?;
        add_sliding_products(&left, &right, before, &result)?;
        if computed == number { Ok(result) } else { result.astype(number.native(), Order::C) }
    });
    Ok((result?, errors & Op::Matmul.row().reported(&[number])))
}
