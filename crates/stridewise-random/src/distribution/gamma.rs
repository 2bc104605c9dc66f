//! The gamma distribution and those made of it: beta, chi-square, F, t and their noncentral forms.

use super::exponential::{standard_exponential, standard_exponential_single};
use super::gamma_rejection::{gamma_double, gamma_single};
use super::normal::{standard_normal, standard_normal_single};
use super::poisson::poisson;
use crate::bit_generator::{BitGenerator, next_single};

/// Shapes of the beta distribution so small that their powers of a double are all zero.
const BETA_TINY: f64 = 3e-103;

/// A gamma double of scale one.
pub fn standard_gamma<B: BitGenerator + ?Sized>(bits: &mut B, shape: f64) -> f64 {
    gamma_double(bits, shape, B::next_double, standard_exponential, standard_normal)
}

/// A gamma float of scale one.
pub fn standard_gamma_single<B: BitGenerator + ?Sized>(bits: &mut B, shape: f32) -> f32 {
    gamma_single(bits, shape, next_single, standard_exponential_single, standard_normal_single)
}

/// A gamma double.
pub fn gamma<B: BitGenerator + ?Sized>(bits: &mut B, shape: f64, scale: f64) -> f64 {
    scale * standard_gamma(bits, shape)
}

/// A beta double: Johnk's rejection where both shapes are at most one, a quotient of gammas else.
pub fn beta<B: BitGenerator + ?Sized>(bits: &mut B, a: f64, b: f64) -> f64 {
    let both_small = a <= 1.0 && b <= 1.0;
    if !both_small {
        let first = standard_gamma(bits, a);
        let second = standard_gamma(bits, b);
        return first / (first + second);
    }
    if a < BETA_TINY && b < BETA_TINY {
        // All mass lies at the two ends.
        let uniform = bits.next_double();
        return if (a + b) * uniform < a { 1.0 } else { 0.0 };
    }
    loop {
        let first_uniform = bits.next_double();
        let second_uniform = bits.next_double();
        let first = first_uniform.powf(1.0 / a);
        let second = second_uniform.powf(1.0 / b);
        let sum = first + second;
        if sum <= 1.0 && first_uniform + second_uniform > 0.0 {
            if first > 0.0 && second > 0.0 {
                return first / sum;
            }
            // A power underflowed: the same quotient from the logarithms.
            let advantage = first_uniform.ln() / a - second_uniform.ln() / b;
            return if advantage > 0.0 {
                (-(-advantage).exp().ln_1p()).exp()
            } else {
                (advantage - advantage.exp().ln_1p()).exp()
            };
        }
    }
}

/// A chi-square double with `freedom` degrees of freedom.
pub fn chisquare<B: BitGenerator + ?Sized>(bits: &mut B, freedom: f64) -> f64 {
    2.0 * standard_gamma(bits, freedom / 2.0)
}

/// A double of Fisher's F distribution.
pub fn f<B: BitGenerator + ?Sized>(bits: &mut B, numerator: f64, denominator: f64) -> f64 {
    let above = chisquare(bits, numerator) * denominator;
    above / (chisquare(bits, denominator) * numerator)
}

/// A double of Student's t distribution.
pub fn standard_t<B: BitGenerator + ?Sized>(bits: &mut B, freedom: f64) -> f64 {
    let normal = standard_normal(bits);
    let spread = standard_gamma(bits, freedom / 2.0);
    (freedom / 2.0).sqrt() * normal / spread.sqrt()
}

/// A noncentral chi-square double.
pub fn noncentral_chisquare<B: BitGenerator + ?Sized>(bits: &mut B, freedom: f64, noncentrality: f64) -> f64 {
    if noncentrality.is_nan() {
        return f64::NAN;
    }
    if noncentrality == 0.0 {
        return chisquare(bits, freedom);
    }
    if freedom > 1.0 {
        let central = chisquare(bits, freedom - 1.0);
        let shifted = standard_normal(bits) + noncentrality.sqrt();
        return central + shifted * shifted;
    }
    let extra = poisson(bits, noncentrality / 2.0);
    chisquare(bits, freedom + 2.0 * extra as f64)
}

/// A noncentral F double.
pub fn noncentral_f<B: BitGenerator + ?Sized>(
    bits: &mut B,
    numerator: f64,
    denominator: f64,
    noncentrality: f64,
) -> f64 {
    let above = noncentral_chisquare(bits, numerator, noncentrality) * denominator;
    above / (chisquare(bits, denominator) * numerator)
}
