//! Evenly spaced numbers.

use stridewise_core::dtype::Kind;
use stridewise_core::layout::byte_count;
use stridewise_core::op::Op;
use stridewise_core::{DType, Element, Error, Number, Order, Value, dispatch};
use stridewise_run::elementwise::Operand;

use crate::arithmetic::{apply, binary, unary, with_number};
use crate::{Array, Result};

/// What `arange` is asked: ends and step as numbers, with the dtype of their own if they have one.
#[derive(Clone, Copy, Debug)]
pub struct Arange {
    pub start: Value,
    pub stop: Value,
    pub step: Value,
    pub dtype: DType,
}

/// The number of elements from `start` up to `stop`, which is left out.
///
/// # Errors
/// Zero-division error where the step is zero; value error where an end is not finite or the length does not fit.
pub fn arange_length(start: Value, stop: Value, step: Value) -> Result<usize> {
    if let (Value::Int(_) | Value::Bool(_), Value::Int(_) | Value::Bool(_), Value::Int(_) | Value::Bool(_)) =
        (start, stop, step)
    {
        let integer = |value: Value| match value {
            Value::Int(value) => value,
            other => other.to_f64() as i128,
        };
        let (start, stop, step) = (integer(start), integer(stop), integer(step));
        if step == 0 {
            return Err(Error::new(stridewise_core::ErrorKind::ZeroDivision, "division by zero"));
        }
        let distance = stop.saturating_sub(start);
        // Wide division is slow, and steps of one are what people ask for.
        let count = if step == 1 {
            distance
        } else if distance % step != 0 && (distance > 0) == (step > 0) {
            distance / step + 1
        } else {
            distance / step
        };
        return usize::try_from(count.max(0))
            .ok()
            .filter(|&count| count <= isize::MAX as usize)
            .ok_or_else(|| Error::value("Maximum allowed size exceeded"));
    }
    let count = |start: f64, stop: f64, step: f64| {
        if step == 0.0 {
            return Err(Error::new(stridewise_core::ErrorKind::ZeroDivision, "division by zero"));
        }
        let quotient = (stop - start) / step;
        // A step that leaves nothing of the distance still leads from the start past the end.
        if quotient == 0.0 && stop != start {
            return Ok(usize::from(quotient.is_sign_positive()));
        }
        let length = quotient.ceil();
        if length.is_nan() {
            return Err(Error::value("arange: cannot compute length"));
        }
        if length >= isize::MAX as f64 {
            return Err(Error::value("Maximum allowed size exceeded"));
        }
        Ok(if length > 0.0 { length as usize } else { 0 })
    };
    let real = count(start.to_f64(), stop.to_f64(), step.to_f64());
    if [start, stop, step].iter().any(|value| matches!(value, Value::Complex(_))) {
        let (start, stop, step) = (start.to_complex(), stop.to_complex(), step.to_complex());
        let quotient = (stop - start) / step;
        let length = quotient.re.ceil().min(quotient.im.ceil());
        return Ok(if length > 0.0 { length as usize } else { 0 });
    }
    real
}

/// Numbers from `start` on, by steps, up to `stop`. As NumPy does it, the second element is `start + step`, and the
/// others follow from the difference of the first two in the result's dtype.
///
/// # Errors
/// As [`arange_length`]; type error for more than two booleans.
///
/// ```
/// use stridewise::create::{Arange, arange};
/// use stridewise::{Number, Value};
///
/// let ask = Arange { start: Value::Int(3), stop: Value::Int(0), step: Value::Int(-1), dtype: Number::I64.native() };
/// assert_eq!(arange(&ask)?.to_vec::<i64>(), [3, 2, 1]);
/// # Ok::<(), stridewise::Error>(())
/// ```
pub fn arange(ask: &Arange) -> Result<Array> {
    let length = arange_length(ask.start, ask.stop, ask.step)?;
    let native = ask.dtype.to_native();
    stridewise_core::layout::byte_count(&[length], native.size())?;
    if native.kind() == Kind::Bool && length > 2 {
        return Err(Error::type_error(
            "arange() is only supported for booleans when the result has at most length 2.",
        ));
    }
    let second = add(ask.start, ask.step);
    let array = dispatch!(native.number(), T in reals => {
        ramp::<T>(ask.start, second, length)?
    }, else => match native.number() {
        Number::C64 => complex_ramp::<stridewise_core::dtype::C64>(ask.start, second, length)?,
        Number::C128 => complex_ramp::<stridewise_core::dtype::C128>(ask.start, second, length)?,
        _ => {
            let values = [ask.start, second].map(|value| stridewise_core::Bool::from(value.is_true()));
            Array::from_elements(&values[..length])?
        }
    });
    if ask.dtype.is_native() { Ok(array) } else { array.astype(ask.dtype, Order::C) }
}

