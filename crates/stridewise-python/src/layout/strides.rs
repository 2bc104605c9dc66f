//! `as_strided` and `sliding_window_view`.

use pyo3::prelude::*;
use smallvec::SmallVec;
use stridewise::run::Array;

use crate::array::{ArrayState, PyArray, object};
use crate::convert::{Wish, array_of, axes_argument, shape_argument, strides_argument, truth_argument};
use crate::error::OrRaise;
use crate::{overrides, wrap};

/// The array argument as an object of ours, of its own class if `subok`.
pub(super) fn array_object<'py>(object: &Bound<'py, PyAny>, subok: bool) -> PyResult<Bound<'py, PyArray>> {
    let py = object.py();
    if let Ok(array) = object.cast::<PyArray>() {
        if subok || object::is_exact(array) {
            return Ok(array.clone());
        }
        let class = py.get_type::<PyArray>();
        let view = object::view_as(array, &class, array.get().array()?.clone(), array.as_any())?;
        return Ok(view.into_bound(py).cast_into::<PyArray>()?);
    }
    let (array, base) = array_of(object, &Wish::default())?;
    Ok(object::base_class(py, ArrayState { array, base })?.into_bound(py))
}

/// A view of `x` with the given shape and strides (in bytes).
///
/// Unlike NumPy's, it stays inside the memory of `x`: what would leave it is a ValueError.
///
/// Examples
/// --------
/// >>> np.lib.stride_tricks.as_strided(np.arange(4), (3, 2), (8, 8))
/// array([[0, 1],
///        [1, 2],
///        [2, 3]])
#[pyfunction]
#[pyo3(signature = (x, shape=None, strides=None, subok=false, writeable=true))]
fn as_strided(
    x: &Bound<'_, PyAny>,
    shape: Option<&Bound<'_, PyAny>>,
    strides: Option<&Bound<'_, PyAny>>,
    #[pyo3(from_py_with = truth_argument)] subok: bool,
    #[pyo3(from_py_with = truth_argument)] writeable: bool,
) -> PyResult<Py<PyAny>> {
    let py = x.py();
    let owner = array_object(x, subok)?;
    let array = owner.get().array()?;
    let shape = match shape.filter(|shape| !shape.is_none()) {
        Some(shape) => shape_argument(shape)?,
        None => array.shape().into(),
    };
    let strides = match strides.filter(|strides| !strides.is_none()) {
        Some(strides) => strides_argument(strides)?,
        None => array.strides().into(),
    };
    let view = array.view().as_strided(&shape, &strides).or_raise(py)?;
    let view = Array::from_view(view).with_writeable(writeable && array.is_writeable());
    wrap::view(&owner, view)
}

/// Views of all windows of shape `window_shape` into `x`, along all axes or those in `axis`. The windows' axes come last.
///
/// Examples
/// --------
/// >>> np.lib.stride_tricks.sliding_window_view(np.arange(4), 3)
/// array([[0, 1, 2],
///        [1, 2, 3]])
#[pyfunction]
#[pyo3(signature = (x, window_shape, axis=None, *, subok=false, writeable=false))]
fn sliding_window_view(
    x: &Bound<'_, PyAny>,
    window_shape: &Bound<'_, PyAny>,
    axis: Option<&Bound<'_, PyAny>>,
    #[pyo3(from_py_with = truth_argument)] subok: bool,
    #[pyo3(from_py_with = truth_argument)] writeable: bool,
) -> PyResult<Py<PyAny>> {
    let owner = array_object(x, subok)?;
    let array = owner.get().array()?;
    let window = axes_argument(window_shape)?;
    let axes: Option<SmallVec<[i64; 4]>> =
        axis.filter(|axis| !axis.is_none()).map(axes_argument).transpose()?;
    let layout = array.layout().sliding_windows(&window, axes.as_deref()).or_raise(x.py())?;
    let view = array.with_layout(layout).with_writeable(writeable && array.is_writeable());
    wrap::view(&owner, view)
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let py = module.py();
    let tricks = PyModule::new(py, "_stride_tricks")?;
    tricks.add_function(wrap_pyfunction!(as_strided, &tricks)?)?;
    overrides::add_function(&tricks, wrap_pyfunction!(sliding_window_view, &tricks)?, &["x"])?;
    tricks.add_function(wrap_pyfunction!(super::memory::byte_bounds, &tricks)?)?;
    tricks.add_function(wrap_pyfunction!(super::axes::normalize_axis_index, &tricks)?)?;
    tricks.add_function(wrap_pyfunction!(super::axes::normalize_axis_tuple, &tricks)?)?;
    module.add_submodule(&tricks)
}
