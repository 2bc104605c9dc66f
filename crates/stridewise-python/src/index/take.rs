//! `take`, `compress`, `extract`, `choose` and their kin: parts of an array chosen by others.

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyList, PyTuple};
use stridewise::index::{self, OutOfBounds};
use stridewise::run::Array;
use stridewise_core::Order;
use stridewise_core::dtype::result_type;
use stridewise_core::layout::broadcast_shapes;

use super::arguments::{
    array_object, axis_argument, finish, finish_into, mode_argument, own_method, positions_argument,
};
use crate::array::PyArray;
use crate::convert::{array_argument, reporting_casts};
use crate::detach::over_arrays;
use crate::dtype::weak_number;
use crate::error::OrRaise;
use crate::overrides;

#[pymethods]
impl PyArray {
    /// The elements at `indices` along `axis`, or of the flattened array.
    #[pyo3(signature = (indices, axis=None, out=None, mode=None), text_signature = "($self, indices, /, axis=None, out=None, mode='raise')")]
    fn take(
        slf: &Bound<'_, Self>,
        indices: &Bound<'_, PyAny>,
        axis: Option<&Bound<'_, PyAny>>,
        out: Option<&Bound<'_, PyAny>>,
        mode: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Py<PyAny>> {
        let positions = positions_argument(indices, "same_kind")?;
        let mode = mode_argument(mode, OutOfBounds::Raise)?;
        let (py, array, axis) = (slf.py(), slf.get().array()?, axis_argument(axis)?);
        // Along an axis each position stands for a part of the array; how large a one is known only then.
        let elements = if axis.is_some() && array.ndim() > 1 { array.size() } else { positions.size() };
        let result = over_arrays(py, elements, "take", &[array, &positions], &[], || {
            index::take(array, &positions, axis, mode)
        });
        finish_into(slf, result.or_raise(py)?, out, "take")
    }

    /// The parts along `axis` where `condition` is true.
    #[pyo3(signature = (condition, axis=None, out=None))]
    fn compress(
        slf: &Bound<'_, Self>,
        condition: &Bound<'_, PyAny>,
        axis: Option<&Bound<'_, PyAny>>,
        out: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Py<PyAny>> {
        let condition = array_argument(condition)?;
        let (py, array, axis) = (slf.py(), slf.get().array()?, axis_argument(axis)?);
        let result = over_arrays(py, array.size(), "compress", &[&condition, array], &[], || {
            index::compress(&condition, array, axis)
        });
        finish_into(slf, result.or_raise(py)?, out, "take")
    }

    /// The element of the choice that each element of this array names.
    #[pyo3(signature = (*choices, out=None, mode=None), text_signature = "($self, /, choices, out=None, mode='raise')")]
    fn choose(
        slf: &Bound<'_, Self>,
        choices: &Bound<'_, PyTuple>,
        out: Option<&Bound<'_, PyAny>>,
        mode: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Py<PyAny>> {
        let only = if choices.len() == 1 { Some(choices.get_item(0)?) } else { None };
        let choices = match only {
            Some(only) => choices_of(&only)?,
            None => castable_choices(&choices.iter().collect::<Vec<_>>())?,
        };
        choose_among(slf, choices, out, mode)
    }
}

/// The items of a sequence of choices, or the parts of an array along its first axis.
fn choices_of(choices: &Bound<'_, PyAny>) -> PyResult<Vec<Array>> {
    if choices.is_instance_of::<PyList>() || choices.is_instance_of::<PyTuple>() {
        let choices: Vec<_> = choices.try_iter()?.collect::<PyResult<_>>()?;
        return castable_choices(&choices);
    }
    let array = array_object(choices)?;
    array.try_iter()?.map(|choice| array_argument(&choice?)).collect()
}

/// The choices; Python numbers in the dtype that all of them have in common, whether or not it holds their value.
fn castable_choices(choices: &[Bound<'_, PyAny>]) -> PyResult<Vec<Array>> {
    let arrays: Vec<Array> = choices.iter().map(array_argument).collect::<PyResult<_>>()?;
    let weak: Vec<_> = choices.iter().map(weak_number).collect();
    let (numbers, strong): (Vec<_>, Vec<_>) = (
        weak.iter().copied().flatten().collect(),
        arrays.iter().zip(&weak).filter(|(_, weak)| weak.is_none()).map(|(array, _)| array.dtype()).collect(),
    );
    if numbers.is_empty() || strong.is_empty() {
        return Ok(arrays);
    }
    let py = choices[0].py();
    let dtype = result_type(&strong, &numbers).or_raise(py)?;
    arrays
        .into_iter()
        .zip(weak)
        .map(
            |(array, weak)| {
                if weak.is_some() { array.astype(dtype, Order::Keep).or_raise(py) } else { Ok(array) }
            },
        )
        .collect()
}

fn choose_among(
    positions: &Bound<'_, PyArray>,
    choices: Vec<Array>,
    out: Option<&Bound<'_, PyAny>>,
    mode: Option<&Bound<'_, PyAny>>,
) -> PyResult<Py<PyAny>> {
    let py = positions.py();
    let mode = mode_argument(mode, OutOfBounds::Raise)?;
    let places = positions_argument(positions.as_any(), "safe")?;
    let dtypes: Vec<_> = choices.iter().map(Array::dtype).collect();
    let shapes: Vec<&[usize]> =
        [places.shape()].into_iter().chain(choices.iter().map(Array::shape)).collect();
    let result = (|| {
        if choices.is_empty() {
            return index::choose(&places, &[], mode);
        }
        let dtype = result_type(&dtypes, &[])?;
        let shape = broadcast_shapes(&shapes)?;
        let choices = choices
            .iter()
            .map(|choice| choice.astype(dtype, Order::Keep)?.broadcast_to(&shape))
            .collect::<stridewise_core::Result<Vec<_>>>()?;
        index::choose(&places.broadcast_to(&shape)?, &choices, mode)
    })()
    .or_raise(py)?;
    let Some(out) = out.filter(|out| !out.is_none()) else { return finish(positions, result) };
    // Unlike the others that write to an output, this one casts whatever there is.
    let target =
        out.cast::<PyArray>().map_err(|_| PyTypeError::new_err("output must be an array"))?.get().array()?;
    if target.shape() != result.shape() {
        return Err(PyValueError::new_err("output array does not match result of ndarray.choose"));
    }
    target.require_writeable("output array").or_raise(py)?;
    reporting_casts(py, result.dtype(), target.dtype(), || target.assign(&result))?;
    Ok(out.clone().unbind())
}

/// The elements of `a` at `indices` along `axis`, or of the flattened array.
///
/// `mode` says what happens to indices out of bounds: 'raise' an error, 'wrap' around, or 'clip' to the ends. The axis
/// is replaced by those of `indices`.
///
/// Examples
/// --------
/// >>> np.take([10, 20, 30], [2, 0])
/// array([30, 10])
#[pyfunction]
#[pyo3(signature = (a, indices, axis=None, out=None, mode=None), text_signature = "(a, indices, axis=None, out=None, mode='raise')")]
fn take(
    a: &Bound<'_, PyAny>,
    indices: &Bound<'_, PyAny>,
    axis: Option<&Bound<'_, PyAny>>,
    out: Option<&Bound<'_, PyAny>>,
    mode: Option<&Bound<'_, PyAny>>,
) -> PyResult<Py<PyAny>> {
    if let Some(result) = own_method(
        a,
        "take",
        (indices, axis, out, mode.map_or("raise".into_pyobject(a.py())?.into_any(), Clone::clone)),
    )? {
        return Ok(result);
    }
    PyArray::take(&array_object(a)?, indices, axis, out, mode)
}

/// The parts of `a` along `axis` (or elements of the flattened array) where `condition` is true.
#[pyfunction]
#[pyo3(signature = (condition, a, axis=None, out=None))]
fn compress(
    condition: &Bound<'_, PyAny>,
    a: &Bound<'_, PyAny>,
    axis: Option<&Bound<'_, PyAny>>,
    out: Option<&Bound<'_, PyAny>>,
) -> PyResult<Py<PyAny>> {
    if let Some(result) = own_method(a, "compress", (condition, axis, out))? {
        return Ok(result);
    }
    PyArray::compress(&array_object(a)?, condition, axis, out)
}

/// The elements of the flattened `arr` where the flattened `condition` is true.
#[pyfunction]
fn extract(condition: &Bound<'_, PyAny>, arr: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
    let array = array_object(arr)?;
    let result = index::extract(&array_argument(condition)?, array.get().array()?).or_raise(arr.py())?;
    finish(&array, result)
}

/// For each element of `a`, the element at its place of the choice that it names.
#[pyfunction]
#[pyo3(signature = (a, choices, out=None, mode=None), text_signature = "(a, choices, out=None, mode='raise')")]
fn choose(
    a: &Bound<'_, PyAny>,
    choices: &Bound<'_, PyAny>,
    out: Option<&Bound<'_, PyAny>>,
    mode: Option<&Bound<'_, PyAny>>,
) -> PyResult<Py<PyAny>> {
    choose_among(&array_object(a)?, choices_of(choices)?, out, mode)
}

/// The elements at `indices` along `axis`, which are matched with `arr` along the other axes, as those that argsort
/// gives.
#[pyfunction]
#[pyo3(signature = (arr, indices, axis=Some(-1)), text_signature = "(arr, indices, axis=-1)")]
fn take_along_axis(
    arr: &Bound<'_, PyAny>,
    indices: &Bound<'_, PyAny>,
    axis: Option<i64>,
) -> PyResult<Py<PyAny>> {
    let py = arr.py();
    let array = array_object(arr)?;
    let positions = array_argument(indices)?;
    let source = array.get().array()?;
    let result = match axis {
        Some(axis) => stridewise_core::layout::normalize_axis(axis, source.ndim())
            .and_then(|axis| index::take_along_axis(source, &positions, axis)),
        None if positions.ndim() != 1 => {
            Err(stridewise_core::Error::value("when axis=None, `indices` must have a single dimension."))
        }
        None => source.reshape(&[-1], Order::C).and_then(|line| index::take_along_axis(&line, &positions, 0)),
    };
    finish(&array, result.or_raise(py)?)
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    overrides::add_function(module, wrap_pyfunction!(take, module)?, &["a", "out"])?;
    overrides::add_function(module, wrap_pyfunction!(compress, module)?, &["condition", "a", "out"])?;
    overrides::add_function(module, wrap_pyfunction!(extract, module)?, &["condition", "arr"])?;
    overrides::add_function(module, wrap_pyfunction!(choose, module)?, &["a", "*choices", "out"])?;
    overrides::add_function(module, wrap_pyfunction!(take_along_axis, module)?, &["arr", "indices"])
}
