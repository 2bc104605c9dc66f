//! Draws of a distribution with parameters that broadcast.

use stridewise_random::family::{Draws, Family, Values};

use super::{drawn_shape, error_of, filled};
use crate::{Array, Result};

/// One parameter: a number, or an array of numbers.
#[derive(Clone, Debug)]
pub enum Argument {
    /// A real number.
    Real(f64),
    /// An integer.
    Count(i64),
    /// One value per draw, broadcast.
    Array(Array),
}

/// What was drawn.
#[derive(Clone, Debug)]
pub enum Drawn {
    /// One real number: all parameters were numbers, and no shape was asked for.
    Real(f64),
    /// One integer, likewise.
    Count(i64),
    /// An array of them.
    Array(Array),
}

/// The values of one parameter, with their own memory.
enum Owned {
    Real(Vec<f64>),
    Count(Vec<i64>),
}

impl Owned {
    /// The argument's values, broadcast to `shape` unless they are one for all.
    fn new(argument: &Argument, integer: bool, shape: &[usize]) -> Result<Self> {
        Ok(match (argument, integer) {
            (Argument::Real(value), false) => Self::Real(vec![*value]),
            (Argument::Real(value), true) => Self::Count(vec![*value as i64]),
            (Argument::Count(value), false) => Self::Real(vec![*value as f64]),
            (Argument::Count(value), true) => Self::Count(vec![*value]),
            (Argument::Array(array), false) => Self::Real(array.broadcast_to(shape)?.cast_to_vec()?),
            (Argument::Array(array), true) => Self::Count(array.broadcast_to(shape)?.cast_to_vec()?),
        })
    }

    fn values(&self) -> Values<'_> {
        match self {
            Self::Real(values) => Values::Real(values),
            Self::Count(values) => Values::Count(values),
        }
    }
}

/// Draws from `family` with `parameters`, which broadcast against each other and to `size`.
///
/// Draws go through the result in C order. Where all parameters are numbers and `size` is `None`, one number is drawn.
///
/// # Errors
/// Value or overflow error where a parameter is outside of what the distribution is defined for, value error where
/// shapes do not broadcast, memory error.
pub fn draw<S>(
    family: &Family<S>,
    stream: &mut S,
    parameters: &[Argument],
    size: Option<&[usize]>,
) -> Result<Drawn> {
    let arrays = || {
        parameters.iter().filter_map(|argument| match argument {
            Argument::Array(array) => Some(array),
            _ => None,
        })
    };
    let scalar = arrays().next().is_none();
    let shapes: Vec<&[usize]> = arrays().map(Array::shape).collect();
    let shape = drawn_shape(&shapes, size)?;
    let owned = parameters
        .iter()
        .zip(family.parameters)
        .map(|(argument, parameter)| Owned::new(argument, parameter.integer, &shape))
        .collect::<Result<Vec<_>>>()?;
    let values: Vec<Values<'_>> = owned.iter().map(Owned::values).collect();
    family.check(&values, scalar).map_err(error_of)?;
    if scalar && size.is_none() {
        return Ok(if family.is_discrete() {
            let mut one = [0];
            family.fill(stream, &values, Draws::Count(&mut one));
            Drawn::Count(one[0])
        } else {
            let mut one = [0.0];
            family.fill(stream, &values, Draws::Real(&mut one));
            Drawn::Real(one[0])
        });
    }
    let mut done = 0;
    Ok(Drawn::Array(if family.is_discrete() {
        filled(&shape, |part: &mut [i64]| {
            family.fill(stream, &parts(&values, done, part.len()), Draws::Count(part));
            done += part.len();
        })?
    } else {
        filled(&shape, |part: &mut [f64]| {
            family.fill(stream, &parts(&values, done, part.len()), Draws::Real(part));
            done += part.len();
        })?
    }))
}

/// The values of `length` draws from `start` on.
fn parts<'a>(values: &[Values<'a>], start: usize, length: usize) -> Vec<Values<'a>> {
    values
        .iter()
        .map(|&values| match values {
            Values::Real(all) if all.len() > 1 => Values::Real(&all[start..start + length]),
            Values::Count(all) if all.len() > 1 => Values::Count(&all[start..start + length]),
            one => one,
        })
        .collect()
}
