//! `frombuffer` and `fromiter`.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use stridewise::Array;
use stridewise_core::{DType, Layout, Order};

use super::optional_dtype;
use crate::array::{ArrayState, object};
use crate::convert::{Wish, array_argument_as};
use crate::dtype::dtype_argument;
use crate::error::OrRaise;
use crate::exchange::buffer_in;
use crate::overrides::add_function;
use crate::wrap;

/// A flat array over the memory of an object with a buffer.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.frombuffer(b"\x01\x02", dtype=np.uint8).tolist()
/// [1, 2]
#[pyfunction]
#[pyo3(signature = (buffer, dtype=None, count=-1, offset=0, *, like=None))]
fn frombuffer(
    buffer: &Bound<'_, PyAny>,
    dtype: Option<&Bound<'_, PyAny>>,
    count: isize,
    offset: isize,
    like: Option<&Bound<'_, PyAny>>,
) -> PyResult<Py<PyAny>> {
    let _ = like;
    let py = buffer.py();
    let dtype = optional_dtype(dtype)?.unwrap_or(DType::F64);
    let bytes = buffer_in::bytes_of(buffer)?;
    let size = dtype.size();
    let offset = usize::try_from(offset).ok().filter(|&offset| offset <= bytes.size()).ok_or_else(|| {
        PyValueError::new_err(format!(
            "offset must be non-negative and no greater than buffer length ({})",
            bytes.size()
        ))
    })?;
    let left = bytes.size() - offset;
    let count = match usize::try_from(count) {
        Ok(count) => count,
        Err(_) if left % size != 0 => {
            return Err(PyValueError::new_err("buffer size must be a multiple of element size"));
        }
        Err(_) => left / size,
    };
    if count.checked_mul(size).is_none_or(|needed| needed > left) {
        return Err(PyValueError::new_err("buffer is smaller than requested size"));
    }
    let layout = Layout { offset, ..Layout::contiguous(&[count], size).or_raise(py)? };
    let array = bytes
        .reinterpreted(dtype, layout)
        .ok_or_else(|| PyValueError::new_err("buffer is smaller than requested size"))?;
    let state = ArrayState { array, base: Some(buffer.clone().unbind()) };
    Ok(object::base_class(py, state)?.into_any())
}

/// A flat array of the items of an iterable.
///
/// `count` items are taken, or all where it is negative.
#[pyfunction]
#[pyo3(signature = (iter, dtype, count=-1, *, like=None))]
fn fromiter(
    iter: &Bound<'_, PyAny>,
    dtype: &Bound<'_, PyAny>,
    count: isize,
    like: Option<&Bound<'_, PyAny>>,
) -> PyResult<Py<PyAny>> {
    let _ = like;
    let py = iter.py();
    let dtype = dtype_argument(dtype)?;
    let limit = usize::try_from(count).ok();
    let mut taken: Vec<Array> = Vec::new();
    let wish = Wish { dtype: Some(dtype), ..Wish::default() };
    for item in iter.try_iter()? {
        if limit.is_some_and(|limit| taken.len() >= limit) {
            break;
        }
        let item = array_argument_as(&item?, &wish)?;
        if item.ndim() != 0 {
            return Err(PyValueError::new_err("setting an array element with a sequence."));
        }
        taken.push(item);
        if limit.is_some_and(|limit| taken.len() >= limit) {
            break;
        }
    }
    if let Some(limit) = limit
        && taken.len() < limit
    {
        return Err(PyValueError::new_err(format!(
            "iterator too short: Expected {limit} but iterator had only {} items.",
            taken.len()
        )));
    }
    let result = Array::zeros(dtype, &[taken.len()], Order::C).or_raise(py)?;
    for (place, item) in taken.iter().enumerate() {
        if let Some(value) = item.item() {
            result.view().set_value(&[place], value);
        }
    }
    wrap::array(py, result)
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    add_function(module, wrap_pyfunction!(frombuffer, module)?, &[])?;
    add_function(module, wrap_pyfunction!(fromiter, module)?, &[])
}
