//! The facts behind `finfo` and `iinfo`, as plain Python numbers.

use pyo3::prelude::*;
use pyo3::types::PyDict;
use stridewise_core::dtype::{FloatLimits, IntegerLimits};

use super::argument::descriptor_argument;
use super::object::dtype_object;

/// Parameters of a float dtype by name; `None` for all others.
#[pyfunction]
fn float_limits<'py>(dtype: &Bound<'py, PyAny>) -> PyResult<Option<Bound<'py, PyDict>>> {
    let py = dtype.py();
    let number = descriptor_argument(dtype)?.number();
    let Some(limits) = number.and_then(|dtype| FloatLimits::of(dtype.number())) else { return Ok(None) };
    let facts = PyDict::new(py);
    for (name, value) in [
        ("bits", limits.bits as i32),
        ("iexp", limits.nexp),
        ("machep", limits.machep()),
        ("maxexp", limits.maxexp),
        ("minexp", limits.minexp),
        ("negep", limits.negep()),
        ("nexp", limits.nexp),
        ("nmant", limits.nmant),
        ("precision", limits.precision),
    ] {
        facts.set_item(name, value)?;
    }
    for (name, value) in [
        ("eps", limits.eps()),
        ("epsneg", limits.epsneg()),
        ("max", limits.max()),
        ("min", limits.min()),
        ("resolution", limits.resolution()),
        ("smallest_normal", limits.smallest_normal()),
        ("smallest_subnormal", limits.smallest_subnormal()),
    ] {
        facts.set_item(name, value)?;
    }
    facts.set_item("dtype", dtype_object(py, limits.number.native()))?;
    Ok(Some(facts))
}

/// Bits, smallest and largest value of an integer dtype; `None` for all others.
#[pyfunction]
fn integer_limits(dtype: &Bound<'_, PyAny>) -> PyResult<Option<(u32, i128, i128)>> {
    let number = descriptor_argument(dtype)?.number();
    let limits = number.and_then(|dtype| IntegerLimits::of(dtype.number()));
    Ok(limits.map(|limits| (limits.bits, limits.min, limits.max)))
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.setattr("_float_limits", wrap_pyfunction!(float_limits, module)?)?;
    module.setattr("_integer_limits", wrap_pyfunction!(integer_limits, module)?)
}
