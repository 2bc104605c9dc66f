//! `arange`, `linspace`, `logspace`, `geomspace`.

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyInt, PyTuple};
use stridewise::Array;
use stridewise::create::{Arange, LogarithmBase, arange_length};
use stridewise_core::dtype::result_type;
use stridewise_core::{DType, Number, Value};

use super::{optional_dtype, require_cpu};
use crate::convert::{array_argument, python_number, truth_argument};
use crate::error::OrRaise;
use crate::overrides::{Quick, add_function, add_function_with_quick};
use crate::wrap;

/// A number as an end of a range, with the dtype that it brings; Python ints too large for any bring none.
fn end_of(object: &Bound<'_, PyAny>) -> PyResult<(Value, Option<DType>)> {
    if let Some(value) = python_number(object) {
        let number = match value {
            Value::Int(value) if i64::try_from(value).is_err() => {
                u64::try_from(value).ok().map(|_| Number::U64)
            }
            Value::Bool(_) | Value::Int(_) => Some(Number::I64),
            Value::Float(_) => Some(Number::F64),
            Value::Complex(_) => Some(Number::C128),
        };
        return Ok((value, number.map(Number::native)));
    }
    let array = array_argument(object)?;
    let value = array
        .item()
        .filter(|_| array.ndim() == 0)
        .ok_or_else(|| PyTypeError::new_err("arange() takes numbers, not arrays with axes"))?;
    Ok((value, Some(array.dtype())))
}

/// `arange(stop)` of a Python int.
fn quick_arange(stop: &Bound<'_, PyAny>) -> PyResult<Option<Py<PyAny>>> {
    let py = stop.py();
    let Ok(Ok(stop)) = stop.cast_exact::<PyInt>().map(|stop| stop.extract::<i64>()) else { return Ok(None) };
    let ask = Arange {
        start: Value::Int(0),
        stop: Value::Int(stop.into()),
        step: Value::Int(1),
        dtype: DType::I64,
    };
    wrap::array(py, stridewise::create::arange(&ask).or_raise(py)?).map(Some)
}

