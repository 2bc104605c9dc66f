//! `repeat`, `tile`, `resize`, `append`, `insert`, `delete`.

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use stridewise::{Array, shape};
use stridewise_core::dtype::{Casting, can_cast};
use stridewise_core::{DType, Number};

use crate::array::PyArray;
use crate::array::shape_methods::share_or_own;
use crate::convert::{array_argument, axes_argument};
use crate::create::any_array;
use crate::error::OrRaise;
use crate::overrides::add_function;

/// Counts, from a number or an array of integers.
fn counts_of(object: &Bound<'_, PyAny>) -> PyResult<Vec<i64>> {
    let array = array_argument(object)?;
    if array.ndim() > 1 {
        return Err(PyValueError::new_err("object too deep for desired array"));
    }
    if array.size() > 0 && !can_cast(array.dtype(), DType::I64, Casting::Safe) {
        return Err(PyTypeError::new_err(format!(
            "Cannot cast array data from dtype('{}') to dtype('int64') according to the rule 'safe'",
            array.dtype()
        )));
    }
    array.cast_to_vec().or_raise(object.py())
}

#[pymethods]
impl PyArray {
    /// Each element along `axis` as often as `repeats` says; of the flat array where there is no axis.
    #[pyo3(signature = (repeats, axis=None), text_signature = "($self, repeats, /, axis=None)")]
    fn repeat(slf: &Bound<'_, Self>, repeats: &Bound<'_, PyAny>, axis: Option<i64>) -> PyResult<Py<PyAny>> {
        let counts = counts_of(repeats)?;
        share_or_own(slf, shape::repeat(slf.get().array()?, &counts, axis).or_raise(slf.py())?)
    }
}

/// Each element of `a` along `axis` as often as `repeats` says; of the flat array where there is no axis.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.repeat([1, 2], [2, 3]).tolist()
/// [1, 1, 2, 2, 2]
#[pyfunction]
#[pyo3(signature = (a, repeats, axis=None))]
fn repeat<'py>(a: &Bound<'py, PyAny>, repeats: &Bound<'py, PyAny>, axis: Option<i64>) -> PyResult<Py<PyAny>> {
    PyArray::repeat(&any_array(a)?, repeats, axis)
}

/// `A` repeated as a whole, `reps` times along each axis.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.tile([1, 2], 2).tolist()
/// [1, 2, 1, 2]
#[pyfunction]
#[pyo3(signature = (A, reps))]
#[expect(non_snake_case, reason = "NumPy's names of the parameters")]
fn tile(A: &Bound<'_, PyAny>, reps: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
    let array = any_array(A)?;
    share_or_own(&array, shape::tile(array.get().array()?, &axes_argument(reps)?).or_raise(A.py())?)
}

/// The elements of `a` repeated until they fill `new_shape`.
#[pyfunction]
#[pyo3(signature = (a, new_shape))]
fn resize(a: &Bound<'_, PyAny>, new_shape: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
    let array = any_array(a)?;
    let result = shape::resize(array.get().array()?, &axes_argument(new_shape)?).or_raise(a.py())?;
    share_or_own(&array, result)
}

/// `arr` with `values` behind it along `axis`; both flattened where there is none.
#[pyfunction]
#[pyo3(signature = (arr, values, axis=None))]
fn append(arr: &Bound<'_, PyAny>, values: &Bound<'_, PyAny>, axis: Option<i64>) -> PyResult<Py<PyAny>> {
    let array = any_array(arr)?;
    let values = array_argument(values)?;
    let joined = shape::concatenate(&[array.get().array()?.clone(), values], axis, shape::Join::default())
        .or_raise(arr.py())?;
    share_or_own(&array, joined)
}

/// Where to insert or delete: one place, several, a slice, or a mask.
fn places_of(object: &Bound<'_, PyAny>, length: usize, insert: bool) -> PyResult<shape::Places> {
    let py = object.py();
    if let Ok(slice) = object.cast::<pyo3::types::PySlice>() {
        let (start, stop, step): (isize, isize, isize) =
            slice.call_method1("indices", (length,))?.extract()?;
        let mut places = Vec::new();
        let mut place = start;
        while (step > 0 && place < stop) || (step < 0 && place > stop) {
            places.push(place as i64);
            place += step;
        }
        return Ok(shape::Places::Several(places));
    }
    let array: Array = array_argument(object)?;
    if array.number() == Number::Bool {
        if !insert && array.shape() != [length] {
            return Err(PyValueError::new_err(format!(
                "boolean array argument obj to delete must be one dimensional and match the axis length of {length}"
            )));
        }
        let mask = array.to_vec::<stridewise_core::Bool>();
        if array.ndim() != 1 && insert {
            return Err(PyValueError::new_err(
                "boolean array argument obj to insert must be one dimensional",
            ));
        }
        let places =
            mask.iter().enumerate().filter(|(_, flag)| flag.get()).map(|(place, _)| place as i64).collect();
        return Ok(shape::Places::Several(places));
    }
    if array.ndim() > 1 && insert {
        return Err(PyValueError::new_err(
            "index array argument obj to insert must be one dimensional or scalar",
        ));
    }
    // An empty list is one of no places; an empty array of floats is none.
    let is_array = object.is_instance_of::<PyArray>();
    if !array.number().is_integer() && (array.size() > 0 || is_array) {
        return Err(pyo3::exceptions::PyIndexError::new_err(
            "arrays used as indices must be of integer (or boolean) type",
        ));
    }
    let places: Vec<i64> = array.cast_to_vec().or_raise(py)?;
    Ok(match (array.ndim(), places.as_slice()) {
        (0, &[place]) => shape::Places::One(place),
        _ => shape::Places::Several(places),
    })
}

/// `arr` with `values` put before the places `obj` along `axis`; flattened where there is none.
#[pyfunction]
#[pyo3(signature = (arr, obj, values, axis=None))]
fn insert(
    arr: &Bound<'_, PyAny>,
    obj: &Bound<'_, PyAny>,
    values: &Bound<'_, PyAny>,
    axis: Option<i64>,
) -> PyResult<Py<PyAny>> {
    let array = any_array(arr)?;
    let source = array.get().array()?;
    let length = shape::edited_length(source, axis).or_raise(arr.py())?;
    let places = places_of(obj, length, true)?;
    let result = shape::insert(source, &places, &array_argument(values)?, axis).or_raise(arr.py())?;
    share_or_own(&array, result)
}

/// `arr` without the places `obj` along `axis`; flattened where there is none.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.delete([1, 2, 3], 1).tolist()
/// [1, 3]
#[pyfunction]
#[pyo3(signature = (arr, obj, axis=None))]
fn delete(arr: &Bound<'_, PyAny>, obj: &Bound<'_, PyAny>, axis: Option<i64>) -> PyResult<Py<PyAny>> {
    let array = any_array(arr)?;
    let source = array.get().array()?;
    let length = shape::edited_length(source, axis).or_raise(arr.py())?;
    let places = places_of(obj, length, false)?;
    share_or_own(&array, shape::delete(source, &places, axis).or_raise(arr.py())?)
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    add_function(module, wrap_pyfunction!(repeat, module)?, &["a", "repeats"])?;
    add_function(module, wrap_pyfunction!(tile, module)?, &["A", "reps"])?;
    add_function(module, wrap_pyfunction!(resize, module)?, &["a"])?;
    add_function(module, wrap_pyfunction!(append, module)?, &["arr", "values"])?;
    add_function(module, wrap_pyfunction!(insert, module)?, &["arr", "obj", "values"])?;
    add_function(module, wrap_pyfunction!(delete, module)?, &["arr", "obj"])
}
