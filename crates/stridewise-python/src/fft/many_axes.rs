//! Transforms along several axes.

use std::ffi::CStr;

use pyo3::exceptions::PyDeprecationWarning;
use pyo3::prelude::*;
use pyo3::types::PyModule;
use stridewise::fft::{Axes, Kind, along_axes};

use super::arguments::{norm_argument, transformed};
use crate::convert::{Passed, array_argument, axes_argument, passed_argument};
use crate::overrides::add_function_of;

fn axes_of(s: Option<&Bound<'_, PyAny>>, axes: Option<Vec<i64>>) -> PyResult<Axes> {
    let Some(s) = s.filter(|s| !s.is_none()) else { return Ok(Axes { points: None, axes }) };
    let points: Vec<Option<i64>> = s
        .try_iter()?
        .map(|item| item.and_then(|item| item.extract::<Option<i64>>()))
        .collect::<PyResult<_>>()?;
    let warn = |text: &CStr| PyErr::warn(s.py(), s.py().get_type::<PyDeprecationWarning>().as_any(), text, 1);
    if axes.is_none() {
        warn(c"`axes` should not be `None` if `s` is not `None` (Deprecated in NumPy 2.0). In a future version of \
               NumPy, this will raise an error and `s[i]` will correspond to the size along the transformed axis \
               specified by `axes[i]`. To retain current behaviour, pass a sequence [0, ..., k-1] to `axes` for an \
               array of dimension k.")?;
    }
    if points.contains(&None) {
        warn(c"Passing an array containing `None` values to `s` is deprecated in NumPy 2.0 and will raise an error in a \
               future version of NumPy. To use the default behaviour of the corresponding 1-D transform, pass the value \
               matching the default for its `n` parameter. To use the default behaviour for every axis, the `s` argument \
               can be omitted.")?;
    }
    Ok(Axes { points: Some(points), axes })
}

fn transform(
    a: &Bound<'_, PyAny>,
    axes: &Axes,
    norm: Option<&Bound<'_, PyAny>>,
    out: Option<&Bound<'_, PyAny>>,
    kind: Kind,
) -> PyResult<Py<PyAny>> {
    let norm = norm_argument(norm, matches!(kind, Kind::Inverse | Kind::RealInverse))?;
    let array = array_argument(a)?;
    let none = axes.axes.as_ref().map_or(array.ndim() == 0 && axes.points.is_none(), Vec::is_empty);
    if none && matches!(kind, Kind::Forward | Kind::Inverse) {
        return crate::create::any_array(a).map(|array| array.into_any().unbind());
    }
    let name = match kind {
        Kind::Forward => "fft",
        Kind::Inverse => "ifft",
        Kind::RealForward => "rfft_n_even",
        Kind::RealInverse => "irfft",
    };
    transformed(&array, out, a.py(), name, |out| along_axes(kind, &array, axes, norm, out))
}

fn axes_or_all(axes: Option<&Bound<'_, PyAny>>) -> PyResult<Option<Vec<i64>>> {
    axes.filter(|axes| !axes.is_none()).map(|axes| Ok(axes_argument(axes)?.to_vec())).transpose()
}

/// The discrete Fourier transform, along two axes, one after the other.
///
/// Parameters
/// ----------
/// a : array_like
/// s : sequence of int, optional
///     Points of each axis, which is cut or padded with zeros to them; of -1 its length.
/// axes : sequence of int, optional
///     The axes; by default the last two.
/// norm : {'backward', 'ortho', 'forward'}
///     Which direction is divided by the number of points: the inverse one, each by the root, or the forward one.
/// out : ndarray, optional
///     Where the result goes.
///
/// Raises
/// ------
/// ValueError
///     If `s` and `axes` are of different lengths.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.fft.fft2([[1.0, 0.0], [0.0, 0.0]]).real.tolist()
/// [[1.0, 1.0], [1.0, 1.0]]
#[pyfunction]
#[pyo3(signature = (a, s=None, axes=Passed::Absent, norm=None, out=None), text_signature = "(a, s=None, axes=(-2, -1), norm=None, out=None)")]
fn fft2(
    a: &Bound<'_, PyAny>,
    s: Option<&Bound<'_, PyAny>>,
    #[pyo3(from_py_with = passed_argument)] axes: Passed,
    norm: Option<&Bound<'_, PyAny>>,
    out: Option<&Bound<'_, PyAny>>,
) -> PyResult<Py<PyAny>> {
    let axes = match axes.get(a.py()) {
        None => Some(vec![-2, -1]),
        axes => axes_or_all(axes)?,
    };
    transform(a, &axes_of(s, axes)?, norm, out, Kind::Forward)
}

