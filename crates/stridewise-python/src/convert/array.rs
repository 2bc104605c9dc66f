//! `asarray`: whatever Python calls an array, as one of ours.

use std::borrow::Cow;
use std::cell::RefCell;

use pyo3::exceptions::{PyDeprecationWarning, PyTypeError, PyValueError};
use pyo3::types::{PyBytes, PyDict, PyFloat, PyList, PyString};
use pyo3::{intern, prelude::*};
use smallvec::SmallVec;
use stridewise::run::Array;
use stridewise_core::layout::MAX_DIMENSIONS;
use stridewise_core::nested::{Discovered, Part, discover};
use stridewise_core::{DType, Number, Order};

use super::cast::{cast_with_warnings, reporting_casts};
use super::nested::{PyNested, unsupported};
use super::number::value_of_leaf;
use crate::array::PyArray;
use crate::array::object::reference_count;
use crate::error::OrRaise;
use crate::exchange::{buffer_in, interface};

/// When to copy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Copy {
    #[default]
    IfNeeded,
    Always,
    /// An error where a copy would be needed.
    Never,
}

/// What the caller asks of the array.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wish {
    pub dtype: Option<DType>,
    pub copy: Copy,
    pub order: Order,
    /// Nested sequences may have at most this many axes.
    pub most_axes: usize,
}

impl Default for Wish {
    fn default() -> Self {
        Self { dtype: None, copy: Copy::IfNeeded, order: Order::Keep, most_axes: MAX_DIMENSIONS }
    }
}

const NEVER_COPY: &str = "Unable to avoid copy while creating an array as requested.\nIf using `np.array(obj, \
                          copy=False)` replace it with `np.asarray(obj)` to allow a copy when needed (no behavior \
                          change in NumPy 1.x).\nFor more details, see \
                          https://numpy.org/devdocs/numpy_2_0_migration_guide.html#adapting-to-changes-in-the-copy-keyword.";

/// The argument as an array, sharing its memory where it has one.
#[inline]
pub(crate) fn array_argument(object: &Bound<'_, PyAny>) -> PyResult<Array> {
    match object.cast::<PyArray>() {
        Ok(array) => Ok(array.get().array()?.clone()),
        Err(_) => array_of(object, &Wish::default()).map(|(array, _)| array),
    }
}

/// The argument as an array whose elements may wait to be computed, for what can put itself off or do both at once.
pub(crate) fn array_handle(object: &Bound<'_, PyAny>) -> PyResult<Array> {
    match object.cast::<PyArray>() {
        Ok(array) => Ok(array.get().handle().clone()),
        Err(_) => array_argument(object),
    }
}

/// As [`array_handle`], for work that reads the elements once: where the object is a value that no name and no other
/// object refers to, the handle is its only one, so that what waits need not be written.
pub(crate) fn array_of_last_use<'a>(object: &'a Bound<'_, PyAny>) -> PyResult<Cow<'a, Array>> {
    match object.cast_exact::<PyArray>() {
        // The reference of the call itself.
        Ok(array) if reference_count(array) <= 1 => Ok(Cow::Borrowed(array.get().handle())),
        _ => array_handle(object).map(Cow::Owned),
    }
}

/// The argument as an array of the dtype, memory order and copying asked for.
pub(crate) fn array_argument_as(object: &Bound<'_, PyAny>, wish: &Wish) -> PyResult<Array> {
    array_of(object, wish).map(|(array, _)| array)
}

/// As [`array_argument_as`]; also the object that lends the memory, where it is not the library's own: the argument,
/// or what its `__array__` gave.
pub(crate) fn array_of(object: &Bound<'_, PyAny>, wish: &Wish) -> PyResult<(Array, Option<Py<PyAny>>)> {
    let py = object.py();
    if let Some(Existing { array, lender, copied }) = existing_array_as(object, wish.dtype, wish.copy)? {
        let dtype = wish.dtype.unwrap_or_else(|| array.dtype());
        let order_fits = match wish.order {
            Order::C => array.view().is_c_contiguous(),
            Order::F => array.view().is_f_contiguous(),
            Order::Any | Order::Keep => true,
        };
        if (wish.copy != Copy::Always || copied) && array.dtype() == dtype && order_fits {
            return Ok((array, Some(lender.unbind())));
        }
        if wish.copy == Copy::Never {
            return Err(PyValueError::new_err(NEVER_COPY));
        }
        return Ok((cast_with_warnings(py, &array, dtype, wish.order)?, None));
    }
    if wish.copy == Copy::Never {
        return Err(PyValueError::new_err(NEVER_COPY));
    }
    Ok((new_array(object, wish)?, None))
}

