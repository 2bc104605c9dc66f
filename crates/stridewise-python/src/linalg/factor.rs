//! Triangular and orthogonal factors.

use pyo3::exceptions::{PyDeprecationWarning, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyModule;
use stridewise::linalg::{self, QrMode};

use super::{ResultClass, add, compute};
use crate::convert::{Passed, array_argument, passed_argument, truth_argument};
use crate::error::OrRaise;
use crate::ufunc::{choose_wrapper, wrap_result};

static QR_RESULT: ResultClass = ResultClass::named("QRResult");

/// The triangular factor of positive definite matrices.
///
/// Parameters
/// ----------
/// a : array_like, shape (..., m, m)
///     Hermitian matrices, of which one triangle is read.
/// upper : bool
///     Whether the factor, and the triangle that is read, is the upper one.
///
/// Returns
/// -------
/// array, shape (..., m, m)
///     ``L`` with ``L @ L.conj().T == a``, or ``U`` with ``U.conj().T @ U == a``.
///
/// Raises
/// ------
/// LinAlgError
///     If matrices are not square, or one is not positive definite.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.linalg.cholesky([[4.0, 2.0], [2.0, 5.0]]).tolist()
/// [[2.0, 0.0], [1.0, 2.0]]
#[pyfunction]
#[pyo3(signature = (a, /, *, upper=false))]
fn cholesky(a: &Bound<'_, PyAny>, #[pyo3(from_py_with = truth_argument)] upper: bool) -> PyResult<Py<PyAny>> {
    let py = a.py();
    let array = array_argument(a)?;
    let factor = compute(py, "cholesky", &array, || linalg::cholesky(&array, upper))?;
    wrap_result(py, &choose_wrapper([a])?, factor)
}

/// Matrices as products of one with orthonormal columns and an upper triangular one.
///
/// Parameters
/// ----------
/// a : array_like, shape (..., m, n)
/// mode : {'reduced', 'complete', 'r', 'raw'}
///     With ``k = min(m, n)``: factors of shapes ``(m, k)`` and ``(k, n)``; or of ``(m, m)`` and ``(m, n)``; or the second
///     of the reduced ones alone; or the Householder vectors, transposed, and their factors.
///
/// Returns
/// -------
/// Q : array
/// R : array
///
/// Raises
/// ------
/// ValueError
///     If there is no such mode.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> q, r = np.linalg.qr([[3.0, 1.0], [4.0, 2.0]])
/// >>> bool(np.allclose(q @ r, [[3, 1], [4, 2]])), round(float(r[0, 0]), 12)
/// (True, -5.0)
#[pyfunction]
#[pyo3(signature = (a, mode=Passed::Absent), text_signature = "(a, mode='reduced')")]
fn qr<'py>(
    a: &Bound<'py, PyAny>,
    #[pyo3(from_py_with = passed_argument)] mode: Passed,
) -> PyResult<Bound<'py, PyAny>> {
    let py = a.py();
    let name = mode.get(py).map_or(Ok("reduced".to_owned()), |mode| mode.extract::<String>())?;
    let warn = |text: &std::ffi::CStr| PyErr::warn(py, &py.get_type::<PyDeprecationWarning>(), text, 1);
    let array = array_argument(a)?;
    let wrapper = choose_wrapper([a])?;
    let mode = match name.as_str() {
        "reduced" => QrMode::Reduced,
        "complete" => QrMode::Complete,
        "r" => QrMode::R,
        "raw" | "economic" | "e" => {
            let (factors, scales) = compute(py, "qr", &array, || linalg::qr_raw(&array))?;
            if name == "raw" {
                let (factors, scales) =
                    (wrap_result(py, &wrapper, factors)?, wrap_result(py, &wrapper, scales)?);
                return Ok((factors, scales).into_pyobject(py)?.into_any());
            }
            warn(c"The 'economic' option is deprecated.")?;
            let factors = stridewise::shape::swapaxes(&factors, -1, -2).or_raise(py)?;
            return Ok(wrap_result(py, &wrapper, factors)?.into_bound(py));
        }
        "full" | "f" => {
            warn(
                c"The 'full' option is deprecated in favor of 'reduced'.\nFor backward compatibility let mode default.",
            )?;
            QrMode::Reduced
        }
        other => return Err(PyValueError::new_err(format!("Unrecognized mode '{other}'"))),
    };
    let (q, r) = compute(py, "qr", &array, || linalg::qr(&array, mode))?;
    let r = wrap_result(py, &wrapper, r)?;
    match q {
        Some(q) => QR_RESULT.of(py, [wrap_result(py, &wrapper, q)?, r]),
        None => Ok(r.into_bound(py)),
    }
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    add(module, wrap_pyfunction!(cholesky, module)?, &["a"])?;
    add(module, wrap_pyfunction!(qr, module)?, &["a"])
}
