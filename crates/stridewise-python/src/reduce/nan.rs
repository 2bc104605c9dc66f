//! Reductions in which NaN counts as missing.

use pyo3::exceptions::{PyRuntimeWarning, PyTypeError};
use pyo3::prelude::*;
use stridewise::nan;
use stridewise_core::Value;
use stridewise_core::op::Op;

use super::extreme::positions;
use super::functions::reduction;
use super::methods::request;
use super::moments::{Arguments, finish, freedom};
use super::values::running;
use crate::array::PyArray;
use crate::array::shape_methods::share_or_own;
use crate::convert::array_argument;
use crate::create::any_array;
use crate::detach::over_arrays;
use crate::error::OrRaise;
use crate::overrides::add_function;
use crate::scalar;
use crate::ufunc::{Request, UFunc, not_given, output_array, reduced};

type Argument<'a, 'py> = Option<&'a Bound<'py, PyAny>>;

fn given<'a, 'py>(argument: Argument<'a, 'py>) -> Argument<'a, 'py> {
    argument.filter(|object| !object.is_none() && !not_given(object))
}

/// A sum or product of what is not NaN.
fn skipping<'py>(
    op: Op,
    name: &str,
    a: &Bound<'py, PyAny>,
    given: [Argument<'_, 'py>; 6],
) -> PyResult<Py<PyAny>> {
    let py = a.py();
    if !a.is_exact_instance_of::<PyArray>() {
        let array = any_array(a)?;
        if !array.is_exact_instance_of::<PyArray>() {
            // A class of its own reduces as it likes.
            let source = array.get().array()?;
            let clean = over_arrays(py, source.size(), "isnan", &[source], &[], || nan::replaced(source, op));
            let clean = share_or_own(&array, clean.or_raise(py)?)?;
            return reduction(op, name, clean.bind(py), given);
        }
        return skipping(op, name, array.as_any(), given);
    }
    let [axis, dtype, out, keepdims, initial, mask] = given;
    let request = Request { skips_nan: true, ..request(py, axis, dtype, out, keepdims, initial, mask)? };
    match UFunc::reduce_overridden(op, a, &request)? {
        Some(answer) => Ok(answer),
        None => reduced(op, a, &request),
    }
}

/// The smallest or largest that is not NaN, with a warning where there is none.
fn extreme<'py>(op: Op, a: &Bound<'py, PyAny>, given: [Argument<'_, 'py>; 5]) -> PyResult<Py<PyAny>> {
    let py = a.py();
    let [axis, out, keepdims, initial, mask] = given;
    let result = reduced(op, a, &request(py, axis, None, out, keepdims, initial, mask)?)?;
    let hopeless = match scalar::value_of(result.bind(py)) {
        Some((_, Value::Float(value))) => value.is_nan(),
        _ => nan::missing(&array_argument(result.bind(py))?)
            .or_raise(py)?
            .is_some_and(|missing| stridewise::logic::any_true(&missing)),
    };
    if hopeless {
        let class = py.get_type::<PyRuntimeWarning>();
        PyErr::warn(py, class.as_any(), c"All-NaN slice encountered", 1)?;
    }
    Ok(result)
}

/// Whether the elements may be NaN: then the result needs a dtype to be NaN in, too.
fn may_be_nan(a: &Bound<'_, PyAny>, dtype: Argument<'_, '_>, out: Argument<'_, '_>) -> PyResult<bool> {
    if !array_argument(a)?.number().is_inexact() {
        return Ok(false);
    }
    if let Some(dtype) = given(dtype)
        && !crate::dtype::dtype_argument(dtype)?.number().is_inexact()
    {
        return Err(PyTypeError::new_err("If a is inexact, then dtype must be inexact"));
    }
    if let Some(out) = given(out)
        && let Some(out) = output_array(out)?
        && !out.number().is_inexact()
    {
        return Err(PyTypeError::new_err("If a is inexact, then out must be inexact"));
    }
    Ok(true)
}

