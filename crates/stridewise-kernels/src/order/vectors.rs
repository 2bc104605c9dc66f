//! Keys in wide registers: sorting networks and partitions with AVX-512.
//!
//! Everything here must be inlined into a function that has these instructions.
#![expect(unsafe_code, reason = "calls instructions that only some processors have, on raw pointers")]

use std::arch::x86_64::*;

use super::Key;

/// Keys of which a register holds several.
///
/// # Safety
/// All functions want a processor with AVX-512 (F, BW, CD, DQ, VL); pointers must be valid for what they read and write.
pub(super) trait Lanes: Key {
    /// Keys in a register.
    const COUNT: usize;

    unsafe fn load(from: *const Self) -> __m512i;
    /// The first `count` keys, the largest key behind them.
    unsafe fn load_part(from: *const Self, count: usize) -> __m512i;
    unsafe fn store(to: *mut Self, keys: __m512i);
    /// The first `count` keys.
    unsafe fn store_part(to: *mut Self, keys: __m512i, count: usize);
    unsafe fn splat(key: Self) -> __m512i;
    unsafe fn smaller(a: __m512i, b: __m512i) -> __m512i;
    unsafe fn larger(a: __m512i, b: __m512i) -> __m512i;
    /// The key of lane `i ^ distance` in each lane `i`.
    unsafe fn swapped(keys: __m512i, distance: usize) -> __m512i;
    /// From `b` in the lanes `i` that are larger than `i ^ distance`, from `a` in the others.
    unsafe fn upper(a: __m512i, b: __m512i, distance: usize) -> __m512i;
    /// Which keys are below the pivot.
    unsafe fn below(keys: __m512i, pivot: __m512i) -> u32;
    /// The chosen keys, closed up, at the lower end.
    unsafe fn chosen(keys: __m512i, which: u32) -> __m512i;
    /// The chosen keys at the lower end, the others behind them.
    unsafe fn parted(keys: __m512i, which: u32, count: usize) -> __m512i;
}

/// The lanes `i` that are larger than `i ^ distance`: those with the highest bit of the distance.
#[inline(always)]
const fn upper_lanes(distance: usize) -> u32 {
    match distance.ilog2() {
        0 => 0xaaaa,
        1 => 0xcccc,
        2 => 0xf0f0,
        _ => 0xff00,
    }
}

macro_rules! lanes {
    ($key:ty, $mask:ty, $iota:expr, $load_part:ident, $store_part:ident, $set:ident, $min:ident, $max:ident,
     $permute:ident, $blend:ident, $less:ident, $compress:ident, $expand:ident) => {
        impl Lanes for $key {
            const COUNT: usize = 64 / size_of::<$key>();

            #[inline(always)]
            unsafe fn load(from: *const Self) -> __m512i {
                // SAFETY: the caller's promise.
                unsafe { _mm512_loadu_si512(from.cast()) }
            }

            #[inline(always)]
            unsafe fn load_part(from: *const Self, count: usize) -> __m512i {
                // SAFETY: the caller's promise.
                unsafe { $load_part($set(<$key>::MAX), ((1_u64 << count) - 1) as $mask, from) }
            }

            #[inline(always)]
            unsafe fn store(to: *mut Self, keys: __m512i) {
                // SAFETY: the caller's promise.
                unsafe { _mm512_storeu_si512(to.cast(), keys) }
            }

            #[inline(always)]
            unsafe fn store_part(to: *mut Self, keys: __m512i, count: usize) {
                // SAFETY: the caller's promise.
                unsafe { $store_part(to, ((1_u64 << count) - 1) as $mask, keys) }
            }

            #[inline(always)]
            unsafe fn splat(key: Self) -> __m512i {
                // SAFETY: the caller's promise.
                unsafe { $set(key) }
            }

            #[inline(always)]
            unsafe fn smaller(a: __m512i, b: __m512i) -> __m512i {
                // SAFETY: the caller's promise.
                unsafe { $min(a, b) }
            }

            #[inline(always)]
            unsafe fn larger(a: __m512i, b: __m512i) -> __m512i {
                // SAFETY: the caller's promise.
                unsafe { $max(a, b) }
            }

            #[inline(always)]
            unsafe fn swapped(keys: __m512i, distance: usize) -> __m512i {
                const IOTA: [$key; 64 / size_of::<$key>()] = $iota;
                // SAFETY: the caller's promise; the array is as large as a register.
                unsafe {
                    let places = _mm512_xor_si512(Self::load(IOTA.as_ptr()), $set(distance as $key));
                    $permute(places, keys)
                }
            }

            #[inline(always)]
            unsafe fn upper(a: __m512i, b: __m512i, distance: usize) -> __m512i {
                // SAFETY: the caller's promise.
                unsafe { $blend(upper_lanes(distance) as $mask, a, b) }
            }

            #[inline(always)]
            unsafe fn below(keys: __m512i, pivot: __m512i) -> u32 {
                // SAFETY: the caller's promise.
                u32::from(unsafe { $less(keys, pivot) })
            }

            #[inline(always)]
            unsafe fn chosen(keys: __m512i, which: u32) -> __m512i {
                // SAFETY: the caller's promise.
                unsafe { $compress(which as $mask, keys) }
            }

            #[inline(always)]
            unsafe fn parted(keys: __m512i, which: u32, count: usize) -> __m512i {
                // SAFETY: the caller's promise.
                unsafe {
                    let first = $compress(which as $mask, keys);
                    let others = $compress(!which as $mask, keys);
                    $expand(first, (u32::MAX << count) as $mask, others)
                }
            }
        }
    };
}

