//! `for x in a`: the parts along the first axis.

use std::sync::atomic::{AtomicUsize, Ordering};

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use stridewise_core::layout::BasicIndex;

use crate::array::PyArray;
use crate::error::OrRaise;
use crate::{scalar, wrap};

#[pymethods]
impl PyArray {
    fn __iter__(slf: &Bound<'_, Self>) -> PyResult<PartIterator> {
        if slf.get().handle().ndim() == 0 {
            return Err(PyTypeError::new_err("iteration over a 0-d array"));
        }
        Ok(PartIterator { array: slf.clone().unbind(), next: AtomicUsize::new(0) })
    }
}

/// Goes along the first axis of an array: scalars of a one-dimensional one, views of others.
#[pyclass(frozen, module = "stridewise")]
pub(crate) struct PartIterator {
    array: Py<PyArray>,
    next: AtomicUsize,
}

#[pymethods]
impl PartIterator {
    fn __iter__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<Py<PyAny>>> {
        let owner = self.array.bind(py);
        let array = owner.get().array()?;
        let place = self.next.fetch_add(1, Ordering::Relaxed);
        if array.shape().first().is_none_or(|&length| place >= length) {
            self.next.fetch_sub(1, Ordering::Relaxed);
            return Ok(None);
        }
        if array.ndim() == 1
            && let Some(bytes) = array.view().bytes_at(&[place])
        {
            return scalar::make_element(py, array.number(), bytes).map(Some);
        }
        let part = array.index(&[BasicIndex::Integer(place as isize)]).or_raise(py)?;
        wrap::view(owner, part).map(Some)
    }

    fn __length_hint__(&self, py: Python<'_>) -> usize {
        let length = self.array.bind(py).get().handle().shape().first().copied().unwrap_or(0);
        length.saturating_sub(self.next.load(Ordering::Relaxed))
    }
}
