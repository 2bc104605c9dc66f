//! Eigenvalues and singular values, and their vectors.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyModule;
use stridewise::linalg::{self, Triangle};
use stridewise_core::op::Op;

use super::{ResultClass, add, compute};
use crate::convert::{Passed, array_argument, passed_argument, truth_argument};
use crate::ufunc::{choose_wrapper, wrap_result};
use crate::wrap;

static EIG_RESULT: ResultClass = ResultClass::named("EigResult");
static EIGH_RESULT: ResultClass = ResultClass::named("EighResult");
static SVD_RESULT: ResultClass = ResultClass::named("SVDResult");

/// The eigenvalues and eigenvectors of square matrices.
///
/// Parameters
/// ----------
/// a : array_like, shape (..., m, m)
///
/// Returns
/// -------
/// eigenvalues : array, shape (..., m)
///     In no order; complex unless the matrices and all of them are real.
/// eigenvectors : array, shape (..., m, m)
///     As columns of length one, in the order of the values.
///
/// Raises
/// ------
/// LinAlgError
///     If matrices are not square, or an element is not finite.
///
/// See Also
/// --------
/// eigh : For symmetric and Hermitian matrices.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.linalg.eig([[2.0, 0.0], [0.0, 3.0]]).eigenvalues.tolist()
/// [2.0, 3.0]
#[pyfunction]
fn eig<'py>(a: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let py = a.py();
    let array = array_argument(a)?;
    let (values, vectors) = compute(py, "eig", &array, || linalg::eigen(&array))?;
    EIG_RESULT.of(py, [wrap::array(py, values)?, wrap_result(py, &choose_wrapper([a])?, vectors)?])
}

/// The eigenvalues of square matrices.
///
/// Parameters
/// ----------
/// a : array_like, shape (..., m, m)
///
/// Returns
/// -------
/// array, shape (..., m)
///     In no order; complex unless the matrices and all of them are real.
///
/// Raises
/// ------
/// LinAlgError
///     If matrices are not square, or an element is not finite.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.linalg.eigvals([[0.0, 1.0], [-1.0, 0.0]]).imag.tolist()
/// [1.0, -1.0]
#[pyfunction]
fn eigvals(a: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
    let array = array_argument(a)?;
    wrap::array(a.py(), compute(a.py(), "eigvals", &array, || linalg::eigenvalues(&array))?)
}

/// The triangle that `UPLO` names.
fn triangle(uplo: &Passed, py: Python<'_>) -> PyResult<Triangle> {
    let Some(uplo) = uplo.get(py) else { return Ok(Triangle::Lower) };
    match uplo.call_method0("upper")?.extract::<String>()?.as_str() {
        "L" => Ok(Triangle::Lower),
        "U" => Ok(Triangle::Upper),
        _ => Err(PyValueError::new_err("UPLO argument must be 'L' or 'U'")),
    }
}

/// The eigenvalues and eigenvectors of symmetric or Hermitian matrices.
///
/// Parameters
/// ----------
/// a : array_like, shape (..., m, m)
/// UPLO : {'L', 'U'}
///     The triangle that is read.
///
/// Returns
/// -------
/// eigenvalues : array, shape (..., m)
///     The smallest first.
/// eigenvectors : array, shape (..., m, m)
///     As orthonormal columns, in the order of the values.
///
/// Raises
/// ------
/// LinAlgError
///     If matrices are not square, or an element is not finite.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.linalg.eigh([[3.0, 0.0], [0.0, 2.0]]).eigenvalues.tolist()
/// [2.0, 3.0]
#[pyfunction]
#[pyo3(signature = (a, UPLO=Passed::Absent), text_signature = "(a, UPLO='L')")]
#[expect(non_snake_case, reason = "the name that callers write")]
fn eigh<'py>(
    a: &Bound<'py, PyAny>,
    #[pyo3(from_py_with = passed_argument)] UPLO: Passed,
) -> PyResult<Bound<'py, PyAny>> {
    let py = a.py();
    let triangle = triangle(&UPLO, py)?;
    let array = array_argument(a)?;
    let (values, vectors) = compute(py, "eigh", &array, || linalg::eigh(&array, triangle))?;
    EIGH_RESULT.of(py, [wrap::array(py, values)?, wrap_result(py, &choose_wrapper([a])?, vectors)?])
}

