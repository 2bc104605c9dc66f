//! `nonzero`, `where`, `argwhere`, `unravel_index` and their kin: positions of elements.

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString, PyTuple};
use stridewise::index::{self, OutOfBounds};
use stridewise::run::Array;
use stridewise::run::elementwise::Operand;
use stridewise::run::guard::Touched;
use stridewise_core::{DType, Number, Order, Value};

use super::arguments::{mode_argument, no_places, own_method};
use crate::array::PyArray;
use crate::convert::{
    array_argument, array_handle, order_argument, python_number, shape_argument, truth_argument,
};
use crate::detach::{guarded, over_arrays};
use crate::error::OrRaise;
use crate::late::deliver;
use crate::{overrides, scalar, wrap};

#[pymethods]
impl PyArray {
    /// The positions of the elements that are not zero: one array per axis.
    fn nonzero<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyTuple>> {
        places(slf.py(), slf.get().array()?)
    }
}

fn places<'py>(py: Python<'py>, array: &Array) -> PyResult<Bound<'py, PyTuple>> {
    if array.ndim() == 0 {
        return Err(crate::error::raise(py, &no_places()));
    }
    let axes = over_arrays(py, array.size(), "nonzero", &[array], &[], || array.nonzero()).or_raise(py)?;
    tuple_of(py, axes)
}

fn tuple_of(py: Python<'_>, arrays: impl IntoIterator<Item = Array>) -> PyResult<Bound<'_, PyTuple>> {
    let objects: Vec<_> = arrays.into_iter().map(|array| wrap::array(py, array)).collect::<PyResult<_>>()?;
    PyTuple::new(py, objects)
}

/// The positions of the elements of `a` that are not zero: a tuple with one array per axis.
///
/// Examples
/// --------
/// >>> np.nonzero([[0, 3], [4, 0]])
/// (array([0, 1]), array([1, 0]))
#[pyfunction]
fn nonzero(a: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
    if let Some(result) = own_method(a, "nonzero", ())? {
        return Ok(result);
    }
    Ok(places(a.py(), &array_argument(a)?)?.into_any().unbind())
}

/// The positions, in the flattened array, of the elements that are not zero.
#[pyfunction]
fn flatnonzero(a: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
    let array = array_argument(a)?;
    let places = over_arrays(a.py(), array.size(), "nonzero", &[&array], &[], || array.flat_nonzero());
    wrap::array(a.py(), places.or_raise(a.py())?)
}

/// The positions of the elements that are not zero: shape (number of them, number of axes).
#[pyfunction]
fn argwhere(a: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
    wrap::array(a.py(), index::argwhere(&array_argument(a)?).or_raise(a.py())?)
}

/// where(condition, [x, y], /)
///
/// The elements of `x` where the condition is true and of `y` elsewhere. With the condition alone, the positions of its
/// true elements.
///
/// Examples
/// --------
/// >>> np.where([True, False, True], [1, 2, 3], 0)
/// array([1, 0, 3])
#[pyfunction]
#[pyo3(signature = (condition, x=None, y=None, /), text_signature = "(condition, x=None, y=None, /)")]
fn r#where(
    condition: &Bound<'_, PyAny>,
    x: Option<&Bound<'_, PyAny>>,
    y: Option<&Bound<'_, PyAny>>,
) -> PyResult<Py<PyAny>> {
    let py = condition.py();
    let (x, y) = match (x, y) {
        (Some(x), Some(y)) => (x, y),
        (None, None) => return Ok(places(py, &array_argument(condition)?)?.into_any().unbind()),
        _ => return Err(PyValueError::new_err("either both or neither of x and y should be given")),
    };
    let condition = array_handle(condition)?;
    let (yes, no) = (Side::of(x)?, Side::of(y)?);
    let later = index::where_later(&condition, yes.operand(), no.operand(), &|wait| py.detach(wait));
    deliver(py);
    if let Some(later) = later.or_raise(py)? {
        return wrap::array(py, later);
    }
    let arrays = || [Some(&condition), yes.array(), no.array()].into_iter().flatten();
    let elements = arrays().map(Array::size).max().unwrap_or(0);
    let touched = || Touched::new(arrays().map(Array::view), []);
    let chosen =
        guarded(py, elements, "where", touched, || index::where_now(&condition, yes.operand(), no.operand()));
    wrap::array(py, chosen.or_raise(py)?)
}

/// One of the two values of `where`.
enum Side {
    Array(Array),
    Number(Value),
}

impl Side {
    fn of(object: &Bound<'_, PyAny>) -> PyResult<Self> {
        match python_number(object) {
            Some(number) => Ok(Self::Number(number)),
            None => array_handle(object).map(Self::Array),
        }
    }

    fn array(&self) -> Option<&Array> {
        match self {
            Self::Array(array) => Some(array),
            Self::Number(_) => None,
        }
    }

    fn operand(&self) -> Operand<'_> {
        match self {
            Self::Array(array) => Operand::Array(array),
            Self::Number(value) => Operand::Weak(*value),
        }
    }
}

