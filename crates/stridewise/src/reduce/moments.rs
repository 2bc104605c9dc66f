//! Means and variances.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use stridewise_core::op::{FloatErrors, Op, resolve};
use stridewise_core::{Bool, Number, Order, Result, Value};
use stridewise_run::elementwise::{self, Operand};
use stridewise_run::late::{self, Witness};
use stridewise_run::reduction::{Reduction, reduce, reduce_present};
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
    /// Errors of taking distances from the mean.
    pub distance_errors: FloatErrors,
    /// The operation that squared them, and its errors.
    pub squaring: (Op, FloatErrors),
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

/// What a mean or variance does about NaN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Missing {
    /// It is an element like others.
    Met,
    /// It does not take part.
    Skipped,
}

/// How many elements each slice has: one number, or an array of them where a mask decides.
enum Count {
    Same(usize),
    Each(Array),
}

/// How many elements there are for each place of the result.
fn slice_length(array: &Array, average: &Average<'_>) -> usize {
    average.axes.iter().map(|&axis| array.shape()[axis]).product()
}

fn count(array: &Array, average: &Average<'_>) -> Result<Count> {
    let Some(mask) = average.mask else { return Ok(Count::Same(slice_length(array, average))) };
    let mask = mask.broadcast_to(array.shape())?;
    let request = Reduction { keep_axes: average.keep_axes, ..Reduction::over(Op::Add, average.axes) };
    Ok(Count::Each(reduce(&mask, &request)?.0))
}

impl Count {
    /// What is left of slices of `length` elements, for results of this shape.
    fn without(length: usize, missing: &Array, shape: &[usize]) -> Result<Self> {
        if let (1, Some(Value::Int(missing))) = (missing.size(), missing.item()) {
            return Ok(Self::Same(length - usize::try_from(missing).unwrap_or(0).min(length)));
        }
        let left =
            missing.to_vec::<i64>().into_iter().map(|missing| length as i64 - missing).collect::<Vec<_>>();
        Ok(Self::Each(Array::from_slice(&left, shape)?))
    }

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

/// The errors of what a variance does with each element, also of what was put off.
#[derive(Clone, Default)]
struct Met(Arc<Elementwise>);

#[derive(Default)]
struct Elementwise {
    distance: AtomicU8,
    square: AtomicU8,
}

impl Met {
    fn distance(&self) -> FloatErrors {
        FloatErrors(self.0.distance.load(Ordering::Relaxed))
    }

