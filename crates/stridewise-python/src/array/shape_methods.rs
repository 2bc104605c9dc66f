//! Methods that give the same elements in another shape.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use stridewise::shape;
use stridewise_core::Order;

use super::{ArrayState, PyArray, object};
use crate::convert::{axes_argument, optional_truth, order_argument};
use crate::error::OrRaise;
use crate::ufunc::one_axis;
use crate::wrap;

#[pymethods]
impl PyArray {
    /// reshape(shape, /, *, order='C', copy=None)
    ///
    /// The same elements with another shape: a view where the strides allow it. One length may be -1.
    #[pyo3(signature = (*shape, order=None, copy=None), text_signature = "($self, /, *shape, order='C', copy=None)")]
    fn reshape(
        slf: &Bound<'_, Self>,
        shape: &Bound<'_, PyTuple>,
        order: Option<&Bound<'_, PyAny>>,
        #[pyo3(from_py_with = optional_truth)] copy: Option<bool>,
    ) -> PyResult<Py<PyAny>> {
        let lengths = lengths_of(shape)?;
        let order = order_argument(order, Order::C)?;
        if order == Order::Keep {
            return Err(PyValueError::new_err("order 'K' is not permitted for reshaping"));
        }
        reshape_object(slf, &lengths, order, copy)
    }

    /// A flat array: a view where the strides allow it, else a copy.
    #[pyo3(signature = (order=None), text_signature = "($self, /, order='C')")]
    fn ravel(slf: &Bound<'_, Self>, order: Option<&Bound<'_, PyAny>>) -> PyResult<Py<PyAny>> {
        let order = order_argument(order, Order::C)?;
        let flat = stridewise::shape::ravel(slf.get().handle(), order).or_raise(slf.py())?;
        share_or_own(slf, flat)
    }

    /// A flat copy.
    #[pyo3(signature = (order=None), text_signature = "($self, /, order='C')")]
    fn flatten(slf: &Bound<'_, Self>, order: Option<&Bound<'_, PyAny>>) -> PyResult<Py<PyAny>> {
        let order = order_argument(order, Order::C)?;
        let flat = stridewise::shape::flatten(slf.get().handle(), order).or_raise(slf.py())?;
        share_or_own(slf, flat)
    }

    /// transpose(*axes)
    ///
    /// A view with the axes reversed, or in the order given.
    #[pyo3(signature = (*axes))]
    fn transpose(slf: &Bound<'_, Self>, axes: &Bound<'_, PyTuple>) -> PyResult<Py<PyAny>> {
        let axes = match axes.len() {
            0 => None,
            1 => {
                let only = axes.get_item(0)?;
                if only.is_none() { None } else { Some(axes_argument(&only)?) }
            }
            _ => Some(axes_argument(axes.as_any())?),
        };
        wrap::view(slf, shape::transpose(slf.get().handle(), axes.as_deref()).or_raise(slf.py())?)
    }

    /// A view with two axes exchanged.
    #[pyo3(signature = (axis1, axis2, /))]
    fn swapaxes(slf: &Bound<'_, Self>, axis1: i64, axis2: i64) -> PyResult<Py<PyAny>> {
        wrap::view(slf, shape::swapaxes(slf.get().handle(), axis1, axis2).or_raise(slf.py())?)
    }

    /// A view without axes of length one.
    #[pyo3(signature = (axis=None))]
    fn squeeze(slf: &Bound<'_, Self>, axis: Option<&Bound<'_, PyAny>>) -> PyResult<Py<PyAny>> {
        let axes = axis.filter(|axis| !axis.is_none()).map(axes_argument).transpose()?;
        let array = slf.get().handle();
        if axes.is_none() && !array.shape().contains(&1) {
            return Ok(slf.clone().into_any().unbind());
        }
        wrap::view(slf, shape::squeeze(array, axes.as_deref()).or_raise(slf.py())?)
    }

    /// A view with the axes in reverse order.
    #[getter(T)]
    fn transposed(slf: &Bound<'_, Self>) -> PyResult<Py<PyAny>> {
        wrap::view(slf, slf.get().handle().transposed())
    }

    /// A view with the last two axes exchanged.
    #[getter(mT)]
    fn matrix_transposed(slf: &Bound<'_, Self>) -> PyResult<Py<PyAny>> {
        let array = slf.get().handle();
        if array.ndim() < 2 {
            return Err(PyValueError::new_err("matrix transpose with ndim < 2 is undefined"));
        }
        wrap::view(slf, shape::swapaxes(array, -1, -2).or_raise(slf.py())?)
    }

