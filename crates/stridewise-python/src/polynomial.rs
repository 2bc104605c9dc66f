//! Polynomials as vectors of coefficients; their class, `poly1d`, is Python's.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use stridewise::polynomial;
use stridewise_core::op::Op;

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
    module.add_function(wrap_pyfunction!(_polynomial_of_roots, module)?)
}
