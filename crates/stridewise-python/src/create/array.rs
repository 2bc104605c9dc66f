//! `array` and its relatives: objects as arrays.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyList;
use stridewise_core::Order;
use stridewise_core::layout::MAX_DIMENSIONS;

use super::{optional_dtype, require_cpu};
use crate::array::{ArrayState, PyArray, object};
use crate::convert::{Copy, Wish, array_argument, array_of, copy_argument, order_argument, truth_argument};
use crate::error::OrRaise;
use crate::overrides::{Quick, add_function, add_function_with_quick};
use crate::wrap;

/// How an object becomes an array.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Making {
    pub wish: Wish,
    /// Whether arrays of subclasses stay what they are.
    pub subclasses: bool,
    /// Axes of length one are put in front up to this many.
    pub least_ndim: usize,
}

/// The object as an array of ours.
pub(crate) fn from_object(object: &Bound<'_, PyAny>, making: Making) -> PyResult<Py<PyAny>> {
    let py = object.py();
    let (array, lender) = array_of(object, &making.wish)?;
    // What `__array__` gave counts as if it had been the argument.
    let object = lender.as_ref().map_or(object, |lender| lender.bind(py));
    let given = object.cast::<PyArray>().ok();
    let keeps_class = given.is_some_and(|given| making.subclasses || object::is_exact(given));
    let missing = making.least_ndim.saturating_sub(array.ndim());
    if missing == 0 {
        match (&lender, given) {
            (Some(_), Some(_)) if keeps_class => return Ok(object.clone().unbind()),
            (None, Some(given)) if keeps_class && !object::is_exact(given) => {
                return object::of_class(&given.get_type(), ArrayState { array, base: None }, Some(object));
            }
            (None, _) => return wrap::array(py, array),
            _ => {}
        }
    }
    let array = if missing > 0 {
        let places: Vec<i64> = (0..missing as i64).collect();
        stridewise::shape::expand_dims(&array, &places).or_raise(py)?
    } else {
        array
    };
    match given {
        Some(given) => {
            let class = if keeps_class { given.get_type() } else { py.get_type::<PyArray>() };
            match lender {
                Some(_) => object::view_as(given, &class, array, object),
                None => object::of_class(&class, ArrayState { array, base: None }, Some(object)),
            }
        }
        None => {
            let base = lender.as_ref().map(|lender| lender.clone_ref(py));
            Ok(object::base_class(py, ArrayState { array, base })?.into_any())
        }
    }
}

/// The object as an array object, of its own class where it is one already.
pub(crate) fn any_array<'py>(object: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyArray>> {
    if let Ok(array) = object.cast::<PyArray>() {
        return Ok(array.clone());
    }
    let making = Making { wish: Wish::default(), subclasses: true, least_ndim: 0 };
    Ok(from_object(object, making)?.into_bound(object.py()).cast_into::<PyArray>()?)
}

/// The call without more for lists, which never are arrays already.
fn quick_array(object: &Bound<'_, PyAny>) -> PyResult<Option<Py<PyAny>>> {
    if !object.is_exact_instance_of::<PyList>() {
        return Ok(None);
    }
    wrap::array(object.py(), array_argument(object)?).map(Some)
}

/// Copies `object` into a new array.
///
/// Parameters
/// ----------
/// object : array_like
///     An array, anything with a buffer, ``__array_interface__`` or ``__array__``, or nested sequences of numbers.
/// dtype : data-type, optional
///     The type of the elements; by default the smallest that holds them all.
/// copy : bool or None
///     ``True`` always copies, ``None`` only where it must, ``False`` raises ValueError where it must.
/// order : {'K', 'A', 'C', 'F'}
///     Memory order of the result.
/// subok : bool
///     Whether instances of subclasses stay what they are.
/// ndmin : int
///     Axes of length one are put in front up to this many.
/// ndmax : int
///     Nested sequences may have at most this many axes.
/// like : array_like, optional
///     Makes the array with the library of this object.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.array([[1, 2], [3, 4]]).shape
/// (2, 2)
#[pyfunction]
#[pyo3(signature = (object, dtype=None, *, copy=Copy::Always, order=None, subok=false, ndmin=0, ndmax=None, like=None), text_signature = "(object, dtype=None, *, copy=True, order='K', subok=False, ndmin=0, ndmax=0, like=None)")]
fn array(
    object: &Bound<'_, PyAny>,
    dtype: Option<&Bound<'_, PyAny>>,
    #[pyo3(from_py_with = copy_argument)] copy: Copy,
    order: Option<&Bound<'_, PyAny>>,
    #[pyo3(from_py_with = truth_argument)] subok: bool,
    ndmin: isize,
    ndmax: Option<isize>,
    like: Option<&Bound<'_, PyAny>>,
) -> PyResult<Py<PyAny>> {
    let _ = like;
    let most_axes = match ndmax {
        None => MAX_DIMENSIONS,
        Some(asked) => {
            usize::try_from(asked).ok().filter(|&asked| asked <= MAX_DIMENSIONS).ok_or_else(|| {
                PyValueError::new_err(format!(
                    "ndmax must be in the range [0, NPY_MAXDIMS ({MAX_DIMENSIONS})]"
                ))
            })?
        }
    };
    if ndmin > most_axes as isize {
        return Err(PyValueError::new_err(format!("ndmin must be <= ndmax ({most_axes})")));
    }
    let order = order_argument(order, Order::Keep)?;
    let wish = Wish { dtype: optional_dtype(dtype)?, copy, order, most_axes };
    from_object(object, Making { wish, subclasses: subok, least_ndim: ndmin.max(0) as usize })
}