    /// resize(new_shape, refcheck=True)
    ///
    /// Changes shape and size in place; new elements are zero.
    #[pyo3(signature = (*new_shape, refcheck=true))]
    fn resize(
        slf: &Bound<'_, Self>,
        new_shape: &Bound<'_, PyTuple>,
        #[pyo3(from_py_with = refcheck_argument)] refcheck: bool,
    ) -> PyResult<()> {
        let py = slf.py();
        if new_shape.is_empty() || (new_shape.len() == 1 && new_shape.get_item(0)?.is_none()) {
            return Ok(());
        }
        let lengths = lengths_of(new_shape)?;
        if lengths.iter().any(|&length| length < 0) {
            return Err(PyValueError::new_err("all elements of `new_shape` must be non-negative"));
        }
        let asked: Vec<usize> = lengths.iter().map(|&length| length as usize).collect();
        let state = slf.get().state();
        let array = &state.array;
        if asked.iter().product::<usize>() == array.size() && array.view().is_c_contiguous() {
            let array = array.reshape(&lengths, Order::C).or_raise(py)?;
            let base = state.base.as_ref().map(|base| base.clone_ref(py));
            slf.get().replace(ArrayState { array, base });
            return Ok(());
        }
        if state.base.is_some() {
            return Err(PyValueError::new_err("cannot resize this array: it does not own its data"));
        }
        if !array.view().is_c_contiguous() && !array.view().is_f_contiguous() {
            return Err(PyValueError::new_err("resize only works on single-segment arrays"));
        }
        // One reference is the caller's variable, one this call's; a weak reference may become another.
        let watched = || {
            let weak = py.import("_weakref")?.call_method1("getweakrefcount", (slf,))?;
            weak.extract::<usize>().map(|count| count > 0)
        };
        if refcheck && (object::reference_count(slf) > 2 || watched()?) {
            return Err(PyValueError::new_err(
                "cannot resize an array that references or is referenced\nby another array in this way.\nUse the \
                 np.resize function or refcheck=False",
            ));
        }
        let array = stridewise::shape::resized(array, &asked).or_raise(py)?;
        slf.get().replace(ArrayState { array, base: None });
        Ok(())
    }

    #[setter(shape)]
    fn set_shape(slf: &Bound<'_, Self>, value: &Bound<'_, PyAny>) -> PyResult<()> {
        let py = slf.py();
        let lengths = axes_argument(value)?;
        let state = slf.get().state();
        let array = stridewise::shape::reshaped_in_place(&state.array, &lengths).or_raise(py)?;
        let base = state.base.as_ref().map(|base| base.clone_ref(py));
        slf.get().replace(ArrayState { array, base });
        Ok(())
    }
}

/// NumPy takes integers here and nothing else.
fn refcheck_argument(object: &Bound<'_, PyAny>) -> PyResult<bool> {
    one_axis(object).map(|flag| flag != 0)
}

/// A shape given as one argument or as several.
fn lengths_of(arguments: &Bound<'_, PyTuple>) -> PyResult<smallvec::SmallVec<[i64; 4]>> {
    if arguments.len() == 1 {
        axes_argument(&arguments.get_item(0)?)
    } else {
        axes_argument(arguments.as_any())
    }
}

/// `reshape` as function and method have it.
pub(crate) fn reshape_object(
    slf: &Bound<'_, PyArray>,
    lengths: &[i64],
    order: Order,
    copy: Option<bool>,
) -> PyResult<Py<PyAny>> {
    let array = slf.get().handle();
    let result = array.reshape(lengths, order).or_raise(slf.py())?;
    let shared = std::sync::Arc::ptr_eq(result.view().buffer(), array.view().buffer());
    match copy {
        Some(true) if shared => share_or_own(slf, result.copy(order).or_raise(slf.py())?),
        Some(false) if !shared => {
            Err(PyValueError::new_err("Unable to avoid creating a copy while reshaping."))
        }
        _ if shared => wrap::view(slf, result),
        _ => {
            // A copy is made first and then reshaped: the result is a view on it.
            let copy = object::owned(slf.py(), result.clone())?.into_any();
            let state = ArrayState { array: result, base: Some(copy) };
            object::of_class(&slf.get_type(), state, Some(slf.as_any()))
        }
    }
}

/// A result of `parent`'s class, as a view on it or, where it has memory of its own, without a base.
pub(crate) fn share_or_own(parent: &Bound<'_, PyArray>, array: stridewise::Array) -> PyResult<Py<PyAny>> {
    if std::sync::Arc::ptr_eq(array.view().buffer(), parent.get().handle().view().buffer()) {
        return wrap::view(parent, array);
    }
    if object::is_exact(parent) {
        return wrap::array(parent.py(), array);
    }
    object::of_class(&parent.get_type(), ArrayState { array, base: None }, Some(parent.as_any()))
}
