//! Long transforms, one lane after the other: threads share the short ones that it is cut into.

use num_complex::Complex;
use stridewise_core::{Element, Layout, Order};
use stridewise_fft::{Direction, Halves, Precision, Untangled};
use stridewise_run::lanes::{change_each_lane, each_lane};
use stridewise_run::parts::{part_count, share_parts};

use super::lanes::as_pairs;
use super::operation;
use crate::shape::slice_along;
use crate::{Array, Result};

/// Whether a transform of so many real numbers is cut.
pub(super) fn is_long<T: Precision>(points: usize) -> bool {
    points.is_multiple_of(2) && Halves::<T>::of(points / 2, Direction::Forward).is_some()
}

/// Calls `work` with each pair of lanes along `axis`, as vectors.
fn one_by_one(
    source: &Array,
    target: &Array,
    axis: usize,
    mut work: impl FnMut(&Array, &Array) -> Result<()>,
) -> Result<()> {
    let lead: Vec<usize> = (0..source.ndim()).filter(|&other| other != axis).collect();
    let order: Vec<usize> = lead.iter().copied().chain([axis]).collect();
    let (source, target) = (source.permuted(&order), target.permuted(&order));
    let count: usize = target.shape()[..lead.len()].iter().product();
    for lane in 0..count {
        let vector = |array: &Array| {
            let (mut rest, mut offset) = (lane, array.layout().offset as isize);
            for place in (0..lead.len()).rev() {
                offset += (rest % array.shape()[place]) as isize * array.strides()[place];
                rest /= array.shape()[place];
            }
            array.with_layout(Layout {
                shape: array.shape()[lead.len()..].into(),
                strides: array.strides()[lead.len()..].into(),
                offset: offset as usize,
            })
        };
        work(&vector(&source), &vector(&target))?;
    }
    Ok(())
}

/// The lane, followed by zeros, where it is shorter.
fn padded(lane: &Array, length: usize) -> Result<Array> {
    if lane.size() == length {
        return Ok(lane.clone());
    }
    let whole = Array::zeros(lane.dtype(), &[length], Order::C)?;
    slice_along(&whole, 0, 0, Some(lane.size() as isize))?.assign(lane)?;
    Ok(whole)
}

pub(super) fn complex<T: Precision>(
    halves: &Halves<T>,
    source: &Array,
    target: &Array,
    axis: usize,
    scale: T,
) -> Result<()>
where
    Complex<T>: Element,
{
    one_by_one(source, target, axis, |source, target| {
        lane(halves, &padded(source, halves.rows() * halves.columns())?, target, scale)
    })
}

/// Both rounds of one transform. The target may be the source.
fn lane<T: Precision>(halves: &Halves<T>, source: &Array, target: &Array, scale: T) -> Result<()>
where
    Complex<T>: Element,
{
    let (rows, columns) = (halves.rows(), halves.columns());
    let matrix = |vector: &Array, row_step: usize, column_step: usize| {
        let step = vector.strides()[0];
        vector.with_layout(Layout {
            shape: [rows, columns].as_slice().into(),
            strides: [row_step as isize * step, column_step as isize * step].as_slice().into(),
            offset: vector.layout().offset,
        })
    };
    let between = Array::empty(source.dtype(), &[rows * columns], Order::C)?;
    let between = matrix(&between, 1, rows);
    let scratch = halves.scratch_length();
    let cost = operation::work(rows, columns);
    each_lane(&matrix(source, columns, 1), &between, 0, scratch, cost, |column, input, output, scratch| {
        halves.down(column, input, output, scratch);
    })?;
    let cost = operation::work(columns, rows);
    each_lane(&between, &matrix(target, 1, rows), 1, scratch, cost, |_, input, output, scratch| {
        halves.along(input, output, scale, scratch);
    })
}

