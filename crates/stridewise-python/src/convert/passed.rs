//! Arguments of which `None` is a value like another.

use pyo3::prelude::*;

/// An argument that was left out, or passed.
pub(crate) enum Passed {
    Absent,
    As(Py<PyAny>),
}

impl Passed {
    /// What was passed.
    pub(crate) fn get<'a, 'py>(&'a self, py: Python<'py>) -> Option<&'a Bound<'py, PyAny>> {
        match self {
            Self::Absent => None,
            Self::As(object) => Some(object.bind(py)),
        }
    }
}

/// The argument as it was passed, `None` too; the signature's default says that it was not.
pub(crate) fn passed_argument(object: &Bound<'_, PyAny>) -> PyResult<Passed> {
    Ok(Passed::As(object.clone().unbind()))
}
