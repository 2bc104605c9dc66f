//! Bit streams and distributions that fill slices, equal to NumPy's: a seed gives the same numbers here and there.
//!
//! A [`SeedSequence`] turns a seed of any length into states. A [`BitGenerator`] turns a state into a stream of bits.
//! The functions of [`distribution`] turn bits into numbers as `numpy.random.Generator` does, those of [`legacy`] as
//! `numpy.random.RandomState`. [`family`] lists them by name, with their parameters and what those may be.
//!
//! ```
//! use stridewise_random::{Pcg64, SeedSequence, distribution::uniform};
//! let mut bits = Pcg64::seeded(&SeedSequence::from_integer(0));
//! let mut out = [0.0; 2];
//! uniform::fill_double(&mut bits, &mut out);
//! assert_eq!(out, [0.6369616873214543, 0.2697867137638703]); // np.random.default_rng(0).random(2)
//! ```

#![forbid(unsafe_code)]

mod bit_generator;
pub mod choice;
pub mod distribution;
mod error;
pub mod family;
pub mod legacy;
mod seed_sequence;
pub mod shuffle;

pub use bit_generator::{
    AnyBitGenerator, BitGenerator, HalfWord, MT19937_STATE_WORDS, Mt19937, Pcg64, Pcg64Dxsm, Philox, Sfc64,
};
pub use error::{RandomError, Result};
pub use seed_sequence::{DEFAULT_POOL_SIZE, SeedSequence, system_entropy, words_of_integer};
