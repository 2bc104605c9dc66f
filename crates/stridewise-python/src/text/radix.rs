//! `base_repr` and `binary_repr`.

use pyo3::prelude::*;
use pyo3::types::PyInt;
use stridewise::text;

use crate::error::OrRaise;

#[pyfunction]
fn _base_repr(number: &Bound<'_, PyAny>, base: i64, padding: i64) -> PyResult<String> {
    let padding = usize::try_from(padding).unwrap_or(0);
    text::base_repr(integer(number)?, base, padding).or_raise(number.py())
}

#[pyfunction]
#[pyo3(signature = (num, width=None))]
fn _binary_repr(num: &Bound<'_, PyAny>, width: Option<i64>) -> PyResult<String> {
    text::binary_repr(integer(num)?, width).or_raise(num.py())
}

/// The value of a Python integer or of anything that stands for one.
fn integer(number: &Bound<'_, PyAny>) -> PyResult<i128> {
    if let Ok(integer) = number.cast::<PyInt>() {
        return integer.extract();
    }
    number.call_method0(pyo3::intern!(number.py(), "__index__"))?.extract()
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(_base_repr, module)?)?;
    module.add_function(wrap_pyfunction!(_binary_repr, module)?)
}
