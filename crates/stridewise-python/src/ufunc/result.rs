//! From the arrays that a ufunc computed to the objects that it returns.

use pyo3::exceptions::{PyDeprecationWarning, PyTypeError};
use pyo3::types::{PyTuple, PyType};
use pyo3::{PyTypeInfo, intern, prelude::*};
use stridewise::run::Array;

use crate::array::object::{is_exact, of_class};
use crate::array::{ArrayState, PyArray};
use crate::wrap;

/// Who makes the returned objects.
pub(crate) enum Wrapper<'py> {
    /// Base-class arrays, and scalars where the result has no dimension.
    Plain,
    /// The class of this subclass instance.
    Subclass(Bound<'py, PyArray>),
    /// The object's own `__array_wrap__`.
    Method(Bound<'py, PyAny>),
}

const PRIORITY_OF_ARRAYS: f64 = 0.0;

/// The wrapper that one object asks for.
pub(super) fn wrapper_of<'py>(object: &Bound<'py, PyAny>) -> PyResult<Option<Wrapper<'py>>> {
    let py = object.py();
    if let Ok(array) = object.cast::<PyArray>() {
        if is_exact(array) {
            return Ok(Some(Wrapper::Plain));
        }
        let name = intern!(py, "__array_wrap__");
        let own = PyArray::type_object(py).getattr_opt(name)?;
        return Ok(Some(match (array.get_type().getattr_opt(name)?, own) {
            (Some(method), Some(own)) if method.is(&own) => Wrapper::Subclass(array.clone()),
            (Some(_), _) => Wrapper::Method(object.getattr(name)?),
            (None, _) => Wrapper::Subclass(array.clone()),
        }));
    }
    let of_type = object.get_type();
    let known = of_type.is(PyType::new::<pyo3::types::PyFloat>(py))
        || of_type.is(PyType::new::<pyo3::types::PyInt>(py))
        || of_type.is(PyType::new::<pyo3::types::PyList>(py));
    if known || crate::scalar::value_of(object).is_some() {
        return Ok(None);
    }
    if of_type.getattr(intern!(py, "__module__")).is_ok_and(|module| module.eq("numpy").unwrap_or(false)) {
        return Ok(None);
    }
    Ok(object
        .getattr_opt(intern!(py, "__array_wrap__"))?
        .filter(|method| method.is_callable())
        .map(Wrapper::Method))
}

/// The wrapper of the input with the highest `__array_priority__`, the first among equals.
pub(super) fn choose<'a, 'py: 'a>(
    inputs: impl Iterator<Item = &'a Bound<'py, PyAny>>,
) -> PyResult<Wrapper<'py>> {
    let mut best = (f64::NEG_INFINITY, Wrapper::Plain);
    for object in inputs {
        let Some(wrapper) = wrapper_of(object)? else { continue };
        let priority = match &wrapper {
            Wrapper::Plain => PRIORITY_OF_ARRAYS,
            _ => object
                .getattr_opt(intern!(object.py(), "__array_priority__"))?
                .and_then(|value| value.extract().ok())
                .unwrap_or(PRIORITY_OF_ARRAYS),
        };
        // An array of the base class gives way to a subclass of its priority.
        let gives_way = matches!(best.1, Wrapper::Plain) && !matches!(wrapper, Wrapper::Plain);
        if priority > best.0 || (priority == best.0 && gives_way) {
            best = (priority, wrapper);
        }
    }
    Ok(best.1)
}

/// The wrapper for functions of these operands.
pub(crate) fn choose_wrapper<'a, 'py: 'a>(
    inputs: impl IntoIterator<Item = &'a Bound<'py, PyAny>>,
) -> PyResult<Wrapper<'py>> {
    choose(inputs.into_iter())
}

/// A function's result, a scalar where it has no dimension.
pub(crate) fn wrap_result<'py>(
    py: Python<'py>,
    wrapper: &Wrapper<'py>,
    result: Array,
) -> PyResult<Py<PyAny>> {
    wrap(py, wrapper, result, None, true)
}

/// One returned object. `context` is what `__array_wrap__` is told: ufunc, arguments, place of the output.
pub(super) fn wrap<'py>(
    py: Python<'py>,
    wrapper: &Wrapper<'py>,
    result: Array,
    context: Option<(&Bound<'py, PyAny>, &Bound<'py, PyTuple>, usize)>,
    scalar: bool,
) -> PyResult<Py<PyAny>> {
    match wrapper {
        Wrapper::Plain if scalar => wrap::array_or_scalar(py, result),
        Wrapper::Plain => wrap::array(py, result),
        Wrapper::Subclass(source) => {
            let base = wrap::array(py, result.clone())?;
            of_class(
                &source.get_type(),
                ArrayState { array: result, base: Some(base) },
                Some(source.as_any()),
            )
        }
        Wrapper::Method(method) => {
            let array = wrap::array(py, result)?.into_bound(py);
            call_method(method, &array, context, scalar)
        }
    }
}

/// Calls `__array_wrap__` with all that it may want to know; methods of older times take less.
pub(super) fn call_method<'py>(
    method: &Bound<'py, PyAny>,
    array: &Bound<'py, PyAny>,
    context: Option<(&Bound<'py, PyAny>, &Bound<'py, PyTuple>, usize)>,
    scalar: bool,
) -> PyResult<Py<PyAny>> {
    let py = method.py();
    let context = match context {
        Some((ufunc, args, place)) => (ufunc, args, place).into_pyobject(py)?.into_any(),
        None => py.None().into_bound(py),
    };
    let scalar = scalar && array.cast::<PyArray>().is_ok_and(|array| array.get().handle().ndim() == 0);
    match method.call1((array, &context, scalar)) {
        Err(error) if error.is_instance_of::<PyTypeError>(py) => {
            let answer = match method.call1((array, &context)) {
                Ok(answer) => answer,
                Err(second) if second.is_instance_of::<PyTypeError>(py) => {
                    method.call1((array,)).map_err(|_| error)?
                }
                Err(second) => return Err(second),
            };
            PyErr::warn(
                py,
                py.get_type::<PyDeprecationWarning>().as_any(),
                c"__array_wrap__ must accept context and return_scalar arguments (positionally) in the future. (Deprecated NumPy 2.0)",
                1,
            )?;
            Ok(answer.unbind())
        }
        answer => answer.map(Bound::unbind),
    }
}
