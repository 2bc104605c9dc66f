//! `trim_zeros`.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyList, PyTuple};
use stridewise::shape::trim_zeros as trimmed;

use crate::array::PyArray;
use crate::convert::{array_argument, axes_argument};
use crate::error::OrRaise;
use crate::overrides::add_function;
use crate::wrap;

/// `filt` without its leading and trailing zeros.
///
/// Parameters
/// ----------
/// filt : array_like
///     A list or tuple gives a list or tuple.
/// trim : {'fb', 'f', 'b'}
///     Whether zeros go at the front, at the back, or at both ends.
/// axis : int or sequence of int, optional
///     Along which axes; by default all.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.trim_zeros([0, 1, 0, 2, 0])
/// [1, 0, 2]
#[pyfunction]
#[pyo3(signature = (filt, trim="fb", axis=None))]
fn trim_zeros(filt: &Bound<'_, PyAny>, trim: &str, axis: Option<&Bound<'_, PyAny>>) -> PyResult<Py<PyAny>> {
    let py = filt.py();
    let ends = trim.to_lowercase();
    let (front, back) = match ends.as_str() {
        "fb" | "bf" => (true, true),
        "f" => (true, false),
        "b" => (false, true),
        _ => {
            return Err(PyValueError::new_err(format!("unexpected character(s) in `trim`: '{trim}'")));
        }
    };
    let axes = axis.filter(|axis| !axis.is_none()).map(axes_argument).transpose()?;
    let result = trimmed(&array_argument(filt)?, front, back, axes.as_deref()).or_raise(py)?;
    if let Ok(parent) = filt.cast::<PyArray>() {
        return wrap::view(parent, result);
    }
    if result.ndim() == 1 && (filt.is_instance_of::<PyList>() || filt.is_instance_of::<PyTuple>()) {
        // The items themselves, not what an array made of them.
        let start = array_argument(filt)?.size();
        let lead = trimmed(&array_argument(filt)?, front, false, axes.as_deref()).or_raise(py)?.size();
        let from = start - lead;
        let slice = pyo3::types::PySlice::new(py, from as isize, (from + result.size()) as isize, 1);
        return Ok(filt.get_item(slice)?.unbind());
    }
    wrap::array(py, result)
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    add_function(module, wrap_pyfunction!(trim_zeros, module)?, &["filt"])
}
