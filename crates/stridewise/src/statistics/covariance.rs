//! Covariances and correlations of variables.

use stridewise_core::dtype::promote;
use stridewise_core::op::Op;
use stridewise_core::{Error, ErrorKind, Number, Order, Value};
use stridewise_run::reduction::{Reduction, reduce};

use crate::arithmetic::{binary, unary, with_number};
use crate::reduce::{Average, mean};
use crate::shape::{Join, concatenate};
use crate::{Array, Result};

/// What a covariance is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Covariance<'a> {
    /// Whether each row is a variable; else each column is.
    pub rows: bool,
    /// The degrees of freedom taken off the number of observations.
    pub freedom: f64,
    /// How often each observation counts.
    pub frequencies: Option<&'a Array>,
    /// How much each observation counts.
    pub weights: Option<&'a Array>,
    /// The dtype to compute in; by default at least float64.
    pub number: Option<Number>,
}

/// A matrix of covariances.
#[derive(Clone, Debug)]
pub struct Covariances {
    pub matrix: Array,
    /// Whether the degrees of freedom left nothing to divide by.
    pub too_few: bool,
}

/// The variables as rows.
fn variables(array: &Array, rows: bool, number: Number) -> Result<Array> {
    let array = array.astype(number.native(), Order::C)?;
    match array.ndim() {
        0 => array.reshape(&[1, 1], Order::C),
        1 => array.reshape(&[1, -1], Order::C),
        _ if rows => Ok(array),
        _ => Ok(array.transposed()),
    }
}

fn check_weights(weights: &Array, observations: usize, name: &str) -> Result<Array> {
    let problem = if weights.ndim() > 1 {
        Some(format!("cannot handle multidimensional {name}"))
    } else if weights.size() != observations || weights.ndim() == 0 {
        Some(format!("incompatible numbers of samples and {name}"))
    } else {
        None
    };
    if let Some(problem) = problem {
        return Err(Error::new(ErrorKind::Runtime, problem));
    }
    let values: Vec<f64> = weights.cast_to_vec()?;
    if values.iter().any(|&value| value < 0.0) {
        return Err(Error::value(format!("{name} cannot be negative")));
    }
    Array::from_elements(&values)
}

/// The covariances of the variables of `array`, and of `more`, with each other; a single variable's is
/// zero-dimensional.
///
/// # Errors
/// Value error for more than two axes, or negative weights; runtime error where weights do not fit the observations;
/// type error for frequencies that are no whole numbers.
pub fn covariance(array: &Array, more: Option<&Array>, request: &Covariance<'_>) -> Result<Covariances> {
    let mut number = promote(array.number(), Number::F64);
    if array.ndim() > 2 {
        return Err(Error::value("m has more than 2 dimensions"));
    }
    if let Some(more) = more {
        if more.ndim() > 2 {
            return Err(Error::value("y has more than 2 dimensions"));
        }
        number = promote(number, more.number());
    }
    let number = request.number.unwrap_or(number);
    let mut rows = variables(array, request.rows, number)?;
    if rows.shape()[0] == 0 {
        let matrix = Array::zeros(Number::F64.native(), &[0, 0], Order::C)?;
        return Ok(Covariances { matrix, too_few: false });
    }
    if let Some(more) = more {
        let more = variables(more, request.rows, number)?;
        rows = concatenate(&[rows, more], Some(0), Join::default())?;
    }
    let observations = rows.shape()[1];
    let mut weight: Option<Array> = None;
    if let Some(frequencies) = request.frequencies {
        let values: Vec<f64> = frequencies.cast_to_vec()?;
        if values.iter().any(|&value| value != value.round_ties_even()) {
            return Err(Error::type_error("fweights must be integer"));
        }
        weight = Some(check_weights(frequencies, observations, "fweights")?);
    }
    let reliabilities =
        request.weights.map(|weights| check_weights(weights, observations, "aweights")).transpose()?;
    if let Some(reliabilities) = &reliabilities {
        weight = Some(match weight {
            Some(weight) => binary(Op::Multiply, &weight, reliabilities)?,
            None => reliabilities.clone(),
        });
    }
    let sum_of = |array: &Array| -> Result<f64> { Ok(array.cast_to_vec::<f64>()?.iter().sum()) };
    let (centre, divisor) = match &weight {
        None => {
            let average = Average { axes: &[1], number: Some(number), keep_axes: true, mask: None };
            (mean(&rows, &average)?.array, observations as f64 - request.freedom)
        }
        Some(weight) => {
            let spread = weight.reshape(&[1, -1], Order::C)?.broadcast_to(rows.shape())?;
            let average = super::average(&rows, &spread, Some(&[1]), true)?;
            let total = sum_of(weight)?;
            let divisor = match &reliabilities {
                _ if request.freedom == 0.0 => total,
                None => total - request.freedom,
                Some(reliabilities) => {
                    let squares = sum_of(&binary(Op::Multiply, weight, reliabilities)?)?;
                    total - request.freedom * squares / total
                }
            };
            (average.mean, divisor)
        }
    };
    let too_few = divisor <= 0.0;
    let divisor = if too_few { 0.0 } else { divisor };
    let distances = binary(Op::Subtract, &rows, &centre)?;
    let weighted = match &weight {
        Some(weight) => binary(Op::Multiply, &distances, &weight.astype(number.real().native(), Order::C)?)?,
        None => distances.clone(),
    };
    let other = weighted.transposed();
    let other = if number.is_complex() { unary(Op::Conjugate, &other)? } else { other };
    let (products, _) = crate::product::dot(&distances, &other)?;
    let matrix = with_number(Op::Multiply, &products, Value::Float(1.0 / divisor))?;
    Ok(Covariances { matrix: crate::shape::squeeze(&matrix, None)?, too_few })
}

/// The correlations that covariances mean: each divided by the deviations of its two variables.
///
/// # Errors
/// Those of division and allocation.
pub fn correlation(covariances: &Array) -> Result<Array> {
    if covariances.ndim() == 0 {
        return binary(Op::Divide, covariances, covariances);
    }
    let variances = crate::create::diagonal(covariances, 0, 0, 1)?;
    let deviations = unary(Op::Sqrt, &crate::shape::real(&variances)?)?;
    let matrix = binary(Op::Divide, covariances, &deviations.reshape(&[-1, 1], Order::C)?)?;
    let matrix = binary(Op::Divide, &matrix, &deviations.reshape(&[1, -1], Order::C)?)?;
    // Rounding may lead a little out of the range that correlations have.
    let parts = if matrix.number().is_complex() {
        vec![crate::shape::real(&matrix)?, crate::shape::imaginary(&matrix)?]
    } else {
        vec![matrix.clone()]
    };
    for part in parts {
        let limited = with_number(Op::Minimum, &part, Value::Float(1.0))?;
        part.assign(&with_number(Op::Maximum, &limited, Value::Float(-1.0))?)?;
    }
    Ok(matrix)
}

/// The sum of all elements, in float64.
pub(super) fn total(array: &Array) -> Result<f64> {
    let axes: Vec<usize> = (0..array.ndim()).collect();
    let sum = reduce(array, &Reduction { number: Some(Number::F64), ..Reduction::over(Op::Add, &axes) })?.0;
    Ok(sum.item().map_or(0.0, Value::to_f64))
}
