//! Who is told of the floating-point errors of a call that was put off: its own line.

use std::sync::Arc;

use pyo3::prelude::*;
use stridewise::run::late::Witness;
use stridewise_core::op::FloatErrors;

use super::delivery;
use super::filters::{self, Action};
use super::place::Place;
use crate::ufunc::error_state_is_usual;

/// Whether a call may be put off.
pub(crate) enum Permission {
    /// What it meets must be said at the call.
    Denied,
    /// It may; who is told, if anybody cares.
    Granted(Option<Box<dyn Witness>>),
}

/// Whether a call of this name that may meet these errors may be put off: not where somebody wants to hear of them at once.
pub(crate) fn permission(py: Python<'_>, name: &'static str, errors: FloatErrors) -> PyResult<Permission> {
    let heard = FloatErrors(errors.0 & !FloatErrors::UNDERFLOW.0);
    if errors.is_empty() {
        return Ok(Permission::Granted(None));
    }
    if !error_state_is_usual(py)? {
        return Ok(Permission::Denied);
    }
    if heard.is_empty() {
        return Ok(Permission::Granted(None));
    }
    Ok(match filters::action(py, name, heard)? {
        None => Permission::Denied,
        Some(Action::Ignore) => Permission::Granted(None),
        Some(action) => match Place::here(py) {
            Some(place) => Permission::Granted(Some(Box::new(Line { place: Arc::new(place), action }))),
            None => Permission::Denied,
        },
    })
}

/// A line of a program that waits to hear what its call met, and what was done about warnings when it ran.
struct Line {
    place: Arc<Place>,
    action: Action,
}

impl Witness for Line {
    fn met(&self, name: &'static str, errors: FloatErrors) {
        delivery::post(name, errors, &self.place, self.action);
    }
}
