//! The sum of a few lanes, pair by pair.
//!
//! The pairs are named as vectors where the processor has some: left to itself, the compiler lays the lanes out for these
//! few additions, and not for the many before them.
#![expect(unsafe_code, reason = "sees arrays of numbers as vectors of the same size")]

use std::ops::Add;

use num_complex::Complex;

/// Numbers whose lanes are summed as a tree: four as `(a + b) + (c + d)`, eight as the sum of two fours.
pub(super) trait Total: Copy + Add<Output = Self> {
    /// The sum of four or eight lanes.
    #[inline(always)]
    fn total<const LANES: usize>(lanes: [Self; LANES]) -> Self {
        in_pairs(lanes)
    }
}

#[inline(always)]
fn in_pairs<S: Copy + Add<Output = S>, const LANES: usize>(lanes: [S; LANES]) -> S {
    let four = |first: usize| (lanes[first] + lanes[first + 1]) + (lanes[first + 2] + lanes[first + 3]);
    if LANES == 8 { four(0) + four(4) } else { four(0) }
}

#[cfg(not(target_arch = "x86_64"))]
mod plain {
    use super::{Complex, Total};

    impl Total for f32 {}
    impl Total for f64 {}
    impl Total for Complex<f32> {}
    impl Total for Complex<f64> {}
}

#[cfg(target_arch = "x86_64")]
mod vectors {
    use std::arch::x86_64::{
        __m128, __m128d, _mm_add_pd, _mm_add_ps, _mm_cvtsd_f64, _mm_cvtss_f32, _mm_shuffle_ps,
        _mm_unpackhi_pd, _mm_unpacklo_pd,
    };
    use std::mem::transmute_copy;

    use super::{Complex, Total, in_pairs};

    /// The sums of the pairs that two vectors hold.
    #[inline(always)]
    fn pairs_f64(a: __m128d, b: __m128d) -> __m128d {
        // SAFETY: every x86-64 processor has these.
        unsafe { _mm_add_pd(_mm_unpacklo_pd(a, b), _mm_unpackhi_pd(a, b)) }
    }

    #[inline(always)]
    fn pairs_f32(a: __m128, b: __m128) -> __m128 {
        // SAFETY: as above.
        unsafe { _mm_add_ps(_mm_shuffle_ps::<0b10_00_10_00>(a, b), _mm_shuffle_ps::<0b11_01_11_01>(a, b)) }
    }

    impl Total for f64 {
        #[inline(always)]
        fn total<const LANES: usize>(lanes: [Self; LANES]) -> Self {
            if LANES != 8 {
                return in_pairs(lanes);
            }
            // SAFETY: eight numbers are four vectors of two.
            let [a, b, c, d]: [__m128d; 4] = unsafe { transmute_copy(&lanes) };
            let fours = pairs_f64(pairs_f64(a, b), pairs_f64(c, d));
            // SAFETY: as above.
            unsafe { _mm_cvtsd_f64(pairs_f64(fours, fours)) }
        }
    }

    impl Total for f32 {
        #[inline(always)]
        fn total<const LANES: usize>(lanes: [Self; LANES]) -> Self {
            if LANES != 8 {
                return in_pairs(lanes);
            }
            // SAFETY: eight numbers are two vectors of four.
            let [a, b]: [__m128; 2] = unsafe { transmute_copy(&lanes) };
            let pairs = pairs_f32(a, b);
            let fours = pairs_f32(pairs, pairs);
            // SAFETY: as above.
            unsafe { _mm_cvtss_f32(pairs_f32(fours, fours)) }
        }
    }

    impl Total for Complex<f64> {
        #[inline(always)]
        fn total<const LANES: usize>(lanes: [Self; LANES]) -> Self {
            if LANES != 4 {
                return in_pairs(lanes);
            }
            // SAFETY: four pairs of numbers are four vectors of two, and a vector is such a pair.
            unsafe {
                let [a, b, c, d]: [__m128d; 4] = transmute_copy(&lanes);
                transmute_copy(&_mm_add_pd(_mm_add_pd(a, b), _mm_add_pd(c, d)))
            }
        }
    }

    impl Total for Complex<f32> {
        #[inline(always)]
        fn total<const LANES: usize>(lanes: [Self; LANES]) -> Self {
            if LANES != 4 {
                return in_pairs(lanes);
            }
            // SAFETY: four pairs of numbers are two vectors of four, and half a vector is such a pair.
            unsafe {
                let [a, b]: [__m128; 2] = transmute_copy(&lanes);
                let twos =
                    _mm_add_ps(_mm_shuffle_ps::<0b01_00_01_00>(a, b), _mm_shuffle_ps::<0b11_10_11_10>(a, b));
                let both: [Self; 2] = transmute_copy(&twos);
                both[0] + both[1]
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lanes_meet_as_pairs() {
        // Sums of these are rounded, so that any other order shows.
        let eight: [f64; 8] = std::array::from_fn(|lane| 0.1 * (lane as f64 + 1.0).powi(7));
        assert_eq!(f64::total(eight).to_bits(), in_pairs(eight).to_bits());
        let narrow = eight.map(|value| value as f32);
        assert_eq!(f32::total(narrow).to_bits(), in_pairs(narrow).to_bits());
        let wide: [Complex<f64>; 4] = std::array::from_fn(|lane| Complex::new(eight[lane], eight[7 - lane]));
        assert_eq!(Complex::total(wide), in_pairs(wide));
        let narrow = wide.map(|value| Complex::new(value.re as f32, value.im as f32));
        assert_eq!(Complex::total(narrow), in_pairs(narrow));
    }
}
