//! The unused half of a 64-bit draw.

/// What a 64-bit generator remembers between 32-bit draws. The last half stays readable after it was handed out,
/// since states that travel carry both fields.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct HalfWord {
    /// Whether `word` is still to be handed out.
    pub pending: bool,
    /// The high half of the last 64-bit draw that was split.
    pub word: u32,
}

impl HalfWord {
    /// The half that is pending, or the low half of a new draw.
    #[inline]
    pub(super) fn next(&mut self, draw: impl FnOnce() -> u64) -> u32 {
        if self.pending {
            self.pending = false;
            return self.word;
        }
        let both = draw();
        self.pending = true;
        self.word = (both >> 32) as u32;
        both as u32
    }
}
