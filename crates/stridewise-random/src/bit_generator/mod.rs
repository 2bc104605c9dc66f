//! Streams of random bits: the state that every distribution draws from.

mod any;
mod half_word;
mod mt19937;
mod mt19937_jump;
mod mt19937_jump_polynomial;
mod pcg64;
mod philox;
mod sfc64;

pub use any::AnyBitGenerator;
pub use half_word::HalfWord;
pub use mt19937::{Mt19937, STATE_WORDS as MT19937_STATE_WORDS};
pub use pcg64::{Pcg64, Pcg64Dxsm};
pub use philox::Philox;
pub use sfc64::Sfc64;

/// 2^-53: one unit in the last place of a uniform double.
const DOUBLE_UNIT: f64 = 1.0 / 9_007_199_254_740_992.0;

/// A source of random bits.
pub trait BitGenerator {
    /// 64 random bits.
    fn next_u64(&mut self) -> u64;

    /// 32 random bits. A 64-bit generator keeps the other half of its draw for the next call.
    fn next_u32(&mut self) -> u32;

    /// A double uniform over the multiples of 2^-53 in [0, 1).
    fn next_double(&mut self) -> f64 {
        (self.next_u64() >> 11) as f64 * DOUBLE_UNIT
    }

    /// What the generator's own step yields, 32 or 64 bits wide.
    fn next_raw(&mut self) -> u64 {
        self.next_u64()
    }
}

/// A float uniform over the multiples of 2^-24 in [0, 1).
pub(crate) fn next_single<B: BitGenerator + ?Sized>(bits: &mut B) -> f32 {
    (bits.next_u32() >> 8) as f32 * (1.0 / 16_777_216.0)
}
