//! Which arguments of a call may take it over.

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString, PyTuple};

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
    pub(super) fn always_asks(&self) -> bool {
        matches!(self, Self::Dispatcher(_) | Self::LikeAlone)
    }

    pub(super) fn named(function: &Bound<'_, PyAny>, names: &[&str]) -> PyResult<Self> {
        if names == ["*"] {
            return Ok(Self::Positional);
        }
        let order = parameter_names(function)?;
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

/// The positional parameters of a function, in order: from its code object, or from the text of its signature.
fn parameter_names(function: &Bound<'_, PyAny>) -> PyResult<Vec<String>> {
    if let Some(code) = function.getattr_opt("__code__")? {
        let count: usize = code.getattr("co_argcount")?.extract()?;
        let names: Vec<String> = code.getattr("co_varnames")?.extract()?;
        return Ok(names.into_iter().take(count).collect());
    }
    let text: Option<String> =
        function.getattr_opt("__text_signature__")?.map(|text| text.extract()).transpose()?;
    let text = text.ok_or_else(|| PyValueError::new_err("a function without a signature"))?;
    let inner = text.trim_start_matches('(').trim_end_matches(')');
    let mut names = Vec::new();
    let mut depth = 0_usize;
    let mut part = String::new();
    for character in inner.chars().chain([',']) {
        match character {
            ',' if depth == 0 => {
                let name = part.split('=').next().unwrap_or("").trim().to_owned();
                part.clear();
                if name.starts_with('*') {
                    break;
                }
                if name != "/" && !name.is_empty() && !name.starts_with('$') {
                    names.push(name);
                }
            }
            _ => {
                match character {
                    '(' | '[' | '{' => depth += 1,
                    ')' | ']' | '}' => depth = depth.saturating_sub(1),
                    _ => {}
                }
                part.push(character);
            }
        }
    }
    Ok(names)
}
