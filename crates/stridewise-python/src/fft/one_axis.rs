//! Transforms along one axis.

use pyo3::exceptions::PyIndexError;
use pyo3::prelude::*;
use pyo3::types::PyModule;
use stridewise::arithmetic::unary;
use stridewise::fft::{Kind, Transform};
use stridewise_core::layout::normalize_axis;
use stridewise_core::op::Op;

use super::arguments::{norm_argument, transformed};
use crate::convert::array_argument;
use crate::error::OrRaise;
use crate::overrides::add_function_of;

/// The signals and spectra that are their own conjugates in reverse: taken or given conjugated, and normed the other way.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Hermitian {
    No,
    Source,
    Result,
}

fn transform(
    a: &Bound<'_, PyAny>,
    n: Option<&Bound<'_, PyAny>>,
    axis: i64,
    norm: Option<&Bound<'_, PyAny>>,
    out: Option<&Bound<'_, PyAny>>,
    kind: Kind,
    hermitian: Hermitian,
) -> PyResult<Py<PyAny>> {
    let py = a.py();
    let mut array = array_argument(a)?;
    let ndim = array.ndim();
    let points = match n.filter(|n| !n.is_none()) {
        Some(n) => n.extract::<i64>()?,
        None => {
            let axis =
                normalize_axis(axis, ndim).map_err(|_| PyIndexError::new_err("tuple index out of range"))?;
            let length = array.shape()[axis] as i64;
            if kind == Kind::RealInverse { (length - 1) * 2 } else { length }
        }
    };
    // What swaps the directions looks at the norm first; then come the points, and the axis last.
    let swaps = matches!(kind, Kind::Inverse | Kind::RealInverse) || hermitian != Hermitian::No;
    let early = (hermitian != Hermitian::No).then(|| norm_argument(norm, swaps)).transpose()?;
    Transform::new(kind, points, 0, stridewise::fft::Norm::default()).or_raise(py)?;
    let norm = early.map_or_else(|| norm_argument(norm, swaps), Ok)?;
    let norm = if hermitian == Hermitian::No { norm } else { norm.swapped() };
    let axis = normalize_axis(axis, ndim).or_raise(py)?;
    let transform = Transform::new(kind, points, axis, norm).or_raise(py)?;
    if hermitian == Hermitian::Source && array.number().is_complex() {
        array = unary(Op::Conjugate, &array).or_raise(py)?;
    }
    transformed(&array, out, py, transform.loop_name(), |out| {
        let (result, errors) = transform.apply(&array, out)?;
        if hermitian == Hermitian::Result {
            let conjugate = unary(Op::Conjugate, &result)?;
            match out {
                Some(out) => out.assign(&conjugate)?,
                None => return Ok((conjugate, errors)),
            }
        }
        Ok((result, errors))
    })
}

/// The discrete Fourier transform along one axis.
///
/// Parameters
/// ----------
/// a : array_like
/// n : int, optional
///     Points; the axis is cut or padded with zeros to them. By default its length.
/// axis : int
/// norm : {'backward', 'ortho', 'forward'}
///     Which direction is divided by the number of points: the inverse one, each by the root, or the forward one.
/// out : ndarray, optional
///     Where the result goes.
///
/// Returns
/// -------
/// complex ndarray
///     Complex64 where `a` is of half or single precision, else complex128.
///
/// Raises
/// ------
/// ValueError
///     If there are no points.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.fft.fft([1.0, 0.0, 0.0, 0.0]).real.tolist()
/// [1.0, 1.0, 1.0, 1.0]
#[pyfunction]
#[pyo3(signature = (a, n=None, axis=-1, norm=None, out=None))]
fn fft(
    a: &Bound<'_, PyAny>,
    n: Option<&Bound<'_, PyAny>>,
    axis: i64,
    norm: Option<&Bound<'_, PyAny>>,
    out: Option<&Bound<'_, PyAny>>,
) -> PyResult<Py<PyAny>> {
    transform(a, n, axis, norm, out, Kind::Forward, Hermitian::No)
}

/// The inverse of the discrete Fourier transform along one axis.
///
/// Parameters
/// ----------
/// a : array_like
/// n : int, optional
///     Points; the axis is cut or padded with zeros to them. By default its length.
/// axis : int
/// norm : {'backward', 'ortho', 'forward'}
///     Which direction is divided by the number of points: the inverse one, each by the root, or the forward one.
/// out : ndarray, optional
///     Where the result goes.
///
/// Returns
/// -------
/// complex ndarray
///     Complex64 where `a` is of half or single precision, else complex128.
///
/// Raises
/// ------
/// ValueError
///     If there are no points.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.fft.ifft([4.0, 0.0, 0.0, 0.0]).real.tolist()
/// [1.0, 1.0, 1.0, 1.0]
#[pyfunction]
#[pyo3(signature = (a, n=None, axis=-1, norm=None, out=None))]
fn ifft(
    a: &Bound<'_, PyAny>,
    n: Option<&Bound<'_, PyAny>>,
    axis: i64,
    norm: Option<&Bound<'_, PyAny>>,
    out: Option<&Bound<'_, PyAny>>,
) -> PyResult<Py<PyAny>> {
    transform(a, n, axis, norm, out, Kind::Inverse, Hermitian::No)
}

