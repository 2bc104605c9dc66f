//! Warnings of calls that were put off, given out when Python may run: in the order of the calls, at their lines.
#![expect(unsafe_code, reason = "asks Python to call back between two statements")]

use std::ffi::{c_int, c_void};
use std::panic::catch_unwind;
use std::ptr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use pyo3::exceptions::PyRuntimeWarning;
use pyo3::types::{PyDict, PyString};
use pyo3::{ffi, intern, prelude::*};
use stridewise_core::op::FloatErrors;

use super::filters::{self, Action};
use super::place::Place;
use crate::ufunc::warned_kinds;

struct Letter {
    name: &'static str,
    errors: FloatErrors,
    place: Arc<Place>,
    action: Action,
}

static LETTERS: Mutex<Vec<Letter>> = Mutex::new(Vec::new());
static ARE_THERE: AtomicBool = AtomicBool::new(false);

/// Leaves word of the errors that a call met; from any thread, attached or not.
pub(super) fn post(name: &'static str, errors: FloatErrors, place: &Arc<Place>, action: Action) {
    let letter = Letter { name, errors, place: Arc::clone(place), action };
    LETTERS.lock().unwrap_or_else(PoisonError::into_inner).push(letter);
    if !ARE_THERE.swap(true, Ordering::AcqRel) {
        // Most who have work done deliver what came of it; this is for all others, as an assignment to an element that
        // pending work reads.
        // SAFETY: may be called from any thread, attached or not; the function needs no argument.
        unsafe { ffi::Py_AddPendingCall(Some(deliver_between_statements), ptr::null_mut()) };
    }
}

/// Called by Python, on its main thread, attached.
extern "C" fn deliver_between_statements(_: *mut c_void) -> c_int {
    // A panic must not reach Python's own frames.
    let _ = catch_unwind(|| Python::attach(deliver));
    0
}

/// Gives out what there is to warn of.
#[inline]
pub(crate) fn deliver(py: Python<'_>) {
    if ARE_THERE.load(Ordering::Acquire) {
        deliver_all(py);
    }
}

#[cold]
fn deliver_all(py: Python<'_>) {
    ARE_THERE.store(false, Ordering::Release);
    let letters = std::mem::take(&mut *LETTERS.lock().unwrap_or_else(PoisonError::into_inner));
    for letter in letters {
        for kind in warned_kinds(letter.errors) {
            let message = filters::text(kind, letter.name);
            // Nobody waits for an exception here; a warning that turns into one is told as such.
            if let Err(error) = warn(py, &message, &letter) {
                error.write_unraisable(py, None);
            }
        }
    }
}

fn warn(py: Python<'_>, message: &str, letter: &Letter) -> PyResult<()> {
    let warnings = py.import(intern!(py, "warnings"))?;
    let category = py.get_type::<PyRuntimeWarning>();
    let (file, module) = (letter.place.file(py)?, letter.place.module(py)?);
    let registry = letter.place.registry(py)?;
    if filters::action(py, letter.name, letter.errors)? == Some(letter.action) {
        let arguments = (message, category, file, letter.place.line, module, registry);
        warnings.call_method1(intern!(py, "warn_explicit"), arguments)?;
        return Ok(());
    }
    // The filters have changed since the call, or somebody has begun to listen: what held at the call is done.
    let text = PyString::new(py, message);
    let seen = match letter.action {
        Action::Ignore => return Ok(()),
        Action::Always => None,
        Action::Default => Some((registry, (&text, &category, letter.place.line).into_pyobject(py)?)),
        Action::Module => Some((registry, (&text, &category, 0).into_pyobject(py)?)),
        Action::Once => {
            let registry = warnings.getattr(intern!(py, "onceregistry"))?;
            Some((registry, (&text, &category, 0).into_pyobject(py)?))
        }
    };
    if let Some((registry, key)) = seen {
        let registry = registry.cast_into::<PyDict>()?;
        if registry.get_item(&key)?.is_some_and(|seen| seen.is_truthy().unwrap_or(false)) {
            return Ok(());
        }
        registry.set_item(key, true)?;
    }
    let warning = category.call1((text,))?;
    // A recorder that listens now did not at the call: the text goes where it would have gone.
    let text =
        warnings.call_method1(intern!(py, "formatwarning"), (warning, category, file, letter.place.line))?;
    let stream = py.import(intern!(py, "sys"))?.getattr(intern!(py, "stderr"))?;
    if !stream.is_none() {
        stream.call_method1(intern!(py, "write"), (text,))?;
    }
    Ok(())
}