lanes!(
    i64,
    u8,
    [0, 1, 2, 3, 4, 5, 6, 7],
    _mm512_mask_loadu_epi64,
    _mm512_mask_storeu_epi64,
    _mm512_set1_epi64,
    _mm512_min_epi64,
    _mm512_max_epi64,
    _mm512_permutexvar_epi64,
    _mm512_mask_blend_epi64,
    _mm512_cmplt_epi64_mask,
    _mm512_maskz_compress_epi64,
    _mm512_mask_expand_epi64
);
lanes!(
    i32,
    u16,
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
    _mm512_mask_loadu_epi32,
    _mm512_mask_storeu_epi32,
    _mm512_set1_epi32,
    _mm512_min_epi32,
    _mm512_max_epi32,
    _mm512_permutexvar_epi32,
    _mm512_mask_blend_epi32,
    _mm512_cmplt_epi32_mask,
    _mm512_maskz_compress_epi32,
    _mm512_mask_expand_epi32
);

/// Registers of the largest sorting network.
const REGISTERS: usize = 16;

/// Keys that one sorting network sorts.
pub(super) const fn network_size<K: Lanes>() -> usize {
    REGISTERS * K::COUNT
}

/// Compares the keys `i` and `i ^ DISTANCE` of all registers, and has the smaller one where `i` is smaller.
///
/// # Safety
/// As [`Lanes`].
#[inline(always)]
unsafe fn exchange<K: Lanes, const R: usize, const DISTANCE: usize>(registers: &mut [__m512i; R]) {
    let (rows, lanes) = (DISTANCE / K::COUNT, DISTANCE % K::COUNT);
    // SAFETY: the caller's promise.
    unsafe {
        for row in 0..R {
            let (other, a) = (row ^ rows, registers[row]);
            if rows == 0 {
                let b = K::swapped(a, lanes);
                registers[row] = K::upper(K::smaller(a, b), K::larger(a, b), lanes);
            } else if row < other {
                // Keys of a register that was turned round stay so: what follows wants no order inside of it.
                let b = if lanes == 0 { registers[other] } else { K::swapped(registers[other], lanes) };
                registers[row] = K::smaller(a, b);
                registers[other] = K::larger(a, b);
            }
        }
    }
}

/// Batcher's bitonic network: runs of two are merged to runs of four, and so on.
///
/// # Safety
/// As [`Lanes`]; there must be `count` keys, no more than R registers hold.
#[inline(always)]
unsafe fn network<K: Lanes, const R: usize>(keys: *mut K, count: usize) {
    // SAFETY: the caller's promise.
    unsafe {
        let mut registers = [K::splat(K::LARGEST); R];
        for (row, register) in registers.iter_mut().enumerate() {
            let (from, held) = (keys.wrapping_add(row * K::COUNT), count.saturating_sub(row * K::COUNT));
            if held >= K::COUNT {
                *register = K::load(from);
            } else if held > 0 {
                *register = K::load_part(from, held);
            }
        }
        macro_rules! merge {
            ($run:literal: $($distance:literal),*) => {
                if R * K::COUNT >= $run {
                    $(exchange::<K, R, $distance>(&mut registers);)*
                }
            };
        }
        merge!(2: 1);
        merge!(4: 3, 1);
        merge!(8: 7, 2, 1);
        merge!(16: 15, 4, 2, 1);
        merge!(32: 31, 8, 4, 2, 1);
        merge!(64: 63, 16, 8, 4, 2, 1);
        merge!(128: 127, 32, 16, 8, 4, 2, 1);
        merge!(256: 255, 64, 32, 16, 8, 4, 2, 1);
        for (row, register) in registers.iter().enumerate() {
            let (to, held) = (keys.wrapping_add(row * K::COUNT), count.saturating_sub(row * K::COUNT));
            if held >= K::COUNT {
                K::store(to, *register);
            } else if held > 0 {
                K::store_part(to, *register, held);
            }
        }
    }
}

