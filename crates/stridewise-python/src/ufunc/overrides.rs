//! `__array_ufunc__`: whether an argument takes the call over.

use pyo3::exceptions::PyTypeError;
use pyo3::types::{PyDict, PyTuple};
use pyo3::{PyTypeInfo, intern, prelude::*};

use super::UFunc;
use crate::array::PyArray;

/// Whether the type alone shows that an argument brings no override.
#[inline]
fn is_plain(object: &Bound<'_, PyAny>) -> bool {
    object.is_exact_instance_of::<PyArray>()
        || object.is_exact_instance_of::<pyo3::types::PyFloat>()
        || object.is_exact_instance_of::<pyo3::types::PyInt>()
        || object.is_exact_instance_of::<pyo3::types::PyBool>()
        || object.is_exact_instance_of::<pyo3::types::PyComplex>()
        || object.is_exact_instance_of::<pyo3::types::PyList>()
        || object.is_exact_instance_of::<PyTuple>()
        || object.is_none()
        || crate::scalar::value_of(object).is_some()
}

/// Whether none of the arguments can bring an override.
#[inline]
pub(super) fn all_plain<'a, 'py: 'a>(mut objects: impl Iterator<Item = &'a Bound<'py, PyAny>>) -> bool {
    objects.all(is_plain)
}

/// The object's `__array_ufunc__` where its type has one that is not `ndarray`'s.
fn own_override<'py>(object: &Bound<'py, PyAny>) -> PyResult<Option<Bound<'py, PyAny>>> {
    let py = object.py();
    if is_plain(object) {
        return Ok(None);
    }
    let name = intern!(py, "__array_ufunc__");
    let Some(method) = object.get_type().getattr_opt(name)? else { return Ok(None) };
    let default = PyArray::type_object(py).getattr(name)?;
    // NumPy's own arrays come in as operands like any other buffer.
    let of_numpy = || {
        object
            .get_type()
            .getattr(intern!(py, "__module__"))
            .is_ok_and(|module| module.eq("numpy").unwrap_or(false))
    };
    Ok((!method.is(&default) && !of_numpy()).then_some(method))
}

/// Asks the arguments with an override of their own, subclasses before their bases, then from left to right.
///
/// `None` where there is no override. `args` and `kwargs` are handed on with outputs as a tuple under `out`.
///
/// # Errors
/// Type error where an argument has set its override to `None`, or all declined.
pub(super) fn ask<'py>(
    ufunc: &Bound<'py, PyAny>,
    method: &str,
    args: &Bound<'py, PyTuple>,
    outputs: &[Bound<'py, PyAny>],
    kwargs: Option<&Bound<'py, PyDict>>,
) -> PyResult<Option<Bound<'py, PyAny>>> {
    let py = ufunc.py();
    let mask = kwargs.map(|kwargs| kwargs.get_item(intern!(py, "where"))).transpose()?.flatten();
    let asked: Vec<_> = args.iter().chain(outputs.iter().cloned()).chain(mask).collect();
    if all_plain(asked.iter()) {
        return Ok(None);
    }
    let mut found: Vec<(Bound<'py, PyAny>, Bound<'py, PyAny>)> = Vec::new();
    for object in asked {
        let Some(method) = own_override(&object)? else { continue };
        if found.iter().any(|(known, _)| known.get_type().is(object.get_type())) {
            continue;
        }
        if method.is_none() {
            return Err(PyTypeError::new_err(format!(
                "operand '{}' does not support ufuncs (__array_ufunc__=None)",
                object.get_type().name()?
            )));
        }
        found.push((object, method));
    }
    if found.is_empty() {
        return Ok(None);
    }
    let kwargs = match kwargs {
        Some(kwargs) => kwargs.copy()?,
        None => PyDict::new(py),
    };
    if outputs.iter().any(|output| !output.is_none()) {
        kwargs.set_item(intern!(py, "out"), PyTuple::new(py, outputs)?)?;
    } else if kwargs.contains(intern!(py, "out"))? {
        kwargs.del_item(intern!(py, "out"))?;
    }
    let mut call: Vec<Bound<'py, PyAny>> = Vec::with_capacity(args.len() + 2);
    call.push(ufunc.clone());
    call.push(method.into_pyobject(py)?.into_any());
    call.extend(args.iter());
    while !found.is_empty() {
        // The first whose type has no subclass among those behind it.
        let next = (0..found.len())
            .find(|&place| {
                !found[place + 1..].iter().any(|(other, _)| {
                    other.get_type().is_subclass(&found[place].0.get_type()).unwrap_or(false)
                })
            })
            .unwrap_or(0);
        let (object, method) = found.remove(next);
        let mut all = vec![object];
        all.extend(call.iter().cloned());
        let answer = method.call(PyTuple::new(py, all)?, Some(&kwargs))?;
        if !answer.is(py.NotImplemented()) {
            return Ok(Some(answer));
        }
    }
    let mut kinds = Vec::new();
    for object in args.iter().chain(outputs.iter().filter(|output| !output.is_none()).cloned()) {
        kinds.push(format!("'{}'", object.get_type().name()?));
    }
    let mut text = format!(
        "operand type(s) all returned NotImplemented from __array_ufunc__({}, '{method}'",
        ufunc.repr()?
    );
    for object in args.iter() {
        text.push_str(&format!(", {}", object.repr()?));
    }
    for (name, value) in kwargs.iter() {
        text.push_str(&format!(", {}={}", name, value.repr()?));
    }
    text.push_str(&format!("): {}", kinds.join(", ")));
    Err(PyTypeError::new_err(text))
}

