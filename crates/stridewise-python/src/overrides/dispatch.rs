//! Asking the relevant arguments, most derived type first, whether they take a call over.

use pyo3::exceptions::PyTypeError;
use pyo3::types::{PyDict, PyList, PyTuple, PyType};
use pyo3::{PyTypeInfo, intern, prelude::*};

use crate::array::PyArray;

/// An argument that has `__array_function__`, and its type.
pub(super) struct Overloaded<'py> {
    argument: Bound<'py, PyAny>,
    class: Bound<'py, PyType>,
}

/// The most types with `__array_function__` in one call.
const MOST_TYPES: usize = 64;

/// The arguments of distinct types with `__array_function__`, in the order of the arguments but subclasses before
/// their superclasses.
pub(super) fn overloaded<'py>(arguments: &[Bound<'py, PyAny>]) -> PyResult<Vec<Overloaded<'py>>> {
    let mut found: Vec<Overloaded<'py>> = Vec::new();
    for argument in arguments {
        let class = argument.get_type();
        if found.iter().any(|known| known.class.is(&class))
            || !class.hasattr(intern!(class.py(), "__array_function__"))?
        {
            continue;
        }
        let mut place = found.len();
        for (at, known) in found.iter().enumerate() {
            if class.is_subclass(&known.class)? {
                place = at;
                break;
            }
        }
        if found.len() >= MOST_TYPES {
            return Err(PyTypeError::new_err(format!(
                "maximum number ({MOST_TYPES}) of distinct argument types implementing __array_function__ exceeded"
            )));
        }
        found.insert(place, Overloaded { argument: argument.clone(), class });
    }
    Ok(found)
}

/// The answer of the first argument that takes the call over; `None` where only base-class arrays would.
///
/// # Errors
/// Type error where some were asked and all declined.
pub(super) fn ask<'py>(
    public: &Bound<'py, PyAny>,
    arguments: &[Bound<'py, PyAny>],
    args: &Bound<'py, PyTuple>,
    kwargs: Option<&Bound<'py, PyDict>>,
) -> PyResult<Option<Bound<'py, PyAny>>> {
    let py = public.py();
    let found = overloaded(arguments)?;
    let own = PyArray::type_object(py).getattr(intern!(py, "__array_function__"))?;
    let mut plain = true;
    for known in &found {
        if !known.class.getattr(intern!(py, "__array_function__"))?.is(&own) {
            plain = false;
        }
    }
    if plain {
        return Ok(None);
    }
    let types = PyTuple::new(py, found.iter().map(|known| &known.class))?;
    let empty = PyDict::new(py);
    let kwargs = kwargs.unwrap_or(&empty);
    for known in &found {
        let method = known.argument.getattr(intern!(py, "__array_function__"))?;
        let answer = method.call1((public, &types, args, kwargs))?;
        if !answer.is(py.NotImplemented()) {
            return Ok(Some(answer));
        }
    }
    let module: String = public.getattr(intern!(py, "__module__"))?.extract()?;
    let name: String = public.getattr(intern!(py, "__name__"))?.extract()?;
    let types = PyList::new(py, found.iter().map(|known| &known.class))?;
    Err(PyTypeError::new_err(format!(
        "no implementation found for '{module}.{name}' on types that implement __array_function__: {}",
        types.repr()?
    )))
}

/// The arguments whose `__array_function__` would be asked, in that order.
#[pyfunction]
#[pyo3(name = "_get_implementing_args")]
pub(super) fn implementing_args<'py>(relevant_args: &Bound<'py, PyAny>) -> PyResult<Vec<Bound<'py, PyAny>>> {
    let arguments: Vec<_> = relevant_args.try_iter()?.collect::<PyResult<_>>()?;
    Ok(overloaded(&arguments)?.into_iter().map(|known| known.argument).collect())
}

#[pymethods]
impl PyArray {
    /// Runs a function of this library for arguments that are all arrays of it, or declines.
    #[pyo3(signature = (func, types, args, kwargs))]
    fn __array_function__<'py>(
        &self,
        func: &Bound<'py, PyAny>,
        types: &Bound<'py, PyAny>,
        args: &Bound<'py, PyAny>,
        kwargs: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let py = func.py();
        let args = args.cast::<PyTuple>().map_err(|_| PyTypeError::new_err("args must be a tuple."))?;
        let kwargs = kwargs.cast::<PyDict>().map_err(|_| PyTypeError::new_err("kwargs must be a dict."))?;
        let own = PyArray::type_object(py);
        for class in types.try_iter()? {
            if !class?.cast::<PyType>()?.is_subclass(&own)? {
                return Ok(py.NotImplemented().into_bound(py));
            }
        }
        let implementation = match func.getattr_opt(intern!(py, "_implementation"))? {
            Some(implementation) => implementation,
            None => func.clone(),
        };
        implementation.call(args, Some(kwargs))
    }
}
