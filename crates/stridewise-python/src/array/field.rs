//! `getfield` and `setfield`: parts of elements, by their place in bytes.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use stridewise::Array;

use super::PyArray;
use crate::convert::{Wish, array_argument_as};
use crate::dtype::dtype_argument;
use crate::error::OrRaise;
use crate::wrap;

#[pymethods]
impl PyArray {
    /// A view of the bytes from `offset` on in every element, as `dtype`.
    ///
    /// Raises ValueError where they reach over the element's end.
    #[pyo3(signature = (dtype, offset=0), text_signature = "($self, /, dtype, offset=0)")]
    fn getfield(slf: &Bound<'_, Self>, dtype: &Bound<'_, PyAny>, offset: isize) -> PyResult<Py<PyAny>> {
        wrap::view(slf, field(slf.get().array()?, dtype, offset)?)
    }

    /// Sets the bytes from `offset` on in every element to `val` as `dtype`.
    ///
    /// Raises ValueError where they reach over the element's end, or the array is read-only.
    #[pyo3(signature = (val, dtype, offset=0), text_signature = "($self, val, /, dtype, offset=0)")]
    fn setfield(
        slf: &Bound<'_, Self>,
        val: &Bound<'_, PyAny>,
        dtype: &Bound<'_, PyAny>,
        offset: isize,
    ) -> PyResult<()> {
        let target = field(slf.get().array()?, dtype, offset)?;
        let wish = Wish { dtype: Some(target.dtype()), ..Wish::default() };
        let source = array_argument_as(val, &wish)?;
        target.assign(&source).or_raise(slf.py())
    }
}

fn field(array: &Array, dtype: &Bound<'_, PyAny>, offset: isize) -> PyResult<Array> {
    let dtype = dtype_argument(dtype)?;
    if dtype.size() > array.item_size() {
        return Err(PyValueError::new_err("new type is larger than original type"));
    }
    let room = array.item_size() - dtype.size();
    let place = usize::try_from(offset).ok().filter(|place| *place <= room).ok_or_else(|| {
        PyValueError::new_err(format!(
            "Need 0 <= offset <= {room} for requested type but received offset = {offset}"
        ))
    })?;
    let mut layout = array.layout().clone();
    layout.offset += place;
    array
        .reinterpreted(dtype, layout)
        .ok_or_else(|| PyValueError::new_err("the field leaves the array's memory"))
}
