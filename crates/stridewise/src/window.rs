//! Windows that taper signals, and the functions they are made of.

use std::f64::consts::PI;

use stridewise_core::op::Op;
use stridewise_core::{Error, Number, Order, Value};

use crate::arithmetic::{binary, unary, with_number};
use crate::{Array, Result};

/// The shape of a window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Window {
    /// A triangle that ends at zero.
    Bartlett,
    Blackman,
    Hamming,
    /// A raised cosine.
    Hanning,
    /// With this shape parameter.
    Kaiser(f64),
}

/// A window of `length` points, float64.
///
/// # Errors
/// Value error where `length` is not finite or too large for memory.
///
/// ```
/// use stridewise::window::{Window, window};
///
/// assert_eq!(window(Window::Bartlett, 5.0)?.to_vec::<f64>(), [0.0, 0.5, 1.0, 0.5, 0.0]);
/// # Ok::<(), stridewise::Error>(())
/// ```
pub fn window(shape: Window, length: f64) -> Result<Array> {
    if length.is_nan() || length > isize::MAX as f64 / 8.0 {
        return Err(Error::value("Maximum allowed size exceeded"));
    }
    let kaiser = matches!(shape, Window::Kaiser(_));
    if length < 1.0 && !kaiser {
        return Array::from_elements::<f64>(&[]);
    }
    if length == 1.0 {
        return Array::from_elements(&[1.0]);
    }
    // Kaiser counts from zero, the others in steps of two from one side to the other.
    let (start, step) = if kaiser { (0.0, 1.0) } else { (1.0 - length, 2.0) };
    let count = ((length - start) / step).ceil().max(0.0) as usize;
    stridewise_core::layout::byte_count(&[count], 8)?;
    let points = (0..count).map(|place| start + step * place as f64);
    let last = length - 1.0;
    let values: Vec<f64> = match shape {
        Window::Bartlett => points.map(|n| if n <= 0.0 { 1.0 + n / last } else { 1.0 - n / last }).collect(),
        Window::Blackman => {
            points.map(|n| 0.42 + 0.5 * (PI * n / last).cos() + 0.08 * (2.0 * PI * n / last).cos()).collect()
        }
        Window::Hamming => points.map(|n| 0.54 + 0.46 * (PI * n / last).cos()).collect(),
        Window::Hanning => points.map(|n| 0.5 + 0.5 * (PI * n / last).cos()).collect(),
        Window::Kaiser(beta) => {
            let middle = last / 2.0;
            points
                .map(|n| {
                    let across = (n - middle) / middle;
                    bessel(beta * (1.0 - across * across).sqrt()) / bessel(beta)
                })
                .collect()
        }
    };
    Array::from_elements(&values)
}

/// The modified Bessel function of the first kind, order zero.
fn bessel(x: f64) -> f64 {
    let x = x.abs();
    if x.is_nan() {
        return x;
    }
    if x < 30.0 {
        // All terms are positive: nothing cancels.
        let quarter = x * x / 4.0;
        let (mut term, mut sum) = (1.0, 1.0);
        let mut k = 1.0;
        while term > sum * 1e-17 {
            term *= quarter / (k * k);
            sum += term;
            k += 1.0;
        }
        return sum;
    }
    // The asymptotic series, whose terms fall until k is about 2x.
    let (mut term, mut sum) = (1.0, 1.0);
    for k in 1..40 {
        let odd = f64::from(2 * k - 1);
        term *= odd * odd / (8.0 * f64::from(k) * x);
        sum += term;
        if term < sum * 1e-17 {
            break;
        }
    }
    // In two factors, since the whole exponential overflows before the function does.
    let half = (x / 2.0).exp();
    half * (sum / (2.0 * PI * x).sqrt()) * half
}

/// The modified Bessel function of the first kind, order zero, of every element, float64.
///
/// # Errors
/// Type error for complex numbers.
pub fn i0(array: &Array) -> Result<Array> {
    if array.number().is_complex() {
        return Err(Error::type_error("i0 not supported for complex values"));
    }
    let number = if array.number().is_inexact() { array.number() } else { Number::F64 };
    let values: Vec<f64> = array.cast_to_vec::<f64>()?.into_iter().map(bessel).collect();
    let result = Array::from_slice(&values, array.shape())?;
    if number == Number::F64 { Ok(result) } else { result.astype(number.native(), Order::C) }
}

/// sin(πx) / πx of every element, one at zero.
///
/// # Errors
/// Type error for booleans, which have no such multiple.
pub fn sinc(array: &Array) -> Result<Array> {
    let array = &if array.number().is_inexact() {
        array.clone()
    } else {
        array.astype(Number::F64.native(), Order::Keep)?
    };
    let scaled = with_number(Op::Multiply, array, Value::Float(PI))?;
    let zero = with_number(Op::Equal, &scaled, Value::Int(0))?;
    let tiny = if array.number().real() == Number::F16 { 1e-4 } else { 1e-20 };
    scaled.assign_where(&Array::full(scaled.dtype(), &[], Value::Float(tiny))?, &zero)?;
    binary(Op::Divide, &unary(Op::Sin, &scaled)?, &scaled)
}
