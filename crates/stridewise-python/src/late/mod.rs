//! Arrays whose elements wait to be computed: when calls are put off, when the work is done, and what is said of it.

mod delivery;
mod filters;
mod place;
mod witness;

use pyo3::prelude::*;
use pyo3::types::PyTuple;
use stridewise::run::Array;

use crate::array::PyArray;
use crate::error::OrRaise;
use crate::interrupt::interruptible;
pub(crate) use delivery::deliver;
pub(crate) use witness::{Permission, permission};

/// Computes the elements, without the interpreter lock, and says what that met.
///
/// # Errors
/// KeyboardInterrupt in the middle of long work; the elements wait as before.
#[cold]
pub(crate) fn settle(array: &Array) -> PyResult<()> {
    Python::attach(|py| {
        let settled = interruptible(py, array.size(), || {
            array.evaluate();
            Ok(())
        });
        deliver(py);
        settled.or_raise(py)
    })
}

/// Runs what was put off and reads or writes the elements, before they change.
#[inline]
pub(crate) fn settle_for_writing(py: Python<'_>, array: &Array) {
    if array.view().buffer().is_waited_for() {
        py.detach(|| array.view().buffer().settle());
        deliver(py);
    }
}

/// Computes the elements of arrays that wait.
///
/// Large elementwise operations wait until somebody needs their results, and then run together. Whoever wants them to run
/// now, to take the time or to be rid of the inputs, says so by this.
///
/// Parameters
/// ----------
/// *values : object
///     Arrays among them are computed; anything else passes through.
///
/// Returns
/// -------
/// object
///     The value; for several, a tuple of them.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> a = np.ones(100_000)
/// >>> b = np.evaluate(a + a * 2)
/// >>> b[0]
/// np.float64(3.0)
#[pyfunction]
#[pyo3(signature = (*values))]
fn evaluate(values: &Bound<'_, PyTuple>) -> PyResult<Py<PyAny>> {
    for value in values.iter_borrowed() {
        if let Ok(array) = value.cast::<PyArray>() {
            array.get().array()?;
        }
    }
    match values.len() {
        1 => Ok(values.get_item(0)?.unbind()),
        _ => Ok(values.clone().into_any().unbind()),
    }
}

pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(evaluate, module)?)
}