fn as_array(
    object: &Bound<'_, PyAny>,
    dtype: Option<&Bound<'_, PyAny>>,
    order: Order,
    copy: Copy,
    subclasses: bool,
    least_ndim: usize,
) -> PyResult<Py<PyAny>> {
    let wish = Wish { dtype: optional_dtype(dtype)?, copy, order, ..Wish::default() };
    from_object(object, Making { wish, subclasses, least_ndim })
}

/// `a` as an array; arrays of the right dtype and order are given back as they are.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> a = np.array([1, 2])
/// >>> np.asarray(a) is a
/// True
#[pyfunction]
#[pyo3(signature = (a, dtype=None, order=None, *, device=None, copy=Copy::IfNeeded, like=None), text_signature = "(a, dtype=None, order=None, *, device=None, copy=None, like=None)")]
fn asarray(
    a: &Bound<'_, PyAny>,
    dtype: Option<&Bound<'_, PyAny>>,
    order: Option<&Bound<'_, PyAny>>,
    device: Option<&Bound<'_, PyAny>>,
    #[pyo3(from_py_with = copy_argument)] copy: Copy,
    like: Option<&Bound<'_, PyAny>>,
) -> PyResult<Py<PyAny>> {
    let _ = like;
    if dtype.is_none() && order.is_none() && copy == Copy::IfNeeded && a.is_exact_instance_of::<PyArray>() {
        return Ok(a.clone().unbind());
    }
    require_cpu(device)?;
    as_array(a, dtype, order_argument(order, Order::Keep)?, copy, false, 0)
}

/// As `asarray`, but instances of subclasses stay what they are.
#[pyfunction]
#[pyo3(signature = (a, dtype=None, order=None, *, device=None, copy=Copy::IfNeeded, like=None), text_signature = "(a, dtype=None, order=None, *, device=None, copy=None, like=None)")]
fn asanyarray(
    a: &Bound<'_, PyAny>,
    dtype: Option<&Bound<'_, PyAny>>,
    order: Option<&Bound<'_, PyAny>>,
    device: Option<&Bound<'_, PyAny>>,
    #[pyo3(from_py_with = copy_argument)] copy: Copy,
    like: Option<&Bound<'_, PyAny>>,
) -> PyResult<Py<PyAny>> {
    let _ = like;
    require_cpu(device)?;
    as_array(a, dtype, order_argument(order, Order::Keep)?, copy, true, 0)
}

/// `a` as an array of at least one axis in C order.
#[pyfunction]
#[pyo3(signature = (a, dtype=None, *, like=None))]
fn ascontiguousarray(
    a: &Bound<'_, PyAny>,
    dtype: Option<&Bound<'_, PyAny>>,
    like: Option<&Bound<'_, PyAny>>,
) -> PyResult<Py<PyAny>> {
    let _ = like;
    as_array(a, dtype, Order::C, Copy::IfNeeded, false, 1)
}

/// `a` as an array of at least one axis in Fortran order.
#[pyfunction]
#[pyo3(signature = (a, dtype=None, *, like=None))]
fn asfortranarray(
    a: &Bound<'_, PyAny>,
    dtype: Option<&Bound<'_, PyAny>>,
    like: Option<&Bound<'_, PyAny>>,
) -> PyResult<Py<PyAny>> {
    let _ = like;
    as_array(a, dtype, Order::F, Copy::IfNeeded, false, 1)
}

/// A copy of `a`.
#[pyfunction]
#[pyo3(signature = (a, order=None, subok=false), text_signature = "(a, order='K', subok=False)")]
fn copy(
    a: &Bound<'_, PyAny>,
    order: Option<&Bound<'_, PyAny>>,
    #[pyo3(from_py_with = truth_argument)] subok: bool,
) -> PyResult<Py<PyAny>> {
    as_array(a, None, order_argument(order, Order::Keep)?, Copy::Always, subok, 0)
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    add_function_with_quick(module, wrap_pyfunction!(array, module)?, &[], Quick::Computed(quick_array))?;
    add_function_with_quick(
        module,
        wrap_pyfunction!(asarray, module)?,
        &[],
        Quick::KeepsArrays(quick_array),
    )?;
    add_function_with_quick(
        module,
        wrap_pyfunction!(asanyarray, module)?,
        &[],
        Quick::KeepsArrays(quick_array),
    )?;
    add_function(module, wrap_pyfunction!(ascontiguousarray, module)?, &[])?;
    add_function(module, wrap_pyfunction!(asfortranarray, module)?, &[])?;
    add_function(module, wrap_pyfunction!(copy, module)?, &["a"])
}
