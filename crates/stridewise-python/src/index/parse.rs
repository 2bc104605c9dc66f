//! What stands between the brackets, as index items.
#![expect(unsafe_code, reason = "reads the ends of slice objects")]

use pyo3::exceptions::{PyIndexError, PyTypeError};
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyEllipsis, PyInt, PyList, PySlice, PyString, PyTuple};
use smallvec::SmallVec;
use stridewise::index::IndexItem;
use stridewise::run::Array;
use stridewise_core::layout::{BasicIndex, Slice};
use stridewise_core::{DType, Number, Order, Value};

use crate::array::PyArray;
use crate::convert::array_argument;
use crate::error::OrRaise;
use crate::scalar;

pub(super) type Items = SmallVec<[IndexItem; 2]>;
pub(super) type BasicItems = SmallVec<[BasicIndex; 4]>;

const INVALID: &str = "only integers, slices (`:`), ellipsis (`...`), numpy.newaxis (`None`) and integer or boolean \
                       arrays are valid indices";

/// Adds the parts of the expression to `items`; `false` where it holds an array, or is wrong.
#[inline]
pub(super) fn basic_items(index: &Bound<'_, PyAny>, items: &mut BasicItems) -> bool {
    if !index.is_exact_instance_of::<PyTuple>() {
        return add_basic(index, items);
    }
    let Ok(parts) = index.cast::<PyTuple>() else { return false };
    parts.iter_borrowed().all(|part| add_basic(&part, items))
}

#[inline]
fn add_basic(part: &Bound<'_, PyAny>, items: &mut BasicItems) -> bool {
    match basic_item(part) {
        Ok(Some(item)) => {
            items.push(item);
            true
        }
        _ => false,
    }
}

/// The expression, whatever it holds.
pub(super) fn items(index: &Bound<'_, PyAny>) -> PyResult<Items> {
    match index.cast::<PyTuple>() {
        Ok(parts) => {
            let mut found = Items::new();
            let mut bad_slice = None;
            for part in parts.iter_borrowed() {
                match item(&part) {
                    Ok(item) => found.push(item),
                    // What is no index at all comes before what is wrong inside a slice.
                    Err(error) if part.is_instance_of::<PySlice>() => {
                        bad_slice.get_or_insert(error);
                    }
                    Err(error) => return Err(error),
                }
            }
            bad_slice.map_or(Ok(found), Err)
        }
        Err(_) => Ok(SmallVec::from_iter([item(index)?])),
    }
}

/// The part, if it is an integer, slice, new axis or ellipsis of Python's own types.
#[inline]
fn basic_item(part: &Bound<'_, PyAny>) -> PyResult<Option<BasicIndex>> {
    // Asked by exact type: an answer of no costs one comparison.
    if part.is_exact_instance_of::<PyInt>() {
        return position(part).map(|position| Some(BasicIndex::Integer(position)));
    }
    if part.is_exact_instance_of::<PySlice>()
        && let Ok(slice) = part.cast::<PySlice>()
    {
        return self::slice(slice).map(|slice| Some(BasicIndex::Slice(slice)));
    }
    if part.is_none() {
        return Ok(Some(BasicIndex::NewAxis));
    }
    if part.is(PyEllipsis::get(part.py())) {
        return Ok(Some(BasicIndex::Ellipsis));
    }
    if part.is_exact_instance_of::<PyArray>() {
        return Ok(None);
    }
    if let Some((number, value)) = scalar::value_of(part)
        && number.is_integer()
        && let Value::Int(value) = value
    {
        return Ok(Some(BasicIndex::Integer(value as isize)));
    }
    Ok(None)
}

/// An integer index; one that no array could have is an index error.
pub(super) fn position(integer: &Bound<'_, PyAny>) -> PyResult<isize> {
    integer.extract::<isize>().map_err(|error| {
        if error.is_instance_of::<pyo3::exceptions::PyOverflowError>(integer.py()) {
            PyIndexError::new_err(INVALID)
        } else {
            error
        }
    })
}

#[inline]
pub(super) fn slice(slice: &Bound<'_, PySlice>) -> PyResult<Slice> {
    let (mut start, mut stop, mut step) = (0, 0, 0);
    // SAFETY: a slice object and three places to write to. Absent ends come out as the furthest ones.
    let status = unsafe { ffi::PySlice_Unpack(slice.as_ptr(), &mut start, &mut stop, &mut step) };
    if status < 0 {
        return Err(PyErr::fetch(slice.py()));
    }
    Ok(Slice { start: Some(start), stop: Some(stop), step: Some(step) })
}

fn item(part: &Bound<'_, PyAny>) -> PyResult<IndexItem> {
    if let Some(basic) = basic_item(part)? {
        return Ok(IndexItem::Basic(basic));
    }
    let py = part.py();
    if let Ok(array) = part.cast::<PyArray>() {
        let array = array.get().array()?;
        if array.ndim() == 0 && array.dtype() != DType::BOOL && !array.number().is_integer() {
            return Err(PyIndexError::new_err(INVALID));
        }
        return IndexItem::from_array(array).or_raise(py);
    }
    if let Ok(boolean) = part.cast::<PyBool>() {
        return mask_of(py, boolean.is_true());
    }
    if let Some((Number::Bool, value)) = scalar::value_of(part) {
        return mask_of(py, value.is_true());
    }
    if part.is_instance_of::<PyString>() {
        return Err(PyIndexError::new_err(INVALID));
    }
    let is_list = part.is_instance_of::<PyList>() || part.is_instance_of::<PyTuple>();
    if !is_list
        && let Ok(position) = part.extract::<isize>()
        && !is_array_like(part)?
    {
        return Ok(IndexItem::Basic(BasicIndex::Integer(position)));
    }
    let array = match array_argument(part) {
        Ok(array) => array,
        Err(error) if error.is_instance_of::<PyTypeError>(py) => {
            let text =
                if is_list { "arrays used as indices must be of integer (or boolean) type" } else { INVALID };
            let raised = PyIndexError::new_err(text);
            raised.set_cause(py, Some(error));
            return Err(raised);
        }
        Err(error) => return Err(error),
    };
    // An empty sequence says nothing of its dtype.
    let array = if array.size() == 0 && !is_array_like(part)? {
        array.astype(DType::I64, Order::C).or_raise(py)?
    } else {
        array
    };
    if array.dtype() != DType::BOOL && !array.number().is_integer() {
        return Err(PyIndexError::new_err(INVALID));
    }
    IndexItem::from_array(&array).or_raise(py)
}

fn is_array_like(part: &Bound<'_, PyAny>) -> PyResult<bool> {
    let py = part.py();
    Ok(part.hasattr(pyo3::intern!(py, "__array__"))?
        || part.hasattr(pyo3::intern!(py, "__array_interface__"))?)
}

fn mask_of(py: Python<'_>, value: bool) -> PyResult<IndexItem> {
    Array::scalar(Number::Bool, Value::Bool(value)).or_raise(py).map(IndexItem::Mask)
}
