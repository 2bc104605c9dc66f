//! `a.flat`: an array as one axis in C order, to iterate over, read and assign.

use std::ffi::CStr;
use std::sync::atomic::{AtomicUsize, Ordering};

use pyo3::basic::CompareOp;
use pyo3::exceptions::{PyDeprecationWarning, PyIndexError, PyTypeError};
use pyo3::prelude::*;
use pyo3::types::{PyInt, PyList, PyTuple};
use stridewise::index::{self, FlatIndex, IndexItem};
use stridewise_core::layout::{BasicIndex, Slice};
use stridewise_core::{DType, Order, Value};

use super::arguments::{assigned_values, finish};
use super::parse;
use crate::array::{PyArray, object};
use crate::convert::{array_argument, optional_truth};
use crate::error::OrRaise;
use crate::{scalar, wrap};

/// Goes over all elements of an array in C order; can be indexed and assigned like a one-dimensional array.
#[pyclass(name = "flatiter", module = "stridewise", frozen)]
pub(crate) struct FlatIterator {
    array: Py<PyArray>,
    next: AtomicUsize,
}

impl FlatIterator {
    pub(super) fn new(array: &Bound<'_, PyArray>) -> Self {
        Self { array: array.clone().unbind(), next: AtomicUsize::new(0) }
    }

    pub(super) fn place(&self) -> usize {
        self.next.load(Ordering::Relaxed)
    }
}

#[pymethods]
impl PyArray {
    /// The elements in C order, to iterate over, read and assign.
    #[getter]
    fn flat(slf: &Bound<'_, Self>) -> FlatIterator {
        FlatIterator::new(slf)
    }

    #[setter(flat)]
    fn set_flat(slf: &Bound<'_, Self>, values: &Bound<'_, PyAny>) -> PyResult<()> {
        let array = slf.get().array()?;
        index::flat_set(array, &FlatIndex::All, &assigned_values(array.dtype(), values)?).or_raise(slf.py())
    }
}

const INVALID: &str =
    "only integers, slices (`:`), ellipsis (`...`) and integer or boolean arrays are valid indices";

fn flat_index(index: &Bound<'_, PyAny>) -> PyResult<FlatIndex> {
    let py = index.py();
    let only = match index.cast::<PyTuple>() {
        Ok(parts) if parts.len() == 1 => parts.get_item(0)?,
        Ok(parts) if parts.is_empty() => return Ok(FlatIndex::All),
        Ok(parts) => {
            return Err(PyIndexError::new_err(format!(
                "too many indices for flat iterator: flat iterator is 1-dimensional, but {} were indexed",
                parts.len()
            )));
        }
        Err(_) => index.clone(),
    };
    if only.is_instance_of::<PyList>() {
        return list_index(&only);
    }
    let items = parse::items(&only).map_err(|error| {
        if error.is_instance_of::<PyIndexError>(py) { PyIndexError::new_err(INVALID) } else { error }
    })?;
    match items.into_iter().next() {
        Some(IndexItem::Basic(BasicIndex::Integer(place))) => Ok(FlatIndex::Integer(place)),
        Some(IndexItem::Basic(BasicIndex::Slice(slice))) => Ok(FlatIndex::Slice(slice)),
        Some(IndexItem::Basic(BasicIndex::Ellipsis)) => Ok(FlatIndex::All),
        Some(IndexItem::Positions(positions)) => match positions.item() {
            Some(Value::Int(place)) if positions.ndim() == 0 => Ok(FlatIndex::Integer(place as isize)),
            _ => Ok(FlatIndex::Positions(positions)),
        },
        Some(IndexItem::Mask(mask)) if mask.ndim() > 0 => Ok(FlatIndex::Mask(mask)),
        Some(IndexItem::Mask(mask)) => {
            deprecated(
                py,
                c"0-dimensional boolean index is deprecated and may be removed in a future version. Use a 1-dimensional \
                  boolean index instead.",
            )?;
            let first = mask.item().is_some_and(Value::is_true);
            let slice = Slice { start: Some(0), stop: Some(isize::from(first)), step: None };
            Ok(FlatIndex::Slice(slice))
        }
        _ => Err(PyIndexError::new_err(INVALID)),
    }
}

/// A list is positions, whatever its numbers are; a list of booleans is refused.
fn list_index(list: &Bound<'_, PyAny>) -> PyResult<FlatIndex> {
    let py = list.py();
    let array = array_argument(list)?;
    if array.dtype() == DType::BOOL {
        return Err(PyIndexError::new_err(
            "boolean indices for iterators are not supported because they were given as a list; use an array instead",
        ));
    }
    if array.size() > 0 && !array.number().is_integer() {
        deprecated(
            py,
            c"Invalid non-array indices for iterator objects are deprecated and will be removed in a future version.",
        )?;
    }
    Ok(FlatIndex::Positions(array.astype(DType::I64, Order::C).or_raise(py)?))
}