/// The half of the spectrum of an even number of real numbers; all of it where the target has all points, conjugated if
/// asked.
pub(super) fn real_forward<T: Precision>(
    source: &Array,
    target: &Array,
    axis: usize,
    points: usize,
    scale: T,
    conjugates: bool,
) -> Result<()>
where
    Complex<T>: Element,
{
    let half = points / 2;
    let Some(halves) = Halves::<T>::of(half, Direction::Forward) else { return Ok(()) };
    let untangled = Untangled::<T>::of(points);
    one_by_one(source, target, axis, |source, target| {
        let numbers = padded(source, points)?;
        let pairs = match as_pairs::<T>(&numbers, 0) {
            Some(pairs) => pairs,
            None => as_pairs::<T>(&numbers.copy(Order::C)?, 0).unwrap_or(numbers),
        };
        lane(&halves, &pairs, &slice_along(target, 0, 0, Some(half as isize))?, T::from_double(1.0))?;
        change_each_lane(target, 0, 0, 0, |_, output: &mut [Complex<T>], _: &mut [T]| {
            let (spectrum, others) = output.split_at_mut(half + 1);
            untangle(&untangled, spectrum, scale);
            complete(&mut spectrum[1..], others, conjugates);
            if conjugates {
                spectrum[0] = spectrum[0].conj();
            }
        })
    })
}

/// Untangles a spectrum from both ends, part by part.
fn untangle<T: Precision>(untangled: &Untangled<T>, spectrum: &mut [Complex<T>], scale: T) {
    let cost = 16 * size_of_val(spectrum);
    let Some((middle, (mut front, mut back))) = Untangled::split(spectrum, scale) else { return };
    let length = front.len().div_ceil(part_count(cost)).max(1);
    let mut parts = Vec::new();
    let mut first = 1;
    while !front.is_empty() {
        let count = length.min(front.len());
        let (low, lows) = front.split_at_mut(count);
        let (highs, high) = back.split_at_mut(back.len() - count);
        parts.push((first, low, high));
        (front, back, first) = (lows, highs, first + count);
    }
    share_parts(parts, cost, |_, (first, low, high)| untangled.forward_between(low, high, first, scale));
    Untangled::turn_middle(middle, scale);
}

/// Writes the conjugates of the spectrum, from its end to its start, to the places behind it, as many as there are. Where
/// the whole is to be conjugated, so is the spectrum instead.
fn complete<T: Precision>(spectrum: &mut [Complex<T>], others: &mut [Complex<T>], conjugates: bool) {
    let cost = 4 * size_of_val(others);
    let length = spectrum.len().div_ceil(part_count(cost)).max(1);
    let mut rest = others;
    let mut parts = Vec::new();
    for part in spectrum.chunks_mut(length) {
        let count = part.len().min(rest.len());
        let (others, mirrored) = rest.split_at_mut(rest.len() - count);
        parts.push((part, mirrored));
        rest = others;
    }
    share_parts(parts, cost, |_, (part, mirrored)| {
        for (place, number) in mirrored.iter_mut().rev().zip(part.iter()) {
            *place = if conjugates { *number } else { number.conj() };
        }
        if conjugates {
            part.iter_mut().for_each(|number| *number = number.conj());
        }
    });
}

/// Real numbers, an even count, from the half of their spectrum.
pub(super) fn real_inverse<T: Precision>(
    source: &Array,
    target: &Array,
    axis: usize,
    points: usize,
    scale: T,
) -> Result<()>
where
    Complex<T>: Element,
{
    let half = points / 2;
    let Some(halves) = Halves::<T>::of(half, Direction::Inverse) else { return Ok(()) };
    let untangled = Untangled::<T>::of(points);
    one_by_one(source, target, axis, |source, target| {
        let spectrum = padded(source, half + 1)?;
        let tangled = Array::empty(spectrum.dtype(), &[half], Order::C)?;
        each_lane(&spectrum, &tangled, 0, 0, 0, |_, input: &[Complex<T>], output, _: &mut [T]| {
            untangled.inverse(input, output);
        })?;
        match as_pairs::<T>(target, 0) {
            Some(pairs) => lane(&halves, &tangled, &pairs, scale),
            None => {
                let numbers = Array::empty(target.dtype(), &[points], Order::C)?;
                if let Some(pairs) = as_pairs::<T>(&numbers, 0) {
                    lane(&halves, &tangled, &pairs, scale)?;
                }
                target.assign(&numbers)
            }
        }
    })
}