/// The discrete Fourier transform, along several axes, one after the other.
///
/// Parameters
/// ----------
/// a : array_like
/// s : sequence of int, optional
///     Points of each axis, which is cut or padded with zeros to them; of -1 its length.
/// axes : sequence of int, optional
///     The axes; by default all, or as many last ones as `s` has numbers.
/// norm : {'backward', 'ortho', 'forward'}
///     Which direction is divided by the number of points: the inverse one, each by the root, or the forward one.
/// out : ndarray, optional
///     Where the result goes.
///
/// Raises
/// ------
/// ValueError
///     If `s` and `axes` are of different lengths.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.fft.fftn([[1.0, 0.0], [0.0, 0.0]], axes=[0]).real.tolist()
/// [[1.0, 0.0], [1.0, 0.0]]
#[pyfunction]
#[pyo3(signature = (a, s=None, axes=None, norm=None, out=None))]
fn fftn(
    a: &Bound<'_, PyAny>,
    s: Option<&Bound<'_, PyAny>>,
    axes: Option<&Bound<'_, PyAny>>,
    norm: Option<&Bound<'_, PyAny>>,
    out: Option<&Bound<'_, PyAny>>,
) -> PyResult<Py<PyAny>> {
    transform(a, &axes_of(s, axes_or_all(axes)?)?, norm, out, Kind::Forward)
}

/// The inverse of the discrete Fourier transform, along two axes, one after the other.
///
/// Parameters
/// ----------
/// a : array_like
/// s : sequence of int, optional
///     Points of each axis, which is cut or padded with zeros to them; of -1 its length.
/// axes : sequence of int, optional
///     The axes; by default the last two.
/// norm : {'backward', 'ortho', 'forward'}
///     Which direction is divided by the number of points: the inverse one, each by the root, or the forward one.
/// out : ndarray, optional
///     Where the result goes.
///
/// Raises
/// ------
/// ValueError
///     If `s` and `axes` are of different lengths.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.fft.ifft2([[4.0, 0.0], [0.0, 0.0]]).real.tolist()
/// [[1.0, 1.0], [1.0, 1.0]]
#[pyfunction]
#[pyo3(signature = (a, s=None, axes=Passed::Absent, norm=None, out=None), text_signature = "(a, s=None, axes=(-2, -1), norm=None, out=None)")]
fn ifft2(
    a: &Bound<'_, PyAny>,
    s: Option<&Bound<'_, PyAny>>,
    #[pyo3(from_py_with = passed_argument)] axes: Passed,
    norm: Option<&Bound<'_, PyAny>>,
    out: Option<&Bound<'_, PyAny>>,
) -> PyResult<Py<PyAny>> {
    let axes = match axes.get(a.py()) {
        None => Some(vec![-2, -1]),
        axes => axes_or_all(axes)?,
    };
    transform(a, &axes_of(s, axes)?, norm, out, Kind::Inverse)
}

/// The inverse of the discrete Fourier transform, along several axes, one after the other.
///
/// Parameters
/// ----------
/// a : array_like
/// s : sequence of int, optional
///     Points of each axis, which is cut or padded with zeros to them; of -1 its length.
/// axes : sequence of int, optional
///     The axes; by default all, or as many last ones as `s` has numbers.
/// norm : {'backward', 'ortho', 'forward'}
///     Which direction is divided by the number of points: the inverse one, each by the root, or the forward one.
/// out : ndarray, optional
///     Where the result goes.
///
/// Raises
/// ------
/// ValueError
///     If `s` and `axes` are of different lengths.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.fft.ifftn([[2.0, 0.0], [0.0, 0.0]], axes=[0]).real.tolist()
/// [[1.0, 0.0], [1.0, 0.0]]
#[pyfunction]
#[pyo3(signature = (a, s=None, axes=None, norm=None, out=None))]
fn ifftn(
    a: &Bound<'_, PyAny>,
    s: Option<&Bound<'_, PyAny>>,
    axes: Option<&Bound<'_, PyAny>>,
    norm: Option<&Bound<'_, PyAny>>,
    out: Option<&Bound<'_, PyAny>>,
) -> PyResult<Py<PyAny>> {
    transform(a, &axes_of(s, axes_or_all(axes)?)?, norm, out, Kind::Inverse)
}

/// The half of the discrete Fourier transform of real numbers that says all, along two axes, one after the other.
///
/// Parameters
/// ----------
/// a : array_like
/// s : sequence of int, optional
///     Points of each axis, which is cut or padded with zeros to them; of -1 its length.
/// axes : sequence of int, optional
///     The axes; by default the last two.
/// norm : {'backward', 'ortho', 'forward'}
///     Which direction is divided by the number of points: the inverse one, each by the root, or the forward one.
/// out : ndarray, optional
///     Where the result goes.
///
/// Raises
/// ------
/// ValueError
///     If `s` and `axes` are of different lengths.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.fft.rfft2([[1.0, 0.0], [0.0, 0.0]]).real.tolist()
/// [[1.0, 1.0], [1.0, 1.0]]
#[pyfunction]
#[pyo3(signature = (a, s=None, axes=Passed::Absent, norm=None, out=None), text_signature = "(a, s=None, axes=(-2, -1), norm=None, out=None)")]
fn rfft2(
    a: &Bound<'_, PyAny>,
    s: Option<&Bound<'_, PyAny>>,
    #[pyo3(from_py_with = passed_argument)] axes: Passed,
    norm: Option<&Bound<'_, PyAny>>,
    out: Option<&Bound<'_, PyAny>>,
) -> PyResult<Py<PyAny>> {
    let axes = match axes.get(a.py()) {
        None => Some(vec![-2, -1]),
        axes => axes_or_all(axes)?,
    };
    transform(a, &axes_of(s, axes)?, norm, out, Kind::RealForward)
}

