//! Arguments that transforms share.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyString;
use stridewise::Array;
use stridewise::fft::Norm;
use stridewise_core::op::FloatErrors;

use crate::detach::over_arrays;
use crate::error::OrRaise;
use crate::ufunc::{output_array, report_errors};
use crate::wrap;

/// Which direction is divided. Transforms that swap the directions have a space more in their complaint.
pub(super) fn norm_argument(norm: Option<&Bound<'_, PyAny>>, swaps: bool) -> PyResult<Norm> {
    let Some(norm) = norm.filter(|norm| !norm.is_none()) else { return Ok(Norm::default()) };
    let known = norm.cast::<PyString>().ok().and_then(|name| Norm::named(name.to_str().ok()?));
    known.ok_or_else(|| {
        let space = if swaps { " " } else { "" };
        let name = norm.str().map_or_else(|_| String::new(), |name| name.to_string());
        PyValueError::new_err(format!(
            "Invalid norm value {name}; should be \"backward\",{space}\"ortho\" or \"forward\"."
        ))
    })
}

/// What a transform made of the array, as a new array or as `out`; what it met is reported under the loop's name.
pub(super) fn transformed(
    array: &Array,
    out: Option<&Bound<'_, PyAny>>,
    py: Python<'_>,
    loop_name: &'static str,
    work: impl FnOnce(Option<&Array>) -> stridewise::Result<(Array, FloatErrors)> + Send,
) -> PyResult<Py<PyAny>> {
    let out = out.filter(|out| !out.is_none());
    let target = out.map(output_array).transpose()?.flatten();
    // A transform works longer on each element than most operations.
    let elements = array.size().saturating_mul(4);
    let written: &[&Array] = match &target {
        Some(target) => &[target],
        None => &[],
    };
    let (result, errors) =
        over_arrays(py, elements, loop_name, &[array], written, || work(target.as_ref())).or_raise(py)?;
    report_errors(py, errors, loop_name)?;
    match out {
        Some(out) => Ok(out.clone().unbind()),
        None => wrap::array(py, result),
    }
}
