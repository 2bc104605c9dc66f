//! What an array is: shape, strides, dtype, size.

use pyo3::prelude::*;
use pyo3::types::PyTuple;

use stridewise::Array;

use super::PyArray;
use crate::dtype::dtype_object;

#[pymethods]
impl PyArray {
    /// Lengths per axis.
    #[getter]
    fn shape<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.handle().shape())
    }

    /// Bytes from one element to the next along each axis.
    #[getter]
    fn strides<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.handle().strides())
    }

    /// The number of axes.
    #[getter]
    fn ndim(&self) -> usize {
        self.handle().ndim()
    }

    /// The number of elements.
    #[getter]
    fn size(&self) -> usize {
        self.handle().size()
    }

    /// Bytes of one element.
    #[getter]
    fn itemsize(&self) -> usize {
        self.handle().item_size()
    }

    /// Bytes of all elements.
    #[getter]
    fn nbytes(&self) -> usize {
        self.handle().item_size() * self.handle().size()
    }

    /// Bytes of the object, with those of the elements where it owns them.
    fn __sizeof__(&self) -> usize {
        let axes = self.handle().ndim() * (size_of::<usize>() + size_of::<isize>());
        let own = if self.state().base.is_none() { self.nbytes() } else { 0 };
        size_of::<Self>() + size_of::<Array>() + axes + own
    }

    /// The type of the elements.
    #[getter]
    fn dtype(&self, py: Python<'_>) -> Py<PyAny> {
        dtype_object(py, self.handle().dtype())
    }

    /// The object whose memory this array shows; `None` where it owns its memory.
    #[getter]
    fn base(&self, py: Python<'_>) -> Option<Py<PyAny>> {
        self.state().base.as_ref().map(|base| base.clone_ref(py))
    }
}
