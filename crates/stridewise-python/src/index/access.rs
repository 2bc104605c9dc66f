//! `a[index]`, `a[index] = value`, `del a[index]`, `value in a`, `len(a)`.

use pyo3::basic::CompareOp;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyFloat, PyInt, PySlice, PyTuple};
use smallvec::SmallVec;
use stridewise::index::IndexItem;
use stridewise::index::{self, Selected};
use stridewise::run::Array;
use stridewise_core::dtype::{Kind, python_value};
use stridewise_core::layout::BasicIndex;
use stridewise_core::{DType, Error, Number, Value};

use super::arguments::{assigned_values, cast_reports, require_held};
use super::parse;
use crate::array::{ArrayState, PyArray, object};
use crate::convert::{array_argument, python_number, report_cast_of_value};
use crate::detach::over_arrays;
use crate::error::OrRaise;
use crate::{scalar, wrap};

#[pymethods]
impl PyArray {
    fn __len__(&self) -> PyResult<usize> {
        self.handle().shape().first().copied().ok_or_else(|| PyTypeError::new_err("len() of unsized object"))
    }

    fn __getitem__(slf: &Bound<'_, Self>, index: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        let py = slf.py();
        if index.is_exact_instance_of::<PyArray>() {
            let array = slf.get().array()?;
            if let Ok(only) = index.cast::<PyArray>()
                && let index = only.get().array()?
                && let Some(copy) = over_arrays(py, index.size(), "indexing", &[array, index], &[], || {
                    chosen_by(array, index)
                })
                .or_raise(py)?
            {
                return copied(slf, copy);
            }
        } else if let Some(item) = basic_item(slf, index)? {
            return Ok(item);
        }
        let array = slf.get().array()?;
        let items = parse::items(index)?;
        let read: SmallVec<[&Array; 4]> = std::iter::once(array).chain(arrays_of(&items)).collect();
        let elements = chosen_elements(array, &items);
        let selected = over_arrays(py, elements, "indexing", &read, &[], || index::get(array, &items));
        match selected.or_raise(py)? {
            Selected::Element(element) => wrap::array_or_scalar(py, element),
            Selected::View(view) => wrap::view(slf, view),
            Selected::Copy(copy) => copied(slf, copy),
        }
    }

