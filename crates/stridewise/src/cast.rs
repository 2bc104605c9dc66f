//! Casts that look at the values.

use stridewise_core::dtype::Kind;
use stridewise_core::{DType, Element, Error, Order, Result, Value, dispatch};

use crate::Array;

/// The elements cast to `dtype` if every one stays the same number. Everything may become a bool.
///
/// # Errors
/// Value error where a value changes; memory error where there are no bytes for the result.
///
/// ```
/// use stridewise::{Array, Number, Order, cast::astype_same_value};
///
/// let halves = Array::from_elements(&[1.0, 2.5])?;
/// assert!(astype_same_value(&halves, Number::F32.native(), Order::Keep).is_ok());
/// let error = astype_same_value(&halves, Number::I32.native(), Order::Keep).unwrap_err();
/// assert_eq!(error.message(), "could not cast 'same_value' double to int");
/// # Ok::<(), stridewise::Error>(())
/// ```
pub fn astype_same_value(array: &Array, dtype: DType, order: Order) -> Result<Array> {
    let result = array.astype(dtype, order)?;
    let (from, to) = (array.number(), dtype.number());
    if from == to || to.kind() == Kind::Bool {
        return Ok(result);
    }
    let real = !to.is_complex();
    dispatch!(from, S => dispatch!(to, D => {
        let sources = array.view().to_vec::<S>();
        for (source, target) in sources.iter().zip(result.view().to_vec::<D>()) {
            let source = source.to_value();
            if !source.is_same_number(target.to_value()) {
                let lost = matches!(source, Value::Complex(value) if real && value.im != 0.0);
                let detail = if lost { ": imag is not 0" } else { "" };
                let (from, to) = (from.c_name(), to.c_name());
                return Err(Error::value(format!("could not cast 'same_value' {from} to {to}{detail}")));
            }
        }
    }));
    Ok(result)
}