/// An array that an object is, wraps or describes.
struct Existing<'py> {
    array: Array,
    /// Whose memory it is.
    lender: Bound<'py, PyAny>,
    /// Whether `__array__` was asked for a copy already.
    copied: bool,
}

/// The array that the object is, wraps or describes, with its memory shared; `None` for numbers and sequences.
pub(super) fn existing_array(object: &Bound<'_, PyAny>) -> PyResult<Option<Array>> {
    Ok(existing_array_as(object, None, Copy::IfNeeded)?.map(|existing| existing.array))
}

fn existing_array_as<'py>(
    object: &Bound<'py, PyAny>,
    dtype: Option<DType>,
    copy: Copy,
) -> PyResult<Option<Existing<'py>>> {
    let lent = |array| Existing { array, lender: object.clone(), copied: false };
    if let Ok(array) = object.cast::<PyArray>() {
        return Ok(Some(lent(array.get().array()?.clone())));
    }
    if object.is_instance_of::<PyList>()
        || object.is_instance_of::<PyFloat>()
        || object.is_instance_of::<PyString>()
        || object.is_instance_of::<PyBytes>()
        || crate::scalar::value_of(object).is_some()
    {
        return Ok(None);
    }
    if buffer_in::offers_buffer(object)
        && let Some(array) = buffer_in::array_of(object)?
    {
        return Ok(Some(lent(array)));
    }
    if let Some(array) = interface::array_of(object)? {
        return Ok(Some(lent(array)));
    }
    from_array_method(object, dtype, copy)
}

/// What the object's `__array__` gives; it is trusted with the copy that it is asked for.
fn from_array_method<'py>(
    object: &Bound<'py, PyAny>,
    dtype: Option<DType>,
    copy: Copy,
) -> PyResult<Option<Existing<'py>>> {
    let py = object.py();
    if object.is_instance_of::<pyo3::types::PyType>() {
        return Ok(None);
    }
    let Some(method) = object.getattr_opt(intern!(py, "__array__"))? else { return Ok(None) };
    let dtype = dtype.map(|dtype| crate::dtype::dtype_object(py, dtype));
    let call = |kwargs: Option<&Bound<'py, PyDict>>| match &dtype {
        Some(dtype) => method.call((dtype,), kwargs),
        None => method.call((), kwargs),
    };
    let (lender, copied) = match copy {
        Copy::IfNeeded => (call(None)?, false),
        Copy::Always | Copy::Never => {
            let kwargs = PyDict::new(py);
            kwargs.set_item("copy", copy == Copy::Always)?;
            match call(Some(&kwargs)) {
                Ok(result) => (result, copy == Copy::Always),
                Err(error) if knows_no_copy(py, &error)? => {
                    let message =
                        c"__array__ implementation doesn't accept a copy keyword, so passing copy=False \
                                    or copy=True failed. __array__ must implement 'dtype' and 'copy' keyword \
                                    arguments. To learn more, see the migration guide \
                                    https://numpy.org/devdocs/numpy_2_0_migration_guide.html\
                                    #adapting-to-changes-in-the-copy-keyword";
                    PyErr::warn(py, &py.get_type::<PyDeprecationWarning>(), message, 1)?;
                    if copy == Copy::Never {
                        return Err(PyValueError::new_err(NEVER_COPY));
                    }
                    (call(None)?, false)
                }
                Err(error) => return Err(error),
            }
        }
    };
    let array = match lender.cast::<PyArray>() {
        Ok(array) => Some(array.get().array()?.clone()),
        Err(_) if buffer_in::offers_buffer(&lender) => buffer_in::array_of(&lender)?,
        Err(_) => return Err(PyValueError::new_err("object __array__ method not producing an array")),
    };
    Ok(array.map(|array| Existing { array, lender, copied }))
}

