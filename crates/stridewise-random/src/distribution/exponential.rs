//! The exponential distribution, by the ziggurat method or by inversion.

use super::ziggurat_tables::{
    EXPONENTIAL_DENSITY, EXPONENTIAL_DENSITY_SINGLE, EXPONENTIAL_INSIDE, EXPONENTIAL_INSIDE_SINGLE,
    EXPONENTIAL_WIDTH, EXPONENTIAL_WIDTH_SINGLE,
};
use crate::bit_generator::{BitGenerator, next_single};

/// Where the tail begins; beyond it the density is the same again.
const TAIL: f64 = 7.697_117_470_131_05;

/// A standard exponential double.
#[inline]
pub fn standard_exponential<B: BitGenerator + ?Sized>(bits: &mut B) -> f64 {
    loop {
        let word = bits.next_u64() >> 3;
        let layer = (word & 0xff) as usize;
        let count = word >> 8;
        let value = count as f64 * EXPONENTIAL_WIDTH[layer];
        if count < EXPONENTIAL_INSIDE[layer] {
            return value;
        }
        if layer == 0 {
            return TAIL - (-bits.next_double()).ln_1p();
        }
        let rise = EXPONENTIAL_DENSITY[layer - 1] - EXPONENTIAL_DENSITY[layer];
        if rise * bits.next_double() + EXPONENTIAL_DENSITY[layer] < (-value).exp() {
            return value;
        }
    }
}

/// A standard exponential float.
#[inline]
pub fn standard_exponential_single<B: BitGenerator + ?Sized>(bits: &mut B) -> f32 {
    loop {
        let word = bits.next_u32() >> 1;
        let layer = (word & 0xff) as usize;
        let count = word >> 8;
        let value = count as f32 * EXPONENTIAL_WIDTH_SINGLE[layer];
        if count < EXPONENTIAL_INSIDE_SINGLE[layer] {
            return value;
        }
        if layer == 0 {
            return TAIL as f32 - (-next_single(bits)).ln_1p();
        }
        let rise = EXPONENTIAL_DENSITY_SINGLE[layer - 1] - EXPONENTIAL_DENSITY_SINGLE[layer];
        if rise * next_single(bits) + EXPONENTIAL_DENSITY_SINGLE[layer] < (-value).exp() {
            return value;
        }
    }
}

/// Fills `out` with standard exponential doubles.
pub fn fill_standard<B: BitGenerator + ?Sized>(bits: &mut B, out: &mut [f64]) {
    for slot in out {
        *slot = standard_exponential(bits);
    }
}

/// Fills `out` with standard exponential floats.
pub fn fill_standard_single<B: BitGenerator + ?Sized>(bits: &mut B, out: &mut [f32]) {
    for slot in out {
        *slot = standard_exponential_single(bits);
    }
}

/// Fills `out` with standard exponential doubles by inverting the distribution function.
pub fn fill_inverse<B: BitGenerator + ?Sized>(bits: &mut B, out: &mut [f64]) {
    for slot in out {
        *slot = -(-bits.next_double()).ln_1p();
    }
}

/// Fills `out` with standard exponential floats by inverting the distribution function.
pub fn fill_inverse_single<B: BitGenerator + ?Sized>(bits: &mut B, out: &mut [f32]) {
    for slot in out {
        // In double precision, then rounded: the stream depends on it.
        *slot = -(-f64::from(next_single(bits))).ln_1p() as f32;
    }
}

/// An exponential double of mean `scale`.
pub fn exponential<B: BitGenerator + ?Sized>(bits: &mut B, scale: f64) -> f64 {
    scale * standard_exponential(bits)
}
