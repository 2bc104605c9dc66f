//! What the filters of `warnings` say of a `RuntimeWarning`, and whether somebody records warnings.

use std::sync::{Mutex, PoisonError};

use pyo3::exceptions::PyRuntimeWarning;
use pyo3::types::{PyList, PyModule, PyTuple, PyType};
use pyo3::{PyTypeInfo, intern, prelude::*};

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
    show: Py<PyAny>,
    /// `None` where it depends on text or place, is an error, or warnings do not go where they usually do.
    action: Option<Action>,
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
        let show = module.getattr(intern!(py, "_showwarnmsg_impl"))?.unbind();
        Ok(Self { list: list.unbind(), length, ends, show, action: None })
    }

    fn is_same(&self, other: &Self) -> bool {
        let same_ends = match (&self.ends, &other.ends) {
            (Some(ours), Some(theirs)) => ours.0.is(&theirs.0) && ours.1.is(&theirs.1),
            (None, None) => true,
            _ => false,
        };
        self.list.is(&other.list) && self.length == other.length && same_ends && self.show.is(&other.show)
    }

    fn look_up(&self, py: Python<'_>) -> PyResult<Option<Action>> {
        let module = warnings(py)?;
        let shown = module.getattr(intern!(py, "showwarning"))?;
        let usual = module.getattr(intern!(py, "_showwarning_orig"))?;
        let name = self.show.bind(py).getattr_opt(intern!(py, "__qualname__"))?;
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
            let everywhere = filter.get_item(1)?.is_none()
                && filter.get_item(3)?.is_none()
                && filter.get_item(4)?.eq(0)?;
            return Ok(if everywhere { action_of(&filter.get_item(0)?)? } else { None });
        }
        action_of(&module.getattr(intern!(py, "defaultaction"))?)
    }
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

/// What is done now about a `RuntimeWarning`, wherever it comes from and whatever it says; `None` where that is not so
/// simple, or an error, or somebody listens.
pub(super) fn action(py: Python<'_>) -> PyResult<Option<Action>> {
    let mut now = Filters::now(py)?;
    let known = LATEST
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .as_ref()
        .and_then(|latest| latest.is_same(&now).then_some(latest.action));
    if let Some(action) = known {
        return Ok(action);
    }
    now.action = now.look_up(py)?;
    let action = now.action;
    let before = LATEST.lock().unwrap_or_else(PoisonError::into_inner).replace(now);
    // Dropped without the lock: it may run Python.
    drop(before);
    Ok(action)
}
