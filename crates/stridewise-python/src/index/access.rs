//! `a[index]`, `a[index] = value`, `del a[index]`, `value in a`, `len(a)`.

use pyo3::basic::CompareOp;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyInt, PyTuple};
use smallvec::SmallVec;
use stridewise::index::{self, Selected};
use stridewise::run::Array;
use stridewise_core::dtype::{Kind, python_value};
use stridewise_core::layout::BasicIndex;
use stridewise_core::{Error, Value};

use super::arguments::{assigned_values, cast_reports};
use super::parse;
use crate::array::{ArrayState, PyArray, object};
use crate::convert::{array_argument, python_number, report_cast_of_value};
use crate::error::OrRaise;
use crate::{scalar, wrap};

#[pymethods]
impl PyArray {
    fn __len__(&self) -> PyResult<usize> {
        self.array().shape().first().copied().ok_or_else(|| PyTypeError::new_err("len() of unsized object"))
    }

    fn __getitem__(slf: &Bound<'_, Self>, index: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        let py = slf.py();
        let array = slf.get().array();
        if let Some(places) = element_places(array, index)? {
            return element(py, array, &places);
        }
        if let Some(items) = parse::basic_items(index)? {
            let view = array.index(&items).or_raise(py)?;
            let whole = items.len() == array.ndim()
                && items.iter().all(|item| matches!(item, BasicIndex::Integer(_)));
            return if whole { wrap::array_or_scalar(py, view) } else { wrap::view(slf, view) };
        }
        match index::get(array, &parse::items(index)?).or_raise(py)? {
            Selected::Element(element) => wrap::array_or_scalar(py, element),
            Selected::View(view) => wrap::view(slf, view),
            Selected::Copy(copy) => {
                object::of_class(&slf.get_type(), ArrayState { array: copy, base: None }, Some(slf.as_any()))
            }
        }
    }

    fn __setitem__(
        slf: &Bound<'_, Self>,
        index: &Bound<'_, PyAny>,
        value: &Bound<'_, PyAny>,
    ) -> PyResult<()> {
        let py = slf.py();
        let array = slf.get().array();
        if let Some(places) = element_places(array, index)? {
            return set_element(array, &places, value);
        }
        array.require_writeable("assignment destination").or_raise(py)?;
        if let Some(items) = parse::basic_items(index)? {
            let target = array.index(&items).or_raise(py)?;
            return target.assign(&assigned_values(target.dtype(), value)?).or_raise(py);
        }
        let items = parse::items(index)?;
        index::set(array, &items, &assigned_values(array.dtype(), value)?).or_raise(py)
    }

    fn __delitem__(&self, _index: &Bound<'_, PyAny>) -> PyResult<()> {
        Err(PyValueError::new_err("cannot delete array elements"))
    }

    fn __contains__(slf: &Bound<'_, Self>, value: &Bound<'_, PyAny>) -> PyResult<bool> {
        let equal = slf.as_any().rich_compare(value, CompareOp::Eq)?;
        let equal = array_argument(&equal)?;
        Ok(equal.count_nonzero().or_raise(slf.py())? > 0)
    }
}

type Places = SmallVec<[usize; 4]>;

/// The index of a single element, where the expression is one integer of Python's own type per axis.
#[inline]
fn element_places(array: &Array, index: &Bound<'_, PyAny>) -> PyResult<Option<Places>> {
    let shape = array.shape();
    if let Ok(integer) = index.cast_exact::<PyInt>() {
        if shape.len() != 1 {
            return Ok(None);
        }
        let place = place_on(parse::position(integer.as_any())?, 0, shape[0]).or_raise(index.py())?;
        return Ok(Some(SmallVec::from_iter([place])));
    }
    let Ok(parts) = index.cast::<PyTuple>() else { return Ok(None) };
    if parts.len() != shape.len() {
        return Ok(None);
    }
    let mut places = Places::new();
    for (axis, part) in parts.iter_borrowed().enumerate() {
        let Ok(integer) = part.cast_exact::<PyInt>() else { return Ok(None) };
        places.push(place_on(parse::position(integer.as_any())?, axis, shape[axis]).or_raise(index.py())?);
    }
    Ok(Some(places))
}

#[inline]
fn place_on(position: isize, axis: usize, length: usize) -> stridewise_core::Result<usize> {
    let place = if position < 0 { position.wrapping_add(length as isize) } else { position };
    if (place as usize) < length {
        Ok(place as usize)
    } else {
        Err(Error::index_out_of_bounds(position as i64, axis, length))
    }
}

#[inline]
fn element(py: Python<'_>, array: &Array, places: &[usize]) -> PyResult<Py<PyAny>> {
    match array.value_at(places) {
        Some(value) => scalar::make(py, array.number(), value),
        None => Err(pyo3::exceptions::PyIndexError::new_err("index leaves the array")),
    }
}

fn set_element(array: &Array, places: &[usize], value: &Bound<'_, PyAny>) -> PyResult<()> {
    let py = value.py();
    array.require_writeable("assignment destination").or_raise(py)?;
    if let Some(number) = python_number(value) {
        let number = python_value(number, array.number()).or_raise(py)?;
        report_cast_of_value(py, number, array.number())?;
        array.view().set_value(places, number);
        return Ok(());
    }
    if let Some((number, value)) = scalar::value_of(value)
        && !cast_reports(number.native(), array.dtype())
    {
        array.view().set_value(places, value);
        return Ok(());
    }
    let source = assigned_values(array.dtype(), value)?;
    let number = match (source.value_at(&[]), array.number().kind()) {
        (Some(number), _) => number,
        (None, Kind::Bool) if source.size() == 1 => Value::Bool(source.item().is_some_and(Value::is_true)),
        (None, Kind::Complex) if source.size() == 1 => {
            return Err(PyTypeError::new_err("only 0-dimensional arrays can be converted to Python scalars"));
        }
        (None, _) => return Err(PyValueError::new_err("setting an array element with a sequence.")),
    };
    array.view().set_value(places, number);
    Ok(())
}