/// The sum over some axes of what is not NaN.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> float(np.nansum([1.0, np.nan, 2.0]))
/// 3.0
#[pyfunction]
#[pyo3(signature = (a, axis=None, dtype=None, out=None, keepdims=None, initial=None, r#where=None), text_signature = "(a, axis=None, dtype=None, out=None, keepdims=<no value>, initial=<no value>, where=<no value>)")]
fn nansum<'py>(
    a: &Bound<'py, PyAny>,
    axis: Argument<'_, 'py>,
    dtype: Argument<'_, 'py>,
    out: Argument<'_, 'py>,
    keepdims: Argument<'_, 'py>,
    initial: Argument<'_, 'py>,
    r#where: Argument<'_, 'py>,
) -> PyResult<Py<PyAny>> {
    skipping(Op::Add, "sum", a, [axis, dtype, out, keepdims, initial, r#where])
}

/// The product over some axes of what is not NaN.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> float(np.nanprod([3.0, np.nan, 2.0]))
/// 6.0
#[pyfunction]
#[pyo3(signature = (a, axis=None, dtype=None, out=None, keepdims=None, initial=None, r#where=None), text_signature = "(a, axis=None, dtype=None, out=None, keepdims=<no value>, initial=<no value>, where=<no value>)")]
fn nanprod<'py>(
    a: &Bound<'py, PyAny>,
    axis: Argument<'_, 'py>,
    dtype: Argument<'_, 'py>,
    out: Argument<'_, 'py>,
    keepdims: Argument<'_, 'py>,
    initial: Argument<'_, 'py>,
    r#where: Argument<'_, 'py>,
) -> PyResult<Py<PyAny>> {
    skipping(Op::Multiply, "prod", a, [axis, dtype, out, keepdims, initial, r#where])
}

/// The smallest over some axes that is not NaN; NaN, with a RuntimeWarning, where there is none.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> float(np.nanmin([1.0, np.nan, 2.0]))
/// 1.0
#[pyfunction]
#[pyo3(signature = (a, axis=None, out=None, keepdims=None, initial=None, r#where=None), text_signature = "(a, axis=None, out=None, keepdims=<no value>, initial=<no value>, where=<no value>)")]
fn nanmin<'py>(
    a: &Bound<'py, PyAny>,
    axis: Argument<'_, 'py>,
    out: Argument<'_, 'py>,
    keepdims: Argument<'_, 'py>,
    initial: Argument<'_, 'py>,
    r#where: Argument<'_, 'py>,
) -> PyResult<Py<PyAny>> {
    extreme(Op::Fmin, a, [axis, out, keepdims, initial, r#where])
}

/// The largest over some axes that is not NaN; NaN, with a RuntimeWarning, where there is none.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> float(np.nanmax([1.0, np.nan, 2.0]))
/// 2.0
#[pyfunction]
#[pyo3(signature = (a, axis=None, out=None, keepdims=None, initial=None, r#where=None), text_signature = "(a, axis=None, out=None, keepdims=<no value>, initial=<no value>, where=<no value>)")]
fn nanmax<'py>(
    a: &Bound<'py, PyAny>,
    axis: Argument<'_, 'py>,
    out: Argument<'_, 'py>,
    keepdims: Argument<'_, 'py>,
    initial: Argument<'_, 'py>,
    r#where: Argument<'_, 'py>,
) -> PyResult<Py<PyAny>> {
    extreme(Op::Fmax, a, [axis, out, keepdims, initial, r#where])
}

/// The position of the first smallest element that is not NaN; a ValueError where there is none.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> int(np.nanargmin([np.nan, 3.0, 2.0]))
/// 2
#[pyfunction]
#[pyo3(signature = (a, axis=None, out=None, *, keepdims=None), text_signature = "(a, axis=None, out=None, *, keepdims=<no value>)")]
fn nanargmin<'py>(
    a: &Bound<'py, PyAny>,
    axis: Argument<'_, 'py>,
    out: Argument<'_, 'py>,
    keepdims: Argument<'_, 'py>,
) -> PyResult<Py<PyAny>> {
    positions(any_array(a)?.as_any(), axis, out, keepdims, (false, true))
}

/// The position of the first largest element that is not NaN; a ValueError where there is none.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> int(np.nanargmax([np.nan, 3.0, 2.0]))
/// 1
#[pyfunction]
#[pyo3(signature = (a, axis=None, out=None, *, keepdims=None), text_signature = "(a, axis=None, out=None, *, keepdims=<no value>)")]
fn nanargmax<'py>(
    a: &Bound<'py, PyAny>,
    axis: Argument<'_, 'py>,
    out: Argument<'_, 'py>,
    keepdims: Argument<'_, 'py>,
) -> PyResult<Py<PyAny>> {
    positions(any_array(a)?.as_any(), axis, out, keepdims, (true, true))
}

/// Running sums along an axis, or over all elements, that pass NaN by.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.nancumsum([1.0, np.nan, 2.0]).tolist()
/// [1.0, 1.0, 3.0]
#[pyfunction]
#[pyo3(signature = (a, axis=None, dtype=None, out=None), text_signature = "(a, axis=None, dtype=None, out=None)")]
fn nancumsum<'py>(
    a: &Bound<'py, PyAny>,
    axis: Argument<'_, 'py>,
    dtype: Argument<'_, 'py>,
    out: Argument<'_, 'py>,
) -> PyResult<Py<PyAny>> {
    running((Op::Add, nan::accumulate_present), a, axis, dtype, out)
}

/// Running products along an axis, or over all elements, that pass NaN by.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.nancumprod([3.0, np.nan, 2.0]).tolist()
/// [3.0, 3.0, 6.0]
#[pyfunction]
#[pyo3(signature = (a, axis=None, dtype=None, out=None), text_signature = "(a, axis=None, dtype=None, out=None)")]
fn nancumprod<'py>(
    a: &Bound<'py, PyAny>,
    axis: Argument<'_, 'py>,
    dtype: Argument<'_, 'py>,
    out: Argument<'_, 'py>,
) -> PyResult<Py<PyAny>> {
    running((Op::Multiply, nan::accumulate_present), a, axis, dtype, out)
}

/// The arithmetic mean over some axes of what is not NaN; NaN, with a RuntimeWarning, where nothing is left.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> float(np.nanmean([1.0, np.nan, 4.0]))
/// 2.5
#[pyfunction]
#[pyo3(signature = (a, axis=None, dtype=None, out=None, keepdims=None, *, r#where=None), text_signature = "(a, axis=None, dtype=None, out=None, keepdims=<no value>, *, where=<no value>)")]
fn nanmean<'py>(
    a: &Bound<'py, PyAny>,
    axis: Argument<'_, 'py>,
    dtype: Argument<'_, 'py>,
    out: Argument<'_, 'py>,
    keepdims: Argument<'_, 'py>,
    r#where: Argument<'_, 'py>,
) -> PyResult<Py<PyAny>> {
    may_be_nan(a, dtype, out)?;
    let arguments = Arguments { axis, dtype, out, keepdims, mask: r#where };
    finish(a, &arguments, c"Mean of empty slice", nan::mean, false)
}

fn variance_with<'py>(
    a: &Bound<'py, PyAny>,
    arguments: &Arguments<'_, 'py>,
    freedom: f64,
    mean: Argument<'_, 'py>,
    root: bool,
) -> PyResult<Py<PyAny>> {
    let warning = if may_be_nan(a, arguments.dtype, arguments.out)? {
        c"Degrees of freedom <= 0 for slice."
    } else {
        c"Degrees of freedom <= 0 for slice"
    };
    let mean = given(mean).map(array_argument).transpose()?;
    finish(
        a,
        arguments,
        warning,
        |array, average| nan::variance(array, average, freedom, mean.as_ref()),
        root,
    )
}

