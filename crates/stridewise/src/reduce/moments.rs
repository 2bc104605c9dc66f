//! Means and variances.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use stridewise_core::op::{FloatErrors, Op, resolve};
use stridewise_core::{Number, Order, Result, Value};
use stridewise_run::elementwise::{self, Operand};
use stridewise_run::late::{self, Witness};
use stridewise_run::reduction::{Reduction, reduce};
use stridewise_run::{Array, watch_float_errors};

/// What a mean or variance is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Average<'a> {
    /// The axes to reduce, counted from the front, each once.
    pub axes: &'a [usize],
    /// The dtype of the result; by default that of the array, float64 for integers.
    pub number: Option<Number>,
    pub keep_axes: bool,
    /// Elements where this is false do not take part.
    pub mask: Option<&'a Array>,
}

/// A mean or variance, and what its caller may want to warn about.
#[derive(Debug)]
pub struct Moment {
    pub array: Array,
    /// Errors of the sums.
    pub sum_errors: FloatErrors,
    /// Errors of the division that gave the mean, of which a variance takes the distances.
    pub mean_errors: FloatErrors,
    /// Errors of the division by the number of elements.
    pub divide_errors: FloatErrors,
    /// Whether some slice has no element (or, for variances, too few for the degrees of freedom).
    pub too_few: bool,
}

/// float16 is averaged in float32, integers in float64.
fn computing_number(array: &Array, asked: Option<Number>) -> (Number, Option<Number>) {
    match (asked, array.number()) {
        (Some(asked), _) => (asked, None),
        (None, Number::F16) => (Number::F32, Some(Number::F16)),
        (None, number) if number.is_inexact() => (number, None),
        (None, _) => (Number::F64, None),
    }
}

/// How many elements each slice has: one number, or an array of them where a mask decides.
enum Count {
    Same(usize),
    Each(Array),
}

fn count(array: &Array, average: &Average<'_>) -> Result<Count> {
    let Some(mask) = average.mask else {
        return Ok(Count::Same(average.axes.iter().map(|&axis| array.shape()[axis]).product()));
    };
    let mask = mask.broadcast_to(array.shape())?;
    let request = Reduction { keep_axes: average.keep_axes, ..Reduction::over(Op::Add, average.axes) };
    Ok(Count::Each(reduce(&mask, &request)?.0))
}

impl Count {
    fn any_at_most(&self, limit: f64) -> Result<bool> {
        Ok(match self {
            Self::Same(count) => *count as f64 <= limit,
            Self::Each(counts) => counts.cast_to_vec::<f64>()?.iter().any(|&count| count <= limit),
        })
    }

    /// The sum over the count less the degrees of freedom, which is at least zero.
    fn divide(&self, sum: &Array, freedom: f64) -> Result<(Array, FloatErrors)> {
        let outcome = match self {
            Self::Same(count) => {
                let divisor = (*count as f64 - freedom).max(0.0);
                elementwise::call(Op::Divide, &[Operand::Array(sum), Operand::Weak(Value::Float(divisor))])?
            }
            Self::Each(counts) => {
                let divisors: Vec<f64> = counts
                    .cast_to_vec::<f64>()?
                    .into_iter()
                    .map(|count| (count - freedom).max(0.0))
                    .collect();
                let divisors = Array::from_slice(&divisors, counts.shape())?;
                // Counts are exact in the sum's own real type or do not matter beyond its precision.
                let divisors = if sum.number().is_inexact() {
                    divisors.astype(sum.number().real().native(), Order::C)?
                } else {
                    divisors
                };
                elementwise::call(Op::Divide, &[Operand::Array(sum), Operand::Array(&divisors)])?
            }
        };
        let mut outputs = outcome.outputs;
        let quotient = outputs.pop().unwrap_or_else(|| sum.clone());
        Ok((quotient, outcome.errors))
    }
}

/// The errors of operations that were put off.
#[derive(Clone, Default)]
struct Met(Arc<AtomicU8>);

impl Met {
    fn errors(&self) -> FloatErrors {
        FloatErrors(self.0.load(Ordering::Relaxed))
    }
}

impl Witness for Met {
    fn met(&self, _name: &'static str, errors: FloatErrors) {
        self.0.fetch_or(errors.0, Ordering::Relaxed);
    }
}

fn to_number(array: Array, number: Number) -> Result<Array> {
    if array.number() == number { Ok(array) } else { array.astype(number.native(), Order::Keep) }
}

/// Arithmetic means. The mean of no element is NaN.
///
/// # Errors
/// Those of the reduction.
///
/// ```
/// use stridewise::{Array, reduce::{Average, mean}};
///
/// let array = Array::from_slice(&[1.0, 2.0, 3.0, 5.0], &[2, 2])?;
/// let average = Average { axes: &[0], number: None, keep_axes: false, mask: None };
/// assert_eq!(mean(&array, &average)?.array.to_vec::<f64>(), [2.0, 3.5]);
/// # Ok::<(), stridewise::Error>(())
/// ```
pub fn mean(array: &Array, average: &Average<'_>) -> Result<Moment> {
    mean_over(array, average, &count(array, average)?)
}

