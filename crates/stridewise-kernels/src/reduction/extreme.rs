//! The largest and smallest of many elements that lie side by side.
#![expect(
    unsafe_code,
    reason = "reads elements behind raw pointers, and uses what only some processors have"
)]

use stridewise_core::Bool;
use stridewise_core::dtype::{C64, C128, F16};

use super::fold::fold_in_lanes;
use crate::elementwise::Ordered;

/// Fewest elements that are worth wide registers.
pub(super) const FEWEST: usize = 64;

/// Elements whose extremes are found in a way of their own.
pub(super) trait Extreme: Ordered {
    /// The element, or the worst number where it is NaN.
    #[inline(always)]
    fn or_worst<const LARGEST: bool>(self) -> Self {
        self
    }

    /// The largest or smallest of dense elements, of which there is one; `None` where there is a NaN, or, where NaN is
    /// passed by, where no other element may have been found. Which of equal ones depends on their number alone.
    ///
    /// # Safety
    /// There must be so many elements.
    #[inline(always)]
    unsafe fn of_run<const LARGEST: bool, const SKIPPING: bool>(
        length: usize,
        source: *const u8,
    ) -> Option<Self> {
        let source = source.cast::<Self>();
        // SAFETY: the caller's promise.
        let mut best = unsafe { source.read_unaligned() };
        let mut nan = best.is_nan();
        for place in 1..length {
            // SAFETY: as above.
            let element = unsafe { source.add(place).read_unaligned() };
            if SKIPPING && nan {
                best = element;
                nan = element.is_nan();
                continue;
            }
            nan |= !SKIPPING & element.is_nan();
            best = pick::<Self, LARGEST>(element, best);
        }
        (!nan).then_some(best)
    }
}

impl Extreme for Bool {}
impl Extreme for i8 {}
impl Extreme for u8 {}
impl Extreme for i16 {}
impl Extreme for u16 {}
impl Extreme for i32 {}
impl Extreme for u32 {}
impl Extreme for i64 {}
impl Extreme for u64 {}

macro_rules! or_worst {
    ($smallest:expr, $largest:expr) => {
        #[inline(always)]
        fn or_worst<const LARGEST: bool>(self) -> Self {
            match (self.is_nan(), LARGEST) {
                (false, _) => self,
                (true, true) => $smallest,
                (true, false) => $largest,
            }
        }
    };
}

impl Extreme for F16 {
    or_worst!(F16::NEG_INFINITY, F16::INFINITY);
}

impl Extreme for C64 {
    or_worst!(C64::new(f32::NEG_INFINITY, 0.0), C64::new(f32::INFINITY, 0.0));
}

impl Extreme for C128 {
    or_worst!(C128::new(f64::NEG_INFINITY, 0.0), C128::new(f64::INFINITY, 0.0));
}

/// What is larger (smaller), the second of equal ones, as the processors' own instructions have it.
#[inline(always)]
fn pick<T: Ordered, const LARGEST: bool>(element: T, best: T) -> T {
    let better = if LARGEST { element.exceeds(best) } else { best.exceeds(element) };
    if better { element } else { best }
}

/// Folds an extreme of dense elements, or in lanes where they are few, apart, or where NaN decides.
///
/// # Safety
/// As [`super::Fold`].
#[inline(always)]
pub(super) unsafe fn fold_extreme<T: Extreme, const LARGEST: bool, const SKIPPING: bool>(
    length: usize,
    source: *const u8,
    stride: isize,
    accumulator: *mut u8,
    f: impl Fn(T, T) -> T,
) {
    // SAFETY: the caller's promise.
    unsafe {
        if stride == size_of::<T>() as isize
            && length >= FEWEST
            && let Some(best) = T::of_run::<LARGEST, SKIPPING>(length, source)
        {
            let accumulator = accumulator.cast::<T>();
            accumulator.write_unaligned(f(accumulator.read_unaligned(), best));
            return;
        }
        fold_in_lanes::<T>(length, source, stride, accumulator, f);
    }
}