    fn square(&self) -> FloatErrors {
        FloatErrors(self.0.square.load(Ordering::Relaxed))
    }
}

impl Witness for Met {
    fn met(&self, name: &'static str, errors: FloatErrors) {
        let distance = name == Op::Subtract.row().name;
        let errors_of = if distance { &self.0.distance } else { &self.0.square };
        errors_of.fetch_or(errors.0, Ordering::Relaxed);
    }
}

fn to_number(array: Array, number: Number) -> Result<Array> {
    if array.number() == number { Ok(array) } else { array.astype(number.native(), Order::Keep) }
}

/// A sum, with how many elements of each slice were passed by where NaN is.
struct Sum {
    array: Array,
    missing: Option<Array>,
    errors: FloatErrors,
}

fn sum(array: &Array, request: &Reduction<'_>, missing: Missing) -> Result<Sum> {
    if missing == Missing::Skipped && array.number().is_inexact() {
        let (array, missing, errors) = reduce_present(array, request)?;
        return Ok(Sum { array, missing: Some(missing), errors });
    }
    let (array, errors) = reduce(array, request)?;
    Ok(Sum { array, missing: None, errors })
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
    mean_of(array, average, Missing::Met).map(|mean| mean.moment)
}

/// A mean, and how many elements of each slice were passed by where NaN is.
pub(crate) struct Mean {
    pub(crate) moment: Moment,
    missing: Option<Array>,
}

/// As [`mean`], of what takes part.
pub(crate) fn mean_of(array: &Array, average: &Average<'_>, missing: Missing) -> Result<Mean> {
    let (number, narrow) = computing_number(array, average.number);
    let request = Reduction {
        number: Some(number),
        keep_axes: average.keep_axes,
        mask: average.mask,
        ..Reduction::over(Op::Add, average.axes)
    };
    let sum = sum(array, &request, missing)?;
    let count = match &sum.missing {
        Some(missing) => Count::without(slice_length(array, average), missing, sum.array.shape())?,
        None => count(array, average)?,
    };
    let (quotient, divide_errors) = count.divide(&sum.array, 0.0)?;
    let moment = Moment {
        array: to_number(quotient, narrow.unwrap_or(number))?,
        sum_errors: sum.errors,
        mean_errors: FloatErrors::NONE,
        distance_errors: FloatErrors::NONE,
        squaring: (Op::Square, FloatErrors::NONE),
        divide_errors,
        too_few: count.any_at_most(0.0)?,
    };
    Ok(Mean { moment, missing: sum.missing })
}

/// A variance with NaN in slices in which `most` elements or more are missing, and in those of which distances from the
/// mean are NaN though the elements are not.
fn spoilt(variance: Array, before: &Array, after: &Array, most: f64) -> Result<Array> {
    let (before, after) = (before.to_vec::<i64>(), after.to_vec::<i64>());
    let bad: Vec<Bool> = before
        .iter()
        .zip(&after)
        .map(|(before, after)| (before != after || *after as f64 >= most).into())
        .collect();
    if bad.iter().all(|bad| !bad.get()) {
        return Ok(variance);
    }
    let result = variance.copy(Order::Keep)?;
    let nan = Array::full(result.dtype(), &[], Value::Float(f64::NAN))?;
    result.assign_where(&nan, &Array::from_slice(&bad, result.shape())?)?;
    Ok(result)
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
    variance_of(array, average, freedom, given_mean, Missing::Met)
}

/// As [`variance`], of what takes part. A slice of which too little is left, or in which an infinity is infinitely far
/// from the mean, has NaN.
pub(crate) fn variance_of(
    array: &Array,
    average: &Average<'_>,
    freedom: f64,
    given_mean: Option<&Array>,
    missing: Missing,
) -> Result<Moment> {
    let (number, narrow) = computing_number(array, average.number);
    let kept = Average { keep_axes: true, number: Some(number), ..*average };
    let mut before = None;
    let mut sum_errors = FloatErrors::NONE;
    let mut mean_errors = FloatErrors::NONE;
    let own_mean;
    let mean = match given_mean {
        Some(mean) => {
            if missing == Missing::Skipped {
                before = mean_of(array, &kept, missing)?.missing;
            }
            mean
        }
        None => {
            // Another handle says that the elements are read once more.
            let _kept = array.clone();
            let Mean { moment: found, missing } = mean_of(array, &kept, missing)?;
            before = missing;
            sum_errors = sum_errors | found.sum_errors;
            mean_errors = found.divide_errors;
            own_mean = found.array;
            &own_mean
        }
    };
    let met = Met::default();
    let one = |op: Op, operands: &[Operand<'_>]| -> Result<Array> {
        let types: Vec<_> = operands.iter().map(Operand::operand_type).collect();
        let resolved = resolve(op, &types)?;
        if average.mask.is_none()
            && late::postpones(array.size())
            && let Some(later) =
                late::elementwise(&resolved, operands, Order::Keep, Some(Box::new(met.clone())), &|wait| {
                    wait()
                })?
        {
            return Ok(later);
        }
        let mut outcome = elementwise::run(&resolved, operands, &[], average.mask, Order::Keep)?;
        met.met(op.row().name, outcome.errors);
        Ok(outcome.outputs.pop().unwrap_or_else(|| array.clone()))
    };
    let source = if array.number().is_inexact() || average.number.is_none() {
        None
    } else {
        Some(array.astype(number.native(), Order::Keep)?)
    };
    let source = source.as_ref().unwrap_or(array);
    let distance = one(Op::Subtract, &[Operand::Array(source), Operand::Array(mean)])?;
    let plain = missing == Missing::Met && !distance.number().is_complex();
    let squaring = if plain { Op::Square } else { Op::Multiply };
    let squares = if distance.number().is_complex() {
        let conjugate = one(Op::Conjugate, &[Operand::Array(&distance)])?;
        let product = one(Op::Multiply, &[Operand::Array(&distance), Operand::Array(&conjugate)])?;
        product.astype(product.number().real().native(), Order::Keep)?
    } else if plain {
        one(Op::Square, &[Operand::Array(&distance)])?
    } else {
        one(Op::Multiply, &[Operand::Array(&distance), Operand::Array(&distance)])?
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
    let sum = sum(&squares, &request, missing)?;
    drop(squares);
    sum_errors = sum_errors | sum.errors;
    let count = match &before {
        Some(missing) => Count::without(slice_length(array, average), missing, sum.array.shape())?,
        None => count(array, average)?,
    };
    let (mut quotient, divide_errors) = count.divide(&sum.array, freedom)?;
    let too_few = count.any_at_most(freedom)?;
    if let (Some(before), Some(after)) = (&before, &sum.missing) {
        quotient = spoilt(quotient, before, after, slice_length(array, average) as f64 - freedom)?;
    }
    // A complex dtype is given only where it was asked for.
    let real = number.is_complex() && average.number.is_none();
    let result = narrow.unwrap_or(if real { number.real() } else { number });
    // Squares of float16 may well be beyond it.
    let (array, errors) = watch_float_errors(|| to_number(quotient, result));
    sum_errors = sum_errors | errors & FloatErrors::OVERFLOW;
    Ok(Moment {
        array: array?,
        sum_errors,
        mean_errors,
        distance_errors: met.distance(),
        squaring: (squaring, met.square()),
        divide_errors,
        too_few,
    })
}
