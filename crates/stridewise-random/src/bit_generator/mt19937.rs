//! The Mersenne Twister, with the three ways of seeding it that programs rely on.

use super::mt19937_jump::jump_key;
use super::{BitGenerator, DOUBLE_UNIT};
use crate::error::{RandomError, Result};
use crate::seed_sequence::SeedSequence;

/// Words of state.
pub const STATE_WORDS: usize = 624;
/// How far ahead the recurrence reads.
const MIDDLE: usize = 397;
const TWIST: u32 = 0x9908_b0df;
const UPPER: u32 = 0x8000_0000;

/// MT19937: 32 bits a step, period 2^19937 - 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mt19937 {
    key: [u32; STATE_WORDS],
    /// The next word to hand out; `STATE_WORDS` when the block is used up.
    position: usize,
}

impl Mt19937 {
    /// The generator of a seed sequence.
    #[must_use]
    pub fn seeded(seeds: &SeedSequence) -> Self {
        let mut key = [0; STATE_WORDS];
        key.copy_from_slice(&seeds.generate_u32(STATE_WORDS));
        Self::from_seed(key)
    }

    /// The generator of 624 words of seed material.
    #[must_use]
    pub fn from_seed(mut key: [u32; STATE_WORDS]) -> Self {
        // Of the first word the recurrence reads the top bit alone; set, the state cannot be all zeros.
        key[0] = UPPER;
        Self { key, position: STATE_WORDS - 1 }
    }

    /// The generator of `RandomState(seed)` and `seed(seed)`: one word spread by a linear congruence.
    #[must_use]
    pub fn from_word(seed: u32) -> Self {
        Self { key: spread_word(seed), position: STATE_WORDS }
    }

    /// The generator of an array of seed words.
    ///
    /// # Errors
    /// [`RandomError::Value`] for an empty array.
    pub fn from_words(seed: &[u32]) -> Result<Self> {
        if seed.is_empty() {
            return Err(RandomError::value("Seed must be non-empty"));
        }
        let mut key = spread_word(19_650_218);
        let mut place = 1;
        for step in 0..STATE_WORDS.max(seed.len()) {
            let word = step % seed.len();
            key[place] = (key[place] ^ carried(key[place - 1]).wrapping_mul(1_664_525))
                .wrapping_add(seed[word])
                .wrapping_add(word as u32);
            place = next_place(&mut key, place);
        }
        for _ in 1..STATE_WORDS {
            key[place] =
                (key[place] ^ carried(key[place - 1]).wrapping_mul(1_566_083_941)).wrapping_sub(place as u32);
            place = next_place(&mut key, place);
        }
        key[0] = UPPER;
        Ok(Self { key, position: STATE_WORDS })
    }

    /// A generator at a known place.
    ///
    /// # Errors
    /// [`RandomError::Value`] unless `key` has 624 words and `position` is at most 624.
    pub fn from_state(key: &[u32], position: usize) -> Result<Self> {
        let key = key.try_into().map_err(|_| RandomError::value("state must contain 624 words"))?;
        if position > STATE_WORDS {
            return Err(RandomError::value(format!("state position {position} is past the 624 words")));
        }
        Ok(Self { key, position })
    }

    /// The words of state and the place of the next one.
    #[must_use]
    pub fn state(&self) -> (&[u32], usize) {
        (&self.key, self.position)
    }

    /// A generator `jumps` strides of 2^128 steps further on.
    #[must_use]
    pub fn jumped(&self, jumps: usize) -> Self {
        let mut far = self.clone();
        for _ in 0..jumps {
            (far.key, far.position) = jump_key(&far.key, far.position);
        }
        far
    }

    fn refill(&mut self) {
        let key = &mut self.key;
        // Three runs, so that none of them has to ask where the ring closes.
        for place in 0..STATE_WORDS - MIDDLE {
            key[place] = key[place + MIDDLE] ^ twisted(key[place], key[place + 1]);
        }
        for place in STATE_WORDS - MIDDLE..STATE_WORDS - 1 {
            key[place] = key[place + MIDDLE - STATE_WORDS] ^ twisted(key[place], key[place + 1]);
        }
        key[STATE_WORDS - 1] = key[MIDDLE - 1] ^ twisted(key[STATE_WORDS - 1], key[0]);
        self.position = 0;
    }
}

/// What the recurrence puts in `place`, with the key read as a ring.
#[inline]
pub(super) fn next_word(key: &[u32; STATE_WORDS], place: usize) -> u32 {
    let following = key[if place + 1 == STATE_WORDS { 0 } else { place + 1 }];
    let ahead = key[if place < STATE_WORDS - MIDDLE { place + MIDDLE } else { place + MIDDLE - STATE_WORDS }];
    ahead ^ twisted(key[place], following)
}

/// The recurrence's linear map of two neighbouring words.
#[inline]
fn twisted(word: u32, following: u32) -> u32 {
    let joined = (word & UPPER) | (following & !UPPER);
    (joined >> 1) ^ (following & 1).wrapping_neg() & TWIST
}

fn carried(word: u32) -> u32 {
    word ^ (word >> 30)
}

fn spread_word(seed: u32) -> [u32; STATE_WORDS] {
    let mut key = [0; STATE_WORDS];
    let mut word = seed;
    for (place, slot) in key.iter_mut().enumerate() {
        *slot = word;
        word = carried(word).wrapping_mul(1_812_433_253).wrapping_add(place as u32 + 1);
    }
    key
}

fn next_place(key: &mut [u32; STATE_WORDS], place: usize) -> usize {
    if place + 1 < STATE_WORDS {
        return place + 1;
    }
    key[0] = key[STATE_WORDS - 1];
    1
}

impl BitGenerator for Mt19937 {
    #[inline]
    fn next_u32(&mut self) -> u32 {
        if self.position >= STATE_WORDS {
            self.refill();
        }
        let mut word = self.key[self.position];
        self.position += 1;
        word ^= word >> 11;
        word ^= (word << 7) & 0x9d2c_5680;
        word ^= (word << 15) & 0xefc6_0000;
        word ^ (word >> 18)
    }

    #[inline]
    fn next_u64(&mut self) -> u64 {
        let high = self.next_u32();
        u64::from(high) << 32 | u64::from(self.next_u32())
    }

    /// 27 bits of one word above 26 of the next: not the top 53 bits of [`next_u64`](Self::next_u64).
    #[inline]
    fn next_double(&mut self) -> f64 {
        let high = self.next_u32() >> 5;
        let low = self.next_u32() >> 6;
        (f64::from(high) * 67_108_864.0 + f64::from(low)) * DOUBLE_UNIT
    }

    fn next_raw(&mut self) -> u64 {
        u64::from(self.next_u32())
    }
}