/// The variance over some axes of what is not NaN; NaN, with a RuntimeWarning, where too little is left.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> float(np.nanvar([1.0, np.nan, 3.0]))
/// 1.0
#[pyfunction]
#[pyo3(signature = (a, axis=None, dtype=None, out=None, ddof=None, keepdims=None, *, r#where=None, mean=None, correction=None), text_signature = "(a, axis=None, dtype=None, out=None, ddof=0, keepdims=<no value>, *, where=<no value>, mean=<no value>, correction=<no value>)")]
fn nanvar<'py>(
    a: &Bound<'py, PyAny>,
    axis: Argument<'_, 'py>,
    dtype: Argument<'_, 'py>,
    out: Argument<'_, 'py>,
    ddof: Argument<'_, 'py>,
    keepdims: Argument<'_, 'py>,
    r#where: Argument<'_, 'py>,
    mean: Argument<'_, 'py>,
    correction: Argument<'_, 'py>,
) -> PyResult<Py<PyAny>> {
    let arguments = Arguments { axis, dtype, out, keepdims, mask: r#where };
    variance_with(a, &arguments, freedom(ddof, correction)?, mean, false)
}

/// The standard deviation over some axes of what is not NaN; NaN, with a RuntimeWarning, where too little is left.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> float(np.nanstd([1.0, np.nan, 3.0]))
/// 1.0
#[pyfunction]
#[pyo3(signature = (a, axis=None, dtype=None, out=None, ddof=None, keepdims=None, *, r#where=None, mean=None, correction=None), text_signature = "(a, axis=None, dtype=None, out=None, ddof=0, keepdims=<no value>, *, where=<no value>, mean=<no value>, correction=<no value>)")]
fn nanstd<'py>(
    a: &Bound<'py, PyAny>,
    axis: Argument<'_, 'py>,
    dtype: Argument<'_, 'py>,
    out: Argument<'_, 'py>,
    ddof: Argument<'_, 'py>,
    keepdims: Argument<'_, 'py>,
    r#where: Argument<'_, 'py>,
    mean: Argument<'_, 'py>,
    correction: Argument<'_, 'py>,
) -> PyResult<Py<PyAny>> {
    let arguments = Arguments { axis, dtype, out, keepdims, mask: r#where };
    variance_with(a, &arguments, freedom(ddof, correction)?, mean, true)
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    add_function(module, wrap_pyfunction!(nansum, module)?, &["a", "out"])?;
    add_function(module, wrap_pyfunction!(nanprod, module)?, &["a", "out"])?;
    add_function(module, wrap_pyfunction!(nanmin, module)?, &["a", "out"])?;
    add_function(module, wrap_pyfunction!(nanmax, module)?, &["a", "out"])?;
    add_function(module, wrap_pyfunction!(nanargmin, module)?, &["a"])?;
    add_function(module, wrap_pyfunction!(nanargmax, module)?, &["a"])?;
    add_function(module, wrap_pyfunction!(nancumsum, module)?, &["a", "out"])?;
    add_function(module, wrap_pyfunction!(nancumprod, module)?, &["a", "out"])?;
    add_function(module, wrap_pyfunction!(nanmean, module)?, &["a", "out"])?;
    add_function(module, wrap_pyfunction!(nanvar, module)?, &["a", "out"])?;
    add_function(module, wrap_pyfunction!(nanstd, module)?, &["a", "out"])?;
    Ok(())
}