/// The half of the discrete Fourier transform of real numbers that says all, along one axis.
///
/// Parameters
/// ----------
/// a : array_like
/// n : int, optional
///     Points; the axis is cut or padded with zeros to them. By default its length.
/// axis : int
/// norm : {'backward', 'ortho', 'forward'}
///     Which direction is divided by the number of points: the inverse one, each by the root, or the forward one.
/// out : ndarray, optional
///     Where the result goes.
///
/// Returns
/// -------
/// complex ndarray
///     ``n // 2 + 1`` long along the axis; complex64 where `a` is of half or single precision, else complex128.
///
/// Raises
/// ------
/// ValueError
///     If there are no points.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.fft.rfft([1.0, 0.0, 0.0, 0.0]).real.tolist()
/// [1.0, 1.0, 1.0]
#[pyfunction]
#[pyo3(signature = (a, n=None, axis=-1, norm=None, out=None))]
fn rfft(
    a: &Bound<'_, PyAny>,
    n: Option<&Bound<'_, PyAny>>,
    axis: i64,
    norm: Option<&Bound<'_, PyAny>>,
    out: Option<&Bound<'_, PyAny>>,
) -> PyResult<Py<PyAny>> {
    transform(a, n, axis, norm, out, Kind::RealForward, Hermitian::No)
}

/// The real numbers that have the half of a spectrum, along one axis.
///
/// Parameters
/// ----------
/// a : array_like
/// n : int, optional
///     Points of the result. By default twice the axis's length less two.
/// axis : int
/// norm : {'backward', 'ortho', 'forward'}
///     Which direction is divided by the number of points: the inverse one, each by the root, or the forward one.
/// out : ndarray, optional
///     Where the result goes.
///
/// Returns
/// -------
/// ndarray
///     In the precision of `a`; imaginary parts of the zero frequency, and of the last one where `n` is even, do not count.
///
/// Raises
/// ------
/// ValueError
///     If there are no points.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.fft.irfft([4.0, 0.0, 0.0]).tolist()
/// [1.0, 1.0, 1.0, 1.0]
#[pyfunction]
#[pyo3(signature = (a, n=None, axis=-1, norm=None, out=None))]
fn irfft(
    a: &Bound<'_, PyAny>,
    n: Option<&Bound<'_, PyAny>>,
    axis: i64,
    norm: Option<&Bound<'_, PyAny>>,
    out: Option<&Bound<'_, PyAny>>,
) -> PyResult<Py<PyAny>> {
    transform(a, n, axis, norm, out, Kind::RealInverse, Hermitian::No)
}

/// The real spectrum of a signal that is its own conjugate in reverse, of which `a` is the half, along one axis.
///
/// Parameters
/// ----------
/// a : array_like
/// n : int, optional
///     Points of the result. By default twice the axis's length less two.
/// axis : int
/// norm : {'backward', 'ortho', 'forward'}
///     Which direction is divided by the number of points: the inverse one, each by the root, or the forward one.
/// out : ndarray, optional
///     Where the result goes.
///
/// Returns
/// -------
/// ndarray
///     In the precision of `a`.
///
/// Raises
/// ------
/// ValueError
///     If there are no points.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.fft.hfft([1.0, 2.0, 1.0]).tolist()
/// [6.0, 0.0, -2.0, 0.0]
#[pyfunction]
#[pyo3(signature = (a, n=None, axis=-1, norm=None, out=None))]
fn hfft(
    a: &Bound<'_, PyAny>,
    n: Option<&Bound<'_, PyAny>>,
    axis: i64,
    norm: Option<&Bound<'_, PyAny>>,
    out: Option<&Bound<'_, PyAny>>,
) -> PyResult<Py<PyAny>> {
    transform(a, n, axis, norm, out, Kind::RealInverse, Hermitian::Source)
}

/// The half of the signal, its own conjugate in reverse, that has a real spectrum, along one axis.
///
/// Parameters
/// ----------
/// a : array_like
/// n : int, optional
///     Points; the axis is cut or padded with zeros to them. By default its length.
/// axis : int
/// norm : {'backward', 'ortho', 'forward'}
///     Which direction is divided by the number of points: the inverse one, each by the root, or the forward one.
/// out : ndarray, optional
///     Where the result goes.
///
/// Returns
/// -------
/// complex ndarray
///     ``n // 2 + 1`` long along the axis.
///
/// Raises
/// ------
/// ValueError
///     If there are no points.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.fft.ihfft([6.0, 0.0, -2.0, 0.0]).real.tolist()
/// [1.0, 2.0, 1.0]
#[pyfunction]
#[pyo3(signature = (a, n=None, axis=-1, norm=None, out=None))]
fn ihfft(
    a: &Bound<'_, PyAny>,
    n: Option<&Bound<'_, PyAny>>,
    axis: i64,
    norm: Option<&Bound<'_, PyAny>>,
    out: Option<&Bound<'_, PyAny>>,
) -> PyResult<Py<PyAny>> {
    transform(a, n, axis, norm, out, Kind::RealForward, Hermitian::Result)
}

pub(super) fn register(fft_module: &Bound<'_, PyModule>) -> PyResult<()> {
    for function in [
        wrap_pyfunction!(fft, fft_module)?,
        wrap_pyfunction!(ifft, fft_module)?,
        wrap_pyfunction!(rfft, fft_module)?,
        wrap_pyfunction!(irfft, fft_module)?,
        wrap_pyfunction!(hfft, fft_module)?,
        wrap_pyfunction!(ihfft, fft_module)?,
    ] {
        add_function_of(fft_module, function, &["a", "out"], "stridewise.fft")?;
    }
    Ok(())
}
