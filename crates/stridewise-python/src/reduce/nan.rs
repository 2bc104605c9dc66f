//! Reductions in which NaN counts as missing.

use pyo3::exceptions::{PyRuntimeWarning, PyTypeError};
use pyo3::prelude::*;
use stridewise::nan;
use stridewise_core::Value;
use stridewise_core::layout::normalize_axis;
use stridewise_core::op::Op;

use super::extreme::positions;
use super::functions::reduction;
use super::methods::request;
use super::moments::{Arguments, finish, freedom};
use super::values::running;
use crate::array::shape_methods::share_or_own;
use crate::convert::array_argument;
use crate::create::any_array;
use crate::detach::over_arrays;
use crate::error::OrRaise;
use crate::overrides::add_function;
use crate::ufunc::{not_given, one_axis, output_array, reduced};

type Argument<'a, 'py> = Option<&'a Bound<'py, PyAny>>;

fn given<'a, 'py>(argument: Argument<'a, 'py>) -> Argument<'a, 'py> {
    argument.filter(|object| !object.is_none() && !not_given(object))
}

/// The argument with `value` in place of NaN; large ones wait to be reduced.
fn without_nan<'py>(a: &Bound<'py, PyAny>, value: i64) -> PyResult<Bound<'py, PyAny>> {
    let py = a.py();
    let array = any_array(a)?;
    if !array.get().handle().number().is_inexact() {
        return Ok(array.into_any());
    }
    let value = Value::Int(value.into());
    let waits = nan::replaced_later(array.get().handle(), value, &|wait| py.detach(wait)).or_raise(py)?;
    let clean = match waits {
        Some(clean) => clean,
        None => {
            let source = array.get().array();
            over_arrays(py, source.size(), "isnan", &[source], &[], || nan::replaced(source, value))
                .or_raise(py)?
        }
    };
    Ok(share_or_own(&array, clean)?.into_bound(py))
}

/// The smallest or largest that is not NaN, with a warning where there is none.
fn extreme<'py>(op: Op, a: &Bound<'py, PyAny>, given: [Argument<'_, 'py>; 5]) -> PyResult<Py<PyAny>> {
    let py = a.py();
    let [axis, out, keepdims, initial, mask] = given;
    let result = reduced(op, a, &request(py, axis, None, out, keepdims, initial, mask)?)?;
    let missing = nan::missing(&array_argument(result.bind(py))?).or_raise(py)?;
    if missing.is_some_and(|missing| stridewise::logic::any_true(&missing)) {
        let class = py.get_type::<PyRuntimeWarning>();
        PyErr::warn(py, class.as_any(), c"All-NaN slice encountered", 1)?;
    }
    Ok(result)
}

fn extreme_position<'py>(
    a: &Bound<'py, PyAny>,
    axis: Argument<'_, 'py>,
    out: Argument<'_, 'py>,
    keepdims: Argument<'_, 'py>,
    largest: bool,
) -> PyResult<Py<PyAny>> {
    let py = a.py();
    let array = any_array(a)?;
    let place = match given(axis) {
        Some(axis) => Some(normalize_axis(one_axis(axis)?, array.get().handle().ndim().max(1)).or_raise(py)?),
        None => None,
    };
    let source = array.get().array();
    let replace = || nan::for_search(source, place, largest);
    let clean = over_arrays(py, source.size(), "isnan", &[source], &[], replace).or_raise(py)?;
    positions(share_or_own(&array, clean)?.bind(py), axis, out, keepdims, largest)
}

/// A result of inexact numbers needs an inexact dtype to be NaN in.
fn require_inexact(a: &Bound<'_, PyAny>, dtype: Argument<'_, '_>, out: Argument<'_, '_>) -> PyResult<()> {
    if !array_argument(a)?.number().is_inexact() {
        return Ok(());
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
    Ok(())
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
    reduction(Op::Add, "sum", &without_nan(a, 0)?, [axis, dtype, out, keepdims, initial, r#where])
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
    reduction(Op::Multiply, "prod", &without_nan(a, 1)?, [axis, dtype, out, keepdims, initial, r#where])
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
    extreme_position(a, axis, out, keepdims, false)
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
    extreme_position(a, axis, out, keepdims, true)
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
    running(Op::Add, &without_nan(a, 0)?, axis, dtype, out)
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
    running(Op::Multiply, &without_nan(a, 1)?, axis, dtype, out)
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
    require_inexact(a, dtype, out)?;
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
    require_inexact(a, arguments.dtype, arguments.out)?;
    let mean = given(mean).map(array_argument).transpose()?;
    finish(
        a,
        arguments,
        c"Degrees of freedom <= 0 for slice.",
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