/// The half of the discrete Fourier transform of real numbers that says all, along several axes, one after the other.
///
/// Parameters
/// ----------
/// a : array_like
/// s : sequence of int, optional
///     Points of each axis, which is cut or padded with zeros to them; of -1 its length.
/// axes : sequence of int, optional
///     The axes; by default all, or as many last ones as `s` has numbers.
/// norm : {'backward', 'ortho', 'forward'}
///     Which direction is divided by the number of points: the inverse one, each by the root, or the forward one.
/// out : ndarray, optional
///     Where the result goes.
///
/// Raises
/// ------
/// ValueError
///     If `s` and `axes` are of different lengths.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.fft.rfftn([[1.0, 0.0], [0.0, 0.0]]).shape
/// (2, 2)
#[pyfunction]
#[pyo3(signature = (a, s=None, axes=None, norm=None, out=None))]
fn rfftn(
    a: &Bound<'_, PyAny>,
    s: Option<&Bound<'_, PyAny>>,
    axes: Option<&Bound<'_, PyAny>>,
    norm: Option<&Bound<'_, PyAny>>,
    out: Option<&Bound<'_, PyAny>>,
) -> PyResult<Py<PyAny>> {
    transform(a, &axes_of(s, axes_or_all(axes)?)?, norm, out, Kind::RealForward)
}

/// The real numbers that have the half of a spectrum, along two axes, one after the other.
///
/// Parameters
/// ----------
/// a : array_like
/// s : sequence of int, optional
///     Points of each axis, which is cut or padded with zeros to them; of -1 its length.
/// axes : sequence of int, optional
///     The axes; by default the last two.
/// norm : {'backward', 'ortho', 'forward'}
///     Which direction is divided by the number of points: the inverse one, each by the root, or the forward one.
/// out : ndarray, optional
///     Where the result goes.
///
/// Raises
/// ------
/// ValueError
///     If `s` and `axes` are of different lengths.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.fft.irfft2([[4.0, 0.0], [0.0, 0.0]]).tolist()
/// [[1.0, 1.0], [1.0, 1.0]]
#[pyfunction]
#[pyo3(signature = (a, s=None, axes=Passed::Absent, norm=None, out=None), text_signature = "(a, s=None, axes=(-2, -1), norm=None, out=None)")]
fn irfft2(
    a: &Bound<'_, PyAny>,
    s: Option<&Bound<'_, PyAny>>,
    #[pyo3(from_py_with = passed_argument)] axes: Passed,
    norm: Option<&Bound<'_, PyAny>>,
    out: Option<&Bound<'_, PyAny>>,
) -> PyResult<Py<PyAny>> {
    let axes = match axes.get(a.py()) {
        None => Some(vec![-2, -1]),
        axes => axes_or_all(axes)?,
    };
    transform(a, &axes_of(s, axes)?, norm, out, Kind::RealInverse)
}

/// The real numbers that have the half of a spectrum, along several axes, one after the other.
///
/// Parameters
/// ----------
/// a : array_like
/// s : sequence of int, optional
///     Points of each axis, which is cut or padded with zeros to them; of -1 its length.
/// axes : sequence of int, optional
///     The axes; by default all, or as many last ones as `s` has numbers.
/// norm : {'backward', 'ortho', 'forward'}
///     Which direction is divided by the number of points: the inverse one, each by the root, or the forward one.
/// out : ndarray, optional
///     Where the result goes.
///
/// Raises
/// ------
/// ValueError
///     If `s` and `axes` are of different lengths.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.fft.irfftn([[4.0, 0.0], [0.0, 0.0]]).tolist()
/// [[1.0, 1.0], [1.0, 1.0]]
#[pyfunction]
#[pyo3(signature = (a, s=None, axes=None, norm=None, out=None))]
fn irfftn(
    a: &Bound<'_, PyAny>,
    s: Option<&Bound<'_, PyAny>>,
    axes: Option<&Bound<'_, PyAny>>,
    norm: Option<&Bound<'_, PyAny>>,
    out: Option<&Bound<'_, PyAny>>,
) -> PyResult<Py<PyAny>> {
    transform(a, &axes_of(s, axes_or_all(axes)?)?, norm, out, Kind::RealInverse)
}

pub(super) fn register(fft_module: &Bound<'_, PyModule>) -> PyResult<()> {
    for function in [
        wrap_pyfunction!(fft2, fft_module)?,
        wrap_pyfunction!(fftn, fft_module)?,
        wrap_pyfunction!(ifft2, fft_module)?,
        wrap_pyfunction!(ifftn, fft_module)?,
        wrap_pyfunction!(rfft2, fft_module)?,
        wrap_pyfunction!(rfftn, fft_module)?,
        wrap_pyfunction!(irfft2, fft_module)?,
        wrap_pyfunction!(irfftn, fft_module)?,
    ] {
        add_function_of(fft_module, function, &["a", "out"], "stridewise.fft")?;
    }
    Ok(())
}
