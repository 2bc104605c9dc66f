//! Sums, products, extremes and truth as functions.

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyTuple};
use stridewise_core::op::Op;

use super::methods::request;
use crate::array::PyArray;
use crate::overrides::add_function;
use crate::ufunc::{Request, UFunc, not_given, reduced};

type Argument<'a, 'py> = Option<&'a Bound<'py, PyAny>>;

/// Calls the object's own method where it is no base-class array but has one; else `None`.
pub(super) fn own_method<'py>(
    object: &Bound<'py, PyAny>,
    name: &str,
    arguments: &[(&str, Argument<'_, 'py>)],
) -> PyResult<Option<Py<PyAny>>> {
    let plain = object.is_exact_instance_of::<PyArray>()
        || object.is_exact_instance_of::<PyList>()
        || object.is_exact_instance_of::<PyTuple>();
    if plain
        || object
            .get_type()
            .getattr_opt("__module__")?
            .is_some_and(|module| module.eq("numpy").unwrap_or(false))
    {
        return Ok(None);
    }
    let Some(method) = object.getattr_opt(name)? else { return Ok(None) };
    let kwargs = PyDict::new(object.py());
    for (name, argument) in arguments {
        if let Some(argument) = argument
            && !not_given(argument)
        {
            kwargs.set_item(name, argument)?;
        }
    }
    method.call((), Some(&kwargs)).map(|answer| Some(answer.unbind()))
}

/// A reduction of anything: arrays by the ufunc, what has a method of its own by that.
pub(super) fn reduction<'py>(
    op: Op,
    name: &str,
    object: &Bound<'py, PyAny>,
    given: [Argument<'_, 'py>; 6],
) -> PyResult<Py<PyAny>> {
    let [axis, dtype, out, keepdims, initial, mask] = given;
    let py = object.py();
    let none = py.None().into_bound(py);
    let named = [
        ("axis", Some(axis.unwrap_or(&none))),
        ("dtype", dtype),
        ("out", Some(out.unwrap_or(&none))),
        ("keepdims", keepdims),
        ("initial", initial),
        ("where", mask),
    ];
    if let Some(answer) = own_method(object, name, &named)? {
        return Ok(answer);
    }
    let request: Request<'py> = request(py, axis, dtype, out, keepdims, initial, mask)?;
    if let Some(answer) = UFunc::reduce_overridden(op, object, &request)? {
        return Ok(answer);
    }
    reduced(op, object, &request)
}

