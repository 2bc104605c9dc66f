//! What passes move and compute.

use std::iter::Sum;
use std::ops::Add;

/// Passes over memory, bytes that they move and have allocated for them, and floating-point operations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cost {
    pub passes: u64,
    pub bytes_read: u64,
    pub bytes_written: u64,
    pub bytes_allocated: u64,
    pub flops: u64,
}

impl Add for Cost {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self {
            passes: self.passes + other.passes,
            bytes_read: self.bytes_read + other.bytes_read,
            bytes_written: self.bytes_written + other.bytes_written,
            bytes_allocated: self.bytes_allocated + other.bytes_allocated,
            flops: self.flops + other.flops,
        }
    }
}

impl Sum for Cost {
    fn sum<I: Iterator<Item = Self>>(costs: I) -> Self {
        costs.fold(Self::default(), Add::add)
    }
}
