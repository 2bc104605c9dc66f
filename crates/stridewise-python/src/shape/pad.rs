//! `pad`.

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use stridewise::Array;
use stridewise::shape::{Padding, Statistic, pad as pad_array};
use stridewise_core::{Number, Order, Value};

use crate::array::PyArray;
use crate::array::shape_methods::share_or_own;
use crate::convert::{Passed, array_argument, passed_argument};
use crate::create::any_array;
use crate::error::OrRaise;
use crate::overrides::add_function;

/// Values per axis, before and behind: one for all, one pair for all, or a pair for each axis.
fn pairs_of(object: &Bound<'_, PyAny>, ndim: usize) -> PyResult<Vec<(Array, Array)>> {
    let py = object.py();
    let given = array_argument(object)?;
    let refused = |text: &str| Err(PyValueError::new_err(text.to_owned()));
    if given.ndim() > 2 {
        return refused("input operand has more dimensions than allowed by the axis remapping");
    }
    let spread = if given.ndim() == 1 && given.size() == 1 {
        given.reshape(&[], Order::C).or_raise(py)?
    } else {
        given
    };
    let Ok(spread) = spread.broadcast_to(&[ndim, 2]) else {
        let shape = stridewise_core::error::compact_tuple(spread.shape());
        return refused(&format!(
            "operands could not be broadcast together with remapped shapes [original->remapped]: {shape}  and \
             requested shape ({ndim},2)"
        ));
    };
    let cell = |axis: usize, side: usize| {
        use stridewise_core::layout::BasicIndex::Integer;
        spread.index(&[Integer(axis as isize), Integer(side as isize)]).or_raise(py)
    };
    (0..ndim).map(|axis| Ok((cell(axis, 0)?, cell(axis, 1)?))).collect()
}

/// Lengths per axis, before and behind.
fn widths_of(object: &Bound<'_, PyAny>, ndim: usize) -> PyResult<Vec<(usize, usize)>> {
    let length = |array: Array| -> PyResult<usize> {
        match array.item() {
            Some(Value::Int(length)) => usize::try_from(length)
                .map_err(|_| PyValueError::new_err("index can't contain negative values")),
            _ => Err(PyTypeError::new_err("`pad_width` must be of integral type.")),
        }
    };
    if let Ok(dict) = object.cast::<PyDict>() {
        let mut widths = vec![(0, 0); ndim];
        for (axis, width) in dict {
            let axis =
                stridewise_core::layout::normalize_axis(axis.extract()?, ndim).or_raise(object.py())?;
            widths[axis] = match width.extract::<usize>() {
                Ok(both) => (both, both),
                Err(_) => width.extract()?,
            };
        }
        return Ok(widths);
    }
    let integral = match array_argument(object) {
        Ok(widths) => widths.number().is_integer(),
        // What no array of numbers can be made of.
        Err(error) if error.is_instance_of::<PyTypeError>(object.py()) => false,
        Err(error) => return Err(error),
    };
    if !integral {
        return Err(PyTypeError::new_err("`pad_width` must be of integral type."));
    }
    pairs_of(object, ndim)?
        .into_iter()
        .map(|(before, behind)| Ok((length(before)?, length(behind)?)))
        .collect()
}

