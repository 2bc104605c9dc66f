//! Drawing from a population by index, with or without replacement, evenly or by given probabilities.

use crate::bit_generator::BitGenerator;
use crate::distribution::integers::{RangeMethod, offset_u64};
use crate::error::{RandomError, Result};

/// Populations up to this size are sampled through a set.
const SET_ONLY_UP_TO: usize = 10_000;

/// Cumulative probabilities, scaled so that the last is one.
#[derive(Debug, Clone)]
pub struct CumulativeProbabilities(Vec<f64>);

impl CumulativeProbabilities {
    /// Sums `probabilities` from the front.
    #[must_use]
    pub fn new(probabilities: &[f64]) -> Self {
        let mut sum = 0.0;
        let mut cumulative: Vec<f64> = probabilities
            .iter()
            .map(|&probability| {
                sum += probability;
                sum
            })
            .collect();
        for value in &mut cumulative {
            *value /= sum;
        }
        Self(cumulative)
    }

    /// The index whose share of [0, 1) holds `uniform`.
    #[must_use]
    pub fn index_of(&self, uniform: f64) -> usize {
        self.0.partition_point(|&bound| bound <= uniform)
    }
}

/// Why a choice is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Probabilities that are not along one axis.
    Dimensions,
    /// More or fewer probabilities than members.
    Length,
    /// A probability that is NaN.
    NotANumber,
    /// A probability below zero.
    Negative,
    /// Probabilities that do not sum to one.
    Sum,
    /// More different members than there are.
    TooMany,
}

impl Refusal {
    /// What `Generator` says of it, or `RandomState` where `legacy`.
    #[must_use]
    pub fn text(self, legacy: bool) -> &'static str {
        let (text, legacy_text) = match self {
            Self::Dimensions => ("p must be 1-dimensional", "'p' must be 1-dimensional"),
            Self::Length => ("a and p must have same size", "'a' and 'p' must have same size"),
            Self::NotANumber => ("Probabilities contain NaN", "probabilities contain NaN"),
            Self::Negative => ("Probabilities are not non-negative", "probabilities are not non-negative"),
            Self::Sum => (
                "Probabilities do not sum to 1. See Notes section of docstring for more information.",
                "probabilities do not sum to 1",
            ),
            Self::TooMany => (
                "Cannot take a larger sample than population when replace is False",
                "Cannot take a larger sample than population when 'replace=False'",
            ),
        };
        if legacy { legacy_text } else { text }
    }
}

/// Checks that `probabilities` are non-negative and sum to one within `tolerance`.
///
/// # Errors
/// What is wrong with them.
pub fn check_probabilities(probabilities: &[f64], tolerance: f64) -> std::result::Result<(), Refusal> {
    let sum = compensated_sum(probabilities);
    if sum.is_nan() {
        return Err(Refusal::NotANumber);
    }
    if probabilities.iter().any(|&probability| probability < 0.0) {
        return Err(Refusal::Negative);
    }
    if (sum - 1.0).abs() > tolerance {
        return Err(Refusal::Sum);
    }
    Ok(())
}

/// Kahan's sum.
#[must_use]
pub fn compensated_sum(values: &[f64]) -> f64 {
    let mut sum = values.first().copied().unwrap_or(0.0);
    let mut lost = 0.0;
    for &value in values.iter().skip(1) {
        let corrected = value - lost;
        let next = sum + corrected;
        lost = (next - sum) - corrected;
        sum = next;
    }
    sum
}

/// `count` indices by `probabilities`, with replacement.
pub fn weighted<B: BitGenerator + ?Sized>(bits: &mut B, probabilities: &[f64], count: usize) -> Vec<i64> {
    let cumulative = CumulativeProbabilities::new(probabilities);
    (0..count).map(|_| cumulative.index_of(bits.next_double()) as i64).collect()
}

/// `count` different indices by `probabilities`: draws as many as are missing, keeps the first of each index, gives
/// those that were found probability zero, and repeats.
///
/// # Errors
/// [`RandomError::Value`] where fewer than `count` probabilities are positive.
pub fn weighted_distinct<B: BitGenerator + ?Sized>(
    bits: &mut B,
    probabilities: &[f64],
    count: usize,
) -> Result<Vec<i64>> {
    if probabilities.iter().filter(|&&probability| probability > 0.0).count() < count {
        return Err(RandomError::value("Fewer non-zero entries in p than size"));
    }
    let mut remaining = probabilities.to_vec();
    let mut found = Vec::with_capacity(count);
    let mut seen = vec![false; probabilities.len()];
    while found.len() < count {
        for &index in &found {
            remaining[index as usize] = 0.0;
        }
        let cumulative = CumulativeProbabilities::new(&remaining);
        for _ in 0..count - found.len() {
            let index = cumulative.index_of(bits.next_double());
            if let Some(seen) = seen.get_mut(index)
                && !std::mem::replace(seen, true)
            {
                found.push(index as i64);
            }
        }
    }
    Ok(found)
}

/// `count` different indices below `population`, evenly. Unshuffled, their order is not random.
pub fn distinct<B: BitGenerator + ?Sized>(
    bits: &mut B,
    population: usize,
    count: usize,
    shuffled: bool,
) -> Vec<i64> {
    let share = if shuffled { 50 } else { 20 };
    if population > SET_ONLY_UP_TO && count > population / share {
        return shuffled_tail(bits, population, count);
    }
    let mut indices = floyd(bits, population, count);
    if shuffled {
        shuffle_from(bits, 1, &mut indices);
    }
    indices
}

/// The last `count` of a shuffle that stops as soon as they are random.
fn shuffled_tail<B: BitGenerator + ?Sized>(bits: &mut B, population: usize, count: usize) -> Vec<i64> {
    let mut indices: Vec<i64> = (0..population as i64).collect();
    shuffle_from(bits, (population - count).max(1), &mut indices);
    indices.split_off(population - count)
}

/// Shuffles from the end down to `first`. Unlike [`swaps`](crate::shuffle::swaps), by multiplication.
fn shuffle_from<B: BitGenerator + ?Sized>(bits: &mut B, first: usize, indices: &mut [i64]) {
    for i in (first..indices.len()).rev() {
        indices.swap(i, offset_u64(bits, i as u64, RangeMethod::Multiply) as usize);
    }
}

/// Floyd's sample: a draw below `j`, or `j` itself where that was drawn before.
fn floyd<B: BitGenerator + ?Sized>(bits: &mut B, population: usize, count: usize) -> Vec<i64> {
    let mut taken = IndexSet::for_count(count);
    (population - count..population)
        .map(|last| {
            let drawn = offset_u64(bits, last as u64, RangeMethod::Multiply);
            if taken.insert(drawn) {
                return drawn as i64;
            }
            taken.insert(last as u64);
            last as i64
        })
        .collect()
}

/// An open-addressing set of indices, with room for a known number of them.
struct IndexSet {
    slots: Vec<u64>,
    mask: u64,
}

impl IndexSet {
    const FREE: u64 = u64::MAX;

    fn for_count(count: usize) -> Self {
        let slots = (count + count / 4 + 1).next_power_of_two();
        Self { slots: vec![Self::FREE; slots], mask: slots as u64 - 1 }
    }

    /// Whether `index` is new.
    fn insert(&mut self, index: u64) -> bool {
        let mut slot = (index & self.mask) as usize;
        loop {
            if self.slots[slot] == index {
                return false;
            }
            if self.slots[slot] == Self::FREE {
                self.slots[slot] = index;
                return true;
            }
            slot = (slot + 1) & self.mask as usize;
        }
    }
}
