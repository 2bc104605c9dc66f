//! Operators between a scalar and what is no number: who answers, and how.

use pyo3::exceptions::PyTypeError;
use pyo3::types::{PyBytes, PyString};
use pyo3::{intern, prelude::*};

use super::{conversion, object};
use crate::array::PyArray;

/// The priority of scalars among operands that know no `__array_ufunc__`.
pub(super) const PRIORITY: f64 = -1_000_000.0;

/// Two operands, of which one at least is a scalar of ours.
pub(super) struct Pair<'a, 'py> {
    pub(super) left: &'a Bound<'py, PyAny>,
    pub(super) right: &'a Bound<'py, PyAny>,
    left_is_ours: bool,
}

impl<'a, 'py> Pair<'a, 'py> {
    pub(super) fn new(left: &'a Bound<'py, PyAny>, right: &'a Bound<'py, PyAny>) -> Self {
        Self { left, right, left_is_ours: object::scalar_of(left).is_some() }
    }

    fn own(&self) -> &'a Bound<'py, PyAny> {
        if self.left_is_ours { self.left } else { self.right }
    }

    pub(super) fn other(&self) -> &'a Bound<'py, PyAny> {
        if self.left_is_ours { self.right } else { self.left }
    }

    /// Whether the other operand wants to answer itself: it says so by `__array_ufunc__ = None` or, where it has
    /// no `__array_ufunc__`, by a higher `__array_priority__`.
    pub(super) fn other_goes_first(&self) -> PyResult<bool> {
        let (own, other) = (self.own(), self.other());
        let py = own.py();
        let class = other.get_type();
        if class.is(own.get_type()) || super::operand::exact(other).is_some() {
            return Ok(false);
        }
        if other.is_exact_instance_of::<PyArray>() {
            return Ok(false);
        }
        if let Some(protocol) = class.getattr_opt(intern!(py, "__array_ufunc__"))? {
            return Ok(protocol.is_none());
        }
        if class.is_subclass(&own.get_type())? {
            return Ok(false);
        }
        let priority = |object: &Bound<'py, PyAny>| -> PyResult<f64> {
            let value = object.get_type().getattr_opt(intern!(py, "__array_priority__"))?;
            match value {
                Some(value) => Ok(value.extract().unwrap_or(PRIORITY)),
                None => Ok(PRIORITY),
            }
        };
        Ok(PRIORITY < priority(other)?)
    }

    /// The ufunc's result where the other operand is an array or makes one, else that of Python's operator on the
    /// scalar's Python number.
    pub(super) fn call(&self, ufunc: &str, python: &str) -> PyResult<Bound<'py, PyAny>> {
        let py = self.left.py();
        let other = self.other();
        if offers_array(other)? || other.hasattr(intern!(py, "__array_ufunc__"))? {
            match as_array(other) {
                Ok(array) => {
                    let (left, right) = self.with_other(array);
                    return py.import(intern!(py, "stridewise"))?.getattr(ufunc)?.call1((left, right));
                }
                Err(error) if error.is_instance_of::<PyTypeError>(py) => {}
                Err(error) => return Err(error),
            }
        }
        let item = conversion::item(self.own())?;
        let (left, right) = if self.left_is_ours { (&item, self.right) } else { (self.left, &item) };
        let module = py.import(intern!(py, "operator"))?;
        let function = match module.getattr_opt(python)? {
            Some(function) => function,
            None => py.import(intern!(py, "builtins"))?.getattr(python)?,
        };
        let result = function.call1((left, right))?;
        let text = other.is_instance_of::<PyString>() || other.is_instance_of::<PyBytes>();
        match result.extract::<bool>() {
            Ok(answer) if text => Ok(object::make_bool(py, answer)),
            _ => Ok(result),
        }
    }

    fn with_other(&self, other: Bound<'py, PyAny>) -> (Bound<'py, PyAny>, Bound<'py, PyAny>) {
        if self.left_is_ours { (self.left.clone(), other) } else { (other, self.right.clone()) }
    }
}

/// Whether an array may come of the object: it is one, offers one, or is a sequence.
pub(super) fn offers_array(object: &Bound<'_, PyAny>) -> PyResult<bool> {
    if object.is_none() || object.is_instance_of::<PyString>() || object.is_instance_of::<PyBytes>() {
        return Ok(false);
    }
    if object.is_instance_of::<PyArray>() {
        return Ok(true);
    }
    for name in ["__array__", "__array_interface__"] {
        if object.hasattr(name)? {
            return Ok(true);
        }
    }
    Ok(super::slots::is_sequence(object) || super::slots::offers_buffer(object))
}

/// The object as an array; what has an `__array_ufunc__` of its own stays as it is.
fn as_array<'py>(object: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let py = object.py();
    if object.is_instance_of::<PyArray>() || object.get_type().hasattr(intern!(py, "__array_ufunc__"))? {
        return Ok(object.clone());
    }
    let array = crate::convert::array_argument(object)?;
    crate::wrap::array(py, array).map(|array| array.into_bound(py))
}

/// Whether the object is a sequence that repeats when it is multiplied, and no array: Python then repeats it.
pub(super) fn only_repeats(object: &Bound<'_, PyAny>) -> bool {
    super::slots::repeats_without_multiplying(object)
}