/// An array with more elements round it.
///
/// Parameters
/// ----------
/// array : array_like
/// pad_width : int, pair, sequence of pairs or dict
///     How many elements before and behind, along each axis.
/// mode : str or function
///     What they hold: ``'constant'``, ``'edge'``, ``'linear_ramp'``, ``'maximum'``, ``'mean'``, ``'median'``,
///     ``'minimum'``, ``'reflect'``, ``'symmetric'``, ``'wrap'``, ``'empty'``, or a function of a lane, its widths, the
///     axis and the keyword arguments, which fills the lane in place.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.pad([1, 2, 3], (1, 2), mode="edge").tolist()
/// [1, 1, 2, 3, 3, 3]
#[pyfunction]
#[pyo3(signature = (array, pad_width, mode=Passed::Absent, **kwargs), text_signature = "(array, pad_width, mode='constant', **kwargs)")]
fn pad(
    array: &Bound<'_, PyAny>,
    pad_width: &Bound<'_, PyAny>,
    #[pyo3(from_py_with = passed_argument)] mode: Passed,
    kwargs: Option<&Bound<'_, PyDict>>,
) -> PyResult<Py<PyAny>> {
    let py = array.py();
    let source = any_array(array)?;
    let elements = source.get().array()?;
    let ndim = elements.ndim();
    let widths = widths_of(pad_width, ndim)?;
    let mode = match mode.get(py) {
        None => "constant".to_owned(),
        Some(mode) if mode.is_callable() => return pad_by_function(&source, &widths, mode, kwargs),
        Some(mode) => mode
            .extract::<String>()
            .map_err(|_| PyValueError::new_err(format!("mode '{mode}' is not supported")))?,
    };
    let allowed: &[&str] = match mode.as_str() {
        "constant" => &["constant_values"],
        "linear_ramp" => &["end_values"],
        "maximum" | "mean" | "median" | "minimum" => &["stat_length"],
        "reflect" | "symmetric" => &["reflect_type"],
        "empty" | "edge" | "wrap" => &[],
        _ => return Err(PyValueError::new_err(format!("mode '{mode}' is not supported"))),
    };
    if let Some(kwargs) = kwargs {
        let unknown: Vec<String> = kwargs
            .keys()
            .iter()
            .map(|key| key.extract::<String>())
            .filter(|key| key.as_ref().is_ok_and(|key| !allowed.contains(&key.as_str())))
            .collect::<PyResult<_>>()?;
        if !unknown.is_empty() {
            return Err(PyValueError::new_err(format!(
                "unsupported keyword arguments for mode '{mode}': {{'{}'}}",
                unknown.join("', '")
            )));
        }
    }
    let option = |name: &str| -> PyResult<Option<Bound<'_, PyAny>>> {
        Ok(kwargs.map(|kwargs| kwargs.get_item(name)).transpose()?.flatten())
    };
    let values = |name: &str| -> PyResult<Vec<(Array, Array)>> {
        match option(name)? {
            Some(given) => pairs_of(&given, ndim),
            None => {
                let zero = Array::scalar(Number::I64, Value::Int(0)).or_raise(py)?;
                Ok(vec![(zero.clone(), zero); ndim])
            }
        }
    };
    let statistic = |which: Statistic| -> PyResult<Padding> {
        let lengths = match option("stat_length")?.filter(|length| !length.is_none()) {
            None => vec![(None, None); ndim],
            Some(length) => widths_of(&length, ndim)?
                .into_iter()
                .map(|(before, behind)| (Some(before), Some(behind)))
                .collect(),
        };
        Ok(Padding::Statistic(which, lengths))
    };
    let odd = || -> PyResult<bool> {
        Ok(option("reflect_type")?.is_some_and(|kind| kind.extract::<&str>().is_ok_and(|kind| kind == "odd")))
    };
    let padding = match mode.as_str() {
        "constant" => Padding::Constant(values("constant_values")?),
        "edge" => Padding::Edge,
        "linear_ramp" => Padding::LinearRamp(values("end_values")?),
        "maximum" => statistic(Statistic::Maximum)?,
        "mean" => statistic(Statistic::Mean)?,
        "median" => statistic(Statistic::Median)?,
        "minimum" => statistic(Statistic::Minimum)?,
        "reflect" => Padding::Mirror { whole: false, odd: odd()? },
        "symmetric" => Padding::Mirror { whole: true, odd: odd()? },
        "wrap" => Padding::Wrap,
        _ => Padding::Empty,
    };
    share_or_own(&source, pad_array(elements, &widths, &padding).or_raise(py)?)
}

/// Padding that a Python function fills in, lane by lane.
fn pad_by_function(
    source: &Bound<'_, PyArray>,
    widths: &[(usize, usize)],
    function: &Bound<'_, PyAny>,
    kwargs: Option<&Bound<'_, PyDict>>,
) -> PyResult<Py<PyAny>> {
    let py = source.py();
    let padded = pad_array(source.get().array()?, widths, &Padding::Empty).or_raise(py)?;
    let empty = PyDict::new(py);
    let kwargs = kwargs.unwrap_or(&empty);
    for (axis, &width) in widths.iter().enumerate() {
        let moved = stridewise::shape::moveaxis(&padded, &[axis as i64], &[-1]).or_raise(py)?;
        let lead = &moved.shape()[..moved.ndim() - 1];
        for place in 0..lead.iter().product::<usize>() {
            let mut rest = place;
            let mut index = vec![stridewise_core::layout::BasicIndex::Integer(0); lead.len()];
            for (slot, &length) in index.iter_mut().zip(lead).rev() {
                *slot = stridewise_core::layout::BasicIndex::Integer((rest % length) as isize);
                rest /= length;
            }
            let lane = crate::wrap::array(py, moved.index(&index).or_raise(py)?)?;
            function.call1((lane, width, axis, kwargs))?;
        }
    }
    share_or_own(source, padded)
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    add_function(module, wrap_pyfunction!(pad, module)?, &["array"])
}
