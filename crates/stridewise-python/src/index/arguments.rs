//! Arguments and results that the functions around indexing share.

use pyo3::exceptions::{PyOverflowError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyList, PyString, PyTuple};
use stridewise::index::OutOfBounds;
use stridewise::run::Array;
use stridewise_core::dtype::{Casting, IntegerLimits, Kind, can_cast, python_value};
use stridewise_core::{DType, Error, Number, Order, Value};

use crate::array::{ArrayState, PyArray, object};
use crate::convert::{
    Wish, array_argument_as, cast_with_warnings, python_number, report_cast_of_value, require_cast,
};
use crate::error::OrRaise;
use crate::{scalar, wrap};

/// `mode`: `'raise'`, `'wrap'` or `'clip'`, or one of the integers that stand for them.
pub(super) fn mode_argument(mode: Option<&Bound<'_, PyAny>>, absent: OutOfBounds) -> PyResult<OutOfBounds> {
    let Some(mode) = mode else { return Ok(absent) };
    if let Ok(text) = mode.cast::<PyString>() {
        let text = text.to_str()?;
        return match text.chars().next() {
            Some('r' | 'R') => Ok(OutOfBounds::Raise),
            Some('w' | 'W') => Ok(OutOfBounds::Wrap),
            Some('c' | 'C') => Ok(OutOfBounds::Clip),
            _ => Err(PyValueError::new_err(format!(
                "clipmode must be one of 'clip', 'raise', or 'wrap' (got '{text}')"
            ))),
        };
    }
    match mode.extract::<i64>() {
        Ok(2) => Ok(OutOfBounds::Raise),
        Ok(1) => Ok(OutOfBounds::Wrap),
        Ok(0) => Ok(OutOfBounds::Clip),
        Ok(_) => Err(PyValueError::new_err(
            "integer clipmode must be RAISE, WRAP, or CLIP from 'numpy._core.multiarray'",
        )),
        Err(_) => Err(PyTypeError::new_err("clipmode must be a string or an integer")),
    }
}

/// Integers as int64; arrays must be castable by the rule named `casting`.
pub(super) fn positions_argument(object: &Bound<'_, PyAny>, casting: &str) -> PyResult<Array> {
    if let Ok(array) = object.cast::<PyArray>() {
        require_cast(object.py(), array.get().handle().dtype(), DType::I64, casting)?;
    } else if let Some((number, _)) = scalar::value_of(object) {
        require_cast(object.py(), number.native(), DType::I64, casting)?;
    }
    array_argument_as(object, &Wish { dtype: Some(DType::I64), ..Wish::default() })
}

/// An axis, or `None` for the flattened array.
pub(super) fn axis_argument(axis: Option<&Bound<'_, PyAny>>) -> PyResult<Option<i64>> {
    let Some(axis) = axis.filter(|axis| !axis.is_none()) else { return Ok(None) };
    if axis.is_instance_of::<PyBool>() {
        return Err(PyTypeError::new_err("an integer is required for the axis"));
    }
    axis.extract::<i64>().map(Some).map_err(|error| {
        let name = axis.get_type().name().map_or_else(|_| "object".to_owned(), |name| name.to_string());
        if error.is_instance_of::<PyTypeError>(axis.py()) {
            PyTypeError::new_err(format!("'{name}' object cannot be interpreted as an integer"))
        } else {
            error
        }
    })
}

/// The object as an array of ours: itself, or what it converts to.
pub(super) fn array_object<'py>(object: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyArray>> {
    if let Ok(array) = object.cast::<PyArray>() {
        return Ok(array.clone());
    }
    let (array, base) = crate::convert::array_of(object, &Wish::default())?;
    let py = object.py();
    let object = object::base_class(py, ArrayState { array, base })?.into_bound(py);
    Ok(object)
}

/// The result of the object's own method `name`, where the object is of another class than ours and has one.
pub(super) fn own_method<'py>(
    object: &Bound<'py, PyAny>,
    name: &str,
    args: impl pyo3::call::PyCallArgs<'py>,
) -> PyResult<Option<Py<PyAny>>> {
    if object.is_exact_instance_of::<PyArray>()
        || object.is_instance_of::<PyList>()
        || object.is_instance_of::<PyTuple>()
    {
        return Ok(None);
    }
    // Arrays of another library come in as ours.
    if !object.is_instance_of::<PyArray>() && object.hasattr("__array_interface__")? {
        return Ok(None);
    }
    match object.getattr_opt(name)? {
        Some(method) => method.call1(args).map(|result| Some(result.unbind())),
        None => Ok(None),
    }
}

