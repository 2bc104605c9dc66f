//! Functions of one array that are made of ufuncs: `fix`, `isposinf`, `isneginf`, `angle`.

use pyo3::prelude::*;
use stridewise::logic::signed_infinity;
use stridewise_core::op::Op;

use super::{object, output_array};
use crate::convert::{array_argument, truth_argument};
use crate::error::OrRaise;
use crate::overrides::add_function;
use crate::wrap;

type Argument<'a, 'py> = Option<&'a Bound<'py, PyAny>>;

/// The elements rounded towards zero.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.fix([2.1, -2.9]).tolist()
/// [2.0, -2.0]
#[pyfunction]
#[pyo3(signature = (x, out=None))]
fn fix<'py>(x: &Bound<'py, PyAny>, out: Argument<'_, 'py>) -> PyResult<Bound<'py, PyAny>> {
    object(x.py(), Op::Trunc)?.call1((x, out))
}

fn infinite<'py>(x: &Bound<'py, PyAny>, out: Argument<'_, 'py>, negative: bool) -> PyResult<Py<PyAny>> {
    let py = x.py();
    let result = signed_infinity(&array_argument(x)?, negative).or_raise(py)?;
    if let Some(out) = out.filter(|out| !out.is_none())
        && let Some(target) = output_array(out)?
    {
        target.assign(&result).or_raise(py)?;
        return Ok(out.clone().unbind());
    }
    wrap::like(x, result)
}

/// Where the elements are positive infinity.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.isposinf([np.inf, -np.inf, 1.0]).tolist()
/// [True, False, False]
#[pyfunction]
#[pyo3(signature = (x, out=None))]
fn isposinf<'py>(x: &Bound<'py, PyAny>, out: Argument<'_, 'py>) -> PyResult<Py<PyAny>> {
    infinite(x, out, false)
}

/// Where the elements are negative infinity.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.isneginf([np.inf, -np.inf, 1.0]).tolist()
/// [False, True, False]
#[pyfunction]
#[pyo3(signature = (x, out=None))]
fn isneginf<'py>(x: &Bound<'py, PyAny>, out: Argument<'_, 'py>) -> PyResult<Py<PyAny>> {
    infinite(x, out, true)
}

/// The angles of complex numbers, in radians (in degrees with `deg`).
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> float(np.angle(1j, deg=True))
/// 90.0
#[pyfunction]
#[pyo3(signature = (z, deg=false))]
fn angle(z: &Bound<'_, PyAny>, #[pyo3(from_py_with = truth_argument)] deg: bool) -> PyResult<Py<PyAny>> {
    wrap::like(z, stridewise::arithmetic::angle(&array_argument(z)?, deg).or_raise(z.py())?)
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    add_function(module, wrap_pyfunction!(fix, module)?, &["x", "out"])?;
    add_function(module, wrap_pyfunction!(isposinf, module)?, &["x", "out"])?;
    add_function(module, wrap_pyfunction!(isneginf, module)?, &["x", "out"])?;
    add_function(module, wrap_pyfunction!(angle, module)?, &["z"])
}