/// As [`mean`] of the elements where `present`, which broadcasts, is true; zeros stand in `filled` where it is not.
///
/// # Errors
/// As [`mean`].
pub(crate) fn mean_of_present(filled: &Array, present: &Array, average: &Average<'_>) -> Result<Moment> {
    let count = count(filled, &Average { mask: Some(present), ..*average })?;
    mean_over(filled, &Average { mask: None, ..*average }, &count)
}

/// The sum of the elements over their count.
fn mean_over(array: &Array, average: &Average<'_>, count: &Count) -> Result<Moment> {
    let (number, narrow) = computing_number(array, average.number);
    let request = Reduction {
        number: Some(number),
        keep_axes: average.keep_axes,
        mask: average.mask,
        ..Reduction::over(Op::Add, average.axes)
    };
    let (sum, sum_errors) = reduce(array, &request)?;
    let (quotient, divide_errors) = count.divide(&sum, 0.0)?;
    let array = to_number(quotient, narrow.unwrap_or(number))?;
    Ok(Moment {
        array,
        sum_errors,
        mean_errors: FloatErrors::NONE,
        divide_errors,
        too_few: count.any_at_most(0.0)?,
    })
}

/// Variances: means of squared distances from the mean, where `freedom` is taken off the number of elements. The mean
/// may be given, with axes kept.
///
/// # Errors
/// Those of the reduction.
pub fn variance(
    array: &Array,
    average: &Average<'_>,
    freedom: f64,
    given_mean: Option<&Array>,
) -> Result<Moment> {
    let (number, narrow) = computing_number(array, average.number);
    let count = count(array, average)?;
    let kept = Average { keep_axes: true, number: Some(number), ..*average };
    let mut sum_errors = FloatErrors::NONE;
    let mut mean_errors = FloatErrors::NONE;
    let own_mean;
    let mean = match given_mean {
        Some(mean) => mean,
        None => {
            // Another handle says that the elements are read once more.
            let _kept = array.clone();
            let found = self::mean(array, &kept)?;
            sum_errors = sum_errors | found.sum_errors;
            mean_errors = found.divide_errors;
            own_mean = found.array;
            &own_mean
        }
    };
    let met = Met::default();
    let one = |op: Op, operands: &[Operand<'_>]| -> Result<(Array, FloatErrors)> {
        let types: Vec<_> = operands.iter().map(Operand::operand_type).collect();
        let resolved = resolve(op, &types)?;
        if average.mask.is_none()
            && late::postpones(array.size())
            && let Some(later) =
                late::elementwise(&resolved, operands, Order::Keep, Some(Box::new(met.clone())), &|wait| {
                    wait()
                })?
        {
            return Ok((later, FloatErrors::NONE));
        }
        let mut outcome = elementwise::run(&resolved, operands, &[], average.mask, Order::Keep)?;
        let errors = outcome.errors;
        Ok((outcome.outputs.pop().unwrap_or_else(|| array.clone()), errors))
    };
    let source = if array.number().is_inexact() || average.number.is_none() {
        None
    } else {
        Some(array.astype(number.native(), Order::Keep)?)
    };
    let source = source.as_ref().unwrap_or(array);
    let (distance, errors) = one(Op::Subtract, &[Operand::Array(source), Operand::Array(mean)])?;
    sum_errors = sum_errors | errors;
    let squares = if distance.number().is_complex() {
        let (conjugate, _) = one(Op::Conjugate, &[Operand::Array(&distance)])?;
        let (product, errors) = one(Op::Multiply, &[Operand::Array(&distance), Operand::Array(&conjugate)])?;
        sum_errors = sum_errors | errors;
        product.astype(product.number().real().native(), Order::Keep)?
    } else {
        let (squares, errors) = one(Op::Multiply, &[Operand::Array(&distance), Operand::Array(&distance)])?;
        sum_errors = sum_errors | errors;
        squares
    };
    let request = Reduction {
        number: squares.number().is_inexact().then_some(if number.is_complex() {
            number.real()
        } else {
            number
        }),
        keep_axes: average.keep_axes,
        mask: average.mask,
        ..Reduction::over(Op::Add, average.axes)
    };
    drop(distance);
    let (sum, errors) = reduce(&squares, &request)?;
    drop(squares);
    sum_errors = sum_errors | errors | met.errors();
    let (quotient, divide_errors) = count.divide(&sum, freedom)?;
    // A complex dtype is given only where it was asked for.
    let real = number.is_complex() && average.number.is_none();
    let result = narrow.unwrap_or(if real { number.real() } else { number });
    // Squares of float16 may well be beyond it.
    let (array, errors) = watch_float_errors(|| to_number(quotient, result));
    sum_errors = sum_errors | errors & FloatErrors::OVERFLOW;
    Ok(Moment { array: array?, sum_errors, mean_errors, divide_errors, too_few: count.any_at_most(freedom)? })
}
