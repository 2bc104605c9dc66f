//! `shares_memory`, `may_share_memory`, `byte_bounds`.

use pyo3::exceptions::{PyOverflowError, PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyType;

use crate::convert::array_argument;
use crate::overrides;

/// `max_work`: decide exactly, by the arrays' byte ranges only, or exactly within a bound.
enum Work {
    Exact,
    Bounds,
    AtMost(u64),
}

fn work_argument(object: Option<&Bound<'_, PyAny>>, absent: Work) -> PyResult<Work> {
    let Some(object) = object else { return Ok(absent) };
    if object.is_none() {
        return Ok(absent);
    }
    match object.extract::<i64>() {
        Ok(-1) => Ok(Work::Exact),
        Ok(0) => Ok(Work::Bounds),
        Ok(steps) if steps > 0 => Ok(Work::AtMost(steps as u64)),
        Ok(_) => Err(PyValueError::new_err("Invalid value for max_work")),
        Err(error) if error.is_instance_of::<PyOverflowError>(object.py()) => {
            Err(PyOverflowError::new_err("Python int too large to convert to C ssize_t"))
        }
        Err(error) => Err(error),
    }
}

/// Whether the two share a byte; `None` where that was too hard to tell.
fn share(a: &Bound<'_, PyAny>, b: &Bound<'_, PyAny>, work: &Work) -> PyResult<Option<bool>> {
    let (a, b) = (array_argument(a)?, array_argument(b)?);
    Ok(match work {
        Work::Exact => a.view().shares_memory(b.view(), None),
        Work::Bounds => Some(a.view().may_share_memory(b.view())),
        Work::AtMost(steps) => a.view().shares_memory(b.view(), Some(*steps)),
    })
}

/// shares_memory(a, b, /, max_work=-1)
///
/// Whether two arrays have a byte in common.
///
/// `max_work` bounds the candidates that are looked at: -1 for no bound, 0 to compare byte ranges only. Where the bound
/// is met, `exceptions.TooHardError` is raised.
#[pyfunction]
#[pyo3(signature = (a, b, /, max_work=None), text_signature = "(a, b, /, max_work=-1)")]
fn shares_memory(
    a: &Bound<'_, PyAny>,
    b: &Bound<'_, PyAny>,
    max_work: Option<&Bound<'_, PyAny>>,
) -> PyResult<bool> {
    match share(a, b, &work_argument(max_work, Work::Exact)?)? {
        Some(answer) => Ok(answer),
        None => {
            static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
            let class = CLASS.import(a.py(), "stridewise.exceptions", "TooHardError")?;
            Err(class.call1(("Exceeded max_work",)).map_or_else(|error| error, PyErr::from_value))
        }
    }
}

/// may_share_memory(a, b, /, max_work=0)
///
/// Whether two arrays may have a byte in common: never wrong where it says no.
///
/// `max_work` is that of `shares_memory`; what is too hard to tell counts as shared.
#[pyfunction]
#[pyo3(signature = (a, b, /, max_work=None), text_signature = "(a, b, /, max_work=0)")]
fn may_share_memory(
    a: &Bound<'_, PyAny>,
    b: &Bound<'_, PyAny>,
    max_work: Option<&Bound<'_, PyAny>>,
) -> PyResult<bool> {
    Ok(share(a, b, &work_argument(max_work, Work::Bounds)?)?.unwrap_or(true))
}

/// The addresses of the first byte that an array reaches and of the one behind the last.
#[pyfunction]
pub(super) fn byte_bounds(a: &Bound<'_, PyAny>) -> PyResult<(usize, usize)> {
    let array = array_argument(a)?;
    let start = array.view().buffer().place() as usize;
    let (low, high) = array.layout().extent(array.item_size());
    // An empty array counts as one element, as in NumPy.
    let high = if array.size() == 0 { high + array.item_size() } else { high };
    if start.checked_add(high).is_none() {
        return Err(PyRuntimeError::new_err("the array ends past the address space"));
    }
    Ok((start + low, start + high))
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    overrides::add_function(module, wrap_pyfunction!(shares_memory, module)?, &["a", "b"])?;
    overrides::add_function(module, wrap_pyfunction!(may_share_memory, module)?, &["a", "b"])?;
    Ok(())
}
