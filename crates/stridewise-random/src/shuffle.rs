//! Random orders: Fisher and Yates's shuffle as a sequence of swaps, the same for `Generator` and `RandomState`.

use crate::bit_generator::BitGenerator;
use crate::distribution::integers::interval;

/// Calls `swap(i, j)`, `j <= i`, for `i` from `length - 1` down to 1.
pub fn swaps<B: BitGenerator + ?Sized>(bits: &mut B, length: usize, mut swap: impl FnMut(usize, usize)) {
    for i in (1..length).rev() {
        swap(i, interval(bits, i as u64) as usize);
    }
}

/// A random order of `0..length`.
pub fn permutation<B: BitGenerator + ?Sized>(bits: &mut B, length: usize) -> Vec<i64> {
    let mut order: Vec<i64> = (0..length as i64).collect();
    swaps(bits, length, |i, j| order.swap(i, j));
    order
}
