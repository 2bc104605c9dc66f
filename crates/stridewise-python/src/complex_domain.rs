//! What `emath` makes complex before it asks the ordinary functions.

use pyo3::prelude::*;
use stridewise::complex_domain::{self, RealDomain};

use crate::convert::array_argument;
use crate::error::OrRaise;
use crate::wrap;

#[pyfunction]
fn _complex_where_negative(x: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
    let widened = complex_domain::widened(&array_argument(x)?, RealDomain::NotNegative);
    wrap::array(x.py(), widened.or_raise(x.py())?)
}

#[pyfunction]
fn _complex_where_above_one(x: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
    let widened = complex_domain::widened(&array_argument(x)?, RealDomain::UnitInterval);
    wrap::array(x.py(), widened.or_raise(x.py())?)
}

#[pyfunction]
fn _float_where_negative(x: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
    wrap::array(x.py(), complex_domain::floats_where_negative(&array_argument(x)?).or_raise(x.py())?)
}

pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(_complex_where_negative, module)?)?;
    module.add_function(wrap_pyfunction!(_complex_where_above_one, module)?)?;
    module.add_function(wrap_pyfunction!(_float_where_negative, module)?)
}
