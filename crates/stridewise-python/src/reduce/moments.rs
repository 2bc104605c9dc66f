//! Means, variances and standard deviations.

use pyo3::exceptions::{PyRuntimeWarning, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use smallvec::SmallVec;
use stridewise::Array;
use stridewise::reduce::{Average, Moment, mean as mean_of, variance};
use stridewise::run::elementwise::{self, Operand};
use stridewise::run::reduction::Reduction;
use stridewise_core::dtype::{Casting, promote};
use stridewise_core::op::{Op, check_casting, resolve};
use stridewise_core::{Error, Order};

use super::functions::own_method;
use crate::array::PyArray;
use crate::convert::{array_argument, array_of_last_use};
use crate::detach::{detached, over_arrays};
use crate::error::{OrRaise, raise};
use crate::overrides::add_function;
use crate::ufunc::{
    axes_of, loop_dtype, mask_argument, mask_array, not_given, one_axis, output_array, report_errors,
    returned,
};

type Argument<'a, 'py> = Option<&'a Bound<'py, PyAny>>;

/// The arguments that means and variances share.
pub(super) struct Arguments<'a, 'py> {
    pub(super) axis: Argument<'a, 'py>,
    pub(super) dtype: Argument<'a, 'py>,
    pub(super) out: Argument<'a, 'py>,
    pub(super) keepdims: Argument<'a, 'py>,
    pub(super) mask: Argument<'a, 'py>,
}

fn given<'a, 'py>(argument: Argument<'a, 'py>) -> Argument<'a, 'py> {
    argument.filter(|object| !object.is_none() && !not_given(object))
}

/// Computes, warns, and returns the result in the operand's class or in `out`.
pub(super) fn finish<'py>(
    object: &Bound<'py, PyAny>,
    arguments: &Arguments<'_, 'py>,
    warning: &::core::ffi::CStr,
    compute: impl FnOnce(&Array, &Average<'_>) -> stridewise::Result<Moment> + Send,
    root: bool,
) -> PyResult<Py<PyAny>> {
    let py = object.py();
    let array = array_of_last_use(object)?;
    let array = array.as_ref();
    let none = py.None().into_bound(py);
    let axes = match given(arguments.axis) {
        // Unlike other reductions, these take no axis of a scalar.
        Some(axis) if array.ndim() == 0 && !axis.is_instance_of::<PyTuple>() => {
            return Err(raise(py, &Error::axis(one_axis(axis)?, 0)));
        }
        axis => axes_of(axis.unwrap_or(&none), array.ndim())?,
    };
    let mask = given(arguments.mask).and_then(mask_argument).as_ref().map(mask_array).transpose()?;
    let out = given(arguments.out);
    let target = out.map(output_array).transpose()?.flatten();
    let number = match (given(arguments.dtype), &target) {
        (Some(dtype), _) => Some(loop_dtype(dtype)?),
        (None, Some(target)) if array.number().is_inexact() && target.number().is_inexact() => {
            Some(promote(array.number(), target.number()))
        }
        _ => None,
    };
    let keep_axes = given(arguments.keepdims).map_or(Ok(false), |keepdims| keepdims.is_truthy())?;
    let average = Average { axes: &axes, number, keep_axes, mask: mask.as_ref() };
    let read: SmallVec<[&Array; 2]> = std::iter::once(array).chain(&mask).collect();
    let sum = Reduction { mask: mask.as_ref(), ..Reduction::over(Op::Add, &axes) };
    let moment = if sum.runs_with_waiting(array) {
        detached(py, array.size(), || compute(array, &average))
    } else {
        over_arrays(py, array.size(), "mean", &read, &[], || compute(array, &average))
    };
    let moment = moment.or_raise(py)?;
    if moment.too_few {
        PyErr::warn(py, py.get_type::<PyRuntimeWarning>().as_any(), warning, 1)?;
    }
    report_errors(py, moment.sum_errors, "reduce")?;
    report_errors(py, moment.mean_errors, "divide")?;
    report_errors(py, moment.distance_errors, "subtract")?;
    report_errors(py, moment.squaring.1, moment.squaring.0.row().name)?;
    let divide = if moment.array.ndim() == 0 { "scalar divide" } else { "divide" };
    report_errors(py, moment.divide_errors, divide)?;
    let mut result = moment.array;
    if root {
        // Variances are real, even where what they are written into made the sums complex or wider.
        if result.number().is_complex() && given(arguments.dtype).is_none() {
            result = result.astype(result.number().real().native(), Order::Keep).or_raise(py)?;
        }
        result = square_root(&result, target.as_ref()).or_raise(py)?;
    }
    if let Some(target) = target {
        if target.shape() != result.shape() {
            return Err(PyValueError::new_err(format!(
                "output parameter for reduction operation add has the wrong shape: {:?}, expected {:?}",
                target.shape(),
                result.shape()
            )));
        }
        target.assign(&result).or_raise(py)?;
    }
    returned(object, out, result)
}

/// The root in the dtype of what it is the root of, and will stand in.
fn square_root(square: &Array, target: Option<&Array>) -> stridewise::Result<Array> {
    let operand = Operand::Array(square);
    let resolved = resolve(Op::Sqrt, &[operand.operand_type()])?;
    let dtype = target.unwrap_or(square).dtype();
    // A scalar is made into its own type again, whatever that loses.
    let casting = if target.is_none() && square.ndim() == 0 { Casting::Unsafe } else { Casting::SameKind };
    check_casting(&resolved, &[operand.operand_type()], &[Some(dtype)], casting)?;
    let mut outcome = elementwise::run(&resolved, &[operand], &[], None, Order::Keep)?;
    let root = outcome.outputs.pop().unwrap_or_else(|| square.clone());
    if target.is_some() || root.dtype() == dtype { Ok(root) } else { root.astype(dtype, Order::Keep) }
}

fn mean_with<'py>(object: &Bound<'py, PyAny>, arguments: &Arguments<'_, 'py>) -> PyResult<Py<PyAny>> {
    finish(object, arguments, c"Mean of empty slice", mean_of, false)
}

