//! What the filters of `warnings` say of a `RuntimeWarning`, and whether somebody records warnings.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use pyo3::exceptions::PyRuntimeWarning;
use pyo3::types::{PyList, PyModule, PyTuple, PyType};
use pyo3::{PyTypeInfo, intern, prelude::*};
use stridewise_core::op::FloatErrors;

use crate::ufunc::warned_kinds;

/// What is done about a warning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    Ignore,
    /// Shown once for each place.
    Default,
    /// Shown once for each module.
    Module,
    /// Shown once.
    Once,
    Always,
}

/// The filters at a moment: the list, how long it was, and what stood at its ends. Every change by the functions of
/// `warnings` makes another list, or changes one of these.
pub(super) struct Filters {
    list: Py<PyList>,
    length: usize,
    ends: Option<(Py<PyAny>, Py<PyAny>)>,
    /// What shows warnings: the function that people replace, and the one behind it.
    shows: [Py<PyAny>; 2],
    /// What was found so far for the errors that an operation of this name may meet.
    found: HashMap<(&'static str, u8), Option<Action>>,
}

static LATEST: Mutex<Option<Filters>> = Mutex::new(None);

fn warnings(py: Python<'_>) -> PyResult<Bound<'_, PyModule>> {
    py.import(intern!(py, "warnings"))
}

impl Filters {
    fn now(py: Python<'_>) -> PyResult<Self> {
        let module = warnings(py)?;
        let list = module.getattr(intern!(py, "filters"))?.cast_into::<PyList>()?;
        let length = list.len();
        let ends = if length == 0 {
            None
        } else {
            Some((list.get_item(0)?.unbind(), list.get_item(length - 1)?.unbind()))
        };
        let shows = [intern!(py, "showwarning"), intern!(py, "_showwarnmsg_impl")];
        let shows = [module.getattr(shows[0])?.unbind(), module.getattr(shows[1])?.unbind()];
        Ok(Self { list: list.unbind(), length, ends, shows, found: HashMap::new() })
    }

    fn is_same(&self, other: &Self) -> bool {
        let same_ends = match (&self.ends, &other.ends) {
            (Some(ours), Some(theirs)) => ours.0.is(&theirs.0) && ours.1.is(&theirs.1),
            (None, None) => true,
            _ => false,
        };
        let same_shows = self.shows.iter().zip(&other.shows).all(|(ours, theirs)| ours.is(theirs));
        self.list.is(&other.list) && self.length == other.length && same_ends && same_shows
    }

    fn look_up(&self, py: Python<'_>, operation: &str, errors: FloatErrors) -> PyResult<Option<Action>> {
        let module = warnings(py)?;
        let [shown, behind] = &self.shows;
        let usual = module.getattr(intern!(py, "_showwarning_orig"))?;
        let name = behind.bind(py).getattr_opt(intern!(py, "__qualname__"))?;
        let is_usual = name.is_some_and(|name| name.eq("_showwarnmsg_impl").unwrap_or(false));
        if !shown.is(&usual) || !is_usual {
            return Ok(None);
        }
        let category = PyRuntimeWarning::type_object(py);
        for filter in self.list.bind(py).iter() {
            let filter = filter.cast_into::<PyTuple>()?;
            let covers = filter.get_item(2)?.cast_into::<PyType>()?;
            if !category.is_subclass(&covers)? {
                continue;
            }
            if !covers_text(&filter.get_item(1)?, operation, errors)? {
                continue;
            }
            let everywhere = filter.get_item(1)?.is_none()
                && filter.get_item(3)?.is_none()
                && filter.get_item(4)?.eq(0)?;
            return Ok(if everywhere { action_of(&filter.get_item(0)?)? } else { None });
        }
        action_of(&module.getattr(intern!(py, "defaultaction"))?)
    }
}

/// Whether a filter's pattern, if it has one, fits one of the texts that the errors would give.
fn covers_text(pattern: &Bound<'_, PyAny>, name: &str, errors: FloatErrors) -> PyResult<bool> {
    if pattern.is_none() {
        return Ok(true);
    }
    for kind in warned_kinds(errors) {
        if !pattern.call_method1(intern!(pattern.py(), "match"), (text(kind, name),))?.is_none() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What a warning of an operation says.
pub(super) fn text(kind: &str, name: &str) -> String {
    format!("{kind} encountered in {name}")
}

fn action_of(name: &Bound<'_, PyAny>) -> PyResult<Option<Action>> {
    Ok(match name.extract::<std::borrow::Cow<'_, str>>()?.as_ref() {
        "ignore" => Some(Action::Ignore),
        "default" => Some(Action::Default),
        "module" => Some(Action::Module),
        "once" => Some(Action::Once),
        "always" | "all" => Some(Action::Always),
        _ => None,
    })
}

/// What is done now about warnings of these errors of an operation, wherever it is called; `None` where that is not so
/// simple, or an error, or somebody listens.
pub(super) fn action(py: Python<'_>, name: &'static str, errors: FloatErrors) -> PyResult<Option<Action>> {
    let mut now = Filters::now(py)?;
    let key = (name, errors.0);
    let known = match &*latest() {
        Some(latest) if latest.is_same(&now) => latest.found.get(&key).copied(),
        _ => None,
    };
    if let Some(action) = known {
        return Ok(action);
    }
    let action = now.look_up(py, name, errors)?;
    let mut slot = latest();
    if let Some(latest) = slot.as_mut().filter(|latest| latest.is_same(&now)) {
        latest.found.insert(key, action);
        return Ok(action);
    }
    now.found.insert(key, action);
    let before = slot.replace(now);
    drop(slot);
    // Dropped without the lock: it may run Python.
    drop(before);
    Ok(action)
}

fn latest() -> MutexGuard<'static, Option<Filters>> {
    LATEST.lock().unwrap_or_else(PoisonError::into_inner)
}
