//! Windows that taper signals, and the functions they are made of.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use stridewise::window::{self, Window};
use stridewise_core::Value;

use crate::convert::array_argument;
use crate::error::OrRaise;
use crate::overrides::add_function;
use crate::wrap;

/// A window of as many points as the argument says.
fn of_length(shape: Window, length: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
    let py = length.py();
    let array = array_argument(length)?;
    let value = if array.number().is_complex() { None } else { array.item() };
    let length = value
        .map(Value::to_f64)
        .ok_or_else(|| PyTypeError::new_err("the length of a window is one real number"))?;
    wrap::array(py, window::window(shape, length).or_raise(py)?)
}

/// A triangular window of `M` points that ends at zero.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.bartlett(5).round(2).tolist()
/// [0.0, 0.5, 1.0, 0.5, 0.0]
#[pyfunction]
#[pyo3(signature = (M))]
#[expect(non_snake_case, reason = "NumPy's name of the parameter")]
fn bartlett(M: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
    of_length(Window::Bartlett, M)
}

/// A Hamming window of `M` points: a raised cosine that does not fall to zero.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.hamming(5).round(2).tolist()
/// [0.08, 0.54, 1.0, 0.54, 0.08]
#[pyfunction]
#[pyo3(signature = (M))]
#[expect(non_snake_case, reason = "NumPy's name of the parameter")]
fn hamming(M: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
    of_length(Window::Hamming, M)
}

/// A Hann window of `M` points: a cosine raised to end at zero.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.hanning(5).round(2).tolist()
/// [0.0, 0.5, 1.0, 0.5, 0.0]
#[pyfunction]
#[pyo3(signature = (M))]
#[expect(non_snake_case, reason = "NumPy's name of the parameter")]
fn hanning(M: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
    of_length(Window::Hanning, M)
}

/// A Blackman window of `M` points: three terms of a cosine series.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.blackman(5).round(2).tolist()
/// [-0.0, 0.34, 1.0, 0.34, -0.0]
#[pyfunction]
#[pyo3(signature = (M))]
#[expect(non_snake_case, reason = "NumPy's name of the parameter")]
fn blackman(M: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
    of_length(Window::Blackman, M)
}

/// A Kaiser window of `M` points; the larger `beta`, the narrower.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.kaiser(3, 0.0).tolist()
/// [1.0, 1.0, 1.0]
#[pyfunction]
#[pyo3(signature = (M, beta))]
#[expect(non_snake_case, reason = "NumPy's name of the parameter")]
fn kaiser(M: &Bound<'_, PyAny>, beta: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
    let beta = array_argument(beta)?.item().map(Value::to_f64);
    let beta = beta.ok_or_else(|| PyTypeError::new_err("the shape of a window is one real number"))?;
    of_length(Window::Kaiser(beta), M)
}

/// The modified Bessel function of the first kind, order zero.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> float(np.i0(0.0))
/// 1.0
#[pyfunction]
fn i0(x: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
    let result = window::i0(&array_argument(x)?).or_raise(x.py())?;
    if result.ndim() == 0 { wrap::array(x.py(), result) } else { wrap::like(x, result) }
}

/// ``sin(pi * x) / (pi * x)``, and one at zero.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.sinc([0.0, 0.5]).round(4).tolist()
/// [1.0, 0.6366]
#[pyfunction]
fn sinc(x: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
    wrap::like(x, window::sinc(&array_argument(x)?).or_raise(x.py())?)
}

pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    for function in [
        wrap_pyfunction!(bartlett, module)?,
        wrap_pyfunction!(blackman, module)?,
        wrap_pyfunction!(hamming, module)?,
        wrap_pyfunction!(hanning, module)?,
        wrap_pyfunction!(kaiser, module)?,
    ] {
        function.setattr("__module__", "stridewise").ok();
        module.add_function(function)?;
    }
    add_function(module, wrap_pyfunction!(i0, module)?, &["x"])?;
    add_function(module, wrap_pyfunction!(sinc, module)?, &["x"])
}
