//! `interp`.

use pyo3::prelude::*;
use stridewise::interpolate::{self, Outside};
use stridewise_core::Value;

use crate::convert::array_argument;
use crate::error::OrRaise;
use crate::overrides::add_function;
use crate::wrap;

/// The values at `x` of the lines between the points (`xp`, `fp`).
///
/// Parameters
/// ----------
/// x : array_like
/// xp : array_like
///     The points' places, which must rise (with `period` they need not).
/// fp : array_like
///     The points' values, real or complex.
/// left, right : number, optional
///     What is taken outside; by default the first and last value.
/// period : number, optional
///     Places are wrapped into it; `left` and `right` do not count then.
///
/// Raises
/// ------
/// ValueError
///     If there is no point, the points are no vectors of one length, or the period is zero.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> float(np.interp(2.5, [1, 2, 3], [3, 2, 0]))
/// 1.0
#[pyfunction]
#[pyo3(signature = (x, xp, fp, left=None, right=None, period=None))]
fn interp(
    x: &Bound<'_, PyAny>,
    xp: &Bound<'_, PyAny>,
    fp: &Bound<'_, PyAny>,
    left: Option<&Bound<'_, PyAny>>,
    right: Option<&Bound<'_, PyAny>>,
    period: Option<f64>,
) -> PyResult<Py<PyAny>> {
    let py = x.py();
    let end = |end: Option<&Bound<'_, PyAny>>| -> PyResult<Option<Value>> {
        let Some(end) = end.filter(|end| !end.is_none()) else { return Ok(None) };
        Ok(array_argument(end)?.item())
    };
    let outside = Outside { left: end(left)?, right: end(right)? };
    let (places, heights) = (array_argument(xp)?, array_argument(fp)?);
    let result = interpolate::interp(&array_argument(x)?, &places, &heights, outside, period).or_raise(py)?;
    wrap::array_or_scalar(py, result)
}

pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    add_function(module, wrap_pyfunction!(interp, module)?, &["x", "xp", "fp"])
}