/// arange([start,] stop[, step,], dtype=None, *, device=None, like=None)
///
/// Numbers from `start` (0 by default) on, by `step` (1 by default), up to `stop`, which is left out.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.arange(2, 10, 3).tolist()
/// [2, 5, 8]
#[pyfunction]
#[pyo3(signature = (*args, start=None, stop=None, step=None, dtype=None, device=None, like=None), text_signature = "(start_or_stop, /, stop=None, step=1, *, dtype=None, device=None, like=None)")]
fn arange(
    args: &Bound<'_, PyTuple>,
    start: Option<&Bound<'_, PyAny>>,
    stop: Option<&Bound<'_, PyAny>>,
    step: Option<&Bound<'_, PyAny>>,
    dtype: Option<&Bound<'_, PyAny>>,
    device: Option<&Bound<'_, PyAny>>,
    like: Option<&Bound<'_, PyAny>>,
) -> PyResult<Py<PyAny>> {
    let _ = like;
    require_cpu(device)?;
    let py = args.py();
    if args.len() > 4 {
        return Err(PyTypeError::new_err(format!(
            "arange() takes from 0 to 4 positional arguments but {} were given",
            args.len()
        )));
    }
    let named = [("start", start), ("stop", stop), ("step", step), ("dtype", dtype)];
    let mut found: [Option<Bound<'_, PyAny>>; 4] = named.map(|(_, object)| object.cloned());
    for (place, value) in args.iter().enumerate() {
        if found[place].replace(value).is_some() {
            let name = named[place].0;
            return Err(PyTypeError::new_err(format!(
                "argument for arange() given by name ('{name}') and position (position {place})"
            )));
        }
    }
    let [start, stop, step, dtype] = found.map(|value| value.filter(|value| !value.is_none()));
    let given = |object: &Option<Bound<'_, PyAny>>| object.as_ref().map(end_of).transpose();
    let (start, stop) = match (given(&start)?, given(&stop)?) {
        (Some(only), None) if !args.is_empty() => (None, only),
        (start, Some(stop)) => (start, stop),
        (_, None) => return Err(PyTypeError::new_err("arange() requires stop to be specified.")),
    };
    let step = given(&step)?;
    let (first, last) = (start.map_or(Value::Int(0), |(value, _)| value), stop.0);
    let by = step.map_or(Value::Int(1), |(value, _)| value);
    let dtype = match optional_dtype(dtype.as_ref())? {
        Some(dtype) => dtype,
        None => {
            // A range that no memory holds is that before it is anything else.
            arange_length(first, last, by).or_raise(py)?;
            // NumPy's default start and step count as int64.
            let given = start.iter().chain([&stop]).chain(&step).map(|(_, dtype)| *dtype);
            let dtypes: Option<Vec<DType>> = given.chain([Some(DType::I64)]).collect();
            let dtypes = dtypes.ok_or_else(|| {
                PyTypeError::new_err(
                    "arange() of Python ints that are too large for int64 and uint64: arrays of objects are not \
                     supported yet",
                )
            })?;
            result_type(&dtypes, &[]).or_raise(py)?.to_native()
        }
    };
    let ask = Arange { start: first, stop: last, step: by, dtype };
    wrap::array(py, stridewise::create::arange(&ask).or_raise(py)?)
}

fn count_of(object: &Bound<'_, PyAny>) -> PyResult<usize> {
    let count: i64 = object.extract().map_err(|_| {
        let name = object.get_type().name().map_or_else(|_| "object".to_owned(), |name| name.to_string());
        PyTypeError::new_err(format!("'{name}' object cannot be interpreted as an integer"))
    })?;
    usize::try_from(count)
        .map_err(|_| PyValueError::new_err(format!("Number of samples, {count}, must be non-negative.")))
}

/// `num` evenly spaced numbers from `start` to `stop`.
///
/// Parameters
/// ----------
/// start, stop : array_like
///     The ends; they broadcast, and the numbers run along a new axis.
/// num : int
///     How many numbers.
/// endpoint : bool
///     Whether `stop` is the last number.
/// retstep : bool
///     Whether the step is returned too.
/// axis : int
///     The place of the new axis.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.linspace(0, 1, 5).tolist()
/// [0.0, 0.25, 0.5, 0.75, 1.0]
#[pyfunction]
#[pyo3(signature = (start, stop, num=None, endpoint=true, retstep=false, dtype=None, axis=0, *, device=None))]
fn linspace(
    start: &Bound<'_, PyAny>,
    stop: &Bound<'_, PyAny>,
    num: Option<&Bound<'_, PyAny>>,
    #[pyo3(from_py_with = truth_argument)] endpoint: bool,
    #[pyo3(from_py_with = truth_argument)] retstep: bool,
    dtype: Option<&Bound<'_, PyAny>>,
    axis: i64,
    device: Option<&Bound<'_, PyAny>>,
) -> PyResult<Py<PyAny>> {
    require_cpu(device)?;
    let py = start.py();
    let count = num.map_or(Ok(50), count_of)?;
    let (first, last) = (array_argument(start)?, array_argument(stop)?);
    let (numbers, step) =
        stridewise::create::linspace(&first, &last, count, endpoint, optional_dtype(dtype)?, axis)
            .or_raise(py)?;
    let numbers = like_ends(&[start, stop], numbers)?;
    if !retstep {
        return Ok(numbers);
    }
    let step = match count {
        0 | 1 if endpoint || count == 0 => f64::NAN.into_pyobject(py)?.into_any().unbind(),
        _ => wrap::array_or_scalar(py, step)?,
    };
    Ok((numbers, step).into_pyobject(py)?.into_any().unbind())
}

/// The result in the class of the first end that is an array of a subclass.
fn like_ends(ends: &[&Bound<'_, PyAny>], result: Array) -> PyResult<Py<PyAny>> {
    match ends.iter().find(|end| end.is_instance_of::<crate::array::PyArray>()) {
        Some(end) => crate::array::protocols::wrapped_like(end, result),
        None => wrap::array(ends[0].py(), result),
    }
}

/// `num` numbers from `base ** start` to `base ** stop`, evenly spaced on a logarithmic scale.
#[pyfunction]
#[pyo3(signature = (start, stop, num=None, endpoint=true, base=None, dtype=None, axis=0))]
fn logspace(
    start: &Bound<'_, PyAny>,
    stop: &Bound<'_, PyAny>,
    num: Option<&Bound<'_, PyAny>>,
    #[pyo3(from_py_with = truth_argument)] endpoint: bool,
    base: Option<&Bound<'_, PyAny>>,
    dtype: Option<&Bound<'_, PyAny>>,
    axis: i64,
) -> PyResult<Py<PyAny>> {
    let py = start.py();
    let count = num.map_or(Ok(50), count_of)?;
    let (first, last) = (array_argument(start)?, array_argument(stop)?);
    let base = match base {
        None => LogarithmBase::Number(Value::Float(10.0)),
        Some(base) => match python_number(base) {
            Some(number) => LogarithmBase::Number(number),
            None => LogarithmBase::Array(array_argument(base)?),
        },
    };
    let dtype = optional_dtype(dtype)?;
    let numbers =
        stridewise::create::logspace(&first, &last, count, endpoint, &base, dtype, axis).or_raise(py)?;
    like_ends(&[start, stop], numbers)
}

/// `num` numbers in geometric progression from `start` to `stop`.
#[pyfunction]
#[pyo3(signature = (start, stop, num=None, endpoint=true, dtype=None, axis=0))]
fn geomspace(
    start: &Bound<'_, PyAny>,
    stop: &Bound<'_, PyAny>,
    num: Option<&Bound<'_, PyAny>>,
    #[pyo3(from_py_with = truth_argument)] endpoint: bool,
    dtype: Option<&Bound<'_, PyAny>>,
    axis: i64,
) -> PyResult<Py<PyAny>> {
    let py = start.py();
    let count = num.map_or(Ok(50), count_of)?;
    let (first, last) = (array_argument(start)?, array_argument(stop)?);
    let dtype = optional_dtype(dtype)?;
    let numbers = stridewise::create::geomspace(&first, &last, count, endpoint, dtype, axis).or_raise(py)?;
    like_ends(&[start, stop], numbers)
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    add_function_with_quick(module, wrap_pyfunction!(arange, module)?, &[], Quick::Computed(quick_arange))?;
    add_function(module, wrap_pyfunction!(linspace, module)?, &["start", "stop"])?;
    add_function(module, wrap_pyfunction!(logspace, module)?, &["start", "stop", "base"])?;
    add_function(module, wrap_pyfunction!(geomspace, module)?, &["start", "stop"])
}
