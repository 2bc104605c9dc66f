//! `sort`, `argsort`, `partition`, `lexsort`, `searchsorted`.

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyString;
use smallvec::SmallVec;
use stridewise::{Array, order};

use crate::array::PyArray;
use crate::array::shape_methods::share_or_own;
use crate::convert::{array_argument, optional_truth};
use crate::create::any_array;
use crate::detach::over_arrays;
use crate::error::OrRaise;
use crate::overrides::add_function;
use crate::wrap;

/// Whether the kind of sort asked for keeps equal elements in order.
fn is_stable(kind: Option<&Bound<'_, PyAny>>, stable: Option<bool>) -> PyResult<bool> {
    let Some(kind) = kind.filter(|kind| !kind.is_none()) else { return Ok(stable.unwrap_or(false)) };
    if stable.is_some() {
        return Err(PyValueError::new_err(
            "`kind` and keyword parameters can't be provided at the same time. Use only one of them.",
        ));
    }
    let Ok(text) = kind.cast::<PyString>() else {
        return Err(PyTypeError::new_err("sort kind must be str"));
    };
    let text = text.to_str()?;
    match text.chars().next() {
        Some('q' | 'Q' | 'h' | 'H') => Ok(false),
        Some('m' | 'M' | 's' | 'S') => Ok(true),
        _ => Err(PyValueError::new_err(format!(
            "sort kind must be one of 'quick', 'heap', or 'stable' (got '{text}')"
        ))),
    }
}

fn refuse_fields(order: Option<&Bound<'_, PyAny>>) -> PyResult<()> {
    match order.filter(|order| !order.is_none()) {
        Some(_) => Err(PyValueError::new_err("Cannot specify order when the array has no fields.")),
        None => Ok(()),
    }
}

#[pymethods]
impl PyArray {
    /// Sorts the array in place along `axis`.
    #[pyo3(signature = (axis=-1, kind=None, order=None, *, stable=None), text_signature = "($self, /, axis=-1, kind=None, order=None, *, stable=None)")]
    fn sort(
        slf: &Bound<'_, Self>,
        axis: i64,
        kind: Option<&Bound<'_, PyAny>>,
        order: Option<&Bound<'_, PyAny>>,
        #[pyo3(from_py_with = optional_truth)] stable: Option<bool>,
    ) -> PyResult<()> {
        refuse_fields(order)?;
        let array = slf.get().array()?;
        array.require_writeable("sort array").or_raise(slf.py())?;
        let stable = is_stable(kind, stable)?;
        over_arrays(slf.py(), array.size(), "sort", &[], &[array], || {
            array.assign(&order::sort(array, Some(axis), stable)?)
        })
        .or_raise(slf.py())
    }

    /// The positions that would sort the array along `axis`.
    #[pyo3(signature = (axis=Some(-1), kind=None, order=None, *, stable=None), text_signature = "($self, /, axis=-1, kind=None, order=None, *, stable=None)")]
    fn argsort(
        slf: &Bound<'_, Self>,
        axis: Option<i64>,
        kind: Option<&Bound<'_, PyAny>>,
        order: Option<&Bound<'_, PyAny>>,
        #[pyo3(from_py_with = optional_truth)] stable: Option<bool>,
    ) -> PyResult<Py<PyAny>> {
        refuse_fields(order)?;
        is_stable(kind, stable)?;
        let array = slf.get().array()?;
        let axis =
            if array.ndim() == 0 && axis.is_some_and(|axis| (-1..=0).contains(&axis)) { None } else { axis };
        let places =
            over_arrays(slf.py(), array.size(), "argsort", &[array], &[], || order::argsort(array, axis));
        share_or_own(slf, places.or_raise(slf.py())?)
    }