/// A result that follows the class of `parent`: a scalar where it has no dimension.
pub(super) fn finish(parent: &Bound<'_, PyArray>, result: Array) -> PyResult<Py<PyAny>> {
    if result.ndim() == 0 {
        return wrap::array_or_scalar(parent.py(), result);
    }
    object::of_class(&parent.get_type(), ArrayState { array: result, base: None }, Some(parent.as_any()))
}

/// The result, or `out` filled with it.
pub(super) fn finish_into(
    parent: &Bound<'_, PyArray>,
    result: Array,
    out: Option<&Bound<'_, PyAny>>,
    name: &str,
) -> PyResult<Py<PyAny>> {
    let Some(out) = out.filter(|out| !out.is_none()) else { return finish(parent, result) };
    let Ok(target) = out.cast::<PyArray>() else {
        return Err(PyTypeError::new_err("output must be an array"));
    };
    let target = target.get().array()?;
    if target.shape() != result.shape() {
        return Err(PyValueError::new_err(format!("output array does not match result of ndarray.{name}")));
    }
    if target.dtype() != result.dtype() {
        // Values come in as those of the output would go out.
        require_cast(out.py(), target.dtype(), result.dtype(), "safe")?;
    }
    target.require_writeable("output array").or_raise(out.py())?;
    target.assign(&result).or_raise(out.py())?;
    Ok(out.clone().unbind())
}

/// The array behind an argument that must be one.
pub(super) fn target_argument<'a>(
    object: &'a Bound<'_, PyAny>,
    refusal: impl FnOnce(String) -> String,
) -> PyResult<&'a Array> {
    match object.cast::<PyArray>() {
        Ok(array) => Ok(array.get().array()?),
        Err(_) => Err(PyTypeError::new_err(refusal(object.get_type().name()?.to_string()))),
    }
}

/// The error that a zero-dimensional array has no places.
pub(super) fn no_places() -> Error {
    Error::value("Calling nonzero on 0d arrays is not allowed. Use np.atleast_1d(scalar).nonzero() instead.")
}

/// Whether a cast may meet what has to be reported: lost imaginary parts, values that the dtype does not hold.
pub(super) fn cast_reports(from: DType, to: DType) -> bool {
    let (from, to) = (from.number(), to.number());
    from != to
        && to != Number::Bool
        && (from.is_inexact() || to == Number::F16)
        && !can_cast(from.native(), to.native(), Casting::Safe)
}

/// Refuses a NumPy scalar that a signed integer does not hold: unlike in other assignments, which wrap, it becomes a Python
/// int on its way into a single element or a slice.
pub(super) fn require_held(value: &Bound<'_, PyAny>, to: Number) -> PyResult<()> {
    if to.kind() != Kind::Signed {
        return Ok(());
    }
    let Some((_, value)) = scalar::value_of(value).filter(|(from, _)| *from != to) else { return Ok(()) };
    let integer = match value {
        Value::Int(integer) => integer,
        Value::Float(float) if float.is_nan() => {
            return Err(PyValueError::new_err("cannot convert float NaN to integer"));
        }
        Value::Float(float) if float.is_infinite() => {
            return Err(PyOverflowError::new_err("cannot convert float infinity to integer"));
        }
        Value::Float(float) => float as i128,
        Value::Bool(_) | Value::Complex(_) => return Ok(()),
    };
    if i64::try_from(integer).is_err() {
        return Err(PyOverflowError::new_err("Python int too large to convert to C long"));
    }
    if IntegerLimits::of(to).is_some_and(|limits| !limits.contains(integer)) {
        let text = format!("Python integer {integer} out of bounds for {}", to.name());
        return Err(PyOverflowError::new_err(text));
    }
    Ok(())
}

/// The values of an assignment to elements of `dtype`: arrays as they are where the cast has nothing to report.
pub(super) fn assigned_values(dtype: DType, value: &Bound<'_, PyAny>) -> PyResult<Array> {
    let py = value.py();
    let source = if let Ok(array) = value.cast::<PyArray>() {
        array.get().array()?.clone()
    } else if let Some(number) = python_number(value) {
        let number = python_value(number, dtype.number()).or_raise(py)?;
        report_cast_of_value(py, number, dtype.number())?;
        return Array::full(dtype, &[], number).or_raise(py);
    } else if let Some((number, value)) = scalar::value_of(value) {
        Array::full(number.native(), &[], value).or_raise(py)?
    } else {
        return array_argument_as(value, &Wish { dtype: Some(dtype), ..Wish::default() });
    };
    if cast_reports(source.dtype(), dtype) {
        return cast_with_warnings(py, &source, dtype, Order::Keep);
    }
    Ok(source)
}
