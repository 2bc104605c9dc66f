//! Pickling: arrays as bytes, or as buffers that travel beside the pickle.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyString, PyTuple};
use smallvec::SmallVec;
use stridewise::Array;
use stridewise_core::Order;

use super::{ArrayState, PyArray, object};
use crate::dtype::dtype_argument;
use crate::error::OrRaise;
use crate::wrap;

#[pymethods]
impl PyArray {
    /// From protocol 5 on, elements that lie densely go out as a buffer, which `pickle` may keep apart.
    #[pyo3(signature = (protocol, /))]
    fn __reduce_ex__<'py>(
        slf: &Bound<'py, Self>,
        protocol: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let py = slf.py();
        let dense = if protocol.extract::<i64>()? >= 5 && object::is_exact(slf) {
            dense_order(slf.get().array()?)
        } else {
            None
        };
        let Some(axes) = dense else { return slf.call_method0("__reduce__") };
        let array = slf.get().array()?;
        let turned = array.permuted(&axes);
        let shape = PyTuple::new(py, turned.shape())?;
        let buffer = py.import("pickle")?.call_method1("PickleBuffer", (wrap::view(slf, turned)?,))?;
        let dtype = crate::dtype::dtype_object(py, array.dtype());
        let rebuild = py.import("stridewise._core.numeric")?.getattr("_frombuffer")?;
        // The place of each axis among the turned ones.
        let mut places: SmallVec<[usize; 4]> = SmallVec::from_elem(0, axes.len());
        for (place, &axis) in axes.iter().enumerate() {
            places[axis] = place;
        }
        let arguments = if array.view().is_c_contiguous() {
            (buffer, dtype, PyTuple::new(py, array.shape())?, "C", py.None()).into_pyobject(py)?
        } else {
            (buffer, dtype, shape, "K", PyTuple::new(py, places)?).into_pyobject(py)?
        };
        Ok((rebuild, arguments).into_pyobject(py)?.into_any())
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyTuple>> {
        let py = slf.py();
        let array = slf.get().array()?;
        let rebuild = py.import("stridewise._core.multiarray")?.getattr("_reconstruct")?;
        let fortran = array.view().is_f_contiguous() && !array.view().is_c_contiguous();
        let order = if fortran { Order::F } else { Order::C };
        let bytes = PyBytes::new(py, &stridewise::shape::bytes(array, order).or_raise(py)?);
        let shape = PyTuple::new(py, array.shape())?;
        let dtype = crate::dtype::dtype_object(py, array.dtype());
        let state = (1, shape, dtype, fortran, bytes).into_pyobject(py)?;
        (rebuild, (slf.get_type(), (0,), PyBytes::new(py, b"b")), state).into_pyobject(py)
    }

    fn __setstate__(slf: &Bound<'_, Self>, state: &Bound<'_, PyTuple>) -> PyResult<()> {
        let py = slf.py();
        // Version 0 states have no version in front.
        let first = state.len().saturating_sub(4);
        let shape: Vec<usize> = state.get_item(first)?.extract()?;
        let dtype = dtype_argument(&state.get_item(first + 1)?)?;
        let fortran: bool = state.get_item(first + 2)?.is_truthy()?;
        let mut data = state.get_item(first + 3)?;
        if data.is_instance_of::<PyString>() {
            // Pickles of Python 2 hold bytes that were read as Latin-1 text.
            data = data.call_method1("encode", ("latin1",))?;
        }
        let Ok(data) = data.cast::<PyBytes>() else {
            return Err(PyTypeError::new_err("pickled array data must be bytes"));
        };
        let array = stridewise::shape::from_bytes(data.as_bytes(), dtype, &shape, fortran).or_raise(py)?;
        slf.get().replace(ArrayState { array, base: None });
        Ok(())
    }

    /// Pickles the array to a file object or path.
    fn dump(slf: &Bound<'_, Self>, file: &Bound<'_, PyAny>) -> PyResult<()> {
        let py = slf.py();
        let text = slf.call_method0("dumps")?;
        if file.hasattr("write")? {
            file.call_method1("write", (text,))?;
            return Ok(());
        }
        let opened = py.import("builtins")?.call_method1("open", (file, "wb"))?;
        opened.call_method1("write", (text,))?;
        opened.call_method0("close")?;
        Ok(())
    }

    /// The array, pickled.
    fn dumps<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        let kwargs = PyDict::new(slf.py());
        kwargs.set_item("protocol", 2)?;
        slf.py().import("pickle")?.call_method("dumps", (slf,), Some(&kwargs))
    }
}

/// The axes from slowest to fastest, if the array is dense in memory in that order.
fn dense_order(array: &Array) -> Option<SmallVec<[usize; 4]>> {
    let mut axes: SmallVec<[usize; 4]> = (0..array.ndim()).collect();
    if !array.view().is_c_contiguous() {
        axes.sort_by_key(|&axis| std::cmp::Reverse(array.strides()[axis]));
    }
    array.permuted(&axes).view().is_c_contiguous().then_some(axes)
}
