//! PCG64: a 128-bit linear congruential generator with a permuted output, in its two published forms.

use super::{BitGenerator, HalfWord};
use crate::seed_sequence::SeedSequence;

const MULTIPLIER: u128 = 0x2360_ed05_1fc6_5da4_4385_df64_9fcc_f645;
const CHEAP_MULTIPLIER: u128 = 0xda94_2042_e4dd_58b5;
/// 2^128 divided by the golden ratio, made odd: how far apart jumped streams stand.
const JUMP: u128 = 0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835;

/// The state that a multiplier moves `state * multiplier + increment`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Congruence {
    state: u128,
    increment: u128,
}

impl Congruence {
    /// Both forms are seeded with the full multiplier.
    fn seeded(words: [u64; 4]) -> Self {
        let start = u128::from(words[0]) << 64 | u128::from(words[1]);
        let sequence = u128::from(words[2]) << 64 | u128::from(words[3]);
        let mut congruence = Self { state: 0, increment: sequence << 1 | 1 };
        congruence.step(MULTIPLIER);
        congruence.state = congruence.state.wrapping_add(start);
        congruence.step(MULTIPLIER);
        congruence
    }

    #[inline]
    fn step(&mut self, multiplier: u128) {
        self.state = self.state.wrapping_mul(multiplier).wrapping_add(self.increment);
    }

    /// Moves `distance` steps (modulo 2^128) by repeated squaring of the affine map.
    fn advance(&mut self, multiplier: u128, mut distance: u128) {
        let (mut factor, mut offset) = (multiplier, self.increment);
        let (mut total_factor, mut total_offset) = (1_u128, 0_u128);
        while distance > 0 {
            if distance & 1 == 1 {
                total_factor = total_factor.wrapping_mul(factor);
                total_offset = total_offset.wrapping_mul(factor).wrapping_add(offset);
            }
            offset = factor.wrapping_add(1).wrapping_mul(offset);
            factor = factor.wrapping_mul(factor);
            distance >>= 1;
        }
        self.state = total_factor.wrapping_mul(self.state).wrapping_add(total_offset);
    }
}

macro_rules! pcg64 {
    ($(#[$note:meta])* $name:ident, $multiplier:expr, |$congruence:ident| $output:expr) => {
        $(#[$note])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct $name {
            congruence: Congruence,
            half: HalfWord,
        }

        impl $name {
            /// The generator of a seed sequence.
            #[must_use]
            pub fn seeded(seeds: &SeedSequence) -> Self {
                let words = seeds.generate_u64(4);
                Self::from_seed([words[0], words[1], words[2], words[3]])
            }

            /// The generator of four words of seed material: where to start, and which stream.
            #[must_use]
            pub fn from_seed(words: [u64; 4]) -> Self {
                Self { congruence: Congruence::seeded(words), half: HalfWord::default() }
            }

            /// A generator at a known place. `increment` must be odd for the full period.
            #[must_use]
            pub fn from_state(state: u128, increment: u128, half: HalfWord) -> Self {
                Self { congruence: Congruence { state, increment }, half }
            }

            /// State, increment, and the half word that 32-bit draws left.
            #[must_use]
            pub fn state(&self) -> (u128, u128, HalfWord) {
                (self.congruence.state, self.congruence.increment, self.half)
            }

            /// Moves as if `distance` 64-bit words had been drawn; negative distances wrap modulo 2^128.
            pub fn advance(&mut self, distance: u128) {
                self.congruence.advance($multiplier, distance);
                self.half = HalfWord::default();
            }

            /// A generator `jumps` large strides further on.
            #[must_use]
            pub fn jumped(&self, jumps: u128) -> Self {
                let mut far = *self;
                far.advance(JUMP.wrapping_mul(jumps));
                far
            }
        }

        impl BitGenerator for $name {
            #[inline]
            fn next_u64(&mut self) -> u64 {
                let $congruence = &mut self.congruence;
                $output
            }

            #[inline]
            fn next_u32(&mut self) -> u32 {
                let $congruence = &mut self.congruence;
                self.half.next(|| $output)
            }
        }
    };
}

pcg64!(
    /// PCG XSL-RR 128/64: what `default_rng` draws from.
    Pcg64, MULTIPLIER, |congruence| {
        congruence.step(MULTIPLIER);
        let state = congruence.state;
        (((state >> 64) as u64) ^ state as u64).rotate_right((state >> 122) as u32)
    }
);

pcg64!(
    /// PCG CM DXSM 128/64: a cheaper step with a stronger output, for very many parallel streams.
    Pcg64Dxsm, CHEAP_MULTIPLIER, |congruence| {
        let state = congruence.state;
        congruence.step(CHEAP_MULTIPLIER);
        let (mut high, low) = ((state >> 64) as u64, state as u64 | 1);
        high ^= high >> 32;
        high = high.wrapping_mul(CHEAP_MULTIPLIER as u64);
        high ^= high >> 48;
        high.wrapping_mul(low)
    }
);
