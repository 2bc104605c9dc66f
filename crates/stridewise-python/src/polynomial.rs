//! Polynomials as vectors of coefficients; their class, `poly1d`, is Python's.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use stridewise::Array;
use stridewise::polynomial::{self, Covariance};
use stridewise_core::op::Op;
use stridewise_core::{Number, Value};

use crate::convert::array_argument;
use crate::detach::over_arrays;
use crate::error::OrRaise;
use crate::wrap;

/// The coefficients without leading zeros.
#[pyfunction]
fn _trimmed_polynomial(coefficients: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
    wrap::array(
        coefficients.py(),
        polynomial::trimmed(&array_argument(coefficients)?).or_raise(coefficients.py())?,
    )
}

#[pyfunction]
fn _polynomial_roots(coefficients: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
    let py = coefficients.py();
    let coefficients = array_argument(coefficients)?;
    let steps = coefficients.size().saturating_pow(3);
    let roots = over_arrays(py, steps, "roots", &[&coefficients], &[], || polynomial::roots(&coefficients));
    wrap::array(py, roots.or_raise(py)?)
}

#[pyfunction]
fn _polynomial_value(coefficients: &Bound<'_, PyAny>, x: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
    let value = polynomial::value_at(&array_argument(coefficients)?, &array_argument(x)?);
    wrap::like(x, value.or_raise(x.py())?)
}

#[pyfunction]
fn _polynomial_sum(left: &Bound<'_, PyAny>, right: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
    let sum = polynomial::power_by_power(Op::Add, &array_argument(left)?, &array_argument(right)?);
    wrap::array(left.py(), sum.or_raise(left.py())?)
}

#[pyfunction]
fn _polynomial_difference(left: &Bound<'_, PyAny>, right: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
    let difference =
        polynomial::power_by_power(Op::Subtract, &array_argument(left)?, &array_argument(right)?);
    wrap::array(left.py(), difference.or_raise(left.py())?)
}

#[pyfunction]
fn _polynomial_product(left: &Bound<'_, PyAny>, right: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
    let product = polynomial::multiply(&array_argument(left)?, &array_argument(right)?);
    wrap::array(left.py(), product.or_raise(left.py())?)
}

#[pyfunction]
fn _polynomial_quotient(
    left: &Bound<'_, PyAny>,
    right: &Bound<'_, PyAny>,
) -> PyResult<(Py<PyAny>, Py<PyAny>)> {
    let py = left.py();
    let (quotient, remainder) =
        polynomial::divide(&array_argument(left)?, &array_argument(right)?).or_raise(py)?;
    Ok((wrap::array(py, quotient)?, wrap::array(py, remainder)?))
}

#[pyfunction]
fn _polynomial_derivative(coefficients: &Bound<'_, PyAny>, times: i64) -> PyResult<Py<PyAny>> {
    let py = coefficients.py();
    let times = usize::try_from(times)
        .map_err(|_| PyValueError::new_err("Order of derivative must be positive (see polyint)"))?;
    let derivative = polynomial::derivative(&array_argument(coefficients)?, times).or_raise(py)?;
    wrap::array(py, derivative)
}

/// `constants` holds one number, or as many as there are integrations.
#[pyfunction]
fn _polynomial_antiderivative(
    coefficients: &Bound<'_, PyAny>,
    times: i64,
    constants: &Bound<'_, PyAny>,
) -> PyResult<Py<PyAny>> {
    let py = coefficients.py();
    let times = usize::try_from(times)
        .map_err(|_| PyValueError::new_err("Order of integral must be positive (see polyder)"))?;
    let constants = array_argument(constants)?;
    let count = constants.size();
    if count != 1 && count < times {
        return Err(PyValueError::new_err("k must be a scalar or a rank-1 array of length 1 or >m."));
    }
    let constants = (0..times)
        .map(|place| {
            let at = if count == 1 { 0 } else { place as isize };
            constants.index(&[stridewise_core::layout::BasicIndex::Integer(at)])
        })
        .collect::<stridewise::Result<Vec<_>>>()
        .or_raise(py)?;
    wrap::array(py, polynomial::antiderivative(&array_argument(coefficients)?, &constants).or_raise(py)?)
}

#[pyfunction]
fn _polynomial_of_roots(roots: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
    wrap::array(roots.py(), polynomial::from_roots(&array_argument(roots)?).or_raise(roots.py())?)
}

/// Coefficients, residuals, rank, singular values, the share up to which these count as zero, and the covariance: scaled,
/// unscaled, or none where `scaled` is.
#[pyfunction]
#[pyo3(signature = (x, y, degree, cutoff, weights, scaled))]
fn _polynomial_fit<'py>(
    x: &Bound<'py, PyAny>,
    y: &Bound<'py, PyAny>,
    degree: i64,
    cutoff: Option<f64>,
    weights: Option<&Bound<'py, PyAny>>,
    scaled: Option<bool>,
) -> PyResult<Bound<'py, PyTuple>> {
    let py = x.py();
    let degree = usize::try_from(degree).map_err(|_| PyValueError::new_err("expected deg >= 0"))?;
    let (x, y, weights) = (array_argument(x)?, array_argument(y)?, weights.map(array_argument).transpose()?);
    let real = x.number().real();
    let covariance = match scaled {
        None => Covariance::None,
        Some(false) => Covariance::Unscaled,
        Some(true) => Covariance::Scaled,
    };
    let steps = x.size().saturating_mul(degree + 1).saturating_mul(degree + 1);
    let read: Vec<&Array> = [Some(&x), Some(&y), weights.as_ref()].into_iter().flatten().collect();
    let found = over_arrays(py, steps, "polyfit", &read, &[], || {
        polynomial::fit(&x, &y, degree, weights.as_ref(), cutoff, covariance)
    })
    .or_raise(py)?;
    let covariance = found.covariance.map(|covariance| wrap::array(py, covariance)).transpose()?;
    let parts = (
        wrap::array(py, found.coefficients)?,
        wrap::array(py, found.residuals)?,
        crate::scalar::make(py, Number::I32, Value::Int(found.rank as i128))?,
        wrap::array(py, found.singular_values)?,
        crate::scalar::make(
            py,
            if real.is_inexact() { real } else { Number::F64 },
            Value::Float(found.cutoff),
        )?,
        covariance,
    );
    parts.into_pyobject(py)
}

pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(_trimmed_polynomial, module)?)?;
    module.add_function(wrap_pyfunction!(_polynomial_roots, module)?)?;
    module.add_function(wrap_pyfunction!(_polynomial_value, module)?)?;
    module.add_function(wrap_pyfunction!(_polynomial_sum, module)?)?;
    module.add_function(wrap_pyfunction!(_polynomial_difference, module)?)?;
    module.add_function(wrap_pyfunction!(_polynomial_product, module)?)?;
    module.add_function(wrap_pyfunction!(_polynomial_quotient, module)?)?;
    module.add_function(wrap_pyfunction!(_polynomial_derivative, module)?)?;
    module.add_function(wrap_pyfunction!(_polynomial_antiderivative, module)?)?;
    module.add_function(wrap_pyfunction!(_polynomial_of_roots, module)?)?;
    module.add_function(wrap_pyfunction!(_polynomial_fit, module)?)
}
