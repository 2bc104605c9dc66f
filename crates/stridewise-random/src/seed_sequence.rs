//! Turning seeds of any length into well-mixed states, and splitting them into independent children.

use crate::error::{RandomError, Result};

const POOL_INIT: u32 = 0x43b0_d7e5;
const POOL_STEP: u32 = 0x931e_8875;
const STATE_INIT: u32 = 0x8b51_f9dd;
const STATE_STEP: u32 = 0x58f3_8ded;
const MIX_LEFT: u32 = 0xca01_f9dd;
const MIX_RIGHT: u32 = 0x4973_f715;
const SHIFT: u32 = 16;

/// Words in the entropy pool unless asked otherwise; 128 bits.
pub const DEFAULT_POOL_SIZE: usize = 4;

/// A hash whose multiplier moves on with every word, so that equal words at different places differ.
struct WordHash {
    constant: u32,
    step: u32,
}

impl WordHash {
    fn hash(&mut self, word: u32) -> u32 {
        let keyed = word ^ self.constant;
        self.constant = self.constant.wrapping_mul(self.step);
        let hashed = keyed.wrapping_mul(self.constant);
        hashed ^ (hashed >> SHIFT)
    }
}

fn mix(left: u32, right: u32) -> u32 {
    let mixed = MIX_LEFT.wrapping_mul(left).wrapping_sub(MIX_RIGHT.wrapping_mul(right));
    mixed ^ (mixed >> SHIFT)
}

/// Entropy in 32-bit words, a place in the tree of spawned sequences, and the pool that both were mixed into.
///
/// ```
/// use stridewise_random::SeedSequence;
/// let seeds = SeedSequence::from_integer(42);
/// assert_eq!(seeds.generate_u32(2), [3_444_837_047, 2_669_555_309]);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeedSequence {
    entropy: Vec<u32>,
    spawn_key: Vec<u32>,
    pool: Vec<u32>,
}

impl SeedSequence {
    /// Mixes `entropy` and `spawn_key`, both in 32-bit words, least significant first, into `pool_size` words.
    ///
    /// # Errors
    /// [`RandomError::Value`] for a pool of fewer than four words.
    pub fn new(entropy: Vec<u32>, spawn_key: Vec<u32>, pool_size: usize) -> Result<Self> {
        if pool_size < DEFAULT_POOL_SIZE {
            return Err(RandomError::value(format!(
                "The size of the entropy pool should be at least {DEFAULT_POOL_SIZE}"
            )));
        }
        let mut words = entropy.clone();
        // Without the padding, a short seed with a spawn key would equal a longer seed without one.
        if !spawn_key.is_empty() && words.len() < pool_size {
            words.resize(pool_size, 0);
        }
        words.extend_from_slice(&spawn_key);
        Ok(Self { entropy, spawn_key, pool: mixed_pool(&words, pool_size) })
    }

    /// The sequence of an integer seed.
    #[must_use]
    pub fn from_integer(seed: u128) -> Self {
        let words = words_of_integer(seed);
        let pool = mixed_pool(&words, DEFAULT_POOL_SIZE);
        Self { entropy: words, spawn_key: Vec::new(), pool }
    }

    /// A sequence from fresh entropy of the operating system.
    ///
    /// # Errors
    /// [`RandomError::Entropy`] where the system has none to give.
    pub fn from_system() -> Result<Self> {
        Self::new(system_entropy(DEFAULT_POOL_SIZE)?, Vec::new(), DEFAULT_POOL_SIZE)
    }

    /// The entropy's words.
    #[must_use]
    pub fn entropy(&self) -> &[u32] {
        &self.entropy
    }

    /// The words of the place in the tree of spawned sequences.
    #[must_use]
    pub fn spawn_key(&self) -> &[u32] {
        &self.spawn_key
    }

    /// The mixed words.
    #[must_use]
    pub fn pool(&self) -> &[u32] {
        &self.pool
    }

    /// The child numbered `index`: independent of this sequence and of its other children.
    #[must_use]
    pub fn child(&self, index: u32) -> Self {
        let mut words = self.entropy.clone();
        if words.len() < self.pool.len() {
            words.resize(self.pool.len(), 0);
        }
        let mut spawn_key = self.spawn_key.clone();
        spawn_key.push(index);
        words.extend_from_slice(&spawn_key);
        let pool = mixed_pool(&words, self.pool.len());
        Self { entropy: self.entropy.clone(), spawn_key, pool }
    }

    /// `count` words of state for a bit generator.
    #[must_use]
    pub fn generate_u32(&self, count: usize) -> Vec<u32> {
        let mut hash = WordHash { constant: STATE_INIT, step: STATE_STEP };
        self.pool.iter().cycle().take(count).map(|&word| hash.hash(word)).collect()
    }

    /// `count` double words of state for a bit generator, low half first.
    #[must_use]
    pub fn generate_u64(&self, count: usize) -> Vec<u64> {
        let words = self.generate_u32(count.saturating_mul(2));
        words.chunks_exact(2).map(|pair| u64::from(pair[1]) << 32 | u64::from(pair[0])).collect()
    }
}

fn mixed_pool(words: &[u32], pool_size: usize) -> Vec<u32> {
    let mut hash = WordHash { constant: POOL_INIT, step: POOL_STEP };
    let mut pool: Vec<u32> =
        (0..pool_size).map(|place| hash.hash(words.get(place).copied().unwrap_or(0))).collect();
    for source in 0..pool_size {
        for target in 0..pool_size {
            if source != target {
                pool[target] = mix(pool[target], hash.hash(pool[source]));
            }
        }
    }
    for &word in words.iter().skip(pool_size) {
        for target in &mut pool {
            *target = mix(*target, hash.hash(word));
        }
    }
    pool
}

/// The 32-bit words of an integer, least significant first; one zero word for zero.
#[must_use]
pub fn words_of_integer(mut value: u128) -> Vec<u32> {
    let mut words = vec![value as u32];
    value >>= 32;
    while value != 0 {
        words.push(value as u32);
        value >>= 32;
    }
    words
}

/// `count` words of fresh entropy from the operating system.
///
/// # Errors
/// [`RandomError::Entropy`] where the system has none to give.
pub fn system_entropy(count: usize) -> Result<Vec<u32>> {
    let mut bytes = vec![0_u8; count * 4];
    getrandom::fill(&mut bytes).map_err(|error| RandomError::Entropy(error.to_string()))?;
    Ok(bytes.chunks_exact(4).map(|word| u32::from_le_bytes([word[0], word[1], word[2], word[3]])).collect())
}
