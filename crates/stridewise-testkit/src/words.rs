//! Random input that is the same in each run.

/// An endless sequence of words, from a seed that is not zero (the generator by Marsaglia, 2003).
#[derive(Clone, Debug)]
pub struct Words(u64);

impl Words {
    pub fn new(seed: u64) -> Self {
        debug_assert!(seed != 0, "all words would be zero");
        Self(seed)
    }

    #[inline]
    pub fn word(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// A number between minus one and one.
    #[inline]
    pub fn number(&mut self) -> f64 {
        (self.word() >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
    }
}
