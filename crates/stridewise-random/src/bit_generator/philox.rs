//! Philox 4x64: ten rounds of a keyed permutation over a 256-bit counter.

use super::{BitGenerator, HalfWord};
use crate::seed_sequence::SeedSequence;

const ROUNDS: usize = 10;
const MULTIPLIERS: [u64; 2] = [0xd2e7_470e_e14c_6c93, 0xca5a_8263_9512_1157];
/// Fractions of the golden ratio and of the square root of three.
const KEY_STEPS: [u64; 2] = [0x9e37_79b9_7f4a_7c15, 0xbb67_ae85_84ca_a73b];

/// Philox 4x64-10: four words per block; any block can be reached at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Philox {
    /// Little-endian counter of the last block that was made.
    pub counter: [u64; 4],
    /// What tells streams apart.
    pub key: [u64; 2],
    /// The last block.
    pub buffer: [u64; 4],
    /// The next word of the block to hand out; 4 once all are.
    pub buffer_position: usize,
    /// What 32-bit draws left.
    pub half: HalfWord,
}

impl Philox {
    /// The generator of a seed sequence: its key, from counter zero.
    #[must_use]
    pub fn seeded(seeds: &SeedSequence) -> Self {
        let words = seeds.generate_u64(2);
        Self::from_key([words[0], words[1]], [0; 4])
    }

    /// The stream of `key` from the block after `counter`.
    #[must_use]
    pub fn from_key(key: [u64; 2], counter: [u64; 4]) -> Self {
        Self { counter, key, buffer: [0; 4], buffer_position: 4, half: HalfWord::default() }
    }

    /// Moves the counter `distance` blocks on (modulo 2^256) and drops what is buffered.
    pub fn advance(&mut self, distance: [u64; 4]) {
        let mut carry = false;
        for (word, step) in self.counter.iter_mut().zip(distance) {
            let (sum, first) = word.overflowing_add(step);
            let (sum, second) = sum.overflowing_add(u64::from(carry));
            *word = sum;
            carry = first || second;
        }
        self.buffer_position = 4;
        self.half = HalfWord::default();
    }

    /// A generator `jumps` strides of 2^128 blocks further on.
    #[must_use]
    pub fn jumped(&self, jumps: u128) -> Self {
        let mut far = *self;
        far.advance([0, 0, jumps as u64, (jumps >> 64) as u64]);
        far
    }

    fn block(&self) -> [u64; 4] {
        let (mut words, mut key) = (self.counter, self.key);
        for round in 0..ROUNDS {
            if round > 0 {
                key = [key[0].wrapping_add(KEY_STEPS[0]), key[1].wrapping_add(KEY_STEPS[1])];
            }
            let first = u128::from(MULTIPLIERS[0]) * u128::from(words[0]);
            let second = u128::from(MULTIPLIERS[1]) * u128::from(words[2]);
            words = [
                (second >> 64) as u64 ^ words[1] ^ key[0],
                second as u64,
                (first >> 64) as u64 ^ words[3] ^ key[1],
                first as u64,
            ];
        }
        words
    }
}

impl BitGenerator for Philox {
    fn next_u64(&mut self) -> u64 {
        if let Some(&word) = self.buffer.get(self.buffer_position) {
            self.buffer_position += 1;
            return word;
        }
        for word in &mut self.counter {
            *word = word.wrapping_add(1);
            if *word != 0 {
                break;
            }
        }
        self.buffer = self.block();
        self.buffer_position = 1;
        self.buffer[0]
    }

    fn next_u32(&mut self) -> u32 {
        let mut half = self.half;
        let word = half.next(|| self.next_u64());
        self.half = half;
        word
    }
}
