//! Which arguments of a call may take it over.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString, PyTuple};

use super::signature::Signature;

/// A parameter whose argument may take the call over.
pub(super) struct Parameter {
    pub name: Py<PyString>,
    /// Its place among positional arguments; `None` for keyword-only ones.
    pub place: Option<usize>,
    /// Whether the items of a list or tuple count, not the sequence itself.
    pub sequence: bool,
}

/// The rule by which a function finds its relevant arguments.
pub(super) enum Relevant {
    Named(Vec<Parameter>),
    /// Every positional argument.
    Positional,
    /// Nothing but `like`, which must be given.
    LikeAlone,
    /// A Python callable that takes the call's arguments and gives the relevant ones.
    Dispatcher(Py<PyAny>),
}

impl Relevant {
    /// Whether the arguments are looked at whatever their types: Python callables may raise.
    #[inline]
    pub(super) fn always_asks(&self) -> bool {
        matches!(self, Self::Dispatcher(_) | Self::LikeAlone)
    }

    /// Whether any argument but `like` counts.
    #[inline]
    pub(super) fn asks_arguments(&self) -> bool {
        !matches!(self, Self::Named(parameters) if parameters.is_empty())
    }

    pub(super) fn named(function: &Bound<'_, PyAny>, names: &[&str]) -> PyResult<Self> {
        if names == ["*"] {
            return Ok(Self::Positional);
        }
        let order = Signature::of(function)?.positional;
        let parameters = names
            .iter()
            .map(|name| {
                let bare = name.trim_start_matches('*');
                Ok(Parameter {
                    name: PyString::intern(function.py(), bare).unbind(),
                    place: order.iter().position(|known| known == bare),
                    sequence: bare.len() < name.len(),
                })
            })
            .collect::<PyResult<_>>()?;
        Ok(Self::Named(parameters))
    }

    /// The relevant arguments of a call, in the order of the parameters.
    pub(super) fn arguments<'py>(
        &self,
        args: &Bound<'py, PyTuple>,
        kwargs: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Vec<Bound<'py, PyAny>>> {
        let py = args.py();
        match self {
            Self::Dispatcher(dispatcher) => {
                let given = dispatcher.bind(py).call(args, kwargs)?;
                given.try_iter().map_err(|_| PyTypeError::new_err("dispatcher gave no iterable"))?.collect()
            }
            Self::Positional => Ok(args.iter().collect()),
            Self::LikeAlone => Ok(Vec::new()),
            Self::Named(parameters) => {
                let mut found = Vec::new();
                for parameter in parameters {
                    let place = parameter.place.filter(|&place| place < args.len());
                    let given = match (place, kwargs) {
                        (Some(place), _) => Some(args.get_item(place)?),
                        (None, Some(kwargs)) => kwargs.get_item(parameter.name.bind(py))?,
                        (None, None) => None,
                    };
                    let Some(given) = given else { continue };
                    if parameter.sequence
                        && (given.is_instance_of::<PyList>() || given.is_instance_of::<PyTuple>())
                    {
                        found.extend(given.try_iter()?.collect::<PyResult<Vec<_>>>()?);
                    } else {
                        found.push(given);
                    }
                }
                Ok(found)
            }
        }
    }
}