/// Positions along each axis of `shape` for positions in an array of that shape, flattened in C or Fortran order.
///
/// Examples
/// --------
/// >>> np.unravel_index([5, 1], (2, 3))
/// (array([1, 0]), array([2, 1]))
#[pyfunction]
#[pyo3(signature = (indices, shape, order=None), text_signature = "(indices, shape, order='C')")]
fn unravel_index<'py>(
    indices: &Bound<'py, PyAny>,
    shape: &Bound<'py, PyAny>,
    order: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyTuple>> {
    let py = indices.py();
    let shape = shape_argument(shape)?;
    let order = flat_order(order)?;
    let positions = integers(indices)?;
    let axes = index::unravel_index(&positions, &shape, order).or_raise(py)?;
    let objects: Vec<_> =
        axes.into_iter().map(|axis| wrap::array_or_scalar(py, axis)).collect::<PyResult<_>>()?;
    PyTuple::new(py, objects)
}

fn flat_order(order: Option<&Bound<'_, PyAny>>) -> PyResult<Order> {
    match order_argument(order, Order::C)? {
        order @ (Order::C | Order::F) => Ok(order),
        _ => Err(PyValueError::new_err("only 'C' or 'F' order is permitted")),
    }
}

fn integers(object: &Bound<'_, PyAny>) -> PyResult<Array> {
    let array = array_argument(object).map_err(|error| {
        if error.is_instance_of::<PyTypeError>(object.py()) {
            PyTypeError::new_err("only int indices permitted")
        } else {
            error
        }
    })?;
    if array.size() == 0 && !array.number().is_integer() && !object.is_instance_of::<PyArray>() {
        return Err(PyTypeError::new_err(
            "indices must be integral: the provided empty sequence was inferred as float. Wrap it with \
             'np.array(indices, dtype=np.intp)'",
        ));
    }
    Ok(array)
}

/// Positions in an array of shape `dims`, flattened in C or Fortran order, for positions along each of its axes.
///
/// `mode` says, for all axes or one by one, what happens to positions out of bounds: 'raise', 'wrap' or 'clip'.
///
/// Examples
/// --------
/// >>> np.ravel_multi_index(([1, 0], [2, 1]), (2, 3))
/// array([5, 1])
#[pyfunction]
#[pyo3(signature = (multi_index, dims, mode=None, order=None), text_signature = "(multi_index, dims, mode='raise', order='C')")]
fn ravel_multi_index(
    multi_index: &Bound<'_, PyAny>,
    dims: &Bound<'_, PyAny>,
    mode: Option<&Bound<'_, PyAny>>,
    order: Option<&Bound<'_, PyAny>>,
) -> PyResult<Py<PyAny>> {
    let py = multi_index.py();
    let shape = shape_argument(dims)?;
    let order = flat_order(order)?;
    let modes = match mode {
        Some(several) if !several.is_instance_of::<PyString>() && several.len().is_ok() => several
            .try_iter()?
            .map(|mode| mode_argument(Some(&mode?), OutOfBounds::Raise))
            .collect::<PyResult<_>>()?,
        one => vec![mode_argument(one, OutOfBounds::Raise)?; shape.len()],
    };
    if modes.len() != shape.len() {
        return Err(PyValueError::new_err("mode must be a sequence of the same length as dims"));
    }
    let positions: Vec<Array> =
        multi_index.try_iter()?.map(|axis| integers(&axis?)).collect::<PyResult<_>>()?;
    let flat = index::ravel_multi_index(&positions, &shape, &modes, order).or_raise(py)?;
    wrap::array_or_scalar(py, flat)
}

/// The number of elements of `a` that are not zero, of the whole array or along `axis`.
///
/// Examples
/// --------
/// >>> np.count_nonzero([[0, 3], [4, 5]], axis=1)
/// array([1, 2])
#[pyfunction]
#[pyo3(signature = (a, axis=None, *, keepdims=false))]
fn count_nonzero(
    a: &Bound<'_, PyAny>,
    axis: Option<&Bound<'_, PyAny>>,
    #[pyo3(from_py_with = truth_argument)] keepdims: bool,
) -> PyResult<Py<PyAny>> {
    let py = a.py();
    let array = array_argument(a)?;
    let axis = axis.filter(|axis| !axis.is_none());
    if axis.is_none() && !keepdims {
        let count = over_arrays(py, array.size(), "count_nonzero", &[&array], &[], || array.count_nonzero())
            .or_raise(py)?;
        return scalar::make(py, Number::I64, Value::Int(count as i128));
    }
    let truth = wrap::array(py, array.astype(DType::BOOL, Order::Keep).or_raise(py)?)?;
    let kwargs = PyDict::new(py);
    kwargs.set_item("axis", axis)?;
    kwargs.set_item("dtype", "q")?;
    kwargs.set_item("keepdims", keepdims)?;
    truth.call_method(py, "sum", (), Some(&kwargs))
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    overrides::add_function(module, wrap_pyfunction!(nonzero, module)?, &["a"])?;
    overrides::add_function(module, wrap_pyfunction!(flatnonzero, module)?, &["a"])?;
    overrides::add_function(module, wrap_pyfunction!(argwhere, module)?, &["a"])?;
    overrides::add_function(module, wrap_pyfunction!(r#where, module)?, &["condition", "x", "y"])?;
    overrides::add_function(module, wrap_pyfunction!(unravel_index, module)?, &["indices"])?;
    overrides::add_function(module, wrap_pyfunction!(ravel_multi_index, module)?, &["*multi_index"])?;
    overrides::add_function(module, wrap_pyfunction!(count_nonzero, module)?, &["a"])
}
