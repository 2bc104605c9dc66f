//! The arguments of `multivariate_normal`, and what is said of a covariance that is none.

use pyo3::exceptions::{PyRuntimeWarning, PyValueError};
use pyo3::prelude::*;
use stridewise::Array;
use stridewise::random::{CovarianceFactor, NormalVectors};
use stridewise_core::Shape;

use super::arguments::size_argument;
use crate::convert::array_argument;
use crate::wrap;

/// What happens where a covariance is not symmetric and positive semidefinite.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Complaint {
    Warning,
    Error,
    Nothing,
}

/// What both kinds of generators are given.
pub(super) struct NormalArguments {
    pub(super) mean: Array,
    pub(super) covariance: Array,
    size: Option<Shape>,
    complaint: Complaint,
    tolerance: f64,
}

impl NormalArguments {
    pub(super) fn new(
        mean: &Bound<'_, PyAny>,
        covariance: &Bound<'_, PyAny>,
        size: Option<&Bound<'_, PyAny>>,
        check: &str,
        tolerance: f64,
    ) -> PyResult<Self> {
        let complaint = match check {
            "warn" => Complaint::Warning,
            "raise" => Complaint::Error,
            "ignore" => Complaint::Nothing,
            _ => return Err(PyValueError::new_err("check_valid must equal 'warn', 'raise', or 'ignore'")),
        };
        let (mean, covariance) = (array_argument(mean)?, array_argument(covariance)?);
        Ok(Self { mean, covariance, size: size_argument(size)?, complaint, tolerance })
    }

    pub(super) fn size(&self) -> Option<&[usize]> {
        self.size.as_deref()
    }

    /// How far the covariance may be off; `None` where nobody wants to know.
    pub(super) fn tolerance(&self) -> Option<f64> {
        (self.complaint != Complaint::Nothing).then_some(self.tolerance)
    }

    /// The draws, once the covariance has been complained of.
    pub(super) fn result(&self, py: Python<'_>, drawn: NormalVectors) -> PyResult<Py<PyAny>> {
        const TEXT: &std::ffi::CStr = c"covariance is not symmetric positive-semidefinite.";
        if !drawn.semidefinite {
            if self.complaint == Complaint::Error {
                return Err(PyValueError::new_err(TEXT.to_string_lossy().into_owned()));
            }
            PyErr::warn(py, &py.get_type::<PyRuntimeWarning>(), TEXT, 1)?;
        }
        wrap::array(py, drawn.draws)
    }
}

/// The decomposition called `method`.
pub(super) fn factor_argument(method: &str) -> PyResult<CovarianceFactor> {
    CovarianceFactor::named(method)
        .ok_or_else(|| PyValueError::new_err("method must be one of {'eigh', 'svd', 'cholesky'}"))
}
