//! Evenly spaced numbers.

use std::ops::{Add, Div, Mul, Sub};

use stridewise_core::dtype::{C64, C128, Kind};
use stridewise_core::layout::BasicIndex;
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
        Number::C64 => complex_ramp(ask.start, second, length, |step: C64, place| step * place as f32)?,
        Number::C128 => complex_ramp(ask.start, second, length, |step: C128, place| step * place)?,
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

/// What the function makes of the places from 0 up to `length`, given as floats.
fn from_numbers<T: Element>(length: usize, element: impl Fn(f64) -> T + Copy + Sync) -> Result<Array> {
    // Processors make floats of several integers of 32 bits at once, of 64 bits only recent ones do.
    if length <= i32::MAX as usize {
        Array::from_places(length, move |place| element(f64::from(place as i32)))
    } else {
        Array::from_places(length, move |place| element(place as f64))
    }
}

fn ramp<T: Element>(start: Value, second: Value, length: usize) -> Result<Array> {
    if T::NUMBER.is_integer() {
        let (first, second) = (start.cast::<T>().to_i64(), second.cast::<T>().to_i64());
        let step = second.wrapping_sub(first);
        if step == 1 {
            return Array::from_places(length, move |place| {
                T::convert_from(first.wrapping_add(place as i64))
            });
        }
        return Array::from_places(length, move |place| {
            T::convert_from(first.wrapping_add(step.wrapping_mul(place as i64)))
        });
    }
    let (first, second) = (start.cast::<T>(), second.cast::<T>());
    // Single precision computes in single precision, as NumPy's fill loops do.
    let array = if T::NUMBER == Number::F64 {
        let (start, step) = (first.to_f64(), second.to_f64() - first.to_f64());
        from_numbers(length, move |place| T::convert_from(start + place * step))?
    } else {
        let (start, step) = (first.to_f32(), second.to_f32() - first.to_f32());
        from_numbers(length, move |place| T::convert_from(start + place as f32 * step))?
    };
    with_exact_start(array, [first, second])
}

/// The first two elements are exact, whatever rounding or infinity makes of their difference.
fn with_exact_start<T: Element>(array: Array, exact: [T; 2]) -> Result<Array> {
    array.view().write_slice(&exact);
    Ok(array)
}

fn complex_ramp<T: Element + Add<Output = T> + Sub<Output = T>>(
    start: Value,
    second: Value,
    length: usize,
    scaled: impl Fn(T, f64) -> T + Copy + Sync,
) -> Result<Array> {
    let (start, second) = (start.cast::<T>(), second.cast::<T>());
    let step = second - start;
    let array = from_numbers(length, move |place| start + scaled(step, place))?;
    with_exact_start(array, [start, second])
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
    let divisions = if endpoint { count.saturating_sub(1) } else { count };
    let (result, step) = dispatch!(float, T in floats => match (start.item(), stop.item()) {
        (Some(first), Some(last)) if start.ndim() == 0 && stop.ndim() == 0 => {
            line(first.cast::<T>(), last.cast::<T>(), count, divisions)?
        }
        _ => lines(start, stop, working, count, divisions)?,
    }, else => lines(start, stop, working, count, divisions)?);
    if endpoint && count > 1 {
        result.index(&[BasicIndex::Integer(-1)])?.assign(&stop.astype(working, Order::Keep)?)?;
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

/// The numbers of [`linspace`] between two numbers, and their step: `divisions` of them lead from `start` to `stop`.
fn line<T>(start: T, stop: T, count: usize, divisions: usize) -> Result<(Array, Array)>
where
    T: Element + Add<Output = T> + Sub<Output = T> + Mul<Output = T> + Div<Output = T>,
{
    let delta = stop - start;
    let (whole, step) = match divisions {
        0 => (T::convert_from(f64::NAN), T::convert_from(f64::NAN)),
        _ => {
            let whole = T::convert_from(divisions as f64);
            (whole, delta / whole)
        }
    };
    let numbers = if divisions == 0 {
        from_numbers(count, move |place| T::convert_from(place) * delta + start)
    } else if step.to_bool() {
        from_numbers(count, move |place| T::convert_from(place) * step + start)
    } else {
        // A distance that the divisions leave nothing of.
        from_numbers(count, move |place| T::convert_from(place) / whole * delta + start)
    };
    Ok((numbers?, Array::scalar(T::NUMBER, step.to_value())?))
}

/// As [`line`], between arrays that broadcast, along a new first axis.
fn lines(
    start: &Array,
    stop: &Array,
    working: DType,
    count: usize,
    divisions: usize,
) -> Result<(Array, Array)> {
    let start = start.astype(working, Order::Keep)?;
    let stop = stop.astype(working, Order::Keep)?;
    let delta = binary(Op::Subtract, &stop, &start)?;
    let mut column: Vec<i64> = vec![1; delta.ndim() + 1];
    column[0] = -1;
    let places = from_numbers(count, |place| place)?.astype(working, Order::C)?.reshape(&column, Order::C)?;
    let step;
    let result;
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
    Ok((binary(Op::Add, &result, &start)?, step))
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
    let first = BasicIndex::Integer(0);
    let last = BasicIndex::Integer(-1);
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
