//! The floating-point errors that an operation may meet.

use std::ops::{BitAnd, BitOr};

/// A set of floating-point errors; the bits are NumPy's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct FloatErrors(pub u8);

impl FloatErrors {
    pub const NONE: Self = Self(0);
    pub const DIVIDE: Self = Self(1);
    pub const OVERFLOW: Self = Self(2);
    pub const UNDERFLOW: Self = Self(4);
    pub const INVALID: Self = Self(8);
    pub const ALL: Self = Self(15);

    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

impl BitOr for FloatErrors {
    type Output = Self;
    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitAnd for FloatErrors {
    type Output = Self;
    fn bitand(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}
