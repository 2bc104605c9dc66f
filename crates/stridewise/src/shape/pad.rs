//! Padding: more elements round an array, made from those at its edges.

use stridewise_core::layout::{BasicIndex, Slice};
use stridewise_core::op::Op;
use stridewise_core::{Error, Number, Order, Value};

use crate::arithmetic::{binary, unary, with_number};
use crate::create::linspace;
use crate::index::{OutOfBounds, take};
use crate::{Array, Result};

/// What is computed from the elements next to an edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Statistic {
    Maximum,
    Minimum,
    Mean,
    Median,
}

/// What the new elements hold. Values and lengths are given per axis, before and behind.
#[derive(Clone, Debug)]
pub enum Padding {
    /// Anything.
    Empty,
    Constant(Vec<(Array, Array)>),
    /// The element at the edge.
    Edge,
    /// A line from the edge to the value given.
    LinearRamp(Vec<(Array, Array)>),
    /// Of that many elements next to the edge; of all where `None`.
    Statistic(Statistic, Vec<(Option<usize>, Option<usize>)>),
    /// The elements mirrored: about the edge itself, or with `whole` about the line beside it. `odd` mirrors the
    /// values about the edge's value too.
    Mirror {
        whole: bool,
        odd: bool,
    },
    /// The elements from the other end.
    Wrap,
}

/// Where an axis of the padded array holds elements already: `start..stop` of `total`.
#[derive(Clone, Copy)]
struct Filled {
    axis: usize,
    start: usize,
    stop: usize,
    total: usize,
}

fn part(array: &Array, axis: usize, start: usize, stop: usize) -> Result<Array> {
    let mut index = vec![BasicIndex::Slice(Slice::default()); axis];
    let slice = Slice { start: Some(start as isize), stop: Some(stop as isize), step: None };
    index.push(BasicIndex::Slice(slice));
    array.index(&index)
}

/// The array with `widths` new elements before and behind along each axis.
///
/// # Errors
/// Value error where an empty axis is padded from its own elements, or a statistic of no element is asked.
pub fn pad(array: &Array, widths: &[(usize, usize)], padding: &Padding) -> Result<Array> {
    let mut shape = Vec::with_capacity(array.ndim());
    for (&length, &(before, behind)) in array.shape().iter().zip(widths) {
        let total = length.checked_add(before).and_then(|sum| sum.checked_add(behind));
        shape.push(total.ok_or_else(|| Error::too_big(array.shape()))?);
    }
    let order =
        if array.view().is_f_contiguous() && !array.view().is_c_contiguous() { Order::F } else { Order::C };
    let result = Array::empty(array.dtype(), &shape, order)?;
    let inner: Vec<BasicIndex> = array
        .shape()
        .iter()
        .zip(widths)
        .map(|(&length, &(before, _))| {
            let (start, stop) = (before as isize, (before + length) as isize);
            BasicIndex::Slice(Slice { start: Some(start), stop: Some(stop), step: None })
        })
        .collect();
    result.index(&inner)?.assign(array)?;
    if let Padding::Statistic(Statistic::Maximum | Statistic::Minimum, lengths) = padding
        && lengths.iter().any(|&(before, behind)| before == Some(0) || behind == Some(0))
    {
        return Err(Error::value("stat_length of 0 yields no value for padding"));
    }
    let from_elements = !matches!(padding, Padding::Empty | Padding::Constant(_));
    if from_elements && array.size() == 0 {
        for (axis, (&length, &(before, behind))) in array.shape().iter().zip(widths).enumerate() {
            if length == 0 && before + behind > 0 {
                return Err(Error::value(format!(
                    "can't extend empty axis {axis} using modes other than 'constant' or 'empty'"
                )));
            }
        }
        return Ok(result);
    }
    for (axis, &(before, behind)) in widths.iter().enumerate() {
        if before + behind == 0 {
            continue;
        }
        let filled = Filled { axis, start: before, stop: before + array.shape()[axis], total: shape[axis] };
        pad_axis(&result, filled, padding)?;
    }
    Ok(result)
}

