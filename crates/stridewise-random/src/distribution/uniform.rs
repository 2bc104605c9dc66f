//! The uniform distribution over an interval.

use crate::bit_generator::{BitGenerator, next_single};

/// Fills `out` with doubles uniform over [0, 1).
pub fn fill_double<B: BitGenerator + ?Sized>(bits: &mut B, out: &mut [f64]) {
    for slot in out {
        *slot = bits.next_double();
    }
}

/// Fills `out` with floats uniform over [0, 1).
pub fn fill_single<B: BitGenerator + ?Sized>(bits: &mut B, out: &mut [f32]) {
    for slot in out {
        *slot = next_single(bits);
    }
}

/// A double uniform over `low` to `low + width`.
pub fn uniform<B: BitGenerator + ?Sized>(bits: &mut B, low: f64, width: f64) -> f64 {
    low + width * bits.next_double()
}