/// Degrees of freedom taken off: `ddof`, or `correction` under its other name.
pub(super) fn freedom(ddof: Argument<'_, '_>, correction: Argument<'_, '_>) -> PyResult<f64> {
    match (given(ddof), given(correction)) {
        (Some(ddof), Some(_)) if ddof.extract::<f64>()? != 0.0 => {
            Err(PyValueError::new_err("ddof and correction can't be provided simultaneously."))
        }
        (_, Some(correction)) => correction.extract(),
        (Some(ddof), None) => ddof.extract(),
        (None, None) => Ok(0.0),
    }
}

fn variance_with<'py>(
    object: &Bound<'py, PyAny>,
    arguments: &Arguments<'_, 'py>,
    freedom: f64,
    mean: Argument<'_, 'py>,
    root: bool,
) -> PyResult<Py<PyAny>> {
    let mean = given(mean).map(array_argument).transpose()?;
    finish(
        object,
        arguments,
        c"Degrees of freedom <= 0 for slice",
        |array, average| variance(array, average, freedom, mean.as_ref()),
        root,
    )
}

#[pymethods]
impl PyArray {
    /// The mean of the elements along some axes.
    #[pyo3(name = "mean", signature = (axis=None, dtype=None, out=None, keepdims=None, *, r#where=None), text_signature = "($self, /, axis=None, dtype=None, out=None, **kwargs)")]
    fn mean_method<'py>(
        slf: &Bound<'py, Self>,
        axis: Argument<'_, 'py>,
        dtype: Argument<'_, 'py>,
        out: Argument<'_, 'py>,
        keepdims: Argument<'_, 'py>,
        r#where: Argument<'_, 'py>,
    ) -> PyResult<Py<PyAny>> {
        mean_with(slf.as_any(), &Arguments { axis, dtype, out, keepdims, mask: r#where })
    }

    /// The variance of the elements along some axes.
    #[pyo3(name = "var", signature = (axis=None, dtype=None, out=None, ddof=None, keepdims=None, *, r#where=None, mean=None, correction=None), text_signature = "($self, /, axis=None, dtype=None, out=None, ddof=0, **kwargs)")]
    fn var_method<'py>(
        slf: &Bound<'py, Self>,
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
        variance_with(slf.as_any(), &arguments, freedom(ddof, correction)?, mean, false)
    }

    /// The standard deviation of the elements along some axes.
    #[pyo3(name = "std", signature = (axis=None, dtype=None, out=None, ddof=None, keepdims=None, *, r#where=None, mean=None, correction=None), text_signature = "($self, /, axis=None, dtype=None, out=None, ddof=0, **kwargs)")]
    fn std_method<'py>(
        slf: &Bound<'py, Self>,
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
        variance_with(slf.as_any(), &arguments, freedom(ddof, correction)?, mean, true)
    }
}

