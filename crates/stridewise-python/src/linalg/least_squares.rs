//! Least squares, pseudo-inverses, rank and condition.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyModule;
use stridewise::linalg;
use stridewise::norm::Norm;
use stridewise::{Array, Number, Value};

use super::norm::norm_argument;
use super::{add, compute};
use crate::convert::{Passed, array_argument, passed_argument, truth_argument};
use crate::detach::over_arrays;
use crate::error::OrRaise;
use crate::ufunc::{choose_wrapper, wrap_result};
use crate::wrap;

/// The solution of linear equations that comes closest, and of those the shortest.
///
/// Parameters
/// ----------
/// a : array_like, shape (m, n)
///     The coefficients.
/// b : array_like, shape (m,) or (m, k)
///     The right sides.
/// rcond : float, optional
///     Singular values up to this share of the largest count as zero; by default the precision times ``max(m, n)``, if
///     negative half the precision.
///
/// Returns
/// -------
/// x : array, shape (n,) or (n, k)
/// residuals : array, shape (1,), (k,) or (0,)
///     The squared distances; none where the rank is less than n or m not more than it.
/// rank : int
/// s : array, shape (min(m, n),)
///     The singular values, the largest first.
///
/// Raises
/// ------
/// LinAlgError
///     If an element of ``a`` is not finite.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> a = [[0.0, 1.0], [1.0, 1.0], [2.0, 1.0]]
/// >>> np.round(np.linalg.lstsq(a, [1.0, 3.0, 5.0])[0], 12).tolist()
/// [2.0, 1.0]
#[pyfunction]
#[pyo3(signature = (a, b, rcond=None))]
fn lstsq<'py>(
    a: &Bound<'py, PyAny>,
    b: &Bound<'py, PyAny>,
    rcond: Option<f64>,
) -> PyResult<Bound<'py, PyAny>> {
    let py = a.py();
    let (left, right) = (array_argument(a)?, array_argument(b)?);
    let steps = left.size().saturating_mul(left.shape().last().copied().unwrap_or(1));
    let found = over_arrays(py, steps, "lstsq", &[&left, &right], &[], || {
        linalg::least_squares(&left, &right, rcond)
    })
    .or_raise(py)?;
    let wrapper = choose_wrapper([b])?;
    let rank = crate::scalar::make(py, Number::I32, Value::Int(found.rank as i128))?;
    let parts = (
        wrap_result(py, &wrapper, found.solution)?,
        wrap_result(py, &wrapper, found.residuals)?,
        rank,
        wrap::array(py, found.singular_values)?,
    );
    Ok(parts.into_pyobject(py)?.into_any())
}

/// The pseudo-inverse of matrices.
///
/// Parameters
/// ----------
/// a : array_like, shape (..., m, n)
/// rcond : array_like of float, optional
///     Singular values up to this share of the largest count as zero; by default 1e-15.
/// hermitian : bool
///     Whether matrices are Hermitian, which is quicker; the lower triangle is read.
/// rtol : array_like of float, optional
///     The same as ``rcond``, except that None stands for the precision times ``max(m, n)``.
///
/// Returns
/// -------
/// array, shape (..., n, m)
///
/// Raises
/// ------
/// LinAlgError
///     If an element is not finite.
/// ValueError
///     If both tolerances are given.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.round(np.linalg.pinv([[2.0], [0.0]]), 12).tolist()
/// [[0.5, 0.0]]
#[pyfunction]
#[pyo3(
    signature = (a, rcond=None, hermitian=false, *, rtol=Passed::Absent),
    text_signature = "(a, rcond=None, hermitian=False, *, rtol=<no value>)"
)]
fn pinv(
    a: &Bound<'_, PyAny>,
    rcond: Option<&Bound<'_, PyAny>>,
    #[pyo3(from_py_with = truth_argument)] hermitian: bool,
    #[pyo3(from_py_with = passed_argument)] rtol: Passed,
) -> PyResult<Py<PyAny>> {
    let py = a.py();
    let array = array_argument(a)?;
    let cutoff = match (rcond.filter(|rcond| !rcond.is_none()), rtol.get(py)) {
        (Some(_), Some(_)) => return Err(PyValueError::new_err("`rtol` and `rcond` can't be both set.")),
        (Some(cutoff), None) => array_argument(cutoff)?,
        (None, Some(cutoff)) if !cutoff.is_none() => array_argument(cutoff)?,
        (None, given) => {
            let single = matches!(array.number(), Number::F32 | Number::C64);
            let precision = if single { f64::from(f32::EPSILON) } else { f64::EPSILON };
            let longest = array.shape().iter().rev().take(2).copied().max().unwrap_or(1) as f64;
            let cutoff = if given.is_some() { longest * precision } else { 1e-15 };
            Array::scalar(Number::F64, Value::Float(cutoff)).or_raise(py)?
        }
    };
    let inverse = compute(py, "pinv", &array, || linalg::pseudo_inverse(&array, &cutoff, hermitian))?;
    wrap_result(py, &choose_wrapper([a])?, inverse)
}

