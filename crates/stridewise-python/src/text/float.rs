//! `format_float_positional` and `format_float_scientific`.

use pyo3::exceptions::{PyOverflowError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use stridewise::text::{FloatText, Trim, format_positional, format_scientific};
use stridewise_core::Number;

use crate::array::PyArray;
use crate::error::OrRaise;
use crate::scalar;

#[pyfunction]
fn _format_float_positional(
    x: &Bound<'_, PyAny>,
    precision: Option<&Bound<'_, PyAny>>,
    unique: bool,
    fractional: bool,
    trim: &Bound<'_, PyAny>,
    sign: bool,
    pad_left: Option<&Bound<'_, PyAny>>,
    pad_right: Option<&Bound<'_, PyAny>>,
    min_digits: Option<&Bound<'_, PyAny>>,
) -> PyResult<String> {
    let text = FloatText {
        precision: count("precision", precision)?,
        unique,
        fractional,
        trim: trim_argument(trim)?,
        sign,
        pad_left: count("pad_left", pad_left)?.unwrap_or(0),
        pad_right: count("pad_right", pad_right)?.unwrap_or(0),
        min_digits: count("min_digits", min_digits)?,
        ..FloatText::default()
    };
    let (value, number) = float_argument(x)?;
    format_positional(value, number, &text).or_raise(x.py())
}

#[pyfunction]
fn _format_float_scientific(
    x: &Bound<'_, PyAny>,
    precision: Option<&Bound<'_, PyAny>>,
    unique: bool,
    trim: &Bound<'_, PyAny>,
    sign: bool,
    pad_left: Option<&Bound<'_, PyAny>>,
    exp_digits: Option<&Bound<'_, PyAny>>,
    min_digits: Option<&Bound<'_, PyAny>>,
) -> PyResult<String> {
    let text = FloatText {
        precision: count("precision", precision)?,
        unique,
        trim: trim_argument(trim)?,
        sign,
        pad_left: count("pad_left", pad_left)?.unwrap_or(0),
        exponent_digits: count("exp_digits", exp_digits)?.unwrap_or(2),
        min_digits: count("min_digits", min_digits)?,
        ..FloatText::default()
    };
    let (value, number) = float_argument(x)?;
    format_scientific(value, number, &text).or_raise(x.py())
}

/// A count of digits or columns; `None` stays so.
fn count(name: &str, value: Option<&Bound<'_, PyAny>>) -> PyResult<Option<usize>> {
    let Some(value) = value else { return Ok(None) };
    if value.is_instance_of::<pyo3::types::PyFloat>() {
        return Err(PyTypeError::new_err("integer argument expected, got float"));
    }
    let count: i64 = value.extract()?;
    if i32::try_from(count).is_err() {
        return Err(PyOverflowError::new_err("Python int too large to convert to C int"));
    }
    match usize::try_from(count) {
        Ok(count) => Ok(Some(count)),
        Err(_) => Err(PyValueError::new_err(format!("{name} must be >= 0"))),
    }
}

fn trim_argument(trim: &Bound<'_, PyAny>) -> PyResult<Trim> {
    let name = trim.extract::<String>().unwrap_or_default();
    Trim::from_name(&name).ok_or_else(|| {
        PyTypeError::new_err(format!("if supplied, trim must be 'k', '.', '0' or '-' found `{trim}`"))
    })
}

/// A float scalar in its own precision, anything else that has a value as float64.
fn float_argument(x: &Bound<'_, PyAny>) -> PyResult<(f64, Number)> {
    if let Some((number, value)) = scalar::value_of(x)
        && number.is_float()
    {
        return Ok((value.to_f64(), number));
    }
    if let Ok(array) = x.cast::<PyArray>()
        && let Some(value) = array.get().array()?.value_at(&[])
        && array.get().handle().number().is_float()
    {
        return Ok((value.to_f64(), array.get().handle().number()));
    }
    Ok((x.extract()?, Number::F64))
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(_format_float_positional, module)?)?;
    module.add_function(wrap_pyfunction!(_format_float_scientific, module)?)
}