/// The arithmetic mean over some axes.
#[pyfunction]
#[pyo3(signature = (a, axis=None, dtype=None, out=None, keepdims=None, *, r#where=None), text_signature = "(a, axis=None, dtype=None, out=None, keepdims=<no value>, *, where=<no value>)")]
fn mean<'py>(
    a: &Bound<'py, PyAny>,
    axis: Argument<'_, 'py>,
    dtype: Argument<'_, 'py>,
    out: Argument<'_, 'py>,
    keepdims: Argument<'_, 'py>,
    r#where: Argument<'_, 'py>,
) -> PyResult<Py<PyAny>> {
    let named = [("axis", axis), ("dtype", dtype), ("out", out), ("keepdims", keepdims), ("where", r#where)];
    if let Some(answer) = own_method(a, "mean", &named)? {
        return Ok(answer);
    }
    mean_with(a, &Arguments { axis, dtype, out, keepdims, mask: r#where })
}

/// The variance over some axes.
#[pyfunction]
#[pyo3(signature = (a, axis=None, dtype=None, out=None, ddof=None, keepdims=None, *, r#where=None, mean=None, correction=None), text_signature = "(a, axis=None, dtype=None, out=None, ddof=0, keepdims=<no value>, *, where=<no value>, mean=<no value>, correction=<no value>)")]
fn var<'py>(
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
    let freedom = freedom(ddof, correction)?;
    let ddof = if given(correction).is_some() { correction } else { ddof };
    let named = [
        ("axis", axis),
        ("dtype", dtype),
        ("out", out),
        ("ddof", ddof),
        ("keepdims", keepdims),
        ("where", r#where),
        ("mean", mean),
    ];
    if let Some(answer) = own_method(a, "var", &named)? {
        return Ok(answer);
    }
    variance_with(a, &Arguments { axis, dtype, out, keepdims, mask: r#where }, freedom, mean, false)
}

/// The standard deviation over some axes.
#[pyfunction]
#[pyo3(name = "std", signature = (a, axis=None, dtype=None, out=None, ddof=None, keepdims=None, *, r#where=None, mean=None, correction=None), text_signature = "(a, axis=None, dtype=None, out=None, ddof=0, keepdims=<no value>, *, where=<no value>, mean=<no value>, correction=<no value>)")]
fn standard_deviation<'py>(
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
    let freedom = freedom(ddof, correction)?;
    let ddof = if given(correction).is_some() { correction } else { ddof };
    let named = [
        ("axis", axis),
        ("dtype", dtype),
        ("out", out),
        ("ddof", ddof),
        ("keepdims", keepdims),
        ("where", r#where),
        ("mean", mean),
    ];
    if let Some(answer) = own_method(a, "std", &named)? {
        return Ok(answer);
    }
    variance_with(a, &Arguments { axis, dtype, out, keepdims, mask: r#where }, freedom, mean, true)
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    add_function(module, wrap_pyfunction!(mean, module)?, &["a", "where", "out"])?;
    add_function(module, wrap_pyfunction!(var, module)?, &["a", "where", "out", "mean"])?;
    add_function(module, wrap_pyfunction!(standard_deviation, module)?, &["a", "where", "out", "mean"])
}