/// The rank of matrices: how many singular values are not as good as zero.
///
/// Parameters
/// ----------
/// A : array_like, shape (n,) or (..., m, n)
///     A vector has rank one unless it is zero.
/// tol : array_like of float, optional
///     Singular values up to this count as zero.
/// hermitian : bool
///     Whether matrices are Hermitian, which is quicker; the lower triangle is read.
/// rtol : array_like of float, optional
///     Singular values up to this share of the largest count as zero; by default the precision times ``max(m, n)``.
///
/// Returns
/// -------
/// int or array of int, shape (...)
///
/// Raises
/// ------
/// ValueError
///     If both tolerances are given.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> int(np.linalg.matrix_rank([[1.0, 2.0], [2.0, 4.0]]))
/// 1
#[pyfunction]
#[pyo3(signature = (A, tol=None, hermitian=false, *, rtol=None))]
#[expect(non_snake_case, reason = "the name that callers write")]
fn matrix_rank(
    A: &Bound<'_, PyAny>,
    tol: Option<&Bound<'_, PyAny>>,
    #[pyo3(from_py_with = truth_argument)] hermitian: bool,
    rtol: Option<&Bound<'_, PyAny>>,
) -> PyResult<Py<PyAny>> {
    let py = A.py();
    if tol.is_some() && rtol.is_some() {
        return Err(PyValueError::new_err("`tol` and `rtol` can't be both set."));
    }
    let array = array_argument(A)?;
    let tolerance = tol.map(array_argument).transpose()?;
    let share = rtol.map(array_argument).transpose()?;
    let rank = compute(py, "matrix_rank", &array, || match &tolerance {
        Some(tolerance) => linalg::rank_by(&array, tolerance, hermitian),
        None => linalg::rank(&array, share.as_ref(), hermitian),
    })?;
    wrap::array_or_scalar(py, rank)
}

/// The condition number of matrices: how much relative errors of a right side may grow in the solution.
///
/// Parameters
/// ----------
/// x : array_like, shape (..., m, n)
/// p : {None, 1, -1, 2, -2, inf, -inf, 'fro', 'nuc'}, optional
///     The norm of the matrix and of its inverse, as `norm` has it; by default 2, the quotient of the largest and the
///     smallest singular value.
///
/// Returns
/// -------
/// float or array, shape (...)
///     Infinity for singular matrices.
///
/// Raises
/// ------
/// LinAlgError
///     If matrices are empty, or not square for other norms than 2 and -2.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> float(np.linalg.cond([[2.0, 0.0], [0.0, 1.0]]))
/// 2.0
#[pyfunction]
#[pyo3(signature = (x, p=None))]
fn cond(x: &Bound<'_, PyAny>, p: Option<&Bound<'_, PyAny>>) -> PyResult<Py<PyAny>> {
    let py = x.py();
    let kind = match p {
        None => Norm::Order(2.0),
        Some(p) => norm_argument(Some(p), 2)?,
    };
    let array = array_argument(x)?;
    wrap::array_or_scalar(py, compute(py, "cond", &array, || linalg::condition(&array, kind))?)
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    add(module, wrap_pyfunction!(lstsq, module)?, &["a", "b"])?;
    add(module, wrap_pyfunction!(pinv, module)?, &["a"])?;
    add(module, wrap_pyfunction!(matrix_rank, module)?, &["A"])?;
    add(module, wrap_pyfunction!(cond, module)?, &["x"])
}
