//! `stridewise.memory` and the number of threads.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use stridewise::run::{memory, threads};

/// Bytes in use, reserved for results that wait to be computed, kept for the next results, and the most that were in use
/// at once.
#[pyfunction(name = "_memory_usage")]
fn usage() -> (usize, usize, usize, usize) {
    let usage = memory::usage();
    (usage.live, usage.pending, usage.held, usage.peak)
}

/// Gives memory that is kept back to the system; the number of bytes that were.
#[pyfunction(name = "_memory_release")]
fn release(py: Python<'_>) -> usize {
    py.detach(memory::release)
}

#[pyfunction(name = "_memory_reset_peak")]
fn reset_peak() {
    memory::reset_peak();
}

/// The number of threads that large operations may use.
#[pyfunction]
fn get_num_threads() -> usize {
    threads::count()
}

/// Sets the number of threads that large operations may use; `None` for the default.
#[pyfunction]
#[pyo3(signature = (count, /))]
fn set_num_threads(count: Option<isize>) -> PyResult<()> {
    let count = match count {
        None => 0,
        Some(count @ 1..) => count.unsigned_abs(),
        Some(count) => {
            return Err(PyValueError::new_err(format!(
                "the number of threads must be at least 1, not {count}"
            )));
        }
    };
    threads::set_count(count);
    Ok(())
}

pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(usage, module)?)?;
    module.add_function(wrap_pyfunction!(release, module)?)?;
    module.add_function(wrap_pyfunction!(reset_peak, module)?)?;
    module.add_function(wrap_pyfunction!(get_num_threads, module)?)?;
    module.add_function(wrap_pyfunction!(set_num_threads, module)?)
}
