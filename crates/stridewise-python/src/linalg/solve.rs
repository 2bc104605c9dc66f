//! Equations, inverses, determinants.

use pyo3::prelude::*;
use pyo3::types::PyModule;
use stridewise::linalg;

use super::{ResultClass, add, compute};
use crate::convert::{array_argument, axes_argument};
use crate::detach::over_arrays;
use crate::error::OrRaise;
use crate::ufunc::{choose_wrapper, wrap_result};
use crate::wrap;

static SLOGDET_RESULT: ResultClass = ResultClass::named("SlogdetResult");

/// The inverse of square matrices.
///
/// Parameters
/// ----------
/// a : array_like, shape (..., m, m)
///
/// Returns
/// -------
/// array, shape (..., m, m)
///
/// Raises
/// ------
/// LinAlgError
///     If matrices are not square, or one is singular.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.linalg.inv([[2.0, 0.0], [0.0, 4.0]]).tolist()
/// [[0.5, 0.0], [0.0, 0.25]]
#[pyfunction]
fn inv(a: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
    let py = a.py();
    let array = array_argument(a)?;
    let inverse = compute(py, "inv", &array, || linalg::inverse(&array))?;
    wrap_result(py, &choose_wrapper([a])?, inverse)
}

/// The solution of linear equations ``a @ x == b``.
///
/// Parameters
/// ----------
/// a : array_like, shape (..., m, m)
///     The coefficients.
/// b : array_like, shape (m,) or (..., m, k)
///     The right side: of one axis a vector, else matrices whose columns are right sides.
///
/// Returns
/// -------
/// array, shape (..., m) or (..., m, k)
///
/// Raises
/// ------
/// LinAlgError
///     If matrices are not square, or one is singular.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.linalg.solve([[1.0, 2.0], [0.0, 3.0]], [5.0, 6.0]).tolist()
/// [1.0, 2.0]
#[pyfunction]
fn solve(a: &Bound<'_, PyAny>, b: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
    let py = a.py();
    let (left, right) = (array_argument(a)?, array_argument(b)?);
    let steps = left.size().max(right.size()).saturating_mul(left.shape().last().copied().unwrap_or(1));
    let solution = over_arrays(py, steps, "solve", &[&left, &right], &[], || linalg::solve(&left, &right))
        .or_raise(py)?;
    wrap_result(py, &choose_wrapper([b])?, solution)
}

/// The determinant of square matrices.
///
/// Parameters
/// ----------
/// a : array_like, shape (..., m, m)
///
/// Returns
/// -------
/// array, shape (...)
///
/// See Also
/// --------
/// slogdet : Where determinants overflow.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> round(float(np.linalg.det([[1, 2], [3, 4]])), 12)
/// -2.0
#[pyfunction]
fn det(a: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
    let array = array_argument(a)?;
    wrap::array_or_scalar(a.py(), compute(a.py(), "det", &array, || linalg::determinant(&array))?)
}

/// The sign of the determinant of square matrices, and the logarithm of its size.
///
/// Parameters
/// ----------
/// a : array_like, shape (..., m, m)
///
/// Returns
/// -------
/// sign : array, shape (...)
///     One, minus one or zero; of complex matrices a number of size one, or zero.
/// logabsdet : array, shape (...)
///     Minus infinity where the determinant is zero.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> sign, logarithm = np.linalg.slogdet([[0.0, 1.0], [1.0, 0.0]])
/// >>> float(sign), float(logarithm)
/// (-1.0, 0.0)
#[pyfunction]
fn slogdet<'py>(a: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let py = a.py();
    let array = array_argument(a)?;
    let (sign, logarithm) = compute(py, "slogdet", &array, || linalg::log_determinant(&array))?;
    SLOGDET_RESULT.of(py, [wrap::array_or_scalar(py, sign)?, wrap::array_or_scalar(py, logarithm)?])
}

/// The tensor ``x`` with ``tensordot(a, x, x.ndim) == b``.
///
/// Parameters
/// ----------
/// a : array_like, shape b.shape + x.shape
/// b : array_like
/// axes : tuple of int, optional
///     Axes of ``a`` that go to its end first.
///
/// Raises
/// ------
/// LinAlgError
///     If ``a`` stands for no square matrix, or for a singular one.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> a = 2 * np.eye(6).reshape(2, 3, 6)
/// >>> np.linalg.tensorsolve(a, np.ones((2, 3))).tolist()
/// [0.5, 0.5, 0.5, 0.5, 0.5, 0.5]
#[pyfunction]
#[pyo3(signature = (a, b, axes=None))]
fn tensorsolve(
    a: &Bound<'_, PyAny>,
    b: &Bound<'_, PyAny>,
    axes: Option<&Bound<'_, PyAny>>,
) -> PyResult<Py<PyAny>> {
    let py = a.py();
    let (left, right) = (array_argument(a)?, array_argument(b)?);
    let axes = axes.filter(|axes| !axes.is_none()).map(axes_argument).transpose()?;
    let steps = left.size().saturating_mul(right.size());
    let solution = over_arrays(py, steps, "tensorsolve", &[&left, &right], &[], || {
        linalg::tensorsolve(&left, &right, axes.as_deref())
    })
    .or_raise(py)?;
    wrap_result(py, &choose_wrapper([a])?, solution)
}

/// The tensor that undoes ``tensordot(a, x, ind)``.
///
/// Parameters
/// ----------
/// a : array_like
/// ind : int
///     How many first axes stand for the rows of a square matrix.
///
/// Raises
/// ------
/// LinAlgError
///     If that matrix is not square, or is singular.
/// ValueError
///     If ``ind`` is not positive.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.linalg.tensorinv(np.eye(6).reshape(2, 3, 6)).shape
/// (6, 2, 3)
#[pyfunction]
#[pyo3(signature = (a, ind=2))]
fn tensorinv(a: &Bound<'_, PyAny>, ind: i64) -> PyResult<Py<PyAny>> {
    let array = array_argument(a)?;
    let inverse = compute(a.py(), "tensorinv", &array, || linalg::tensorinv(&array, ind))?;
    wrap_result(a.py(), &choose_wrapper([a])?, inverse)
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    add(module, wrap_pyfunction!(inv, module)?, &["a"])?;
    add(module, wrap_pyfunction!(solve, module)?, &["a", "b"])?;
    add(module, wrap_pyfunction!(det, module)?, &["a"])?;
    add(module, wrap_pyfunction!(slogdet, module)?, &["a"])?;
    add(module, wrap_pyfunction!(tensorsolve, module)?, &["a", "b"])?;
    add(module, wrap_pyfunction!(tensorinv, module)?, &["a"])
}
