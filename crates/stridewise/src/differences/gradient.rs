//! Slopes of sampled functions.

use stridewise_core::op::Op;
use stridewise_core::{DType, Error, Number, Order, Value};
use stridewise_run::elementwise::Operand;

use crate::arithmetic::{apply, binary, unary, with_number};
use crate::shape::slice_along;
use crate::{Array, Result};

/// How far apart the samples of a function lie.
#[derive(Clone, Copy, Debug)]
pub enum Spacing<'a> {
    /// All as far as this.
    Even(Operand<'a>),
    /// At these places, one for each sample.
    At(&'a Array),
}

/// Samples along an axis, and what lies between them.
struct Samples<'a> {
    array: Array,
    axis: usize,
    steps: Steps<'a>,
}

enum Steps<'a> {
    Even(Operand<'a>),
    /// One fewer than samples, shaped to broadcast along the axis.
    Each(Array),
}

/// One of the two ends of an axis.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    First,
    Last,
}

/// The slopes of a sampled function along an axis: from both neighbours inside, and at the ends from one neighbour
/// (`edge_order` 1) or two (2).
///
/// # Errors
/// Value error where there are fewer samples than `edge_order` + 1, or not as many places as samples; type error for
/// booleans.
///
/// ```
/// use stridewise::{Array, Value, differences::{Spacing, gradient}, run::elementwise::Operand};
///
/// let samples = Array::from_elements(&[1.0, 2.0, 4.0, 7.0])?;
/// let slopes = gradient(&samples, Spacing::Even(Operand::Weak(Value::Float(1.0))), 0, 1)?;
/// assert_eq!(slopes.to_vec::<f64>(), [1.0, 1.5, 2.5, 3.0]);
/// # Ok::<(), stridewise::Error>(())
/// ```
pub fn gradient(samples: &Array, spacing: Spacing<'_>, axis: usize, edge_order: usize) -> Result<Array> {
    if samples.shape()[axis] < edge_order + 1 {
        return Err(Error::value(
            "Shape of array too small to calculate a numerical gradient, at least (edge_order + 1) elements are \
             required.",
        ));
    }
    if samples.number() == Number::Bool {
        return Err(super::no_boolean_difference());
    }
    let samples = Samples::new(samples, spacing, axis)?;
    let result = Array::zeros(samples.array.dtype(), samples.array.shape(), Order::Keep)?;
    if samples.array.shape()[axis] > 2 {
        slice_along(&result, axis, 1, Some(-1))?.assign(&samples.inside()?)?;
    }
    for (end, start, stop) in [(End::First, 0, Some(1)), (End::Last, -1, None)] {
        let slope = if edge_order == 1 { samples.at_end(end)? } else { samples.at_end_from_two(end)? };
        slice_along(&result, axis, start, stop)?.assign(&slope)?;
    }
    Ok(result)
}

fn inexact(array: &Array) -> Result<Array> {
    if array.number().is_inexact() { Ok(array.clone()) } else { array.astype(DType::F64, Order::Keep) }
}

impl<'a> Samples<'a> {
    fn new(array: &Array, spacing: Spacing<'a>, axis: usize) -> Result<Self> {
        let steps = match spacing {
            Spacing::Even(step) => Steps::Even(step),
            Spacing::At(places) if places.ndim() != 1 => {
                return Err(Error::value("distances must be either scalars or 1d"));
            }
            Spacing::At(places) if places.size() != array.shape()[axis] => {
                return Err(Error::value(
                    "when 1d, distances must match the length of the corresponding dimension",
                ));
            }
            Spacing::At(places) => {
                let mut shape = vec![1_i64; array.ndim()];
                shape[axis] = -1;
                Steps::Each(super::diff(&inexact(places)?, 1, 0)?.reshape(&shape, Order::C)?)
            }
        };
        Ok(Self { array: inexact(array)?, axis, steps })
    }

    fn part(&self, start: isize, stop: Option<isize>) -> Result<Array> {
        slice_along(&self.array, self.axis, start, stop)
    }