/// Whether a call failed because the function has no parameter `copy`.
fn knows_no_copy(py: Python<'_>, error: &PyErr) -> PyResult<bool> {
    Ok(error.is_instance_of::<PyTypeError>(py)
        && error.value(py).str()?.to_string_lossy().contains("unexpected keyword argument 'copy'"))
}

/// A new array from a number or a nested sequence.
fn new_array(object: &Bound<'_, PyAny>, wish: &Wish) -> PyResult<Array> {
    let py = object.py();
    if let Ok(list) = object.cast::<PyList>()
        && wish.dtype.is_none_or(|dtype| dtype == DType::F64)
        && !list.is_empty()
    {
        // The commonest list by far: floats and nothing else.
        let mut floats: SmallVec<[f64; 8]> = SmallVec::new();
        floats.extend(
            list.iter().map_while(|item| item.cast_exact::<PyFloat>().ok().map(|float| float.value())),
        );
        if floats.len() == list.len() {
            return Array::from_elements(&floats).or_raise(py);
        }
    }
    if let Some((value, number)) = value_of_leaf_as(object, wish.dtype)? {
        return scalar_array(py, value, number, wish.dtype);
    }
    let raised = RefCell::new(None);
    let root = PyNested { object: object.clone(), dtype: wish.dtype, raised: &raised };
    let found = match discover(&root, wish.most_axes) {
        Ok(found) => found,
        Err(error) => {
            return Err(raised.into_inner().unwrap_or_else(|| crate::error::raise(py, &error)));
        }
    };
    fill(py, &found, wish)
}

fn value_of_leaf_as(
    object: &Bound<'_, PyAny>,
    dtype: Option<DType>,
) -> PyResult<Option<(stridewise_core::Value, Number)>> {
    let takes_text = dtype.is_some_and(|dtype| dtype != DType::BOOL);
    let text = object.is_instance_of::<PyString>() || object.is_instance_of::<PyBytes>();
    if (text || object.is_none()) && !takes_text {
        return Err(unsupported(object));
    }
    value_of_leaf(object, dtype)
}

fn scalar_array(
    py: Python<'_>,
    value: stridewise_core::Value,
    number: Number,
    dtype: Option<DType>,
) -> PyResult<Array> {
    let dtype = dtype.unwrap_or_else(|| number.native());
    Array::full(dtype, &[], value).or_raise(py)
}

/// An array of the parts that were found.
fn fill(py: Python<'_>, found: &Discovered, wish: &Wish) -> PyResult<Array> {
    let dtype = wish.dtype.unwrap_or_else(|| found.number.unwrap_or(Number::F64).native());
    let order = if wish.order == Order::F { Order::F } else { Order::C };
    let array = Array::zeros(dtype, &found.shape, order).or_raise(py)?;
    let depth = found.shape.len();
    if let [Part::Array(view)] = found.parts.as_slice()
        && view.ndim() == depth
    {
        let source = Array::from_view(view.clone());
        reporting_casts(py, source.dtype(), dtype, || array.assign(&source))?;
        return Ok(array);
    }
    let mut index = vec![0_usize; depth];
    for part in &found.parts {
        let axes = match part {
            Part::Leaf(value, _) => {
                array.view().set_value(&index, *value);
                depth
            }
            Part::Array(view) => {
                let axes =
                    depth.checked_sub(view.ndim()).ok_or_else(|| PyTypeError::new_err("ragged arrays"))?;
                let at: Vec<_> = index[..axes]
                    .iter()
                    .map(|&place| stridewise_core::layout::BasicIndex::Integer(place as isize))
                    .collect();
                let target = array.index(&at).or_raise(py)?;
                let source = Array::from_view(view.clone());
                reporting_casts(py, source.dtype(), dtype, || target.assign(&source))?;
                axes
            }
        };
        for axis in (0..axes).rev() {
            index[axis] += 1;
            if index[axis] < found.shape[axis] {
                break;
            }
            index[axis] = 0;
        }
    }
    Ok(array)
}
