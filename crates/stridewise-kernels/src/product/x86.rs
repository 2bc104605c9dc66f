//! Registers of AVX2 and AVX-512.
#![expect(unsafe_code, reason = "instructions that only some processors have")]

use std::arch::x86_64::*;

use super::blocks::UpTo;
use super::register::{Lane, Pairs, Register};

/// The register `$name` of `$count` lanes on `$raw`, of which there are `$registers`, for tiles of `$rows` and `$half` rows.
macro_rules! registers {
    ($($name:ident = $raw:ident of $count:literal $lane:ty, $registers:literal, tiles $rows:literal $half:literal:
        zero $zero:expr, splat $splat:expr, load $load:expr, store $store:expr,
        part $load_part:expr, first $load_first:expr, store_part $store_part:expr,
        add $add:expr, |$sum:ident, $a:ident, $b:ident| $step:expr $(, fold $fold:expr, four $fold_four:expr)?;)*) => {$(
        #[derive(Clone, Copy)]
        pub(super) struct $name($raw);

        // Every call in here needs what the trait's methods require: the register's level, and valid addresses.
        impl Register for $name {
            type Lane = $lane;
            const LANES: usize = $count;
            const REGISTERS: usize = $registers;
            type Heights = UpTo<$rows>;
            type HalfHeights = UpTo<$half>;

            #[inline(always)]
            unsafe fn zero() -> Self {
                // SAFETY: the caller's promise.
                Self(unsafe { $zero })
            }
            #[inline(always)]
            unsafe fn splat(from: *const $lane) -> Self {
                // SAFETY: the caller's promise.
                Self(unsafe { $splat(from.read_unaligned()) })
            }
            #[inline(always)]
            unsafe fn load(from: *const $lane) -> Self {
                // SAFETY: the caller's promise.
                Self(unsafe { $load(from.cast()) })
            }
            #[inline(always)]
            unsafe fn load_part(from: *const $lane, count: usize) -> Self {
                // SAFETY: the caller's promise.
                Self(unsafe { $load_part(from, count) })
            }
            #[inline(always)]
            unsafe fn load_first(from: *const $lane, count: usize) -> Self {
                // SAFETY: the caller's promise.
                Self(unsafe { $load_first(from, count) })
            }
            #[inline(always)]
            unsafe fn store(self, to: *mut $lane) {
                // SAFETY: the caller's promise.
                unsafe { $store(to.cast(), self.0) }
            }
            #[inline(always)]
            unsafe fn store_part(self, to: *mut $lane, count: usize) {
                // SAFETY: the caller's promise.
                unsafe { $store_part(to, count, self.0) }
            }
            #[inline(always)]
            unsafe fn add(self, other: Self) -> Self {
                // SAFETY: the caller's promise.
                Self(unsafe { $add(self.0, other.0) })
            }
            #[inline(always)]
            unsafe fn add_product(self, a: Self, b: Self) -> Self {
                let ($sum, $a, $b) = (self.0, a.0, b.0);
                // SAFETY: the caller's promise.
                Self(unsafe { $step })
            }
            $(
                #[inline(always)]
                unsafe fn fold(self) -> $lane {
                    // SAFETY: the caller's promise.
                    unsafe { $fold(self.0) }
                }
                #[inline(always)]
                unsafe fn fold_four(registers: [Self; 4]) -> [$lane; 4] {
                    // SAFETY: the caller's promise.
                    unsafe { $fold_four(registers.map(|register| register.0)) }
                }
            )?
        }
    )*};
}

/// Loads lane by lane, the last one for those beyond `count`.
#[inline(always)]
unsafe fn gather<T: Lane, R, const N: usize>(from: *const T, count: usize) -> R {
    const { assert!(size_of::<R>() == size_of::<[T; N]>()) };
    // SAFETY: the caller's promise; a register is its lanes.
    unsafe {
        let lanes: [T; N] = std::array::from_fn(|lane| from.add(lane.min(count - 1)).read_unaligned());
        std::mem::transmute_copy(&lanes)
    }
}