/// The sum of array elements over some axes.
#[pyfunction]
#[pyo3(signature = (a, axis=None, dtype=None, out=None, keepdims=None, initial=None, r#where=None), text_signature = "(a, axis=None, dtype=None, out=None, keepdims=<no value>, initial=<no value>, where=<no value>)")]
fn sum<'py>(
    a: &Bound<'py, PyAny>,
    axis: Argument<'_, 'py>,
    dtype: Argument<'_, 'py>,
    out: Argument<'_, 'py>,
    keepdims: Argument<'_, 'py>,
    initial: Argument<'_, 'py>,
    r#where: Argument<'_, 'py>,
) -> PyResult<Py<PyAny>> {
    reduction(Op::Add, "sum", a, [axis, dtype, out, keepdims, initial, r#where])
}

/// The product of array elements over some axes.
#[pyfunction]
#[pyo3(signature = (a, axis=None, dtype=None, out=None, keepdims=None, initial=None, r#where=None), text_signature = "(a, axis=None, dtype=None, out=None, keepdims=<no value>, initial=<no value>, where=<no value>)")]
fn prod<'py>(
    a: &Bound<'py, PyAny>,
    axis: Argument<'_, 'py>,
    dtype: Argument<'_, 'py>,
    out: Argument<'_, 'py>,
    keepdims: Argument<'_, 'py>,
    initial: Argument<'_, 'py>,
    r#where: Argument<'_, 'py>,
) -> PyResult<Py<PyAny>> {
    reduction(Op::Multiply, "prod", a, [axis, dtype, out, keepdims, initial, r#where])
}

/// The largest array elements over some axes.
#[pyfunction]
#[pyo3(signature = (a, axis=None, out=None, keepdims=None, initial=None, r#where=None), text_signature = "(a, axis=None, out=None, keepdims=<no value>, initial=<no value>, where=<no value>)")]
fn max<'py>(
    a: &Bound<'py, PyAny>,
    axis: Argument<'_, 'py>,
    out: Argument<'_, 'py>,
    keepdims: Argument<'_, 'py>,
    initial: Argument<'_, 'py>,
    r#where: Argument<'_, 'py>,
) -> PyResult<Py<PyAny>> {
    reduction(Op::Maximum, "max", a, [axis, None, out, keepdims, initial, r#where])
}

/// The largest array elements over some axes.
#[pyfunction]
#[pyo3(signature = (a, axis=None, out=None, keepdims=None, initial=None, r#where=None), text_signature = "(a, axis=None, out=None, keepdims=<no value>, initial=<no value>, where=<no value>)")]
fn amax<'py>(
    a: &Bound<'py, PyAny>,
    axis: Argument<'_, 'py>,
    out: Argument<'_, 'py>,
    keepdims: Argument<'_, 'py>,
    initial: Argument<'_, 'py>,
    r#where: Argument<'_, 'py>,
) -> PyResult<Py<PyAny>> {
    reduction(Op::Maximum, "max", a, [axis, None, out, keepdims, initial, r#where])
}

/// The smallest array elements over some axes.
#[pyfunction]
#[pyo3(signature = (a, axis=None, out=None, keepdims=None, initial=None, r#where=None), text_signature = "(a, axis=None, out=None, keepdims=<no value>, initial=<no value>, where=<no value>)")]
fn min<'py>(
    a: &Bound<'py, PyAny>,
    axis: Argument<'_, 'py>,
    out: Argument<'_, 'py>,
    keepdims: Argument<'_, 'py>,
    initial: Argument<'_, 'py>,
    r#where: Argument<'_, 'py>,
) -> PyResult<Py<PyAny>> {
    reduction(Op::Minimum, "min", a, [axis, None, out, keepdims, initial, r#where])
}

/// The smallest array elements over some axes.
#[pyfunction]
#[pyo3(signature = (a, axis=None, out=None, keepdims=None, initial=None, r#where=None), text_signature = "(a, axis=None, out=None, keepdims=<no value>, initial=<no value>, where=<no value>)")]
fn amin<'py>(
    a: &Bound<'py, PyAny>,
    axis: Argument<'_, 'py>,
    out: Argument<'_, 'py>,
    keepdims: Argument<'_, 'py>,
    initial: Argument<'_, 'py>,
    r#where: Argument<'_, 'py>,
) -> PyResult<Py<PyAny>> {
    reduction(Op::Minimum, "min", a, [axis, None, out, keepdims, initial, r#where])
}

/// Whether any array element over some axes is true.
#[pyfunction]
#[pyo3(signature = (a, axis=None, out=None, keepdims=None, *, r#where=None), text_signature = "(a, axis=None, out=None, keepdims=<no value>, *, where=<no value>)")]
fn any<'py>(
    a: &Bound<'py, PyAny>,
    axis: Argument<'_, 'py>,
    out: Argument<'_, 'py>,
    keepdims: Argument<'_, 'py>,
    r#where: Argument<'_, 'py>,
) -> PyResult<Py<PyAny>> {
    reduction(Op::LogicalOr, "any", a, [axis, None, out, keepdims, None, r#where])
}

/// Whether all array elements over some axes are true.
#[pyfunction]
#[pyo3(signature = (a, axis=None, out=None, keepdims=None, *, r#where=None), text_signature = "(a, axis=None, out=None, keepdims=<no value>, *, where=<no value>)")]
fn all<'py>(
    a: &Bound<'py, PyAny>,
    axis: Argument<'_, 'py>,
    out: Argument<'_, 'py>,
    keepdims: Argument<'_, 'py>,
    r#where: Argument<'_, 'py>,
) -> PyResult<Py<PyAny>> {
    reduction(Op::LogicalAnd, "all", a, [axis, None, out, keepdims, None, r#where])
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    add_function(module, wrap_pyfunction!(sum, module)?, &["a", "out"])?;
    add_function(module, wrap_pyfunction!(prod, module)?, &["a", "out"])?;
    add_function(module, wrap_pyfunction!(max, module)?, &["a", "out"])?;
    add_function(module, wrap_pyfunction!(amax, module)?, &["a", "out"])?;
    add_function(module, wrap_pyfunction!(min, module)?, &["a", "out"])?;
    add_function(module, wrap_pyfunction!(amin, module)?, &["a", "out"])?;
    add_function(module, wrap_pyfunction!(any, module)?, &["a", "where", "out"])?;
    add_function(module, wrap_pyfunction!(all, module)?, &["a", "where", "out"])
}