fn pad_axis(result: &Array, filled: Filled, padding: &Padding) -> Result<()> {
    let Filled { axis, start, stop, total } = filled;
    let (before, behind) = (part(result, axis, 0, start)?, part(result, axis, stop, total)?);
    match padding {
        Padding::Empty => Ok(()),
        Padding::Constant(values) => {
            before.assign(&values[axis].0)?;
            behind.assign(&values[axis].1)
        }
        Padding::Edge => {
            before.assign(&part(result, axis, start, start + 1)?)?;
            behind.assign(&part(result, axis, stop - 1, stop)?)
        }
        Padding::LinearRamp(ends) => {
            let ramp = |end: &Array, edge: Array, width: usize| -> Result<Array> {
                let edge = super::squeeze(&edge, Some(&[axis as i64]))?;
                let dtype = Some(result.dtype());
                Ok(linspace(end, &edge, width, false, dtype, axis as i64)?.0)
            };
            before.assign(&ramp(&ends[axis].0, part(result, axis, start, start + 1)?, start)?)?;
            let falling = ramp(&ends[axis].1, part(result, axis, stop - 1, stop)?, total - stop)?;
            behind.assign(&super::flip(&falling, Some(&[axis as i64]))?)
        }
        Padding::Statistic(statistic, lengths) => {
            let length = stop - start;
            let near = |count: Option<usize>| count.unwrap_or(length).min(length);
            let (head, tail) = (near(lengths[axis].0), near(lengths[axis].1));
            let first = summary(&part(result, axis, start, start + head)?, axis, *statistic)?;
            let last = summary(&part(result, axis, stop - tail, stop)?, axis, *statistic)?;
            before.assign(&first)?;
            behind.assign(&last)
        }
        Padding::Wrap => {
            let length = (stop - start) as i64;
            let source =
                (0..total as i64).map(|place| start as i64 + (place - start as i64).rem_euclid(length));
            gather(result, axis, source.collect())
        }
        Padding::Mirror { whole, odd: false } => {
            let length = (stop - start) as i64;
            let period = if *whole { 2 * length } else { (2 * (length - 1)).max(1) };
            let source = (0..total as i64).map(|place| {
                let at = (place - start as i64).rem_euclid(period);
                let mirrored = if *whole { period - 1 - at } else { period - at };
                start as i64 + if at < length { at } else { mirrored }
            });
            gather(result, axis, source.collect())
        }
        Padding::Mirror { whole, odd: true } => mirror_odd(result, filled, *whole),
    }
}

/// Takes every place along the axis from the place of the same array that `source` names.
fn gather(result: &Array, axis: usize, source: Vec<i64>) -> Result<()> {
    let taken = take(result, &Array::from_elements(&source)?, Some(axis as i64), OutOfBounds::Raise)?;
    result.assign(&taken)
}

/// Mirrors places and values, in steps of whole periods where the padding is wider than the array.
fn mirror_odd(result: &Array, filled: Filled, whole: bool) -> Result<()> {
    let Filled { axis, mut start, mut stop, total } = filled;
    let length = stop - start;
    if length == 1 {
        part(result, axis, 0, start)?.assign(&part(result, axis, start, stop)?)?;
        return part(result, axis, stop, total)?.assign(&part(result, axis, start, stop)?);
    }
    let offset = usize::from(!whole);
    let unit = length - offset;
    while start > 0 || stop < total {
        // The area filled so far, rounded down to whole periods of the original one.
        let reach = (stop - start - offset) / unit * unit;
        if start > 0 {
            let count = start.min(reach);
            let edge = part(result, axis, start, start + 1)?;
            let source = part(result, axis, start + offset, start + offset + count)?;
            let mirrored = super::flip(&source, Some(&[axis as i64]))?;
            let twice = with_number(Op::Multiply, &edge, Value::Int(2))?;
            part(result, axis, start - count, start)?.assign(&binary(Op::Subtract, &twice, &mirrored)?)?;
            start -= count;
        }
        if stop < total {
            let count = (total - stop).min(reach);
            let edge = part(result, axis, stop - 1, stop)?;
            let source = part(result, axis, stop - offset - count, stop - offset)?;
            let mirrored = super::flip(&source, Some(&[axis as i64]))?;
            let twice = with_number(Op::Multiply, &edge, Value::Int(2))?;
            part(result, axis, stop, stop + count)?.assign(&binary(Op::Subtract, &twice, &mirrored)?)?;
            stop += count;
        }
    }
    Ok(())
}

/// A statistic along the axis, which is kept with length one; rounded for integer arrays.
fn summary(array: &Array, axis: usize, statistic: Statistic) -> Result<Array> {
    let length = array.shape()[axis];
    let fold = |op: Op, array: &Array| -> Result<Array> {
        let mut total = part(array, axis, 0, 1.min(length))?.copy(Order::C)?;
        for place in 1..length {
            total = binary(op, &total, &part(array, axis, place, place + 1)?)?;
        }
        Ok(total)
    };
    let result = match statistic {
        Statistic::Maximum => return fold(Op::Maximum, array),
        Statistic::Minimum => return fold(Op::Minimum, array),
        Statistic::Median => crate::statistics::median(array, Some(&[axis as i64]), true)?,
        Statistic::Mean if length == 0 => {
            let mut shape = array.shape().to_vec();
            shape[axis] = 1;
            Array::full(Number::F64.native(), &shape, Value::Float(f64::NAN))?
        }
        Statistic::Mean => {
            let working = if array.number().is_inexact() { array.number() } else { Number::F64 };
            let sum = fold(Op::Add, &array.astype(working.native(), Order::Keep)?)?;
            with_number(Op::Divide, &sum, Value::Int(length as i128))?
        }
    };
    if array.number().is_integer() { unary(Op::Rint, &result) } else { Ok(result) }
}