/// Loads lane by lane, zeros for those beyond `count`.
#[inline(always)]
unsafe fn gather_first<T: Lane, R, const N: usize>(from: *const T, count: usize) -> R {
    const { assert!(size_of::<R>() == size_of::<[T; N]>()) };
    let mut lanes = [T::default(); N];
    // SAFETY: as above.
    unsafe {
        for (place, lane) in lanes.iter_mut().enumerate().take(count) {
            *lane = from.add(place).read_unaligned();
        }
        std::mem::transmute_copy(&lanes)
    }
}

/// Stores the first `count` lanes, one by one.
#[inline(always)]
unsafe fn scatter<T: Lane, R, const N: usize>(to: *mut T, count: usize, register: R) {
    const { assert!(size_of::<R>() == size_of::<[T; N]>()) };
    // SAFETY: as above.
    unsafe {
        let lanes: [T; N] = std::mem::transmute_copy(&register);
        for (lane, value) in lanes.into_iter().enumerate().take(count) {
            to.add(lane).write_unaligned(value);
        }
    }
}

/// A mask of the first `count` lanes.
#[inline(always)]
fn first(count: usize) -> u64 {
    u64::MAX >> (64 - count)
}

/// The sum of four lanes: of both halves, then of both lanes.
#[inline(always)]
unsafe fn fold_f64x4(x: __m256d) -> f64 {
    // SAFETY: the caller's promise.
    unsafe {
        let half = _mm_add_pd(_mm256_castpd256_pd128(x), _mm256_extractf128_pd::<1>(x));
        _mm_cvtsd_f64(_mm_add_sd(half, _mm_unpackhi_pd(half, half)))
    }
}

/// The sum of eight lanes: of both halves, then of their halves, and so on.
#[inline(always)]
unsafe fn fold_f32x8(x: __m256) -> f32 {
    // SAFETY: the caller's promise.
    unsafe {
        let half = _mm_add_ps(_mm256_castps256_ps128(x), _mm256_extractf128_ps::<1>(x));
        let quarter = _mm_add_ps(half, _mm_movehl_ps(half, half));
        _mm_cvtss_f32(_mm_add_ss(quarter, _mm_shuffle_ps::<1>(quarter, quarter)))
    }
}

/// [`fold_f64x4`] of four registers, a step at a time of them all.
#[inline(always)]
unsafe fn fold_four_f64x4([a, b, c, d]: [__m256d; 4]) -> [f64; 4] {
    // SAFETY: the caller's promise.
    unsafe {
        let ab = _mm256_add_pd(_mm256_permute2f128_pd::<0x20>(a, b), _mm256_permute2f128_pd::<0x31>(a, b));
        let cd = _mm256_add_pd(_mm256_permute2f128_pd::<0x20>(c, d), _mm256_permute2f128_pd::<0x31>(c, d));
        let [a, c, b, d] = std::mem::transmute::<__m256d, [f64; 4]>(_mm256_hadd_pd(ab, cd));
        [a, b, c, d]
    }
}

/// The sums of eight lanes of four registers: of both halves, of their halves, and of what is left.
#[inline(always)]
unsafe fn fold_four_f64x8([a, b, c, d]: [__m512d; 4]) -> [f64; 4] {
    // SAFETY: the caller's promise.
    unsafe {
        let ab = _mm512_add_pd(_mm512_shuffle_f64x2::<0x44>(a, b), _mm512_shuffle_f64x2::<0xee>(a, b));
        let cd = _mm512_add_pd(_mm512_shuffle_f64x2::<0x44>(c, d), _mm512_shuffle_f64x2::<0xee>(c, d));
        let all = _mm512_add_pd(_mm512_shuffle_f64x2::<0x88>(ab, cd), _mm512_shuffle_f64x2::<0xdd>(ab, cd));
        let sums = _mm512_add_pd(all, _mm512_permute_pd::<0x55>(all));
        let even = _mm512_setr_epi64(0, 2, 4, 6, 0, 2, 4, 6);
        std::mem::transmute(_mm512_castpd512_pd256(_mm512_permutexvar_pd(even, sums)))
    }
}

