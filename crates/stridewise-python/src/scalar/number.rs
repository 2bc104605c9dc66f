//! Methods of integers and of floating-point numbers.

use pyo3::exceptions::{PyOverflowError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyFloat;
use stridewise_core::Value;

use super::hierarchy::{Floating, Integer};
use super::{conversion, delegate};

#[pymethods]
impl Integer {
    /// The integer itself.
    #[getter]
    fn numerator<'py>(slf: &Bound<'py, Self>) -> Bound<'py, Self> {
        slf.clone()
    }

    /// One.
    #[getter]
    fn denominator(&self) -> i64 {
        1
    }

    /// True: every integer is one.
    #[pyo3(signature = (), text_signature = "($self, /)")]
    fn is_integer(&self) -> bool {
        true
    }

    /// The number of one bits in the absolute value.
    #[pyo3(signature = (), text_signature = "($self, /)")]
    fn bit_count(slf: &Bound<'_, Self>) -> PyResult<u32> {
        Ok(match conversion::required(slf)?.value() {
            Value::Int(value) => value.unsigned_abs().count_ones(),
            _ => 0,
        })
    }

    /// Rounded to a power of ten: a Python integer without `ndigits`, else of the same type.
    #[pyo3(signature = (ndigits=None))]
    fn __round__<'py>(
        slf: &Bound<'py, Self>,
        ndigits: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        match ndigits {
            None => conversion::item(slf),
            Some(digits) => rounded(slf, digits),
        }
    }
}

#[pymethods]
impl Floating {
    /// Whether the value is finite and has no fraction.
    #[pyo3(signature = (), text_signature = "($self, /)")]
    fn is_integer(slf: &Bound<'_, Self>) -> PyResult<bool> {
        let value = conversion::required(slf)?.get::<f64>();
        Ok(value.is_finite() && value.trunc() == value)
    }

    /// The value as a fraction in lowest terms, its denominator positive.
    ///
    /// Raises OverflowError for infinities and ValueError for NaN.
    #[pyo3(signature = (), text_signature = "($self, /)")]
    fn as_integer_ratio<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        let value = conversion::required(slf)?.get::<f64>();
        if value.is_infinite() {
            return Err(PyOverflowError::new_err("cannot convert Infinity to integer ratio"));
        }
        if value.is_nan() {
            return Err(PyValueError::new_err("cannot convert NaN to integer ratio"));
        }
        PyFloat::new(slf.py(), value).call_method0("as_integer_ratio")
    }

    /// Rounded to a Python integer without `ndigits`, else to that many decimals and of the same type.
    #[pyo3(signature = (ndigits=None))]
    fn __round__<'py>(
        slf: &Bound<'py, Self>,
        ndigits: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        match ndigits {
            None => {
                let value = conversion::required(slf)?.get::<f64>();
                PyFloat::new(slf.py(), value).call_method0("__round__")
            }
            Some(digits) => rounded(slf, digits),
        }
    }
}

fn rounded<'py>(slf: &Bound<'py, PyAny>, digits: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    delegate::array(slf)?.call_method1("round", (digits,)).and_then(delegate::unwrapped)
}