    fn __setitem__(
        slf: &Bound<'_, Self>,
        index: &Bound<'_, PyAny>,
        value: &Bound<'_, PyAny>,
    ) -> PyResult<()> {
        let py = slf.py();
        let array = slf.get().array()?;
        if let Some(places) = element_places(array, index)? {
            return set_element(array, &places, value);
        }
        array.require_writeable("assignment destination").or_raise(py)?;
        let number = match python_number(value) {
            Some(number) => Some(python_value(number, array.number()).or_raise(py)?),
            None => None,
        };
        let mut basic = parse::BasicItems::new();
        if parse::basic_items(index, &mut basic) {
            let target = array.index(&basic).or_raise(py)?;
            return match number {
                Some(number) => target.fill(number),
                None => {
                    require_held(value, target.number())?;
                    target.assign(&assigned_values(target.dtype(), value)?)
                }
            }
            .or_raise(py);
        }
        if let Some(number) = number
            && let Ok(only) = index.cast_exact::<PyArray>()
            && let index = only.get().array()?
            && over_arrays(py, index.size(), "indexing", &[index], &[array], || {
                fill_chosen(array, index, number)
            })
            .or_raise(py)?
        {
            return Ok(());
        }
        let items = parse::items(index)?;
        let values = assigned_values(array.dtype(), value)?;
        let read: SmallVec<[&Array; 4]> = std::iter::once(&values).chain(arrays_of(&items)).collect();
        let elements = chosen_elements(array, &items).max(values.size());
        over_arrays(py, elements, "indexing", &read, &[array], || index::set(array, &items, &values))
            .or_raise(py)
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

/// What slices, integers, new axes and the ellipsis select; `None` for other indices, for those that are wrong,
/// and for elements that wait to be computed.
#[inline]
pub(crate) fn quick_item(parent: &Bound<'_, PyArray>, index: &Bound<'_, PyAny>) -> Option<Py<PyAny>> {
    let array = parent.get().handle();
    let waits = array.view().buffer().is_unwritten();
    if index.is_exact_instance_of::<PyTuple>() {
        return if waits { None } else { basic_item(parent, index).ok().flatten() };
    }
    let &length = array.shape().first()?;
    if let Ok(slice) = index.cast_exact::<PySlice>() {
        let positions = parse::slice(slice).ok()?.resolve(length).ok()?;
        return wrap::view(parent, array.with_layout(array.layout().stepped(0, positions))).ok();
    }
    let integer = index.cast_exact::<PyInt>().ok().filter(|_| array.ndim() == 1 && !waits)?;
    let place = place_on(integer.extract().ok()?, 0, length).ok()?;
    element(parent.py(), array, &[place]).ok()
}

/// What integers, slices, new axes and the ellipsis select; `None` where the expression holds anything else.
fn basic_item(parent: &Bound<'_, PyArray>, index: &Bound<'_, PyAny>) -> PyResult<Option<Py<PyAny>>> {
    let py = parent.py();
    let array = parent.get().handle();
    if let Some(places) = element_places(array, index)? {
        return element(py, parent.get().array()?, &places).map(Some);
    }
    let mut items = parse::BasicItems::new();
    if !parse::basic_items(index, &mut items) {
        return Ok(None);
    }
    let view = array.index(&items).or_raise(py)?;
    let whole =
        items.len() == array.ndim() && items.iter().all(|item| matches!(item, BasicIndex::Integer(_)));
    if whole { wrap::array_or_scalar(py, view) } else { wrap::view(parent, view) }.map(Some)
}

/// The masks and positions of an index.
fn arrays_of(items: &[IndexItem]) -> impl Iterator<Item = &Array> {
    items.iter().filter_map(|item| match item {
        IndexItem::Basic(_) => None,
        IndexItem::Positions(array) | IndexItem::Mask(array) => Some(array),
    })
}

/// About how many elements an index looks at and chooses; none where it gives a view.
fn chosen_elements(array: &Array, items: &[IndexItem]) -> usize {
    let row = array.size() / array.shape().first().copied().unwrap_or(1).max(1);
    let chosen = |item: &IndexItem| match item {
        IndexItem::Basic(_) => 0,
        IndexItem::Positions(positions) => positions.size().saturating_mul(row),
        IndexItem::Mask(mask) => mask.size(),
    };
    items.iter().map(chosen).max().unwrap_or(0)
}

/// The elements that a lone mask, or lone positions in a one-dimensional array, choose; `None` for other indices.
#[inline]
fn chosen_by(array: &Array, index: &Array) -> stridewise_core::Result<Option<Array>> {
    if index.dtype() == DType::BOOL && index.ndim() > 0 && index.shape() == array.shape() {
        return array.compress_where(index).map(Some);
    }
    if index.dtype() == DType::I64 && index.ndim() == 1 && array.ndim() == 1 {
        return array.take_elements(index).map(Some);
    }
    Ok(None)
}

/// Sets what [`chosen_by`] would give to a value; `false` for other indices.
#[inline]
fn fill_chosen(array: &Array, index: &Array, value: Value) -> stridewise_core::Result<bool> {
    if index.dtype() == DType::BOOL && index.ndim() > 0 && index.shape() == array.shape() {
        return array.fill_where(index, value).map(|()| true);
    }
    if index.dtype() == DType::I64 && index.ndim() == 1 && array.ndim() == 1 {
        return array.fill_elements(index, value).map(|()| true);
    }
    Ok(false)
}

/// A copy as an object of the parent's class; one of a subclass shows the memory of a base-class array.
fn copied(parent: &Bound<'_, PyArray>, copy: Array) -> PyResult<Py<PyAny>> {
    let py = parent.py();
    if object::is_exact(parent) {
        return wrap::array(py, copy);
    }
    let base = wrap::array(py, copy.clone())?;
    let state = ArrayState { array: copy, base: Some(base) };
    object::of_class(&parent.get_type(), state, Some(parent.as_any()))
}

type Places = SmallVec<[usize; 4]>;

/// The index of a single element, where the expression is one integer of Python's own type per axis.
#[inline]
fn element_places(array: &Array, index: &Bound<'_, PyAny>) -> PyResult<Option<Places>> {
    let shape = array.shape();
    if index.is_exact_instance_of::<PyInt>() {
        if shape.len() != 1 {
            return Ok(None);
        }
        let place = place_on(parse::position(index)?, 0, shape[0]).or_raise(index.py())?;
        return Ok(Some(SmallVec::from_buf_and_len([place, 0, 0, 0], 1)));
    }
    if !index.is_exact_instance_of::<PyTuple>() {
        return Ok(None);
    }
    let Ok(parts) = index.cast::<PyTuple>() else { return Ok(None) };
    if parts.len() != shape.len() {
        return Ok(None);
    }
    let mut places = Places::new();
    for (axis, part) in parts.iter_borrowed().enumerate() {
        if !part.is_exact_instance_of::<PyInt>() {
            return Ok(None);
        }
        places.push(place_on(parse::position(&part)?, axis, shape[axis]).or_raise(index.py())?);
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
    match array.view().bytes_at(places) {
        Some(bytes) => scalar::make_element(py, array.number(), bytes),
        None => Err(pyo3::exceptions::PyIndexError::new_err("index leaves the array")),
    }
}

fn set_element(array: &Array, places: &[usize], value: &Bound<'_, PyAny>) -> PyResult<()> {
    let py = value.py();
    array.require_writeable("assignment destination").or_raise(py)?;
    if let Ok(float) = value.cast_exact::<PyFloat>()
        && array.number() == Number::F64
    {
        array.view().set_value(places, Value::Float(float.value()));
        return Ok(());
    }
    if let Some(number) = python_number(value) {
        let number = python_value(number, array.number()).or_raise(py)?;
        report_cast_of_value(py, number, array.number())?;
        array.view().set_value(places, number);
        return Ok(());
    }
    require_held(value, array.number())?;
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
