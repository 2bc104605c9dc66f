//! Positions drawn from a population, by which arrays are then taken.

use stridewise_core::Number;
use stridewise_core::layout::byte_count;
use stridewise_random::choice::Refusal;
use stridewise_random::distribution::integers::RangeMethod;
use stridewise_random::{AnyBitGenerator, BitGenerator, choice as sample, shuffle, with_bit_generator};

use super::{Bounds, error_of, integers, require_memory};
use crate::{Array, Error, Result};

/// How likely each member of the population is.
#[derive(Clone, Debug)]
pub struct Weights {
    /// One per member, summing to one.
    pub probabilities: Vec<f64>,
    /// How far the sum may be off.
    pub tolerance: f64,
}

/// Positions below `population`: an array of shape `size`, as `Generator.choice` draws them.
///
/// # Errors
/// Value error where the population is empty or too small, or the weights are none.
pub fn choice(
    bits: &mut AnyBitGenerator,
    population: usize,
    size: &[usize],
    replace: bool,
    weights: Option<&Weights>,
    shuffled: bool,
) -> Result<Array> {
    let count = checked(population, size, replace, weights, false)?;
    let positions = match (weights, replace) {
        (Some(weights), true) => sample::weighted(bits, &weights.probabilities, count),
        (Some(weights), false) => {
            sample::weighted_distinct(bits, &weights.probabilities, count).map_err(error_of)?
        }
        (None, true) => {
            return with_bit_generator!(bits, bits => below(bits, population, size, RangeMethod::Multiply));
        }
        (None, false) => {
            with_bit_generator!(bits, bits => sample::distinct(bits, population, count, shuffled))
        }
    };
    Array::from_slice(&positions, size)
}

/// As [`choice`], as `RandomState.choice` draws them.
///
/// # Errors
/// As [`choice`].
pub fn legacy_choice<B: BitGenerator>(
    bits: &mut B,
    population: usize,
    size: &[usize],
    replace: bool,
    weights: Option<&Weights>,
) -> Result<Array> {
    let count = checked(population, size, replace, weights, true)?;
    let positions = match (weights, replace) {
        (Some(weights), true) => sample::weighted(bits, &weights.probabilities, count),
        (Some(weights), false) => {
            sample::weighted_distinct(bits, &weights.probabilities, count).map_err(error_of)?
        }
        (None, true) => return below(bits, population, size, RangeMethod::Mask),
        (None, false) => {
            require_memory(population)?;
            let mut order = shuffle::permutation(bits, population);
            order.truncate(count);
            order
        }
    };
    Array::from_slice(&positions, size)
}

fn below<B: BitGenerator>(
    bits: &mut B,
    population: usize,
    size: &[usize],
    method: RangeMethod,
) -> Result<Array> {
    let (low, high) = (Bounds::one(0), Bounds::one(population as i128));
    integers(bits, &low, &high, Some(size), Number::I64, false, method)
}

/// How many are drawn, once the arguments are found to fit together.
fn checked(
    population: usize,
    size: &[usize],
    replace: bool,
    weights: Option<&Weights>,
    legacy: bool,
) -> Result<usize> {
    let refuse = |refusal: Refusal| Error::value(refusal.text(legacy));
    let count = byte_count(size, size_of::<i64>())? / size_of::<i64>();
    if population == 0 && count != 0 {
        return Err(Error::value("a cannot be empty unless no samples are taken"));
    }
    if let Some(weights) = weights {
        if weights.probabilities.len() != population {
            return Err(refuse(Refusal::Length));
        }
        sample::check_probabilities(&weights.probabilities, weights.tolerance).map_err(refuse)?;
    }
    if !replace && count > population {
        return Err(refuse(Refusal::TooMany));
    }
    require_memory(count)?;
    Ok(count)
}