/// Sorts keys of which there are no more than [`network_size`].
///
/// # Safety
/// As [`Lanes`].
#[inline(always)]
pub(super) unsafe fn sort_few<K: Lanes>(keys: &mut [K]) {
    debug_assert!(keys.len() <= network_size::<K>());
    let (start, count) = (keys.as_mut_ptr(), keys.len());
    // SAFETY: the caller's promise; each network has the registers that so many keys want.
    unsafe {
        match count.div_ceil(K::COUNT) {
            0 => {}
            1 => network::<K, 1>(start, count),
            2 => network::<K, 2>(start, count),
            3..=4 => network::<K, 4>(start, count),
            5..=8 => network::<K, 8>(start, count),
            _ => network::<K, 16>(start, count),
        }
    }
}

/// Registers that a step of a partition reads at a time: where the next ones come from is known that much earlier.
const STEP: usize = 4;

/// # Safety
/// As [`Lanes`].
#[inline(always)]
unsafe fn load_step<K: Lanes>(from: *const K) -> [__m512i; STEP] {
    // SAFETY: the caller's promise.
    unsafe {
        let mut registers = [K::load(from); STEP];
        for (at, register) in registers.iter_mut().enumerate().skip(1) {
            *register = K::load(from.add(at * K::COUNT));
        }
        registers
    }
}

/// Fewest keys that [`split`] takes.
pub(super) const fn fewest_to_split<K: Lanes>() -> usize {
    2 * STEP * K::COUNT
}

/// Moves the keys below the pivot before the others, in place; says how many they are.
///
/// Both ends of the memory are held in registers at first, so that there is room to write. Keys are read from the end
/// that has less room, and written to both.
///
/// # Safety
/// As [`Lanes`]; there must be at least [`fewest_to_split`] keys.
#[inline(always)]
pub(super) unsafe fn split<K: Lanes>(keys: &mut [K], pivot: K) -> usize {
    let count = keys.len();
    debug_assert!(count >= fewest_to_split::<K>());
    let start = keys.as_mut_ptr();
    let step = STEP * K::COUNT;
    // What is not read yet, and what is not written yet.
    let (mut read_low, mut read_high) = (step, count - step);
    let (mut low, mut high) = (0, count);
    // SAFETY: the caller's promise. There is always room for 2 * STEP registers between `low` and `high` that was read,
    // and more than a register of it at the end that was just read from; so neither of the two writes of a register
    // meets what is still to be read or was written before.
    unsafe {
        let pivot = K::splat(pivot);
        let held = load_step(start);
        let held_high = load_step(start.add(read_high));
        macro_rules! write {
            ($register:expr) => {{
                let register = $register;
                let below = K::below(register, pivot);
                let found = below.count_ones() as usize;
                let parted = K::parted(register, below, found);
                K::store(start.add(low), parted);
                K::store(start.add(high - K::COUNT), parted);
                low += found;
                high -= K::COUNT - found;
            }};
        }
        while read_high - read_low >= step {
            let from = if read_low - low <= high - read_high {
                read_low += step;
                read_low - step
            } else {
                read_high -= step;
                read_high
            };
            let registers = load_step(start.add(from));
            for register in registers {
                write!(register);
            }
        }
        while read_high - read_low >= K::COUNT {
            let from = if read_low - low <= high - read_high {
                read_low += K::COUNT;
                read_low - K::COUNT
            } else {
                read_high -= K::COUNT;
                read_high
            };
            write!(K::load(start.add(from)));
        }
        let rest = read_high - read_low;
        if rest > 0 {
            let register = K::load_part(start.add(read_low), rest);
            let real = (1_u32 << rest) - 1;
            let below = K::below(register, pivot) & real;
            let found = below.count_ones() as usize;
            K::store(start.add(low), K::chosen(register, below));
            K::store_part(start.add(high - (rest - found)), K::chosen(register, !below & real), rest - found);
            low += found;
            high -= rest - found;
        }
        for register in held {
            write!(register);
        }
        for register in held_high {
            write!(register);
        }
    }
    debug_assert_eq!(low, high);
    low
}