    fn inside(&self) -> Result<Array> {
        let steps = match &self.steps {
            Steps::Each(steps) => steps,
            Steps::Even(step) => {
                let two = Operand::Weak(Value::Float(2.0));
                let strong;
                let double = match *step {
                    Operand::Weak(value) => Operand::Weak(doubled(value)),
                    other => {
                        strong = apply(Op::Multiply, &[two, other])?;
                        Operand::Array(&strong)
                    }
                };
                let difference = binary(Op::Subtract, &self.part(2, None)?, &self.part(0, Some(-2))?)?;
                return apply(Op::Divide, &[Operand::Array(&difference), double]);
            }
        };
        let before = slice_along(steps, self.axis, 0, Some(-1))?;
        let after = slice_along(steps, self.axis, 1, None)?;
        let both = binary(Op::Add, &before, &after)?;
        let first = binary(Op::Divide, &after, &binary(Op::Multiply, &before, &both)?)?;
        let middle = binary(
            Op::Divide,
            &binary(Op::Subtract, &after, &before)?,
            &binary(Op::Multiply, &before, &after)?,
        )?;
        let last = binary(Op::Divide, &before, &binary(Op::Multiply, &after, &both)?)?;
        weighted([
            (unary(Op::Negative, &first)?, self.part(0, Some(-2))?),
            (middle, self.part(1, Some(-1))?),
            (last, self.part(2, None)?),
        ])
    }

    /// The step at an end, counted from there.
    fn step(steps: &Array, axis: usize, end: End, place: isize) -> Result<Array> {
        match end {
            End::First => slice_along(steps, axis, place, Some(place + 1)),
            End::Last if place == 0 => slice_along(steps, axis, -1, None),
            End::Last => slice_along(steps, axis, -1 - place, Some(-place)),
        }
    }

    fn at_end(&self, end: End) -> Result<Array> {
        let (later, earlier) = match end {
            End::First => (self.part(1, Some(2))?, self.part(0, Some(1))?),
            End::Last => (self.part(-1, None)?, self.part(-2, Some(-1))?),
        };
        let difference = binary(Op::Subtract, &later, &earlier)?;
        match &self.steps {
            Steps::Each(steps) => binary(Op::Divide, &difference, &Self::step(steps, self.axis, end, 0)?),
            Steps::Even(step) => apply(Op::Divide, &[Operand::Array(&difference), *step]),
        }
    }

    fn at_end_from_two(&self, end: End) -> Result<Array> {
        // Counted from the end.
        let [outer, middle, inner] = match end {
            End::First => [self.part(0, Some(1))?, self.part(1, Some(2))?, self.part(2, Some(3))?],
            End::Last => [self.part(-1, None)?, self.part(-2, Some(-1))?, self.part(-3, Some(-2))?],
        };
        let last = end == End::Last;
        match &self.steps {
            Steps::Even(step) => {
                // Steps away from the last sample go down; terms are added in the order of the samples.
                let terms = if last {
                    [(0.5, &inner), (-2.0, &middle), (1.5, &outer)]
                } else {
                    [(-1.5, &outer), (2.0, &middle), (-0.5, &inner)]
                };
                let term = |(factor, part): (f64, &Array)| -> Result<Array> {
                    let term = with_number(Op::Multiply, part, Value::Float(factor))?;
                    apply(Op::Divide, &[Operand::Array(&term), *step])
                };
                let [first, second, third] = terms;
                binary(Op::Add, &binary(Op::Add, &term(first)?, &term(second)?)?, &term(third)?)
            }
            Steps::Each(steps) => {
                let near = Self::step(steps, self.axis, end, 0)?;
                let far = Self::step(steps, self.axis, end, 1)?;
                let both = binary(Op::Add, &near, &far)?;
                let sum = binary(Op::Add, &near, &both)?;
                let a = binary(Op::Divide, &sum, &binary(Op::Multiply, &near, &both)?)?;
                let b = binary(Op::Divide, &both, &binary(Op::Multiply, &near, &far)?)?;
                let c = binary(Op::Divide, &near, &binary(Op::Multiply, &far, &both)?)?;
                let less = |weight: &Array| unary(Op::Negative, weight);
                if last {
                    weighted([(c, inner), (less(&b)?, middle), (a, outer)])
                } else {
                    weighted([(less(&a)?, outer), (b, middle), (less(&c)?, inner)])
                }
            }
        }
    }
}

fn doubled(value: Value) -> Value {
    match value {
        Value::Complex(value) => Value::Complex(value * 2.0),
        value => Value::Float(value.to_f64() * 2.0),
    }
}

/// The sum of weights times elements.
fn weighted(terms: [(Array, Array); 3]) -> Result<Array> {
    let [a, b, c] = terms;
    let term = |(weight, part): (Array, Array)| binary(Op::Multiply, &weight, &part);
    binary(Op::Add, &binary(Op::Add, &term(a)?, &term(b)?)?, &term(c)?)
}
