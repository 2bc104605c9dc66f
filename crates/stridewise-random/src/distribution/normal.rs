//! The normal distribution, by the ziggurat method.

use super::ziggurat_tables::{
    NORMAL_DENSITY, NORMAL_DENSITY_SINGLE, NORMAL_INSIDE, NORMAL_INSIDE_SINGLE, NORMAL_WIDTH,
    NORMAL_WIDTH_SINGLE,
};
use crate::bit_generator::{BitGenerator, next_single};

/// Where the tail begins.
const TAIL: f64 = 3.654_152_885_361_009;
const TAIL_INVERSE: f64 = 0.273_661_237_329_758_3;

/// A standard normal double.
#[inline]
pub fn standard_normal<B: BitGenerator + ?Sized>(bits: &mut B) -> f64 {
    loop {
        let word = bits.next_u64();
        let layer = (word & 0xff) as usize;
        let count = (word >> 9) & 0x000f_ffff_ffff_ffff;
        let magnitude = count as f64 * NORMAL_WIDTH[layer];
        let value = if word >> 8 & 1 == 1 { -magnitude } else { magnitude };
        if count < NORMAL_INSIDE[layer] {
            return value;
        }
        if layer == 0 {
            return tail(bits, count);
        }
        let rise = NORMAL_DENSITY[layer - 1] - NORMAL_DENSITY[layer];
        if rise * bits.next_double() + NORMAL_DENSITY[layer] < (-0.5 * value * value).exp() {
            return value;
        }
    }
}

/// Marsaglia's method for the tail; a bit of the count that led here decides the side.
#[cold]
fn tail<B: BitGenerator + ?Sized>(bits: &mut B, count: u64) -> f64 {
    loop {
        let beyond = -TAIL_INVERSE * (-bits.next_double()).ln_1p();
        let height = -(-bits.next_double()).ln_1p();
        if height + height > beyond * beyond {
            return if count >> 8 & 1 == 1 { -(TAIL + beyond) } else { TAIL + beyond };
        }
    }
}

/// A standard normal float.
#[inline]
pub fn standard_normal_single<B: BitGenerator + ?Sized>(bits: &mut B) -> f32 {
    loop {
        let word = bits.next_u32();
        let layer = (word & 0xff) as usize;
        let count = (word >> 9) & 0x007f_ffff;
        let magnitude = count as f32 * NORMAL_WIDTH_SINGLE[layer];
        let value = if word >> 8 & 1 == 1 { -magnitude } else { magnitude };
        if count < NORMAL_INSIDE_SINGLE[layer] {
            return value;
        }
        if layer == 0 {
            return tail_single(bits, count);
        }
        let rise = NORMAL_DENSITY_SINGLE[layer - 1] - NORMAL_DENSITY_SINGLE[layer];
        let height = rise * next_single(bits) + NORMAL_DENSITY_SINGLE[layer];
        if f64::from(height) < (-0.5 * f64::from(value) * f64::from(value)).exp() {
            return value;
        }
    }
}

#[cold]
fn tail_single<B: BitGenerator + ?Sized>(bits: &mut B, count: u32) -> f32 {
    loop {
        let beyond = -(TAIL_INVERSE as f32) * (-next_single(bits)).ln_1p();
        let height = -(-next_single(bits)).ln_1p();
        if height + height > beyond * beyond {
            return if count >> 8 & 1 == 1 { -(TAIL as f32 + beyond) } else { TAIL as f32 + beyond };
        }
    }
}

/// Fills `out` with standard normal doubles.
pub fn fill_standard<B: BitGenerator + ?Sized>(bits: &mut B, out: &mut [f64]) {
    for slot in out {
        *slot = standard_normal(bits);
    }
}

/// Fills `out` with standard normal floats.
pub fn fill_standard_single<B: BitGenerator + ?Sized>(bits: &mut B, out: &mut [f32]) {
    for slot in out {
        *slot = standard_normal_single(bits);
    }
}

/// A normal double of mean `mean` and standard deviation `deviation`.
pub fn normal<B: BitGenerator + ?Sized>(bits: &mut B, mean: f64, deviation: f64) -> f64 {
    mean + deviation * standard_normal(bits)
}

/// The exponential of a normal double.
pub fn lognormal<B: BitGenerator + ?Sized>(bits: &mut B, mean: f64, deviation: f64) -> f64 {
    normal(bits, mean, deviation).exp()
}