    /// Partitions the array in place: the elements at the positions `kth` come to stand where sorting would put them.
    #[pyo3(signature = (kth, axis=-1, kind="introselect", order=None))]
    fn partition(
        slf: &Bound<'_, Self>,
        kth: &Bound<'_, PyAny>,
        axis: i64,
        kind: &str,
        order: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<()> {
        refuse_fields(order)?;
        check_select_kind(kind)?;
        let array = slf.get().array()?;
        array.require_writeable("partition array").or_raise(slf.py())?;
        let positions = positions(kth)?;
        over_arrays(slf.py(), array.size(), "partition", &[], &[array], || {
            array.assign(&order::partition(array, &positions, Some(axis))?)
        })
        .or_raise(slf.py())
    }

    /// The positions that would partition the array along `axis`.
    #[pyo3(signature = (kth, axis=Some(-1), kind="introselect", order=None))]
    fn argpartition(
        slf: &Bound<'_, Self>,
        kth: &Bound<'_, PyAny>,
        axis: Option<i64>,
        kind: &str,
        order: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Py<PyAny>> {
        refuse_fields(order)?;
        check_select_kind(kind)?;
        let (array, positions) = (slf.get().array()?, positions(kth)?);
        let places = over_arrays(slf.py(), array.size(), "argpartition", &[array], &[], || {
            order::argpartition(array, &positions, axis)
        });
        share_or_own(slf, places.or_raise(slf.py())?)
    }

    /// Where the values `v` would be inserted into the sorted array to keep the order.
    #[pyo3(signature = (v, side="left", sorter=None), text_signature = "($self, v, /, side='left', sorter=None)")]
    fn searchsorted(
        slf: &Bound<'_, Self>,
        v: &Bound<'_, PyAny>,
        side: &str,
        sorter: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Py<PyAny>> {
        let py = slf.py();
        let right = match side.chars().next() {
            Some('l' | 'L') => false,
            Some('r' | 'R') => true,
            _ => {
                return Err(PyValueError::new_err(format!(
                    "search side must be 'left' or 'right' (got '{side}')"
                )));
            }
        };
        let sorter: Option<Array> =
            sorter.filter(|sorter| !sorter.is_none()).map(array_argument).transpose()?;
        if let Some(sorter) = &sorter
            && !sorter.number().is_integer()
        {
            return Err(PyTypeError::new_err("sorter must only contain integers"));
        }
        let (array, values) = (slf.get().array()?, array_argument(v)?);
        let read: SmallVec<[&Array; 3]> = [array, &values].into_iter().chain(&sorter).collect();
        let places = over_arrays(py, values.size(), "searchsorted", &read, &[], || {
            order::searchsorted(array, &values, right, sorter.as_ref())
        });
        wrap::array_or_scalar(py, places.or_raise(py)?)
    }
}

fn check_select_kind(kind: &str) -> PyResult<()> {
    if kind == "introselect" {
        return Ok(());
    }
    Err(PyValueError::new_err(format!("select kind must be 'introselect' (got '{kind}')")))
}

fn positions(kth: &Bound<'_, PyAny>) -> PyResult<Vec<i64>> {
    let array = array_argument(kth)?;
    if !array.number().is_integer() {
        return Err(PyTypeError::new_err("Partition index must be integer"));
    }
    if array.ndim() > 1 {
        return Err(PyValueError::new_err("kth array must have dimension <= 1"));
    }
    array.cast_to_vec().or_raise(kth.py())
}

/// A sorted copy of `a` along `axis`; of the flat array where it is `None`.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.sort([3, 1, 2]).tolist()
/// [1, 2, 3]
#[pyfunction]
#[pyo3(signature = (a, axis=Some(-1), kind=None, order=None, *, stable=None))]
fn sort(
    a: &Bound<'_, PyAny>,
    axis: Option<i64>,
    kind: Option<&Bound<'_, PyAny>>,
    order: Option<&Bound<'_, PyAny>>,
    #[pyo3(from_py_with = optional_truth)] stable: Option<bool>,
) -> PyResult<Py<PyAny>> {
    refuse_fields(order)?;
    let array = any_array(a)?;
    let stable = is_stable(kind, stable)?;
    let source = array.get().array()?;
    let sorted =
        over_arrays(a.py(), source.size(), "sort", &[source], &[], || order::sort(source, axis, stable));
    share_or_own(&array, sorted.or_raise(a.py())?)
}

/// The positions that would sort `a` along `axis`.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.argsort([3, 1, 2]).tolist()
/// [1, 2, 0]
#[pyfunction]
#[pyo3(signature = (a, axis=Some(-1), kind=None, order=None, *, stable=None))]
fn argsort(
    a: &Bound<'_, PyAny>,
    axis: Option<i64>,
    kind: Option<&Bound<'_, PyAny>>,
    order: Option<&Bound<'_, PyAny>>,
    #[pyo3(from_py_with = optional_truth)] stable: Option<bool>,
) -> PyResult<Py<PyAny>> {
    PyArray::argsort(&any_array(a)?, axis, kind, order, stable)
}

/// A partitioned copy of `a`: the elements at `kth` stand where sorting would put them.
#[pyfunction]
#[pyo3(signature = (a, kth, axis=Some(-1), kind="introselect", order=None))]
fn partition(
    a: &Bound<'_, PyAny>,
    kth: &Bound<'_, PyAny>,
    axis: Option<i64>,
    kind: &str,
    order: Option<&Bound<'_, PyAny>>,
) -> PyResult<Py<PyAny>> {
    refuse_fields(order)?;
    check_select_kind(kind)?;
    let array = any_array(a)?;
    let (source, positions) = (array.get().array()?, positions(kth)?);
    let result = over_arrays(a.py(), source.size(), "partition", &[source], &[], || {
        order::partition(source, &positions, axis)
    });
    share_or_own(&array, result.or_raise(a.py())?)
}

/// The positions that would partition `a` along `axis`.
#[pyfunction]
#[pyo3(signature = (a, kth, axis=Some(-1), kind="introselect", order=None))]
fn argpartition(
    a: &Bound<'_, PyAny>,
    kth: &Bound<'_, PyAny>,
    axis: Option<i64>,
    kind: &str,
    order: Option<&Bound<'_, PyAny>>,
) -> PyResult<Py<PyAny>> {
    PyArray::argpartition(&any_array(a)?, kth, axis, kind, order)
}

/// The positions that sort by several keys, the last one first.
#[pyfunction]
#[pyo3(signature = (keys, axis=-1))]
fn lexsort(keys: &Bound<'_, PyAny>, axis: i64) -> PyResult<Py<PyAny>> {
    let arrays = keys
        .try_iter()
        .map_err(|_| PyTypeError::new_err("need sequence of keys with len > 0 in lexsort"))?
        .map(|key| array_argument(&key?))
        .collect::<PyResult<Vec<_>>>()?;
    let read: Vec<&Array> = arrays.iter().collect();
    let elements = arrays.first().map_or(0, Array::size);
    let places = over_arrays(keys.py(), elements, "lexsort", &read, &[], || order::lexsort(&arrays, axis));
    wrap::array_or_scalar(keys.py(), places.or_raise(keys.py())?)
}

/// Where the values `v` would be inserted into the sorted array `a` to keep the order.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.searchsorted([1, 3, 5], [0, 3, 6]).tolist()
/// [0, 1, 3]
#[pyfunction]
#[pyo3(signature = (a, v, side="left", sorter=None))]
fn searchsorted(
    a: &Bound<'_, PyAny>,
    v: &Bound<'_, PyAny>,
    side: &str,
    sorter: Option<&Bound<'_, PyAny>>,
) -> PyResult<Py<PyAny>> {
    PyArray::searchsorted(&any_array(a)?, v, side, sorter)
}

/// A sorted complex copy of `a`.
#[pyfunction]
#[pyo3(signature = (a))]
fn sort_complex(a: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
    use stridewise_core::{Number, Order};
    let py = a.py();
    let sorted = order::sort(&array_argument(a)?, Some(-1), false).or_raise(py)?;
    let number = match sorted.number() {
        number if number.is_complex() => number,
        Number::I8 | Number::U8 | Number::I16 | Number::U16 => Number::C64,
        _ => Number::C128,
    };
    wrap::array(py, sorted.astype(number.native(), Order::Keep).or_raise(py)?)
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    add_function(module, wrap_pyfunction!(sort, module)?, &["a"])?;
    add_function(module, wrap_pyfunction!(argsort, module)?, &["a"])?;
    add_function(module, wrap_pyfunction!(partition, module)?, &["a"])?;
    add_function(module, wrap_pyfunction!(argpartition, module)?, &["a"])?;
    add_function(module, wrap_pyfunction!(lexsort, module)?, &["*keys"])?;
    add_function(module, wrap_pyfunction!(searchsorted, module)?, &["a", "v", "sorter"])?;
    add_function(module, wrap_pyfunction!(sort_complex, module)?, &["a"])
}
