//! `a[...]`, for a start: integers, slices, new axes and the ellipsis.

use pyo3::exceptions::{PyIndexError, PyTypeError};
use pyo3::prelude::*;
use pyo3::types::{PyEllipsis, PySlice, PyTuple};
use smallvec::SmallVec;
use stridewise_core::layout::{BasicIndex, Slice};

use super::PyArray;
use crate::convert::{self, Wish};
use crate::error::OrRaise;
use crate::wrap;

type Items = SmallVec<[BasicIndex; 4]>;

#[pymethods]
impl PyArray {
    fn __len__(&self) -> PyResult<usize> {
        self.array().shape().first().copied().ok_or_else(|| PyTypeError::new_err("len() of unsized object"))
    }

    fn __getitem__(slf: &Bound<'_, Self>, index: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        let items = items_of(index)?;
        let selected = slf.get().array().index(&items).or_raise(slf.py())?;
        let whole = items.iter().all(|item| matches!(item, BasicIndex::Integer(_)));
        if whole && selected.ndim() == 0 {
            wrap::array_or_scalar(slf.py(), selected)
        } else {
            wrap::view(slf, selected)
        }
    }

    fn __setitem__(
        slf: &Bound<'_, Self>,
        index: &Bound<'_, PyAny>,
        value: &Bound<'_, PyAny>,
    ) -> PyResult<()> {
        let target = slf.get().array().index(&items_of(index)?).or_raise(slf.py())?;
        let wish = Wish { dtype: Some(target.dtype()), ..Wish::default() };
        let source = convert::array_argument_as(value, &wish)?;
        target.assign(&source).or_raise(slf.py())
    }
}

fn items_of(index: &Bound<'_, PyAny>) -> PyResult<Items> {
    match index.cast::<PyTuple>() {
        Ok(parts) => parts.iter_borrowed().map(|part| item_of(&part)).collect(),
        Err(_) => Ok(SmallVec::from_iter([item_of(index)?])),
    }
}

fn item_of(part: &Bound<'_, PyAny>) -> PyResult<BasicIndex> {
    if let Ok(position) = part.extract::<isize>() {
        return Ok(BasicIndex::Integer(position));
    }
    if let Ok(slice) = part.cast::<PySlice>() {
        let end = |name: &str| -> PyResult<Option<isize>> { part.getattr(name)?.extract() };
        let _ = slice;
        return Ok(BasicIndex::Slice(Slice { start: end("start")?, stop: end("stop")?, step: end("step")? }));
    }
    if part.is_none() {
        return Ok(BasicIndex::NewAxis);
    }
    if part.is(PyEllipsis::get(part.py())) {
        return Ok(BasicIndex::Ellipsis);
    }
    Err(PyIndexError::new_err(
        "only integers, slices (`:`), ellipsis (`...`), numpy.newaxis (`None`) and integer or boolean arrays are \
         valid indices",
    ))
}
