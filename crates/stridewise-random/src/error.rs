//! What a draw can refuse.

use std::fmt;

/// Why a generator or distribution refused its arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RandomError {
    /// An argument lies outside what the method is defined for (Python: `ValueError`).
    Value(String),
    /// A range whose width no float can hold (Python: `OverflowError`).
    Overflow(String),
    /// The operating system gave no entropy (Python: `OSError`).
    Entropy(String),
}

impl RandomError {
    pub(crate) fn value(message: impl Into<String>) -> Self {
        Self::Value(message.into())
    }
}

impl fmt::Display for RandomError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value(message) | Self::Overflow(message) | Self::Entropy(message) => {
                formatter.write_str(message)
            }
        }
    }
}

impl std::error::Error for RandomError {}

/// What the methods of this crate return where they can refuse.
pub type Result<T> = std::result::Result<T, RandomError>;