/// Extremes of a float type, lane by lane over whole rows of lanes, for each level of processors: which lane an element is
/// in, and which of equal ones stays, is the same in all.
macro_rules! float_extreme {
    ($type:ty, $lanes:literal, $module:ident, v3: $v3:tt, v4: $v4:tt) => {
        impl Extreme for $type {
            or_worst!(<$type>::NEG_INFINITY, <$type>::INFINITY);

            unsafe fn of_run<const LARGEST: bool, const SKIPPING: bool>(
                length: usize,
                source: *const u8,
            ) -> Option<Self> {
                const LANES: usize = $lanes;
                let source = source.cast::<$type>();
                let (rows, mut nan) = (length / LANES, false);
                // SAFETY: the caller's promise.
                let first = unsafe { source.read_unaligned() };
                // Nothing is picked over a NaN, and it is picked over nothing.
                let start = if SKIPPING { <$type>::NAN.or_worst::<LARGEST>() } else { first };
                let mut best = start;
                if rows > 0 {
                    // SAFETY: there are so many rows.
                    let (lanes, found) = unsafe { $module::rows::<LARGEST>(rows, source, start) };
                    nan = found;
                    best = lanes[1..].iter().fold(lanes[0], |best, &lane| pick::<Self, LARGEST>(lane, best));
                }
                for place in rows * LANES..length {
                    // SAFETY: as above.
                    let element = unsafe { source.add(place).read_unaligned() };
                    nan |= element.is_nan();
                    best = pick::<Self, LARGEST>(element, best);
                }
                (!nan || SKIPPING && best != start).then_some(best)
            }
        }

        mod $module {
            use super::pick;

            const LANES: usize = $lanes;

            /// The extreme of each lane and `start`, and whether there is a NaN.
            ///
            /// # Safety
            /// There must be so many rows, at least one.
            pub(super) unsafe fn rows<const LARGEST: bool>(
                rows: usize,
                source: *const $type,
                start: $type,
            ) -> ([$type; LANES], bool) {
                #[cfg(target_arch = "x86_64")]
                {
                    use crate::elementwise::vector_math::CpuLevel;
                    match CpuLevel::current() {
                        // SAFETY: the processor has this level; the caller's promise.
                        CpuLevel::V4 => return unsafe { v4::<LARGEST>(rows, source, start) },
                        // SAFETY: as above.
                        CpuLevel::V3 => return unsafe { v3::<LARGEST>(rows, source, start) },
                        CpuLevel::Baseline => {}
                    }
                }
                // SAFETY: the caller's promise.
                let row = |row: usize| unsafe { source.add(row * LANES).cast::<[$type; LANES]>().read_unaligned() };
                let mut lanes = [start; LANES];
                let mut nan = false;
                for row in (0..rows).map(row) {
                    nan |= row.iter().fold(false, |nan, element| nan | element.is_nan());
                    lanes = std::array::from_fn(|lane| pick::<$type, LARGEST>(row[lane], lanes[lane]));
                }
                (lanes, nan)
            }

            float_extreme!(@level v3, $type, "avx2", $v3);
            float_extreme!(@level v4, $type, "avx512f", $v4);
        }
    };
    (@level $level:ident, $type:ty, $feature:literal,
        ($load:ident, $store:ident, $largest:ident, $smallest:ident, $registers:literal,
            $none:expr, |$found:ident, $a:ident, $b:ident| $unordered:expr, |$all:ident| $any:expr)) => {
        #[cfg(target_arch = "x86_64")]
        #[target_feature(enable = $feature)]
        unsafe fn $level<const LARGEST: bool>(
            rows: usize,
            source: *const $type,
            start: $type,
        ) -> ([$type; LANES], bool) {
            use std::arch::x86_64::*;

            const WIDTH: usize = LANES / $registers;
            let mut result = [start; LANES];
            // SAFETY: the caller's promise; the result holds a row.
            unsafe {
                let mut lanes = [$load(result.as_ptr()); $registers];
                let mut $found = $none;
                for row in 0..rows {
                    let start = source.add(row * LANES);
                    for pair in 0..$registers / 2 {
                        let $a = $load(start.add(2 * pair * WIDTH));
                        let $b = $load(start.add((2 * pair + 1) * WIDTH));
                        $found = $unordered;
                        if LARGEST {
                            lanes[2 * pair] = $largest($a, lanes[2 * pair]);
                            lanes[2 * pair + 1] = $largest($b, lanes[2 * pair + 1]);
                        } else {
                            lanes[2 * pair] = $smallest($a, lanes[2 * pair]);
                            lanes[2 * pair + 1] = $smallest($b, lanes[2 * pair + 1]);
                        }
                    }
                }
                for register in 0..$registers {
                    $store(result.as_mut_ptr().add(register * WIDTH), lanes[register]);
                }
                let $all = $found;
                (result, $any)
            }
        }
    };
}

float_extreme!(f64, 32, doubles,
    v3: (_mm256_loadu_pd, _mm256_storeu_pd, _mm256_max_pd, _mm256_min_pd, 8,
        _mm256_setzero_pd(), |found, a, b| _mm256_or_pd(found, _mm256_cmp_pd::<_CMP_UNORD_Q>(a, b)),
        |all| _mm256_movemask_pd(all) != 0),
    v4: (_mm512_loadu_pd, _mm512_storeu_pd, _mm512_max_pd, _mm512_min_pd, 4,
        0, |found, a, b| found | _mm512_cmp_pd_mask::<_CMP_UNORD_Q>(a, b), |all| all != 0));
float_extreme!(f32, 64, singles,
    v3: (_mm256_loadu_ps, _mm256_storeu_ps, _mm256_max_ps, _mm256_min_ps, 8,
        _mm256_setzero_ps(), |found, a, b| _mm256_or_ps(found, _mm256_cmp_ps::<_CMP_UNORD_Q>(a, b)),
        |all| _mm256_movemask_ps(all) != 0),
    v4: (_mm512_loadu_ps, _mm512_storeu_ps, _mm512_max_ps, _mm512_min_ps, 4,
        0, |found, a, b| found | _mm512_cmp_ps_mask::<_CMP_UNORD_Q>(a, b), |all| all != 0));