/// The eigenvalues of symmetric or Hermitian matrices.
///
/// Parameters
/// ----------
/// a : array_like, shape (..., m, m)
/// UPLO : {'L', 'U'}
///     The triangle that is read.
///
/// Returns
/// -------
/// array, shape (..., m)
///     The smallest first.
///
/// Raises
/// ------
/// LinAlgError
///     If matrices are not square, or an element is not finite.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.linalg.eigvalsh([[3.0, 0.0], [0.0, 2.0]]).tolist()
/// [2.0, 3.0]
#[pyfunction]
#[pyo3(signature = (a, UPLO=Passed::Absent), text_signature = "(a, UPLO='L')")]
#[expect(non_snake_case, reason = "the name that callers write")]
fn eigvalsh(
    a: &Bound<'_, PyAny>,
    #[pyo3(from_py_with = passed_argument)] UPLO: Passed,
) -> PyResult<Py<PyAny>> {
    let py = a.py();
    let triangle = triangle(&UPLO, py)?;
    let array = array_argument(a)?;
    wrap::array(py, compute(py, "eigvalsh", &array, || linalg::eigvalsh(&array, triangle))?)
}

/// Matrices as products of left singular vectors, singular values and right singular vectors.
///
/// Parameters
/// ----------
/// a : array_like, shape (..., m, n)
/// full_matrices : bool
///     Whether the vectors are whole bases, or as many as there are values, ``k = min(m, n)``.
/// compute_uv : bool
///     Whether there are vectors; else the values alone are returned.
/// hermitian : bool
///     Whether matrices are Hermitian, which is quicker; the lower triangle is read.
///
/// Returns
/// -------
/// U : array, shape (..., m, m) or (..., m, k)
///     The left vectors as columns.
/// S : array, shape (..., k)
///     The values, the largest first.
/// Vh : array, shape (..., n, n) or (..., k, n)
///     The right vectors, conjugated, as rows.
///
/// Raises
/// ------
/// LinAlgError
///     If an element is not finite.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.linalg.svd([[0.0, 2.0], [3.0, 0.0]], compute_uv=False).tolist()
/// [3.0, 2.0]
#[pyfunction]
#[pyo3(signature = (a, full_matrices=true, compute_uv=true, hermitian=false))]
fn svd<'py>(
    a: &Bound<'py, PyAny>,
    #[pyo3(from_py_with = truth_argument)] full_matrices: bool,
    #[pyo3(from_py_with = truth_argument)] compute_uv: bool,
    #[pyo3(from_py_with = truth_argument)] hermitian: bool,
) -> PyResult<Bound<'py, PyAny>> {
    let py = a.py();
    let array = array_argument(a)?;
    if !compute_uv {
        let values = compute(py, "svd", &array, || {
            if hermitian {
                let sizes =
                    stridewise::arithmetic::unary(Op::Absolute, &linalg::eigvalsh(&array, Triangle::Lower)?)?;
                let axis = sizes.ndim() as i64 - 1;
                stridewise::shape::flip(&stridewise::order::sort(&sizes, Some(axis), false)?, Some(&[axis]))
            } else {
                linalg::singular_values(&array)
            }
        })?;
        return Ok(wrap::array(py, values)?.into_bound(py));
    }
    let (left, values, right) = compute(py, "svd", &array, || {
        if hermitian { linalg::hermitian_svd(&array) } else { linalg::svd(&array, full_matrices) }
    })?;
    let wrapper = choose_wrapper([a])?;
    let vectors = [wrap_result(py, &wrapper, left)?, wrap_result(py, &wrapper, right)?];
    let [left, right] = vectors;
    SVD_RESULT.of(py, [left, wrap::array(py, values)?, right])
}

/// The singular values of matrices.
///
/// Parameters
/// ----------
/// x : array_like, shape (..., m, n)
///
/// Returns
/// -------
/// array, shape (..., min(m, n))
///     The largest first.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.linalg.svdvals([[0.0, 2.0], [3.0, 0.0]]).tolist()
/// [3.0, 2.0]
#[pyfunction]
#[pyo3(signature = (x, /))]
fn svdvals(x: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
    let array = array_argument(x)?;
    let values = compute(x.py(), "svdvals", &array, || linalg::singular_values(&array))?;
    wrap::array(x.py(), values)
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    add(module, wrap_pyfunction!(eig, module)?, &["a"])?;
    add(module, wrap_pyfunction!(eigvals, module)?, &["a"])?;
    add(module, wrap_pyfunction!(eigh, module)?, &["a"])?;
    add(module, wrap_pyfunction!(eigvalsh, module)?, &["a"])?;
    add(module, wrap_pyfunction!(svd, module)?, &["a"])?;
    add(module, wrap_pyfunction!(svdvals, module)?, &["x"])
}