fn add(a: Value, b: Value) -> Value {
    match (a, b) {
        (Value::Complex(_), _) | (_, Value::Complex(_)) => Value::Complex(a.to_complex() + b.to_complex()),
        (Value::Float(_), _) | (_, Value::Float(_)) => Value::Float(a.to_f64() + b.to_f64()),
        _ => Value::Int(a.to_integer().saturating_add(b.to_integer())),
    }
}

/// What the function makes of the places from 0 up to `length`.
fn collected<T: Element>(length: usize, element: impl Fn(usize) -> T) -> Result<Vec<T>> {
    byte_count(&[length], size_of::<T>())?;
    let mut elements = Vec::new();
    elements.try_reserve_exact(length).map_err(|_| Error::out_of_memory(&[length], T::NUMBER.native()))?;
    elements.extend((0..length).map(element));
    Ok(elements)
}

fn ramp<T: Element>(start: Value, second: Value, length: usize) -> Result<Array> {
    if T::NUMBER.is_integer() {
        let (first, second) = (start.cast::<T>().to_i64(), second.cast::<T>().to_i64());
        let step = second.wrapping_sub(first);
        let elements =
            collected(length, |place| T::convert_from(first.wrapping_add(step.wrapping_mul(place as i64))))?;
        return Array::from_elements(&elements);
    }
    let (first, second) = (start.cast::<T>(), second.cast::<T>());
    // Single precision computes in single precision, as NumPy's fill loops do.
    let mut elements: Vec<T> = if T::NUMBER == Number::F64 {
        let (start, step) = (first.to_f64(), second.to_f64() - first.to_f64());
        collected(length, |place| T::convert_from(start + place as f64 * step))?
    } else {
        let (start, step) = (first.to_f32(), second.to_f32() - first.to_f32());
        collected(length, |place| T::convert_from(start + place as f32 * step))?
    };
    // The first two are exact, whatever rounding or infinity makes of their difference.
    for (element, exact) in elements.iter_mut().zip([first, second]) {
        *element = exact;
    }
    Array::from_elements(&elements)
}

fn complex_ramp<T: Element>(start: Value, second: Value, length: usize) -> Result<Array> {
    let (start, second) = (start.to_complex(), second.to_complex());
    let step = second - start;
    let mut elements: Vec<T> =
        collected(length, |place| Value::Complex(start + step * place as f64).cast::<T>())?;
    for (element, exact) in elements.iter_mut().zip([start, second]) {
        *element = Value::Complex(exact).cast();
    }
    Array::from_elements(&elements)
}

/// `count` numbers from `start` to `stop` along a new axis, and the step between them. Ends broadcast.
///
/// The result has `dtype`, by default the common floating type of the ends; integer results are rounded down.
///
/// # Errors
/// Those of broadcasting and allocation; axis error where `axis` is out of bounds.
pub fn linspace(
    start: &Array,
    stop: &Array,
    count: usize,
    endpoint: bool,
    dtype: Option<DType>,
    axis: i64,
) -> Result<(Array, Array)> {
    let float = stridewise_core::dtype::promote(
        stridewise_core::dtype::promote(start.number(), stop.number()),
        if start.number().is_inexact() || stop.number().is_inexact() { Number::Bool } else { Number::F64 },
    );
    let working = float.native();
    let start = start.astype(working, Order::Keep)?;
    let stop = stop.astype(working, Order::Keep)?;
    let delta = binary(Op::Subtract, &stop, &start)?;
    let divisions = if endpoint { count.saturating_sub(1) } else { count };

    let mut column: Vec<i64> = vec![1; delta.ndim() + 1];
    column[0] = -1;
    let places = collected(count, |place| place as f64)?;
    let places = Array::from_elements(&places)?.astype(working, Order::C)?.reshape(&column, Order::C)?;
    let step;
    let mut result;
    if divisions > 0 {
        step = with_number(Op::Divide, &delta, Value::Int(divisions as i128))?;
        let any_zero = crate::shape::values(&step).into_iter().any(|value| !value.is_true());
        result = if any_zero {
            let unit = with_number(Op::Divide, &places, Value::Int(divisions as i128))?;
            binary(Op::Multiply, &unit, &delta)?
        } else {
            binary(Op::Multiply, &places, &step)?
        };
    } else {
        step = Array::scalar(working.number(), Value::Float(f64::NAN))?;
        result = binary(Op::Multiply, &places, &delta)?;
    }
    result = binary(Op::Add, &result, &start)?;
    if endpoint && count > 1 {
        result.index(&[stridewise_core::layout::BasicIndex::Integer(-1)])?.assign(&stop)?;
    }
    let result = crate::shape::moveaxis(&result, &[0], &[axis])?;
    let result = match dtype {
        Some(dtype) if dtype.number().is_integer() && !working.number().is_complex() => {
            unary(Op::Floor, &result)?.astype(dtype, Order::Keep)?
        }
        Some(dtype) if dtype != working => result.astype(dtype, Order::Keep)?,
        _ => result,
    };
    Ok((result, step))
}

