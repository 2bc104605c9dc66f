//! The class `broadcast`: several arrays gone over together.

use std::sync::atomic::{AtomicUsize, Ordering};

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use stridewise_core::Shape;

use super::broadcast::common;
use super::strides::array_object;
use crate::array::PyArray;
use crate::error::OrRaise;
use crate::{scalar, wrap};

/// broadcast(*arrays)
///
/// Goes over the elements of arrays that broadcast together, and gives a tuple of one element of each.
#[pyclass(name = "broadcast", module = "stridewise", frozen)]
pub(crate) struct Broadcast {
    /// The arrays, repeated to the common shape.
    arrays: Vec<Py<PyArray>>,
    shape: Shape,
    next: AtomicUsize,
}

#[pymethods]
impl Broadcast {
    #[new]
    #[pyo3(signature = (*arrays))]
    fn construct(arrays: &Bound<'_, PyTuple>) -> PyResult<Self> {
        let py = arrays.py();
        let mut owners: Vec<Bound<'_, PyArray>> = Vec::new();
        for array in arrays.iter() {
            // What was broadcast before comes in as its parts.
            match array.cast::<Self>() {
                Ok(several) => {
                    owners.extend(several.get().arrays.iter().map(|array| array.bind(py).clone()));
                }
                Err(_) => owners.push(array_object(&array, true)?),
            }
        }
        if owners.len() > 64 {
            return Err(PyValueError::new_err("Need at least 0 and at most 64 array objects."));
        }
        let shapes: Vec<Shape> = owners.iter().map(|owner| owner.get().handle().shape().into()).collect();
        let shape = common(&shapes)?;
        let arrays = owners
            .iter()
            .map(|owner| {
                let view = owner.get().array()?.broadcast_to(&shape).or_raise(py)?;
                let view = wrap::view(owner, view)?;
                Ok(view.bind(py).cast::<PyArray>()?.clone().unbind())
            })
            .collect::<PyResult<_>>()?;
        Ok(Self { arrays, shape, next: AtomicUsize::new(0) })
    }

    /// The shape that the arrays broadcast to.
    #[getter]
    fn shape<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, &self.shape)
    }

    /// The number of axes.
    #[getter]
    fn ndim(&self) -> usize {
        self.shape.len()
    }

    /// The number of axes.
    #[getter]
    fn nd(&self) -> usize {
        self.shape.len()
    }

    /// The number of arrays.
    #[getter]
    fn numiter(&self) -> usize {
        self.arrays.len()
    }

    /// The number of elements.
    #[getter]
    fn size(&self) -> usize {
        self.shape.iter().product()
    }

    /// The place of the elements that come next, counted in C order.
    #[getter]
    fn index(&self) -> usize {
        self.next.load(Ordering::Relaxed)
    }

    /// One iterator over the elements of each array.
    #[getter]
    fn iters<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let iterators: Vec<_> =
            self.arrays.iter().map(|array| array.bind(py).getattr("flat")).collect::<PyResult<_>>()?;
        PyTuple::new(py, iterators)
    }

    /// Starts again at the first elements.
    fn reset(&self) {
        self.next.store(0, Ordering::Relaxed);
    }

    fn __iter__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    fn __next__<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyTuple>>> {
        let place = self.next.fetch_add(1, Ordering::Relaxed);
        if place >= self.size() {
            self.next.fetch_sub(1, Ordering::Relaxed);
            return Ok(None);
        }
        let index = stridewise::index::unraveled(&self.shape, place as isize).or_raise(py)?;
        let elements = self
            .arrays
            .iter()
            .map(|array| {
                let array = array.get().array()?;
                match array.value_at(&index) {
                    Some(value) => scalar::make(py, array.number(), value),
                    None => Err(PyTypeError::new_err("an array was reshaped meanwhile")),
                }
            })
            .collect::<PyResult<Vec<_>>>()?;
        PyTuple::new(py, elements).map(Some)
    }
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<Broadcast>()
}
