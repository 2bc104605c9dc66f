//! SFC64: small, fast, chaotic, with a counter that bounds the shortest cycle.

use super::{BitGenerator, HalfWord};
use crate::seed_sequence::SeedSequence;

/// Rounds after seeding until the state is mixed.
const WARM_UP: usize = 12;

/// The SFC64 generator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sfc64 {
    /// Three chaotic words and the counter.
    pub words: [u64; 4],
    /// What 32-bit draws left.
    pub half: HalfWord,
}

impl Sfc64 {
    /// The generator of a seed sequence.
    #[must_use]
    pub fn seeded(seeds: &SeedSequence) -> Self {
        let words = seeds.generate_u64(3);
        Self::from_seed([words[0], words[1], words[2]])
    }

    /// The generator of three words of seed material.
    #[must_use]
    pub fn from_seed(seed: [u64; 3]) -> Self {
        let mut generator = Self { words: [seed[0], seed[1], seed[2], 1], half: HalfWord::default() };
        for _ in 0..WARM_UP {
            generator.next_u64();
        }
        generator
    }
}

impl BitGenerator for Sfc64 {
    #[inline]
    fn next_u64(&mut self) -> u64 {
        let [first, second, third, counter] = self.words;
        let output = first.wrapping_add(second).wrapping_add(counter);
        self.words = [
            second ^ (second >> 11),
            third.wrapping_add(third << 3),
            third.rotate_left(24).wrapping_add(output),
            counter.wrapping_add(1),
        ];
        output
    }

    #[inline]
    fn next_u32(&mut self) -> u32 {
        let mut half = self.half;
        let word = half.next(|| self.next_u64());
        self.half = half;
        word
    }
}
