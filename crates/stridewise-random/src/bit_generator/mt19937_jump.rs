//! Moving the Mersenne Twister 2^128 steps at once.

use super::mt19937::{STATE_WORDS, next_word};
use super::mt19937_jump_polynomial::JUMP_POLYNOMIAL;

type Key = [u32; STATE_WORDS];

/// The state after 2^128 steps: Horner's rule over the jump polynomial's coefficients, where multiplying by x is
/// one step and adding is the sum of two states, each read from its own position on.
pub(super) fn jump_key(key: &Key, position: usize) -> (Key, usize) {
    let position = position % STATE_WORDS;
    let highest = (0..STATE_WORDS * 32).rfind(|&power| has_power(power)).unwrap_or(0);
    let (mut far, mut far_position) = (*key, position);
    for power in (0..highest).rev() {
        far[far_position] = next_word(&far, far_position);
        far_position = (far_position + 1) % STATE_WORDS;
        if has_power(power) {
            for offset in 0..STATE_WORDS {
                far[(far_position + offset) % STATE_WORDS] ^= key[(position + offset) % STATE_WORDS];
            }
        }
    }
    (far, far_position)
}

fn has_power(power: usize) -> bool {
    JUMP_POLYNOMIAL[power / 32] >> (power % 32) & 1 == 1
}
