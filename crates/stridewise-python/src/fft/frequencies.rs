//! `fftfreq`, `rfftfreq`, `fftshift`, `ifftshift`.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyModule};
use stridewise::fft;

use crate::array::shape_methods::share_or_own;
use crate::convert::axes_argument;
use crate::create::any_array;
use crate::error::OrRaise;
use crate::overrides::add_function_of;
use crate::wrap;

fn length(n: &Bound<'_, PyAny>) -> PyResult<i64> {
    let integer = n.is_instance_of::<pyo3::types::PyInt>()
        || crate::scalar::value_of(n).is_some_and(|(number, _)| number.is_integer());
    if !integer && !n.is_instance_of::<PyBool>() {
        return Err(PyValueError::new_err("n should be an integer"));
    }
    n.extract()
}

fn require_cpu(device: Option<&Bound<'_, PyAny>>) -> PyResult<()> {
    match device.filter(|device| !device.is_none()) {
        Some(device) if !device.eq("cpu")? => Err(PyValueError::new_err(format!(
            "Device not understood. Only \"cpu\" is allowed, but received: {}",
            device.str()?
        ))),
        _ => Ok(()),
    }
}

/// The frequencies that the places of a transform stand for, in cycles per unit of the spacing.
///
/// Parameters
/// ----------
/// n : int
///     Points.
/// d : number
///     The spacing of the samples.
/// device : 'cpu', optional
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.fft.fftfreq(4).tolist()
/// [0.0, 0.25, -0.5, -0.25]
#[pyfunction]
#[pyo3(signature = (n, d=1.0, device=None))]
fn fftfreq(n: &Bound<'_, PyAny>, d: f64, device: Option<&Bound<'_, PyAny>>) -> PyResult<Py<PyAny>> {
    require_cpu(device)?;
    wrap::array(n.py(), fft::fftfreq(length(n)?, d).or_raise(n.py())?)
}

/// The frequencies that the places of a transform of real numbers stand for, in cycles per unit of the spacing.
///
/// Parameters
/// ----------
/// n : int
///     Points: the real numbers.
/// d : number
///     The spacing of the samples.
/// device : 'cpu', optional
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.fft.rfftfreq(4).tolist()
/// [0.0, 0.25, 0.5]
#[pyfunction]
#[pyo3(signature = (n, d=1.0, device=None))]
fn rfftfreq(n: &Bound<'_, PyAny>, d: f64, device: Option<&Bound<'_, PyAny>>) -> PyResult<Py<PyAny>> {
    require_cpu(device)?;
    wrap::array(n.py(), fft::rfftfreq(length(n)?, d).or_raise(n.py())?)
}

/// The array with its zero frequency, the first place along each axis, moved to the middle.
///
/// Parameters
/// ----------
/// x : array_like
/// axes : int or sequence of int, optional
///     By default all.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.fft.fftshift([0, 1, 2, -2, -1]).tolist()
/// [-2, -1, 0, 1, 2]
#[pyfunction]
#[pyo3(signature = (x, axes=None))]
fn fftshift(x: &Bound<'_, PyAny>, axes: Option<&Bound<'_, PyAny>>) -> PyResult<Py<PyAny>> {
    let array = any_array(x)?;
    let axes = axes.filter(|axes| !axes.is_none()).map(axes_argument).transpose()?;
    share_or_own(&array, fft::fftshift(array.get().array()?, axes.as_deref()).or_raise(x.py())?)
}

/// The array with its middle along each axis moved to the first place: the opposite of `fftshift`.
///
/// Parameters
/// ----------
/// x : array_like
/// axes : int or sequence of int, optional
///     By default all.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.fft.ifftshift([-2, -1, 0, 1, 2]).tolist()
/// [0, 1, 2, -2, -1]
#[pyfunction]
#[pyo3(signature = (x, axes=None))]
fn ifftshift(x: &Bound<'_, PyAny>, axes: Option<&Bound<'_, PyAny>>) -> PyResult<Py<PyAny>> {
    let array = any_array(x)?;
    let axes = axes.filter(|axes| !axes.is_none()).map(axes_argument).transpose()?;
    share_or_own(&array, fft::ifftshift(array.get().array()?, axes.as_deref()).or_raise(x.py())?)
}

pub(super) fn register(fft_module: &Bound<'_, PyModule>) -> PyResult<()> {
    for function in [wrap_pyfunction!(fftshift, fft_module)?, wrap_pyfunction!(ifftshift, fft_module)?] {
        add_function_of(fft_module, function, &["x"], "stridewise.fft")?;
    }
    fft_module.add_function(wrap_pyfunction!(fftfreq, fft_module)?)?;
    fft_module.add_function(wrap_pyfunction!(rfftfreq, fft_module)?)
}