fn deprecated(py: Python<'_>, text: &CStr) -> PyResult<()> {
    PyErr::warn(py, &py.get_type::<PyDeprecationWarning>(), text, 1)
}

#[pymethods]
impl FlatIterator {
    /// The array that is gone over.
    #[getter]
    fn base(&self, py: Python<'_>) -> Py<PyArray> {
        self.array.clone_ref(py)
    }

    /// The place of the element that comes next, counted in C order.
    #[getter]
    fn index(&self) -> usize {
        self.place()
    }

    /// The position, along each axis, of the element that comes next.
    #[getter]
    fn coords<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let mut rest = self.place();
        let shape = self.array.get().handle().shape();
        let mut position = vec![0; shape.len()];
        for (axis, (slot, &length)) in position.iter_mut().zip(shape).enumerate().rev() {
            // Past the last element, the first axis goes past its end.
            *slot = if axis == 0 { rest } else { rest % length.max(1) };
            rest /= length.max(1);
        }
        PyTuple::new(py, position)
    }

    fn __len__(&self) -> usize {
        self.array.get().handle().size()
    }

    fn __iter__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    pub(super) fn __next__(&self, py: Python<'_>) -> PyResult<Option<Py<PyAny>>> {
        let array = self.array.get().array()?;
        let place = self.next.fetch_add(1, Ordering::Relaxed);
        if place >= array.size() {
            self.next.fetch_sub(1, Ordering::Relaxed);
            return Ok(None);
        }
        let value = if array.ndim() == 1 {
            array.value_at(&[place])
        } else {
            array.value_at(&index::unraveled(array.shape(), place as isize).or_raise(py)?)
        };
        value.map(|value| scalar::make(py, array.number(), value)).transpose()
    }

    fn __getitem__(&self, py: Python<'_>, index: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        let owner = self.array.bind(py);
        if index.is_exact_instance_of::<PyInt>() {
            let array = owner.get().array()?;
            let at = index::unraveled(array.shape(), parse::position(index)?).or_raise(py)?;
            if let Some(value) = array.value_at(&at) {
                return scalar::make(py, array.number(), value);
            }
        }
        let part = index::flat_get(owner.get().array()?, &flat_index(index)?).or_raise(py)?;
        finish(owner, part)
    }

    fn __setitem__(&self, index: &Bound<'_, PyAny>, values: &Bound<'_, PyAny>) -> PyResult<()> {
        let array = self.array.get().array()?;
        if index.cast::<PyTuple>().is_ok_and(|parts| parts.is_empty()) {
            return Err(PyIndexError::new_err(
                "Assigning to a flat iterator with a 0-D index is not supported",
            ));
        }
        let index = flat_index(index)?;
        index::flat_set(array, &index, &assigned_values(array.dtype(), values)?).or_raise(values.py())
    }

    fn __delitem__(&self, _index: &Bound<'_, PyAny>) -> PyResult<()> {
        Err(PyTypeError::new_err("Cannot delete iterator elements"))
    }

    /// A one-dimensional copy.
    fn copy(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        let owner = self.array.bind(py);
        finish(owner, index::flat_get(owner.get().array()?, &FlatIndex::All).or_raise(py)?)
    }

    /// The elements as a one-dimensional array: a view where the array is contiguous, else a read-only copy.
    #[pyo3(signature = (dtype=None, /, *, copy=None))]
    fn __array__(
        &self,
        py: Python<'_>,
        dtype: Option<&Bound<'_, PyAny>>,
        #[pyo3(from_py_with = optional_truth)] copy: Option<bool>,
    ) -> PyResult<Py<PyAny>> {
        let owner = self.array.bind(py);
        let array = owner.get().array()?;
        let line = array.reshape(&[-1], Order::C).or_raise(py)?;
        let dtype = crate::create::optional_dtype(dtype)?;
        if dtype.is_some_and(|dtype| dtype != line.dtype()) || copy == Some(true) {
            return wrap::array(py, line.astype(dtype.unwrap_or(line.dtype()), Order::C).or_raise(py)?);
        }
        if array.view().is_c_contiguous() {
            return object::view_as(owner, &py.get_type::<PyArray>(), line, owner.as_any());
        }
        wrap::array(py, line.copy(Order::C).or_raise(py)?.with_writeable(false))
    }

    fn __richcmp__<'py>(
        &self,
        other: &Bound<'py, PyAny>,
        operator: CompareOp,
    ) -> PyResult<Bound<'py, PyAny>> {
        let py = other.py();
        self.__array__(py, None, None)?.bind(py).rich_compare(other, operator)
    }
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<FlatIterator>()
}