/// The base of [`logspace`].
#[derive(Clone, Debug)]
pub enum LogarithmBase {
    /// A number without a dtype: the result has that of the powers.
    Number(Value),
    Array(Array),
}

/// `base` to the powers of [`linspace`].
///
/// # Errors
/// As [`linspace`].
pub fn logspace(
    start: &Array,
    stop: &Array,
    count: usize,
    endpoint: bool,
    base: &LogarithmBase,
    dtype: Option<DType>,
    axis: i64,
) -> Result<Array> {
    let (powers, _) = if let LogarithmBase::Array(base) = base
        && base.ndim() > 0
    {
        let common = stridewise_core::layout::broadcast_shapes(&[start.shape(), stop.shape(), base.shape()])?;
        let (start, stop) = (start.broadcast_to(&common)?, stop.broadcast_to(&common)?);
        linspace(&start, &stop, count, endpoint, None, 0)?
    } else {
        linspace(start, stop, count, endpoint, None, 0)?
    };
    let result = match base {
        LogarithmBase::Array(base) => binary(Op::Power, base, &powers)?,
        LogarithmBase::Number(base) => apply(Op::Power, &[Operand::Weak(*base), Operand::Array(&powers)])?,
    };
    let result = crate::shape::moveaxis(&result, &[0], &[axis])?;
    match dtype {
        Some(dtype) => result.astype(dtype, Order::Keep),
        None => Ok(result),
    }
}

/// `count` numbers in geometric progression from `start` to `stop`; ends are exact.
///
/// # Errors
/// Value error where an end is zero; otherwise as [`linspace`].
pub fn geomspace(
    start: &Array,
    stop: &Array,
    count: usize,
    endpoint: bool,
    dtype: Option<DType>,
    axis: i64,
) -> Result<Array> {
    let ends = [start, stop];
    if ends.iter().any(|end| crate::shape::values(end).into_iter().any(|value| !value.is_true())) {
        return Err(Error::value("Geometric sequence cannot include zero"));
    }
    let numbers = [start.number(), stop.number(), dtype.map_or(Number::F64, DType::number), Number::F64];
    let working = numbers.into_iter().fold(Number::Bool, stridewise_core::dtype::promote).native();
    let start = start.astype(working, Order::Keep)?;
    let stop = stop.astype(working, Order::Keep)?;
    let (start, stop) = {
        let common = stridewise_core::layout::broadcast_shapes(&[start.shape(), stop.shape()])?;
        (start.broadcast_to(&common)?.copy(Order::C)?, stop.broadcast_to(&common)?.copy(Order::C)?)
    };
    // Dividing by the direction of the start leaves a progression from a positive real number.
    let direction = unary(Op::Sign, &start)?;
    let unit_stop = binary(Op::Divide, &stop, &direction)?;
    let unit_start = binary(Op::Divide, &start, &direction)?;
    let log_start = unary(Op::Log10, &unit_start)?;
    let log_stop = unary(Op::Log10, &unit_stop)?;
    let ten = LogarithmBase::Number(Value::Float(10.0));
    let result = logspace(&log_start, &log_stop, count, endpoint, &ten, None, 0)?;
    let first = stridewise_core::layout::BasicIndex::Integer(0);
    let last = stridewise_core::layout::BasicIndex::Integer(-1);
    if count > 0 {
        result.index(&[first])?.assign(&unit_start)?;
        if count > 1 && endpoint {
            result.index(&[last])?.assign(&unit_stop)?;
        }
    }
    let result = binary(Op::Multiply, &result, &direction)?;
    let result = crate::shape::moveaxis(&result, &[0], &[axis])?;
    match dtype {
        Some(dtype) => result.astype(dtype, Order::Keep),
        None => Ok(result),
    }
}