/// Whether a binary operator leaves the work to `other`, whose reflected method Python then tries.
pub(crate) fn defers(slf: &Bound<'_, PyAny>, other: &Bound<'_, PyAny>, in_place: bool) -> PyResult<bool> {
    let py = slf.py();
    if is_plain(other) || slf.get_type().is(other.get_type()) {
        return Ok(false);
    }
    let class = other.get_type();
    if let Some(method) = class.getattr_opt(intern!(py, "__array_ufunc__"))? {
        return Ok(method.is_none());
    }
    if !in_place && class.is_subclass(&slf.get_type())? {
        return Ok(false);
    }
    let priority = |object: &Bound<'_, PyAny>, default: f64| -> f64 {
        object
            .getattr_opt(intern!(py, "__array_priority__"))
            .ok()
            .flatten()
            .and_then(|value| value.extract().ok())
            .unwrap_or(default)
    };
    const OF_SCALARS: f64 = -1_000_000.0;
    Ok(!in_place && priority(other, OF_SCALARS) > priority(slf, 0.0))
}

#[pymethods]
impl PyArray {
    /// Runs a ufunc for operands none of which has an override of its own, or declines.
    #[pyo3(signature = (ufunc, method, *inputs, **kwargs))]
    fn __array_ufunc__<'py>(
        slf: &Bound<'py, Self>,
        ufunc: &Bound<'py, PyAny>,
        method: &str,
        inputs: &Bound<'py, PyTuple>,
        kwargs: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let py = slf.py();
        let mut operands: Vec<Bound<'py, PyAny>> = inputs.iter().collect();
        let mut outputs: Vec<Bound<'py, PyAny>> = Vec::new();
        if let Some(kwargs) = kwargs
            && let Some(out) = kwargs.get_item(intern!(py, "out"))?
        {
            match out.cast::<PyTuple>() {
                Ok(tuple) => outputs.extend(tuple.iter()),
                Err(_) => outputs.push(out),
            }
        }
        operands.extend(outputs);
        operands.extend(kwargs.map(|kwargs| kwargs.get_item(intern!(py, "where"))).transpose()?.flatten());
        for operand in &operands {
            if own_override(operand)?.is_some() {
                return Ok(py.NotImplemented().into_bound(py));
            }
        }
        // Another library's ufunc of the same name stands for ours.
        let ufunc = match ufunc.cast::<UFunc>() {
            Ok(ours) => ours.clone().into_any(),
            Err(_) => {
                let name: String = ufunc.getattr(intern!(py, "__name__"))?.extract()?;
                match super::object::by_name(py, &name) {
                    Some(ours) => ours.into_bound(py).into_any(),
                    None => return Ok(py.NotImplemented().into_bound(py)),
                }
            }
        };
        if method == "__call__" {
            ufunc.call(inputs, kwargs)
        } else {
            ufunc.getattr(method)?.call(inputs, kwargs)
        }
    }
}
