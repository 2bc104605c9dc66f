//! Distributions of vectors: multinomial, Dirichlet, multivariate hypergeometric.
//!
//! Each fills `out`, rows of as many elements as there are categories.

use super::binomial::binomial;
use super::gamma::{beta, standard_gamma};
use super::hypergeometric::hypergeometric;
use super::integers::interval;
use crate::bit_generator::BitGenerator;

/// Shapes below which quotients of gammas would be zero over zero.
const STICK_BREAKING_BELOW: f64 = 0.1;

/// How often each category came up in `trials` trials: one binomial per category but the last, which takes the rest.
pub fn multinomial_row<B: BitGenerator + ?Sized>(bits: &mut B, trials: i64, p: &[f64], row: &mut [i64]) {
    row.fill(0);
    let Some((last, others)) = row.split_last_mut() else { return };
    let (mut left, mut share) = (trials, 1.0);
    for (count, &probability) in others.iter_mut().zip(p) {
        *count = binomial(bits, left, probability / share);
        left -= *count;
        if left <= 0 {
            return;
        }
        share -= probability;
    }
    *last = left.max(0);
}

/// Points of the simplex with concentrations `alpha`.
pub fn fill_dirichlet<B: BitGenerator + ?Sized>(bits: &mut B, alpha: &[f64], out: &mut [f64]) {
    if alpha.is_empty() {
        return;
    }
    let largest = alpha.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if largest == 0.0 {
        out.fill(0.0);
    } else if largest < STICK_BREAKING_BELOW {
        let mut following = vec![0.0; alpha.len()];
        let mut sum = 0.0;
        for (slot, &value) in following.iter_mut().zip(alpha).rev() {
            sum += value;
            *slot = sum;
        }
        for row in out.chunks_exact_mut(alpha.len()) {
            break_stick(bits, alpha, &following, row);
        }
    } else {
        for row in out.chunks_exact_mut(alpha.len()) {
            normalised_gammas(|shape| standard_gamma(bits, shape), alpha, row);
        }
    }
}

/// Breaks off a beta share of what is left for each category; `following[j]` sums `alpha` from `j` on.
fn break_stick<B: BitGenerator + ?Sized>(bits: &mut B, alpha: &[f64], following: &[f64], row: &mut [f64]) {
    row.fill(0.0);
    let last = alpha.len() - 1;
    let mut left = 1.0;
    for place in 0..last {
        let share = beta(bits, alpha[place], following[place + 1]);
        row[place] = left * share;
        left *= 1.0 - share;
        if following[place + 1] == 0.0 {
            return;
        }
    }
    row[last] = left;
}

pub(crate) fn normalised_gammas(mut draw: impl FnMut(f64) -> f64, alpha: &[f64], row: &mut [f64]) {
    let mut sum = 0.0;
    for (slot, &shape) in row.iter_mut().zip(alpha) {
        *slot = draw(shape);
        sum += *slot;
    }
    let inverse = 1.0 / sum;
    for slot in row {
        *slot *= inverse;
    }
}

/// Colours among `sample` drawn without replacement, by drawing the balls one by one from a list of all of them.
pub fn fill_hypergeometric_by_count<B: BitGenerator + ?Sized>(
    bits: &mut B,
    colors: &[i64],
    sample: i64,
    out: &mut [i64],
) {
    let total: i64 = colors.iter().sum();
    if total == 0 || sample == 0 {
        out.fill(0);
        return;
    }
    let (drawn, complement) = smaller_part(total, sample);
    let mut balls: Vec<usize> = Vec::with_capacity(total as usize);
    for (color, &count) in colors.iter().enumerate() {
        balls.extend(std::iter::repeat_n(color, count as usize));
    }
    for row in out.chunks_exact_mut(colors.len()) {
        row.fill(0);
        for place in 0..drawn as usize {
            let other = place + interval(bits, (total as usize - place - 1) as u64) as usize;
            balls.swap(place, other);
        }
        for &color in &balls[..drawn as usize] {
            row[color] += 1;
        }
        if complement {
            take_complement(colors, row);
        }
    }
}

/// The same by one hypergeometric draw per colour.
pub fn fill_hypergeometric_by_marginals<B: BitGenerator + ?Sized>(
    bits: &mut B,
    colors: &[i64],
    sample: i64,
    out: &mut [i64],
) {
    let total: i64 = colors.iter().sum();
    if total == 0 || sample == 0 {
        out.fill(0);
        return;
    }
    let (drawn, complement) = smaller_part(total, sample);
    for row in out.chunks_exact_mut(colors.len()) {
        row.fill(0);
        let (mut left, mut remaining) = (drawn, total);
        for place in 0..colors.len() - 1 {
            if left <= 0 {
                break;
            }
            remaining -= colors[place];
            row[place] = hypergeometric(bits, colors[place], remaining, left);
            left -= row[place];
        }
        if left > 0 {
            row[colors.len() - 1] = left;
        }
        if complement {
            take_complement(colors, row);
        }
    }
}

fn smaller_part(total: i64, sample: i64) -> (i64, bool) {
    if sample > total / 2 { (total - sample, true) } else { (sample, false) }
}

fn take_complement(colors: &[i64], row: &mut [i64]) {
    for (count, &color) in row.iter_mut().zip(colors) {
        *count = color - *count;
    }
}
