//! Keys below a pivot, and the others.
#![expect(unsafe_code, reason = "calls functions that only some processors can run")]

use super::Key;
#[cfg(target_arch = "x86_64")]
use super::vectors::{self, Lanes};
#[cfg(target_arch = "x86_64")]
use crate::cpu_level::CpuLevel;

/// Moves the keys below the pivot before the others, without a branch on what a key is; says how many they are.
pub(super) fn split_one_by_one<K: Key>(keys: &mut [K], pivot: K) -> usize {
    let mut below = 0;
    for at in 0..keys.len() {
        let is_below = keys[at] < pivot;
        keys.swap(at, below);
        below += usize::from(is_below);
    }
    below
}

/// As [`split_one_by_one`], in wide registers.
///
/// # Safety
/// There must be [`vectors::fewest_to_split`] keys.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512bw,avx512cd,avx512dq,avx512vl,avx2,fma,bmi1,bmi2,popcnt")]
unsafe fn split_wide<K: Lanes>(keys: &mut [K], pivot: K) -> usize {
    // SAFETY: the caller's promise; the processor has these instructions.
    unsafe { vectors::split(keys, pivot) }
}

/// Sorts keys, of which there are no more than [`vectors::network_size`], in wide registers.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512bw,avx512cd,avx512dq,avx512vl,avx2,fma,bmi1,bmi2,popcnt")]
fn sort_few_wide<K: Lanes>(keys: &mut [K]) {
    // SAFETY: the processor has these instructions.
    unsafe { vectors::sort_few(keys) }
}

/// What keys of all widths have alike.
macro_rules! integer_key {
    () => {
        const LARGEST: Self = Self::MAX;

        #[inline]
        fn successor(self) -> Option<Self> {
            self.checked_add(1)
        }

        #[inline(always)]
        fn widened(self) -> i64 {
            i64::from(self)
        }

        #[inline(always)]
        fn narrowed(wide: i64) -> Self {
            wide as Self
        }
    };
}

/// [`Key`] where registers hold several.
macro_rules! wide_keys {
    ($($key:ty),*) => {$(
        impl Key for $key {
            integer_key!();

            fn few() -> usize {
                #[cfg(target_arch = "x86_64")]
                if CpuLevel::current() == CpuLevel::V4 {
                    return vectors::network_size::<Self>();
                }
                super::key::FEW
            }

            fn sort_few(keys: &mut [Self]) {
                #[cfg(target_arch = "x86_64")]
                if CpuLevel::current() == CpuLevel::V4 && keys.len() <= vectors::network_size::<Self>() {
                    // SAFETY: the processor can.
                    return unsafe { sort_few_wide(keys) };
                }
                keys.sort_unstable();
            }

            fn split(keys: &mut [Self], pivot: Self) -> usize {
                #[cfg(target_arch = "x86_64")]
                if CpuLevel::current() == CpuLevel::V4 && keys.len() >= vectors::fewest_to_split::<Self>() {
                    // SAFETY: the processor can, and the keys are enough.
                    return unsafe { split_wide(keys, pivot) };
                }
                split_one_by_one(keys, pivot)
            }
        }
    )*};
}

wide_keys!(i32, i64);

/// [`Key`] of which there are few different ones.
macro_rules! narrow_keys {
    ($($key:ty),*) => {$(
        impl Key for $key {
            integer_key!();

            fn few() -> usize {
                super::key::FEW
            }

            fn sort_few(keys: &mut [Self]) {
                keys.sort_unstable();
            }

            fn split(keys: &mut [Self], pivot: Self) -> usize {
                split_one_by_one(keys, pivot)
            }
        }
    )*};
}

narrow_keys!(i8, i16);
