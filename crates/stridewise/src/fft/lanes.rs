//! Transforms of lanes that fit the cache, many at a time on as many threads as they pay for.

use num_complex::Complex;
use stridewise_core::{Element, Layout, Number, Order};
use stridewise_fft::{Direction, Halves, Plan, Precision, RealPlan};
use stridewise_run::lanes::each_lane;

use super::transform::{Kind, Transform};
use super::{long, operation};
use crate::{Array, Result};

/// Transforms the source, whose lanes are at most as long as the transform takes, into the target of dtype `computed`.
pub(super) fn run(transform: &Transform, source: &Array, target: &Array, computed: Number) -> Result<()> {
    if computed == Number::F32 || computed == Number::C64 {
        in_precision::<f32>(transform, source, target)
    } else {
        in_precision::<f64>(transform, source, target)
    }
}

fn in_precision<T: Precision>(transform: &Transform, source: &Array, target: &Array) -> Result<()>
where
    Complex<T>: Element,
{
    let cast = |number: Number| -> Result<Array> {
        if source.dtype() == number.native() {
            Ok(source.clone())
        } else {
            source.astype(number.native(), Order::Keep)
        }
    };
    let real = !source.number().is_complex();
    match transform.kind {
        Kind::RealInverse => real_inverse::<T>(transform, &cast(<Complex<T>>::NUMBER)?, target),
        Kind::RealForward => real_forward::<T>(transform, &cast(T::NUMBER)?, target),
        _ if real => real_forward::<T>(transform, &cast(T::NUMBER)?, target),
        Kind::Forward | Kind::Inverse => complex::<T>(transform, &cast(<Complex<T>>::NUMBER)?, target),
    }
}

fn complex<T: Precision>(transform: &Transform, source: &Array, target: &Array) -> Result<()>
where
    Complex<T>: Element,
{
    let (points, axis, scale) = (transform.points, transform.axis, T::from_double(transform.scale()));
    let direction = transform.kind.direction();
    if let Some(halves) = Halves::of(points, direction) {
        return long::complex::<T>(&halves, source, target, axis, scale);
    }
    let plan = Plan::<T>::of(points, direction);
    let cost = operation::work(points, target.size() / points);
    each_lane(
        source,
        target,
        axis,
        plan.scratch_length(),
        cost,
        |_, input: &[Complex<T>], output, scratch| {
            if input.len() == points {
                return plan.transform(input, output, scale, scratch);
            }
            output[..input.len()].copy_from_slice(input);
            output[input.len()..].fill(Complex::default());
            plan.transform_in_place(output, scale, scratch);
        },
    )
}

/// The half of the spectrum of real numbers; all of it where the target has all points.
fn real_forward<T: Precision>(transform: &Transform, source: &Array, target: &Array) -> Result<()>
where
    Complex<T>: Element,
{
    let (points, axis, scale) = (transform.points, transform.axis, T::from_double(transform.scale()));
    let conjugates = transform.kind == Kind::Inverse;
    if long::is_long::<T>(points) {
        return long::real_forward::<T>(source, target, axis, points, scale, conjugates);
    }
    let plan = RealPlan::<T>::of(points, Direction::Forward);
    let half = plan.spectrum_length();
    let cost = operation::work(points, target.size() / target.shape()[axis]) / 2;
    let scratch = plan.scratch_length();
    match as_pairs::<T>(source, axis).filter(|_| source.shape()[axis] == points) {
        Some(pairs) => {
            each_lane(&pairs, target, axis, scratch, cost, |_, input, output: &mut [Complex<T>], scratch| {
                plan.forward_of_pairs(input, &mut output[..half], scale, scratch);
                mirror(output, half, points, conjugates);
            })
        }
        None => each_lane(
            source,
            target,
            axis,
            scratch,
            cost,
            |_, input: &[T], output: &mut [Complex<T>], scratch| {
                plan.forward(input, &mut output[..half], scale, scratch);
                mirror(output, half, points, conjugates);
            },
        ),
    }
}

/// Completes the spectrum of real numbers, or its conjugate, where the target has room for more than the half.
fn mirror<T: Precision>(output: &mut [Complex<T>], half: usize, points: usize, conjugates: bool) {
    if output.len() <= half && !conjugates {
        return;
    }
    let (first, second) = output.split_at_mut(half);
    for (place, number) in second.iter_mut().rev().zip(&first[1..]) {
        *place = if conjugates { *number } else { number.conj() };
    }
    debug_assert!(second.is_empty() || half + second.len() == points);
    if conjugates {
        first.iter_mut().for_each(|number| *number = number.conj());
    }
}

fn real_inverse<T: Precision>(transform: &Transform, source: &Array, target: &Array) -> Result<()>
where
    Complex<T>: Element,
{
    let (points, axis, scale) = (transform.points, transform.axis, T::from_double(transform.scale()));
    if long::is_long::<T>(points) {
        return long::real_inverse::<T>(source, target, axis, points, scale);
    }
    let plan = RealPlan::<T>::of(points, Direction::Inverse);
    let cost = operation::work(points, target.size() / points) / 2;
    let scratch = plan.scratch_length();
    let whole = source.shape()[axis] == plan.spectrum_length();
    match as_pairs::<T>(target, axis).filter(|pairs| whole && !pairs.view().may_share_memory(source.view())) {
        Some(pairs) => each_lane(source, &pairs, axis, scratch, cost, |_, input, output, scratch| {
            plan.inverse_to_pairs(input, output, scale, scratch);
        }),
        None => each_lane(
            source,
            target,
            axis,
            scratch,
            cost,
            |_, input: &[Complex<T>], output: &mut [T], scratch| {
                plan.inverse(input, output, scale, scratch);
            },
        ),
    }
}

/// Lanes of an even number of real numbers that stand one behind the other as lanes of half as many complex ones.
pub(super) fn as_pairs<T: Precision>(array: &Array, axis: usize) -> Option<Array>
where
    Complex<T>: Element,
{
    let length = array.shape()[axis];
    let size = size_of::<T>() as isize;
    if !length.is_multiple_of(2) || array.strides()[axis] != size {
        return None;
    }
    let mut layout: Layout = array.layout().clone();
    layout.shape[axis] = length / 2;
    layout.strides[axis] = 2 * size;
    Some(array.reinterpreted(<Complex<T>>::NUMBER.native(), layout)?.with_writeable(array.is_writeable()))
}
