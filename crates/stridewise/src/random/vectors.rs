//! Draws of vectors, along a last axis of their own.

use stridewise_core::layout::byte_count;
use stridewise_core::{Element, Error};
use stridewise_random::distribution::multivariate;
use stridewise_random::legacy::{self, LegacyStream};
use stridewise_random::{AnyBitGenerator, choice::compensated_sum};

use super::{drawn_shape, require_memory};
use crate::{Array, Result};

/// How far sums of probabilities may exceed one.
const SUM_TOLERANCE: f64 = 1e-12;
/// Where the method by marginals stops being accurate.
const LARGEST_URN: i64 = 1_000_000_000;

/// Counts per category of `trials` trials each, for probabilities along the last axis of `p`. The other axes of `p`,
/// `trials` and `size` broadcast.
///
/// # Errors
/// Value error where a probability or a number of trials is none, or shapes do not broadcast.
pub fn multinomial(
    bits: &mut AnyBitGenerator,
    trials: &Array,
    p: &Array,
    size: Option<&[usize]>,
) -> Result<Array> {
    let Some((&categories, batch)) = p.shape().split_last().filter(|(last, _)| **last > 0) else {
        return Err(Error::value(
            "pvals must have at least 1 dimension and the last dimension of pvals must be greater than 0.",
        ));
    };
    let shape = drawn_shape(&[trials.shape(), batch], size)?;
    check_trials(trials)?;
    check_probabilities(&p.cast_to_vec::<f64>()?, categories, p.number())?;
    let trials: Vec<i64> = trials.broadcast_to(&shape)?.cast_to_vec()?;
    let whole = with_last(&shape, categories);
    byte_count(&whole, size_of::<f64>())?;
    let p: Vec<f64> = p.broadcast_to(&whole)?.cast_to_vec()?;
    rows(&whole, |place, row| {
        let start = place * categories;
        multivariate::multinomial_row(bits, trials[place], &p[start..start + categories], row);
    })
}

/// As [`multinomial`], as `RandomState` draws: one number of trials, one row of probabilities.
///
/// # Errors
/// As [`multinomial`].
pub fn legacy_multinomial(
    stream: &mut LegacyStream,
    trials: i64,
    p: &Array,
    size: Option<&[usize]>,
) -> Result<Array> {
    let probabilities: Vec<f64> = p.cast_to_vec()?;
    check_probabilities(&probabilities, probabilities.len(), p.number())?;
    if trials < 0 {
        return Err(Error::value("n < 0"));
    }
    rows(&with_last(size.unwrap_or_default(), probabilities.len()), |_, row| {
        multivariate::multinomial_row(&mut stream.bits, trials, &probabilities, row);
    })
}

/// Points of the simplex with concentrations `alpha`.
///
/// # Errors
/// Value error where a concentration is negative.
pub fn dirichlet(bits: &mut AnyBitGenerator, alpha: &[f64], size: Option<&[usize]>) -> Result<Array> {
    if alpha.iter().any(|&value| value < 0.0) {
        return Err(Error::value("alpha < 0"));
    }
    whole(&with_last(size.unwrap_or_default(), alpha.len()), |out| {
        multivariate::fill_dirichlet(bits, alpha, out);
    })
}

/// As [`dirichlet`], as `RandomState` draws.
///
/// # Errors
/// Value error where a concentration is not positive.
pub fn legacy_dirichlet(stream: &mut LegacyStream, alpha: &[f64], size: Option<&[usize]>) -> Result<Array> {
    if alpha.iter().any(|&value| value <= 0.0) {
        return Err(Error::value("alpha <= 0"));
    }
    whole(&with_last(size.unwrap_or_default(), alpha.len()), |out| {
        legacy::multivariate::fill_dirichlet(stream, alpha, out);
    })
}

/// Colours among `sample` balls drawn without replacement from an urn with `colors` of each: by drawing from a list
/// of all balls (`by_count`), or by one hypergeometric draw per colour.
///
/// # Errors
/// Value error where the urn holds fewer balls, too many, or negative numbers of them.
pub fn multivariate_hypergeometric(
    bits: &mut AnyBitGenerator,
    colors: &[i64],
    sample: i64,
    size: Option<&[usize]>,
    by_count: bool,
) -> Result<Array> {
    if sample < 0 {
        return Err(Error::value("nsample must be nonnegative."));
    }
    if colors.iter().any(|&count| count < 0) {
        return Err(Error::value(format!(
            "colors must be a one-dimensional sequence of nonnegative integers not exceeding {}.",
            i64::MAX
        )));
    }
    let total = colors.iter().try_fold(0_i64, |sum, &count| sum.checked_add(count)).ok_or_else(|| {
        Error::value(format!(
            "sum(colors) must not exceed the maximum value of a 64 bit signed integer ({})",
            i64::MAX
        ))
    })?;
    if !by_count && total >= LARGEST_URN {
        return Err(Error::value("When method is \"marginals\", sum(colors) must be less than 1000000000."));
    }
    if by_count && total > i64::MAX / size_of::<i64>() as i64 {
        return Err(Error::value(format!(
            "When method is \"count\", sum(colors) must not exceed {}.",
            i64::MAX / size_of::<i64>() as i64
        )));
    }
    if sample > total {
        return Err(Error::value("nsample > sum(colors)"));
    }
    if by_count {
        require_memory(total as usize)?;
    }
    whole(&with_last(size.unwrap_or_default(), colors.len()), |out| {
        if by_count {
            multivariate::fill_hypergeometric_by_count(bits, colors, sample, out);
        } else {
            multivariate::fill_hypergeometric_by_marginals(bits, colors, sample, out);
        }
    })
}

fn with_last(shape: &[usize], last: usize) -> Vec<usize> {
    shape.iter().copied().chain([last]).collect()
}

fn whole<T: Element + Default>(shape: &[usize], fill: impl FnOnce(&mut [T])) -> Result<Array> {
    let target = Array::empty(T::NUMBER.native(), shape, stridewise_core::Order::C)?;
    require_memory(target.size())?;
    let mut out = vec![T::default(); target.size()];
    fill(&mut out);
    target.view().write_slice(&out);
    Ok(target)
}

/// Fills an array row by row; rows are counted.
fn rows(shape: &[usize], mut fill: impl FnMut(usize, &mut [i64])) -> Result<Array> {
    whole(shape, |out| {
        let length = shape.last().copied().unwrap_or(0);
        if length > 0 {
            for (place, row) in out.chunks_exact_mut(length).enumerate() {
                fill(place, row);
            }
        }
    })
}

fn check_trials(trials: &Array) -> Result<()> {
    if trials.cast_to_vec::<i64>()?.iter().any(|&trials| trials < 0) {
        return Err(Error::value("n < 0"));
    }
    Ok(())
}

fn check_probabilities(p: &[f64], categories: usize, number: stridewise_core::Number) -> Result<()> {
    if !p.iter().all(|value| (0.0..=1.0).contains(value)) {
        return Err(Error::value("pvals < 0, pvals > 1 or pvals contains NaNs"));
    }
    let too_much = |row: &[f64]| compensated_sum(&row[..categories - 1]) > 1.0 + SUM_TOLERANCE;
    if categories > 0 && p.chunks_exact(categories).any(too_much) {
        return Err(Error::value(if number == stridewise_core::Number::F64 {
            "sum(pvals[:-1]) > 1.0"
        } else {
            "sum(pvals[:-1].astype(np.float64)) > 1.0. The pvals array is cast to 64-bit floating point prior to \
             checking the sum. Precision changes when casting may cause problems even if the sum of the original \
             pvals is valid."
        }));
    }
    Ok(())
}