/// [`fold_f32x8`] of four registers, a step at a time of them all.
#[inline(always)]
unsafe fn fold_four_f32x8([a, b, c, d]: [__m256; 4]) -> [f32; 4] {
    // SAFETY: the caller's promise.
    unsafe {
        let ab = _mm256_add_ps(_mm256_permute2f128_ps::<0x20>(a, b), _mm256_permute2f128_ps::<0x31>(a, b));
        let cd = _mm256_add_ps(_mm256_permute2f128_ps::<0x20>(c, d), _mm256_permute2f128_ps::<0x31>(c, d));
        let all = _mm256_add_ps(_mm256_shuffle_ps::<0x44>(ab, cd), _mm256_shuffle_ps::<0xee>(ab, cd));
        let sums = std::mem::transmute::<__m256, [f32; 8]>(_mm256_hadd_ps(all, all));
        [sums[0], sums[4], sums[1], sums[5]]
    }
}

/// The sums of sixteen lanes of four registers: of both halves, of their halves, and so on.
#[inline(always)]
unsafe fn fold_four_f32x16([a, b, c, d]: [__m512; 4]) -> [f32; 4] {
    // SAFETY: the caller's promise.
    unsafe {
        let ab = _mm512_add_ps(_mm512_shuffle_f32x4::<0x44>(a, b), _mm512_shuffle_f32x4::<0xee>(a, b));
        let cd = _mm512_add_ps(_mm512_shuffle_f32x4::<0x44>(c, d), _mm512_shuffle_f32x4::<0xee>(c, d));
        let all = _mm512_add_ps(_mm512_shuffle_f32x4::<0x88>(ab, cd), _mm512_shuffle_f32x4::<0xdd>(ab, cd));
        let pairs = _mm512_add_ps(all, _mm512_permute_ps::<0x4e>(all));
        let sums = _mm512_add_ps(pairs, _mm512_permute_ps::<0xb1>(pairs));
        let firsts = _mm512_setr_epi32(0, 4, 8, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        std::mem::transmute(_mm512_castps512_ps128(_mm512_permutexvar_ps(firsts, sums)))
    }
}

/// The products of 64-bit lanes modulo 2^64, of 32-bit ones.
#[inline(always)]
unsafe fn multiply_i64x4(a: __m256i, b: __m256i) -> __m256i {
    // SAFETY: the caller's promise.
    unsafe {
        let low = _mm256_mul_epu32(a, b);
        let crossed = _mm256_mullo_epi32(a, _mm256_shuffle_epi32::<0b10_11_00_01>(b));
        let high = _mm256_add_epi32(_mm256_slli_epi64::<32>(crossed), crossed);
        _mm256_add_epi64(low, _mm256_and_si256(high, _mm256_set1_epi64x(!0xffff_ffff)))
    }
}

registers! {
    F64x8 = __m512d of 8 f64, 32, tiles 8 4:
        zero _mm512_setzero_pd(), splat _mm512_set1_pd, load _mm512_loadu_pd, store _mm512_storeu_pd,
        part |from, count| {
            let own = _mm512_setr_epi64(0, 1, 2, 3, 4, 5, 6, 7);
            let places = _mm512_min_epi64(own, _mm512_set1_epi64(count as i64 - 1));
            _mm512_permutexvar_pd(places, _mm512_maskz_loadu_pd(first(count) as u8, from))
        },
        first |from, count| _mm512_maskz_loadu_pd(first(count) as u8, from),
        store_part |to, count, register| _mm512_mask_storeu_pd(to, first(count) as u8, register),
        add _mm512_add_pd, |sum, a, b| _mm512_fmadd_pd(a, b, sum),
        fold |x| fold_f64x4(_mm256_add_pd(_mm512_castpd512_pd256(x), _mm512_extractf64x4_pd::<1>(x))),
        four fold_four_f64x8;
    F32x16 = __m512 of 16 f32, 32, tiles 8 4:
        zero _mm512_setzero_ps(), splat _mm512_set1_ps, load _mm512_loadu_ps, store _mm512_storeu_ps,
        part |from, count| {
            let own = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
            let places = _mm512_min_epi32(own, _mm512_set1_epi32(count as i32 - 1));
            _mm512_permutexvar_ps(places, _mm512_maskz_loadu_ps(first(count) as u16, from))
        },
        first |from, count| _mm512_maskz_loadu_ps(first(count) as u16, from),
        store_part |to, count, register| _mm512_mask_storeu_ps(to, first(count) as u16, register),
        add _mm512_add_ps, |sum, a, b| _mm512_fmadd_ps(a, b, sum),
        fold |x| fold_f32x8(_mm256_add_ps(_mm512_castps512_ps256(x), _mm512_extractf32x8_ps::<1>(x))),
        four fold_four_f32x16;
    I64x8 = __m512i of 8 i64, 32, tiles 8 4:
        zero _mm512_setzero_si512(), splat _mm512_set1_epi64, load _mm512_loadu_epi64, store _mm512_storeu_epi64,
        part |from, count| _mm512_maskz_loadu_epi64(first(count) as u8, from),
        first |from, count| _mm512_maskz_loadu_epi64(first(count) as u8, from),
        store_part |to, count, register| _mm512_mask_storeu_epi64(to, first(count) as u8, register),
        add _mm512_add_epi64, |sum, a, b| _mm512_add_epi64(sum, _mm512_mullo_epi64(a, b));
    I32x16 = __m512i of 16 i32, 32, tiles 8 4:
        zero _mm512_setzero_si512(), splat _mm512_set1_epi32, load _mm512_loadu_epi32, store _mm512_storeu_epi32,
        part |from, count| _mm512_maskz_loadu_epi32(first(count) as u16, from),
        first |from, count| _mm512_maskz_loadu_epi32(first(count) as u16, from),
        store_part |to, count, register| _mm512_mask_storeu_epi32(to, first(count) as u16, register),
        add _mm512_add_epi32, |sum, a, b| _mm512_add_epi32(sum, _mm512_mullo_epi32(a, b));
    I16x32 = __m512i of 32 i16, 32, tiles 8 4:
        zero _mm512_setzero_si512(), splat _mm512_set1_epi16, load _mm512_loadu_epi16, store _mm512_storeu_epi16,
        part |from, count| _mm512_maskz_loadu_epi16(first(count) as u32, from),
        first |from, count| _mm512_maskz_loadu_epi16(first(count) as u32, from),
        store_part |to, count, register| _mm512_mask_storeu_epi16(to, first(count) as u32, register),
        add _mm512_add_epi16, |sum, a, b| _mm512_add_epi16(sum, _mm512_mullo_epi16(a, b));
    Truth64 = __m512i of 64 u8, 32, tiles 8 4:
        zero _mm512_setzero_si512(), splat |truth: u8| _mm512_set1_epi8(truth as i8), load _mm512_loadu_epi8,
        store _mm512_storeu_epi8,
        part |from: *const u8, count| _mm512_maskz_loadu_epi8(first(count), from.cast()),
        first |from: *const u8, count| _mm512_maskz_loadu_epi8(first(count), from.cast()),
        store_part |to: *mut u8, count, register| _mm512_mask_storeu_epi8(to.cast(), first(count), register),
        add _mm512_or_si512, |sum, a, b| _mm512_or_si512(sum, _mm512_min_epu8(a, b));
    F64x4 = __m256d of 4 f64, 16, tiles 4 2:
        zero _mm256_setzero_pd(), splat _mm256_set1_pd, load _mm256_loadu_pd, store _mm256_storeu_pd,
        part gather::<f64, __m256d, 4>, first gather_first::<f64, __m256d, 4>, store_part scatter::<f64, __m256d, 4>,
        add _mm256_add_pd, |sum, a, b| _mm256_fmadd_pd(a, b, sum), fold fold_f64x4,
        four fold_four_f64x4;
    F32x8 = __m256 of 8 f32, 16, tiles 4 2:
        zero _mm256_setzero_ps(), splat _mm256_set1_ps, load _mm256_loadu_ps, store _mm256_storeu_ps,
        part gather::<f32, __m256, 8>, first gather_first::<f32, __m256, 8>, store_part scatter::<f32, __m256, 8>,
        add _mm256_add_ps, |sum, a, b| _mm256_fmadd_ps(a, b, sum), fold fold_f32x8,
        four fold_four_f32x8;
    I64x4 = __m256i of 4 i64, 16, tiles 4 2:
        zero _mm256_setzero_si256(), splat _mm256_set1_epi64x, load _mm256_loadu_si256, store _mm256_storeu_si256,
        part gather::<i64, __m256i, 4>, first gather_first::<i64, __m256i, 4>, store_part scatter::<i64, __m256i, 4>,
        add _mm256_add_epi64, |sum, a, b| _mm256_add_epi64(sum, multiply_i64x4(a, b));
    I32x8 = __m256i of 8 i32, 16, tiles 4 2:
        zero _mm256_setzero_si256(), splat _mm256_set1_epi32, load _mm256_loadu_si256, store _mm256_storeu_si256,
        part gather::<i32, __m256i, 8>, first gather_first::<i32, __m256i, 8>, store_part scatter::<i32, __m256i, 8>,
        add _mm256_add_epi32, |sum, a, b| _mm256_add_epi32(sum, _mm256_mullo_epi32(a, b));
    I16x16 = __m256i of 16 i16, 16, tiles 4 2:
        zero _mm256_setzero_si256(), splat _mm256_set1_epi16, load _mm256_loadu_si256, store _mm256_storeu_si256,
        part gather::<i16, __m256i, 16>, first gather_first::<i16, __m256i, 16>, store_part scatter::<i16, __m256i, 16>,
        add _mm256_add_epi16, |sum, a, b| _mm256_add_epi16(sum, _mm256_mullo_epi16(a, b));
    Truth32 = __m256i of 32 u8, 16, tiles 4 2:
        zero _mm256_setzero_si256(), splat |truth: u8| _mm256_set1_epi8(truth as i8), load _mm256_loadu_si256,
        store _mm256_storeu_si256,
        part gather::<u8, __m256i, 32>, first gather_first::<u8, __m256i, 32>, store_part scatter::<u8, __m256i, 32>,
        add _mm256_or_si256, |sum, a, b| _mm256_or_si256(sum, _mm256_min_epu8(a, b));
}

/// Exchanging the parts of pairs, and adding with alternating signs.
macro_rules! pairs {
    ($($name:ident: |$register:ident| $swapped:expr, |$a:ident, $b:ident| $sum:expr;)*) => {$(
        impl Pairs for $name {
            #[inline(always)]
            unsafe fn swap_parts(self) -> Self {
                let $register = self.0;
                // SAFETY: the caller's promise.
                Self(unsafe { $swapped })
            }
            #[inline(always)]
            unsafe fn add_alternately(self, other: Self) -> Self {
                let ($a, $b) = (self.0, other.0);
                // SAFETY: the caller's promise.
                Self(unsafe { $sum })
            }
        }
    )*};
}

pairs! {
    F64x8: |x| _mm512_permute_pd::<0b0101_0101>(x), |a, b| _mm512_fmaddsub_pd(a, _mm512_set1_pd(1.0), b);
    F32x16: |x| _mm512_permute_ps::<0b10_11_00_01>(x), |a, b| _mm512_fmaddsub_ps(a, _mm512_set1_ps(1.0), b);
    F64x4: |x| _mm256_permute_pd::<0b0101>(x), |a, b| _mm256_addsub_pd(a, b);
    F32x8: |x| _mm256_permute_ps::<0b10_11_00_01>(x), |a, b| _mm256_addsub_ps(a, b);
}
